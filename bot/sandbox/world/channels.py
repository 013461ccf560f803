"""Channels: in guilds, in threads, and between two users.

Source: https://discord.com/developers/docs/resources/channel
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from bot.sandbox.errors import UNKNOWN_CHANNEL, ApiError, Json
from bot.sandbox.world.clock import iso
from bot.sandbox.world.permissions import Overwrite
from bot.sandbox.world.snowflakes import Snowflakes, made_at
from bot.sandbox.world.tags import Tag
from bot.sandbox.world.users import User

DAY_MINUTES = 1440


class ChannelType(IntEnum):
    """The kinds of channel that the sandbox keeps."""

    TEXT = 0
    DIRECT = 1
    CATEGORY = 4
    NEWS = 5
    NEWS_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15


THREADS = frozenset({ChannelType.NEWS_THREAD, ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD})
WITHOUT_MESSAGES = frozenset({ChannelType.CATEGORY, ChannelType.FORUM})


class ChannelFlag(IntEnum):
    """Discord's channel flags, as far as the sandbox minds them."""

    REQUIRE_TAG = 1 << 4


@dataclass(frozen=True, slots=True)
class Channel:
    """A place where messages stand. A direct one has recipients and no guild, a thread has a parent.

    Of threads: `auto_archive` is the minutes without a message after which it is archived; `active_at` and
    `archived_at` (when it was last archived or opened) are seconds since 1970, UTC. `tags` are what a forum offers,
    `applied_tags` the ids of those that a post in it carries.
    """

    id: int
    type: ChannelType
    name: str = ""
    guild_id: int | None = None
    position: int = 0
    overwrites: tuple[Overwrite, ...] = ()
    parent_id: int | None = None
    recipients: tuple[User, ...] = ()
    owner_id: int | None = None
    archived: bool = False
    locked: bool = False
    topic: str | None = None
    flags: int = 0
    tags: tuple[Tag, ...] = ()
    applied_tags: tuple[int, ...] = ()
    member_ids: tuple[int, ...] = ()
    auto_archive: int = DAY_MINUTES
    active_at: float = 0.0
    archived_at: float = 0.0
    invitable: bool = True

    @property
    def is_thread(self) -> bool:
        """Whether it is a thread."""
        return self.type in THREADS

    @property
    def takes_messages(self) -> bool:
        """Whether messages stand in it: not in a category, nor in a forum outside its posts."""
        return self.type not in WITHOUT_MESSAGES

    def json(self, *, seen_by: int | None = None, last_message_id: int | None = None, message_count: int = 0) -> Json:
        """Discord's channel object. `seen_by` leaves that user out of a direct channel's recipients."""
        body: Json = {
            "id": str(self.id),
            "type": int(self.type),
            "flags": self.flags,
            "last_message_id": None if last_message_id is None else str(last_message_id),
        }
        if self.type is ChannelType.DIRECT:
            return body | {"recipients": [user.json() for user in self.recipients if user.id != seen_by]}
        body |= {
            "guild_id": str(self.guild_id),
            "name": self.name,
            "parent_id": None if self.parent_id is None else str(self.parent_id),
            "rate_limit_per_user": 0,
        }
        return body | (self._thread_json(message_count) if self.is_thread else self._guild_json())

    def _guild_json(self) -> Json:
        body: Json = {
            "position": self.position,
            "permission_overwrites": [overwrite.json() for overwrite in self.overwrites],
            "topic": self.topic,
            "nsfw": False,
        }
        if self.type is not ChannelType.FORUM:
            return body
        return body | {
            "available_tags": [tag.json() for tag in self.tags],
            "default_auto_archive_duration": self.auto_archive,
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
        }

    def _thread_json(self, message_count: int) -> Json:
        metadata: Json = {
            "archived": self.archived,
            "locked": self.locked,
            "auto_archive_duration": self.auto_archive,
            "archive_timestamp": iso(self.archived_at),
            "create_timestamp": iso(made_at(self.id)),
        }
        if self.type is ChannelType.PRIVATE_THREAD:
            metadata["invitable"] = self.invitable
        return {
            "owner_id": str(self.owner_id),
            "message_count": message_count,
            "member_count": len(self.member_ids),
            "total_message_sent": message_count,
            "applied_tags": [str(tag_id) for tag_id in self.applied_tags],
            "thread_metadata": metadata,
        }


class Channels:
    """Every channel there is."""

    def __init__(self, snowflakes: Snowflakes) -> None:
        self._snowflakes = snowflakes
        self._channels: dict[int, Channel] = {}
        self._inside: dict[int, dict[int, None]] = {}
        self._direct: dict[frozenset[int], int] = {}
        self._open_threads: dict[int, None] = {}

    def all(self) -> list[Channel]:
        """Every channel, threads and direct ones included."""
        return list(self._channels.values())

    def resume(self, channels: Iterable[Channel]) -> None:
        """Takes up what was there, by the same ids."""
        for channel in channels:
            self.keep(channel)
            if channel.type is ChannelType.DIRECT:
                self._direct[frozenset(user.id for user in channel.recipients)] = channel.id

    def add(
        self, guild_id: int, name: str, kind: ChannelType, tags: tuple[str, ...] = (), *, tag_required: bool = False
    ) -> Channel:
        """A new channel of a guild, below those it has; a forum with those tags."""
        offered = tuple(Tag(self._snowflakes.next(), tag) for tag in tags)
        flags = int(ChannelFlag.REQUIRE_TAG) if tag_required else 0
        position = len(self.of_guild(guild_id))
        return self.keep(Channel(self._snowflakes.next(), kind, name, guild_id, position, flags=flags, tags=offered))

    def direct(self, one: User, other: User) -> Channel:
        """The direct message channel of two users, made on first use."""
        pair = frozenset({one.id, other.id})
        if pair in self._direct:
            return self._channels[self._direct[pair]]
        channel = self.keep(Channel(self._snowflakes.next(), ChannelType.DIRECT, recipients=(one, other)))
        self._direct[pair] = channel.id
        return channel

    def get(self, channel_id: int) -> Channel:
        """The channel of that id as it is now; raises ApiError 10003."""
        try:
            return self._channels[channel_id]
        except KeyError:
            raise ApiError(UNKNOWN_CHANNEL) from None

    def find(self, channel_id: int) -> Channel | None:
        """The channel of that id as it is now, or None."""
        return self._channels.get(channel_id)

    def of_guild(self, guild_id: int) -> list[Channel]:
        """A guild's channels, without its threads."""
        return [self._channels[channel_id] for channel_id in self._inside.get(guild_id, ())]

    def directs(self, user_id: int) -> list[Channel]:
        """A user's direct message channels."""
        return [c for c in self._channels.values() if user_id in {user.id for user in c.recipients}]

    def threads_of_guild(self, guild_id: int) -> list[Channel]:
        """A guild's threads that are not archived."""
        return [c for c in self.open_threads() if c.guild_id == guild_id]

    def threads_under(self, parent_id: int) -> list[Channel]:
        """A channel's threads, archived ones too, oldest first."""
        return [self._channels[channel_id] for channel_id in self._inside.get(parent_id, ())]

    def open_threads(self) -> list[Channel]:
        """Every thread that is not archived."""
        return [self._channels[thread_id] for thread_id in self._open_threads]

    def overwrite(self, channel_id: int, overwrite: Overwrite) -> Channel:
        """Lays an overwrite on a channel, in place of the one for the same role or member."""
        channel = self.get(channel_id)
        others = tuple(o for o in channel.overwrites if o.target_id != overwrite.target_id)
        return self.keep(replace(channel, overwrites=(*others, overwrite)))

    def change(self, channel_id: int, **changes: Any) -> Channel:
        """The channel with those fields changed; raises ApiError 10003."""
        return self.keep(replace(self.get(channel_id), **changes))

    def remove(self, channel_id: int) -> Channel:
        """Takes a channel away and gives it back a last time; raises ApiError 10003."""
        channel = self.get(channel_id)
        del self._channels[channel_id]
        self._open_threads.pop(channel_id, None)
        self._inside.get(_holder(channel), {}).pop(channel_id, None)
        self._direct.pop(frozenset(user.id for user in channel.recipients), None)
        return channel

    def keep(self, channel: Channel) -> Channel:
        """Puts a channel in place of the one with its id."""
        self._channels[channel.id] = channel
        self._inside.setdefault(_holder(channel), {})[channel.id] = None
        if channel.is_thread and not channel.archived:
            self._open_threads[channel.id] = None
        else:
            self._open_threads.pop(channel.id, None)
        return channel


def _holder(channel: Channel) -> int:
    """The id of what it is in: a thread's channel, a channel's guild; 0 for a direct one."""
    return (channel.parent_id if channel.is_thread else channel.guild_id) or 0
