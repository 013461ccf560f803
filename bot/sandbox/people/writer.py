"""A person writing: messages, replies, reactions, threads and posts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.sandbox.errors import Json
from bot.sandbox.people.offers import NotOfferedError
from bot.sandbox.people.said import Said
from bot.sandbox.world.channels import Channel, ChannelFlag, ChannelType
from bot.sandbox.world.message import Attachment, Draft, Message
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import Application, User
from bot.sandbox.world.world import World

MOST_FILES = 10
LARGEST_FILE = 10 * 1024 * 1024
"""Bytes of a file that a person without a subscription may send. Source: https://support.discord.com/hc/articles/25444343291031"""
_ODD = re.compile(r"[^\w.()\-]+")
WITHOUT_PING: Json = {"parse": ["users", "roles", "everyone"], "replied_user": False}
"""What the client sends along once the reply's ping is switched off."""


class Writer:
    """Writes as one user; also another bot does, where the user is one.

    What Discord's client would not let that user do raises NotOfferedError.
    """

    def __init__(self, world: World, user: User) -> None:
        self.user = user
        self._world = world

    async def say(
        self,
        channel: Channel,
        text: str,
        *,
        reply_to: Message | None = None,
        ping: bool = True,
        files: Sequence[Attachment] = (),
    ) -> Said:
        """Writes a message; "<@id>" in it mentions (`User.mention`). `ping` is the switch beside a reply."""
        place = self._place(channel)
        if files and not self._world.permissions_in(place, self.user.id) & Permission.ATTACH_FILES:
            raise NotOfferedError("{who} may not attach files there.", who=self.user.username)
        if len(files) > MOST_FILES:
            raise NotOfferedError("A message takes {most} files; these are {count}.", most=MOST_FILES, count=len(files))
        if reply_to is not None and self._world.messages.find(place.id, reply_to.id) is None:
            raise NotOfferedError("The message {message} is gone.", message=reply_to.id)
        draft = Draft(
            content=text,
            reply_to=None if reply_to is None else reply_to.id,
            attachments=tuple(files),
            allowed_mentions=None if ping else WITHOUT_PING,
        )
        return Said(self._world, self._world.messages.post(place, self.user, draft))

    def file(self, channel: Channel, name: str, content: bytes) -> Attachment:
        """A file picked for a message in that channel, or for a command's option."""
        if len(content) > LARGEST_FILE:
            raise NotOfferedError("{name} is too large: a file holds 10 MB at most.", name=name)
        return self._world.uploads.add(channel.id, filename(name), content)

    def edit(self, message: Message, text: str) -> Message:
        """Puts other words into a message of one's own."""
        if message.author.id != self.user.id:
            raise NotOfferedError(
                "{who} did not write the message {message}.", who=self.user.username, message=message.id
            )
        return self._world.messages.edit(message, Draft(content=text))

    def delete(self, message: Message) -> None:
        """Deletes a message: one's own, or anybody's where one manages messages."""
        held = self._world.permissions_in(self._world.channels.get(message.channel_id), self.user.id)
        if message.author.id != self.user.id and not held & Permission.MANAGE_MESSAGES:
            raise NotOfferedError(
                "{who} may not delete the message {message}.", who=self.user.username, message=message.id
            )
        self._world.messages.delete(message)

    def react(self, message: Message, emoji: str) -> Message:
        """Puts an emoji under a message, or adds to it where it stands."""
        held = self._world.permissions_in(self._world.channels.get(message.channel_id), self.user.id)
        standing = self._world.messages.get(message.channel_id, message.id)
        fresh = emoji not in {reaction.emoji for reaction in standing.reactions}
        if not held & Permission.READ_MESSAGE_HISTORY or (fresh and not held & Permission.ADD_REACTIONS):
            raise NotOfferedError("{who} may not react there.", who=self.user.username)
        return self._world.reactions.add(standing, self.user, emoji)

    def unreact(self, message: Message, emoji: str) -> Message:
        """Takes one's own emoji away again."""
        return self._world.reactions.remove(message, self.user, emoji)

    def type_in(self, channel: Channel) -> None:
        """Begins to type."""
        self._world.type_in(self._place(channel), self.user)

    def start_thread(
        self, channel: Channel, name: str, *, private: bool = False, message: Message | None = None
    ) -> Channel:
        """Opens a thread under a channel, or under a message in it."""
        needed = Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS
        if not self._world.permissions_in(channel, self.user.id) & needed:
            raise NotOfferedError("{who} may not open a thread there.", who=self.user.username)
        return self._world.threads.open(channel, name, self.user, private=private, message=message)

    def post(self, forum: Channel, title: str, text: str, *, tags: Sequence[str] = ()) -> tuple[Channel, Said]:
        """Opens a post in a forum, with the tags of those names: its thread, and what was said in it."""
        offered = {tag.name: tag for tag in forum.tags}
        if forum.type is not ChannelType.FORUM or not set(tags) <= set(offered):
            raise NotOfferedError(
                "{forum} offers the tags {offered}, not {tags}.",
                forum=forum.name,
                offered=sorted(offered),
                tags=list(tags),
            )
        if forum.flags & ChannelFlag.REQUIRE_TAG and not tags:
            raise NotOfferedError("A post in {forum} needs a tag.", forum=forum.name)
        if not self._world.permissions_in(forum, self.user.id) & Permission.SEND_MESSAGES:
            raise NotOfferedError("{who} may not post there.", who=self.user.username)
        chosen = tuple(offered[name].id for name in tags)
        thread, message = self._world.threads.post(forum, title, self.user, Draft(content=text), applied_tags=chosen)
        return thread, Said(self._world, message)

    def direct(self, other: User | Application) -> Channel:
        """The direct message channel with somebody."""
        return self._world.direct(self.user, other)

    def sees(self, channel: Channel) -> list[Message]:
        """The messages that this person sees in a channel, oldest first."""
        if not self._world.permissions_in(channel, self.user.id) & Permission.VIEW_CHANNEL:
            return []
        return self._world.messages.of_channel(channel.id, seen_by=self.user.id)

    def _place(self, channel: Channel) -> Channel:
        """The channel as it is now, open for this person to write; an archived thread opens by being written in."""
        self._world.threads.archive_idle()
        place = self._world.channels.get(channel.id)
        needed = Permission.SEND_MESSAGES_IN_THREADS if place.is_thread else Permission.SEND_MESSAGES
        held = self._world.permissions_in(place, self.user.id)
        if not place.takes_messages or not held & needed or not held & Permission.VIEW_CHANNEL:
            raise NotOfferedError("{who} may not write there.", who=self.user.username)
        if place.locked and not held & Permission.MANAGE_THREADS:
            raise NotOfferedError("The thread is locked.")
        return self._world.close_thread(place, archived=False, locked=place.locked) if place.archived else place


def filename(name: str) -> str:
    """The name that a file is served under: without folders, odd characters as underscores; "unknown" for none."""
    return _ODD.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip("._") or "unknown"
