"""One message, and the draft it is made from.

Source: https://discord.com/developers/docs/resources/message
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from typing import Any

from bot.sandbox.errors import Json
from bot.sandbox.world.clock import iso
from bot.sandbox.world.mentions import NOBODY, Mentions
from bot.sandbox.world.users import User

TEXT_DISPLAY = 10


class MessageType(IntEnum):
    """Why a message stands in a channel."""

    DEFAULT = 0
    PINNED = 6
    MEMBER_JOINED = 7
    THREAD_CREATED = 18
    REPLY = 19
    COMMAND = 20
    MENU_COMMAND = 23


NOTES = frozenset({MessageType.PINNED, MessageType.MEMBER_JOINED, MessageType.THREAD_CREATED})
"""Discord's own notes, in the name of the user who gave rise to them. They may be empty."""


class MessageFlag(IntFlag):
    """Discord's message flags, as far as the sandbox minds them."""

    NONE = 0
    CROSSPOSTED = 1 << 0
    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    IS_COMPONENTS_V2 = 1 << 15


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message. `content` is its bytes, `url` where they are served."""

    id: int
    filename: str
    content: bytes = field(repr=False)
    url: str
    content_type: str
    description: str | None = None

    def json(self) -> Json:
        """Discord's attachment object."""
        body: Json = {
            "id": str(self.id),
            "filename": self.filename,
            "size": len(self.content),
            "url": self.url,
            "proxy_url": self.url,
            "content_type": self.content_type,
        }
        return body if self.description is None else body | {"description": self.description}


@dataclass(frozen=True, slots=True)
class Reference:
    """The message that a message replies to."""

    message_id: int
    channel_id: int
    guild_id: int | None

    def json(self) -> Json:
        """Discord's message reference object."""
        body: Json = {"type": 0, "message_id": str(self.message_id), "channel_id": str(self.channel_id)}
        return body if self.guild_id is None else body | {"guild_id": str(self.guild_id)}


@dataclass(frozen=True, slots=True)
class Reaction:
    """One emoji under a message, and who put it there, first to last."""

    emoji: str
    user_ids: tuple[int, ...]

    def json(self, seen_by: int | None) -> Json:
        """Discord's reaction object, as that user sees it."""
        count = len(self.user_ids)
        return {
            "emoji": {"id": None, "name": self.emoji},
            "count": count,
            "count_details": {"burst": 0, "normal": count},
            "burst_colors": [],
            "me": seen_by in self.user_ids,
            "me_burst": False,
        }


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants a message to say. A field left None is left as it stands in an edit."""

    content: str | None = None
    embeds: tuple[Json, ...] | None = None
    components: tuple[Json, ...] | None = None
    attachments: tuple[Attachment, ...] | None = None
    flags: MessageFlag | None = None
    allowed_mentions: Json | None = None
    nonce: str | int | None = None
    enforce_nonce: bool = False
    tts: bool = False
    reply_to: int | None = None

    @property
    def says_nothing(self) -> bool:
        """Whether no message can be made of it alone."""
        return not (self.content or self.embeds or self.components or self.attachments)

    @property
    def only_flags(self) -> bool:
        """Whether it changes nothing but flags: no new words, so that no edit shows."""
        parts = (self.content, self.embeds, self.components, self.attachments)
        return self.flags is not None and all(part is None for part in parts)


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands now. `timestamp` and `edited` are seconds since 1970, UTC.

    `ephemeral_to` is the one user who sees it, where it is ephemeral. `components` carry the ids Discord gives
    them. `metadata` is Discord's interaction_metadata object.
    """

    id: int
    channel_id: int
    guild_id: int | None
    author: User
    timestamp: float
    content: str = ""
    type: MessageType = MessageType.DEFAULT
    flags: MessageFlag = MessageFlag.NONE
    embeds: tuple[Json, ...] = ()
    components: tuple[Json, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    mentions: Mentions = NOBODY
    mentioned: tuple[User, ...] = ()
    nonce: str | int | None = None
    tts: bool = False
    edited: float | None = None
    reference: Reference | None = None
    application_id: int | None = None
    webhook_id: int | None = None
    ephemeral_to: int | None = None
    metadata: Json | None = None
    reactions: tuple[Reaction, ...] = ()

    @property
    def text(self) -> str:
        """Everything a person reads in it: content, embeds' words, text displays, in order, a line each."""
        return "\n".join(part for part in _texts(self) if part)

    @property
    def text_displays(self) -> tuple[Json, ...]:
        """Its components of words, however deep they sit."""
        return tuple(part for part in walk(self.components) if part.get("type") == TEXT_DISPLAY)

    def component(self, custom_id: str) -> Json | None:
        """The button, select or other component of that custom_id, however deep it sits."""
        return next((c for c in walk(self.components) if c.get("custom_id") == custom_id), None)

    def json(self, seen_by: int | None = None) -> Json:
        """Discord's message object, without the message it replies to; reactions as the user `seen_by` sees them.

        The nonce is not among it: only the answer to a post and the first event about it carry that.
        """
        shown = () if self.flags & MessageFlag.SUPPRESS_EMBEDS else self.embeds
        body: Json = {
            "id": str(self.id),
            "channel_id": str(self.channel_id),
            "author": self.author.json(),
            "content": self.content,
            "timestamp": iso(self.timestamp),
            "edited_timestamp": None if self.edited is None else iso(self.edited),
            "tts": self.tts,
            "mention_everyone": self.mentions.everyone,
            "mentions": [user.json() for user in self.mentioned],
            "mention_roles": [str(role_id) for role_id in self.mentions.role_ids],
            "attachments": [attachment.json() for attachment in self.attachments],
            "embeds": [{"type": "rich"} | embed for embed in shown],
            "components": list(self.components),
            "pinned": False,
            "type": int(self.type),
            "flags": int(self.flags),
        }
        if self.reactions:
            body["reactions"] = [reaction.json(seen_by) for reaction in self.reactions]
        if self.reference is not None:
            body["message_reference"] = self.reference.json()
        if self.application_id is not None:
            body["application_id"] = str(self.application_id)
        if self.webhook_id is not None:
            body["webhook_id"] = str(self.webhook_id)
        if self.metadata is not None:
            body["interaction_metadata"] = self.metadata
        return body


def walk(components: Sequence[Any]) -> Iterator[Json]:
    """Every component of a tree, parents before their children."""
    for component in components:
        if not isinstance(component, dict):
            continue
        yield component
        yield from walk(component.get("components") or [])
        yield from walk([component.get("accessory"), component.get("component")])


def _texts(message: Message) -> Iterator[str]:
    yield message.content
    for embed in message.embeds:
        yield embed.get("title") or ""
        yield embed.get("description") or ""
        for entry in embed.get("fields") or []:
            yield f"{entry['name']}\n{entry['value']}"
        yield (embed.get("footer") or {}).get("text") or ""
    for component in message.text_displays:
        yield component.get("content") or ""
