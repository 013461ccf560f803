"""Threads and forum posts: opened, joined, archived, locked.

Source: https://discord.com/developers/docs/topics/threads
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bot.sandbox.errors import THREAD_EXISTS, ApiError, Json
from bot.sandbox.world.channels import Channel, ChannelType
from bot.sandbox.world.clock import iso
from bot.sandbox.world.events import Event, Intent, Receiver
from bot.sandbox.world.message import Draft, Message, MessageFlag
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import Application, User

if TYPE_CHECKING:
    from bot.sandbox.world.world import World


LOOK_SECONDS = 60.0
"""How often it is looked which threads are idle."""


class Threads:
    """Opens threads and closes them, and tells those who see them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._looked = float("-inf")

    def open(
        self,
        parent: Channel,
        name: str,
        owner: User,
        *,
        private: bool = False,
        auto_archive: int | None = None,
        applied_tags: tuple[int, ...] = (),
        message: Message | None = None,
        invitable: bool = True,
    ) -> Channel:
        """A new thread under a channel, its owner in it; one begun from a message takes the message's id.

        Raises ApiError 160004 when the message has a thread already.
        """
        world = self._world
        if message is not None and world.channels.find(message.id) is not None:
            raise ApiError(THREAD_EXISTS)
        now = world.clock()
        thread = world.channels.keep(
            Channel(
                id=world.snowflakes.next() if message is None else message.id,
                type=_type(parent, private),
                name=name,
                guild_id=parent.guild_id,
                parent_id=parent.id,
                owner_id=owner.id,
                applied_tags=applied_tags,
                member_ids=(owner.id,),
                auto_archive=auto_archive or parent.auto_archive,
                active_at=now,
                archived_at=now,
                invitable=invitable,
            )
        )
        self._tell("THREAD_CREATE", thread, lambda to: self.json(thread, to.application) | {"newly_created": True})
        if message is not None:
            world.messages.flag(message, MessageFlag.HAS_THREAD)
        return thread

    def post(
        self, forum: Channel, name: str, author: User, draft: Draft, *, applied_tags: tuple[int, ...] = ()
    ) -> tuple[Channel, Message]:
        """A forum's new post: a thread, and the message it opens with, which has the thread's id.

        Raises ApiError 50006 when there is nothing in the message.
        """
        world = self._world
        world.messages.check(draft)
        thread = self.open(forum, name, author, applied_tags=applied_tags)
        return thread, world.messages.post(thread, author, draft, message_id=thread.id)

    def close(self, thread: Channel, *, archived: bool, locked: bool) -> Channel:
        """Archives or locks a thread, or opens it again; raises ApiError 10003."""
        standing = self._world.channels.get(thread.id)
        changes: dict[str, Any] = {"archived": archived, "locked": locked}
        if archived != standing.archived:
            changes |= {"archived_at": self._world.clock(), "active_at": self._world.clock()}
        return self.change(standing, **changes)

    def change(self, thread: Channel, **changes: Any) -> Channel:
        """The thread with those fields changed, and word of it; raises ApiError 10003."""
        changed = self._world.channels.change(thread.id, **changes)
        self._tell("THREAD_UPDATE", changed, lambda to: self.json(changed, to.application))
        return changed

    def join(self, thread: Channel, users: Iterable[User]) -> Channel:
        """Lets users into a thread who are not in it yet; a bot let into a private one hears of the thread first."""
        standing = self._world.channels.get(thread.id)
        new = [user for user in users if user.id not in standing.member_ids]
        if not new:
            return standing
        joined = self._world.channels.change(thread.id, member_ids=(*standing.member_ids, *(user.id for user in new)))
        ids = {user.id for user in new}
        if joined.type is ChannelType.PRIVATE_THREAD:
            self._tell("THREAD_CREATE", joined, lambda to: self.json(joined, to.application), only=ids)
        added = [self.member_json(joined, user.id) for user in new]
        self._tell_members(joined, {"added_members": added}, ids)
        return joined

    def leave(self, thread: Channel, user: User) -> Channel:
        """Takes a user out of a thread."""
        standing = self._world.channels.get(thread.id)
        left = tuple(user_id for user_id in standing.member_ids if user_id != user.id)
        changed = self._world.channels.change(thread.id, member_ids=left)
        self._tell_members(changed, {"removed_member_ids": [str(user.id)]}, {user.id})
        return changed

    def spoken_in(self, thread: Channel, message: Message) -> None:
        """Notes that a message came: the thread is fresh again, who wrote or is mentioned in it is in it."""
        world = self._world
        world.channels.change(thread.id, active_at=message.timestamp)
        parent = world.channels.find(thread.parent_id or 0)
        mentioned = [user for user in (message.author, *message.mentioned) if world.users.has(user.id)]
        if parent is not None:
            allowed = [u for u in mentioned if world.permissions_in(parent, u.id) & Permission.VIEW_CHANNEL]
            self.join(thread, allowed)

    def archive_idle(self) -> None:
        """Archives the threads in which nobody has spoken for their `auto_archive` minutes; looks once a minute."""
        now = self._world.clock()
        if 0 <= now - self._looked < LOOK_SECONDS:
            return
        self._looked = now
        for thread in self._world.channels.open_threads():
            if now - thread.active_at > thread.auto_archive * 60:
                self.close(thread, archived=True, locked=thread.locked)

    def json(self, thread: Channel, application: Application) -> Json:
        """Discord's channel object of a thread, with the application's own membership where it is in it."""
        body = self._world.channel_json(thread)
        if application.id in thread.member_ids:
            body["member"] = self.member_json(thread, application.id)
        return body

    def member_json(self, thread: Channel, user_id: int) -> Json:
        """Discord's thread member object."""
        joined = iso(self._world.clock())
        return {"id": str(thread.id), "user_id": str(user_id), "join_timestamp": joined, "flags": 0}

    def _tell_members(self, thread: Channel, details: Json, own: set[int]) -> None:
        """Without the members intent a bot hears only of its own coming and going."""
        body = {"id": str(thread.id), "guild_id": str(thread.guild_id), "member_count": len(thread.member_ids)}

        def form(to: Receiver) -> Json | None:
            wanted = to.intents & Intent.GUILD_MEMBERS or to.application.id in own
            return body | details if wanted and self._sees(to, thread, own) else None

        self._world.events.emit(Event("THREAD_MEMBERS_UPDATE", thread.guild_id, form))

    def _tell(self, name: str, thread: Channel, form: Any, *, only: set[int] | None = None) -> None:
        def formed(to: Receiver) -> Json | None:
            wanted = only is None or to.application.id in only
            body: Json | None = form(to) if wanted and self._sees(to, thread, set()) else None
            return body

        self._world.events.emit(Event(name, thread.guild_id, formed))

    def _sees(self, to: Receiver, thread: Channel, own: set[int]) -> bool:
        held = self._world.permissions_in(thread, to.application.id)
        in_reach = bool(held & Permission.VIEW_CHANNEL) or to.application.id in own
        return bool(to.intents & Intent.GUILDS) and in_reach


def _type(parent: Channel, private: bool) -> ChannelType:
    if private:
        return ChannelType.PRIVATE_THREAD
    return ChannelType.NEWS_THREAD if parent.type is ChannelType.NEWS else ChannelType.PUBLIC_THREAD
