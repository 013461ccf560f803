"""Every message there is: posted, edited, deleted, and told to those who may read it.

Source: https://discord.com/developers/docs/resources/message#create-message
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.sandbox.errors import EMPTY_MESSAGE, UNKNOWN_MESSAGE, ApiError, Json
from bot.sandbox.world import mentions, reading
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.components import completed
from bot.sandbox.world.events import Event, Receiver
from bot.sandbox.world.mentions import Mentions
from bot.sandbox.world.message import NOTES, Draft, Message, MessageFlag, MessageType, Reference
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import User

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

NONCE_SECONDS = 300.0
"""How long an enforced nonce is remembered. Discord says "a few minutes"."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a message comes from when it is not a plain post: an interaction's reply, or a webhook."""

    type: MessageType
    application_id: int | None = None
    metadata: Json | None = None
    ephemeral_to: int | None = None
    replies_to: Message | None = None
    webhook_id: int | None = None


class Messages:
    """Keeps the messages of every channel, oldest first."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._channels: dict[int, dict[int, Message]] = {}
        self._nonces: dict[tuple[int, str], tuple[int, int, float]] = {}

    def post(
        self,
        channel: Channel,
        author: User,
        draft: Draft,
        origin: Origin | None = None,
        *,
        message_id: int | None = None,
    ) -> Message:
        """A new message, told to everybody who may read it.

        An enforced nonce used by the same author in the last NONCE_SECONDS gives that earlier message instead, and
        raises ApiError 10008 where it is gone. Raises 50006 when there is nothing in it. Where the message replied
        to is gone, it replies to none.
        """
        if draft.enforce_nonce and draft.nonce is not None and (earlier := self._by_nonce(author, draft.nonce)):
            return earlier
        replied = origin.replies_to if origin else None
        if draft.reply_to is not None:
            replied = self.find(channel.id, draft.reply_to)
        message = Message(
            id=message_id or self._world.snowflakes.next(),
            channel_id=channel.id,
            guild_id=channel.guild_id,
            author=author,
            timestamp=self._world.clock(),
            type=_type(origin, replied),
            nonce=draft.nonce,
            tts=draft.tts,
            reference=None if replied is None else Reference(replied.id, replied.channel_id, replied.guild_id),
        )
        if origin is not None:
            message = replace(
                message,
                application_id=origin.application_id,
                webhook_id=origin.webhook_id or origin.application_id,
                metadata=origin.metadata,
                ephemeral_to=origin.ephemeral_to,
                flags=MessageFlag.NONE if origin.ephemeral_to is None else MessageFlag.EPHEMERAL,
            )
        message = self._written(message, draft, replied)
        if draft.enforce_nonce and draft.nonce is not None:
            self._nonces[author.id, str(draft.nonce)] = (channel.id, message.id, message.timestamp)
        self.keep(message)
        if channel.is_thread:
            self._world.threads.spoken_in(channel, message)
        self._announce("MESSAGE_CREATE", message)
        return message

    def note(self, channel: Channel, author: User, kind: MessageType, text: str = "") -> Message:
        """A note of Discord's own (one of NOTES), told like a message of that user's."""
        return self.post(channel, author, Draft(content=text), Origin(kind))

    def edit(self, message: Message, draft: Draft) -> Message:
        """The message with what the draft gives in place; raises ApiError 50006 when nothing would be left in it.

        It shows as edited, unless only flags changed or the words take the place of "thinking".
        """
        standing = self.get(message.channel_id, message.id)
        replied = None
        if standing.reference is not None:
            replied = self.find(standing.reference.channel_id, standing.reference.message_id)
        unmarked = draft.only_flags or bool(standing.flags & MessageFlag.LOADING)
        flags = standing.flags & ~MessageFlag.LOADING
        if draft.flags is not None:
            flags &= ~MessageFlag.SUPPRESS_EMBEDS
        settled = replace(standing, edited=standing.edited if unmarked else self._world.clock(), flags=flags)
        edited = self._written(settled, draft, replied)
        self.keep(edited)
        self._announce("MESSAGE_UPDATE", edited)
        return edited

    def delete(self, message: Message) -> None:
        """Takes a message away; raises ApiError 10008 when it is gone already."""
        self.get(message.channel_id, message.id)
        del self._channels[message.channel_id][message.id]
        gone: Json = {"id": str(message.id), "channel_id": str(message.channel_id)}
        if message.guild_id is not None:
            gone["guild_id"] = str(message.guild_id)
        if message.ephemeral_to is None:
            self._world.events.emit(Event("MESSAGE_DELETE", message.guild_id, partial(self._gone, message, gone)))
        self._world.events.changed(message.channel_id)

    def get(self, channel_id: int, message_id: int) -> Message:
        """The message as it is now; raises ApiError 10008."""
        message = self.find(channel_id, message_id)
        if message is None:
            raise ApiError(UNKNOWN_MESSAGE)
        return message

    def find(self, channel_id: int, message_id: int) -> Message | None:
        """The message as it is now, or None."""
        return self._channels.get(channel_id, {}).get(message_id)

    def of_channel(self, channel_id: int, *, seen_by: int | None = None) -> list[Message]:
        """A channel's messages, oldest first, with those that only the user `seen_by` sees."""
        return [m for m in self._channels.get(channel_id, {}).values() if m.ephemeral_to in (None, seen_by)]

    def everything(self, channel_id: int) -> list[Message]:
        """A channel's messages, oldest first, ephemeral ones of all people included."""
        return list(self._channels.get(channel_id, {}).values())

    def newest(self, channel_id: int) -> Message | None:
        """The newest message that everybody in a channel sees, or None."""
        messages = reversed(self._channels.get(channel_id, {}).values())
        return next((message for message in messages if message.ephemeral_to is None), None)

    def count(self, channel_id: int) -> int:
        """How many messages a channel holds, ephemeral ones included."""
        return len(self._channels.get(channel_id, {}))

    def json(self, message: Message, to: Receiver) -> Json:
        """Discord's message object as that receiver may read it, with the message replied to."""
        return reading.message_json(self._world, message, to)

    def flag(self, message: Message, flag: MessageFlag) -> Message:
        """The message with that flag, and word of it; raises ApiError 10008."""
        standing = self.get(message.channel_id, message.id)
        flagged = self.keep(replace(standing, flags=standing.flags | flag))
        self._announce("MESSAGE_UPDATE", flagged)
        return flagged

    def forget(self, channel_id: int) -> None:
        """Drops a channel's messages, with the channel."""
        self._channels.pop(channel_id, None)

    def keep(self, message: Message) -> Message:
        """Puts a message in place of the one with its id, and wakes those who wait for the channel."""
        self._channels.setdefault(message.channel_id, {})[message.id] = message
        self._world.events.changed(message.channel_id)
        return message

    @staticmethod
    def check(draft: Draft) -> None:
        """Raises ApiError 50006 when no message can be made of the draft."""
        if draft.says_nothing:
            raise ApiError(EMPTY_MESSAGE)

    def _written(self, message: Message, draft: Draft, replied: Message | None) -> Message:
        """The message with the draft's fields in place, and what it pings worked out anew."""
        # Whether a message is ephemeral is settled when it is made, by whom it is made for.
        flags = message.flags | (draft.flags or MessageFlag.NONE) & ~MessageFlag.EPHEMERAL
        components = message.components
        if draft.components is not None:
            components = completed(draft.components, self._world.uploads)
        message = replace(
            message,
            content=message.content if draft.content is None else draft.content,
            embeds=message.embeds if draft.embeds is None else draft.embeds,
            components=components,
            attachments=message.attachments if draft.attachments is None else draft.attachments,
            flags=flags,
        )
        may_be_empty = message.type in NOTES or flags & MessageFlag.LOADING
        if not (message.text or message.components or message.attachments or message.embeds or may_be_empty):
            raise ApiError(EMPTY_MESSAGE)
        pinged = self._pings(message, draft, replied)
        known = tuple(self._world.users.get(user_id) for user_id in pinged.user_ids if self._world.users.has(user_id))
        return replace(message, mentions=pinged, mentioned=known)

    def _pings(self, message: Message, draft: Draft, replied: Message | None) -> Mentions:
        """Whom the words ping, as far as the author may: embeds never do, a role only where it lets itself."""
        words = "\n".join([message.content, *(str(part.get("content")) for part in message.text_displays)])
        found = mentions.find(words, draft.allowed_mentions, replied.author.id if replied else None)
        if message.guild_id is None or self._may_ping_all(message):
            return found
        roles = {role.id: role for role in self._world.guilds.roles(message.guild_id)}
        pinged = tuple(role_id for role_id in found.role_ids if role_id in roles and roles[role_id].mentionable)
        return Mentions(found.user_ids, pinged, everyone=False)

    def _may_ping_all(self, message: Message) -> bool:
        channel = self._world.channels.find(message.channel_id)
        if channel is None:
            return False
        if message.webhook_id is not None and message.application_id is None:
            return True
        return bool(self._world.permissions_in(channel, message.author.id) & Permission.MENTION_EVERYONE)

    def _gone(self, message: Message, body: Json, to: Receiver) -> Json | None:
        return body if reading.hears(self._world, message, to) else None

    def _by_nonce(self, author: User, nonce: str | int) -> Message | None:
        for key, (_, _, at) in list(self._nonces.items()):
            if self._world.clock() - at <= NONCE_SECONDS:
                break
            del self._nonces[key]
        channel_id, message_id, at = self._nonces.get((author.id, str(nonce)), (0, 0, float("-inf")))
        if self._world.clock() - at > NONCE_SECONDS:
            return None
        return self.get(channel_id, message_id)

    def _announce(self, name: str, message: Message) -> None:
        if message.ephemeral_to is None:
            self._world.events.emit(Event(name, message.guild_id, partial(self._event, name, message)))

    def _event(self, name: str, message: Message, to: Receiver) -> Json | None:
        body = reading.event_json(self._world, message, to)
        if body is not None and name == "MESSAGE_CREATE" and message.nonce is not None:
            body["nonce"] = message.nonce
        return body


def _type(origin: Origin | None, replied: Message | None) -> MessageType:
    if origin is not None:
        return origin.type
    return MessageType.DEFAULT if replied is None else MessageType.REPLY
