"""Channels: in guilds, in threads, and between two users.

Source: https://discord.com/developers/docs/resources/channel
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

from bot.sandbox.errors import UNKNOWN_CHANNEL, ApiError, Json
from bot.sandbox.world.clock import iso
from bot.sandbox.world.permissions import Overwrite
from bot.sandbox.world.snowflakes import EPOCH_MS, Snowflakes
from bot.sandbox.world.users import User


class ChannelType(IntEnum):
    """The kinds of channel that the sandbox keeps."""

    TEXT = 0
    DIRECT = 1
    CATEGORY = 4
    NEWS = 5
    PUBLIC_THREAD = 11


@dataclass(frozen=True, slots=True)
class Channel:
    """A place where messages stand. A direct one has recipients and no guild, a thread has a parent."""

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

    @property
    def is_thread(self) -> bool:
        """Whether it is a thread."""
        return self.type is ChannelType.PUBLIC_THREAD

    def json(self, *, seen_by: int | None = None, last_message_id: int | None = None) -> Json:
        """Discord's channel object. `seen_by` leaves that user out of a direct channel's recipients."""
        body: Json = {
            "id": str(self.id),
            "type": int(self.type),
            "flags": 0,
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
        return body | (self._thread_json() if self.is_thread else self._guild_json())

    def _guild_json(self) -> Json:
        return {
            "position": self.position,
            "permission_overwrites": [overwrite.json() for overwrite in self.overwrites],
            "topic": None,
            "nsfw": False,
        }

    def _thread_json(self) -> Json:
        made = iso(((self.id >> 22) + EPOCH_MS) / 1000)
        return {
            "owner_id": str(self.owner_id),
            "message_count": 0,
            "member_count": 1,
            "total_message_sent": 0,
            "thread_metadata": {
                "archived": self.archived,
                "locked": self.locked,
                "auto_archive_duration": 1440,
                "archive_timestamp": made,
                "create_timestamp": made,
            },
        }


class Channels:
    """Every channel there is."""

    def __init__(self, snowflakes: Snowflakes) -> None:
        self._snowflakes = snowflakes
        self._channels: dict[int, Channel] = {}

    def add(self, guild_id: int, name: str, kind: ChannelType) -> Channel:
        """A new channel of a guild, below those it has."""
        position = len(self.of_guild(guild_id))
        return self._keep(Channel(self._snowflakes.next(), kind, name, guild_id, position))

    def add_thread(self, parent: Channel, name: str, owner_id: int) -> Channel:
        """A new public thread under a guild's channel."""
        return self._keep(
            Channel(
                self._snowflakes.next(),
                ChannelType.PUBLIC_THREAD,
                name,
                parent.guild_id,
                parent_id=parent.id,
                owner_id=owner_id,
            )
        )

    def direct(self, one: User, other: User) -> Channel:
        """The direct message channel of two users, made on first use."""
        pair = {one.id, other.id}
        for channel in self._channels.values():
            if {user.id for user in channel.recipients} == pair:
                return channel
        return self._keep(Channel(self._snowflakes.next(), ChannelType.DIRECT, recipients=(one, other)))

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
        return [c for c in self._channels.values() if c.guild_id == guild_id and not c.is_thread]

    def directs(self, user_id: int) -> list[Channel]:
        """A user's direct message channels."""
        return [c for c in self._channels.values() if user_id in {user.id for user in c.recipients}]

    def threads_of_guild(self, guild_id: int) -> list[Channel]:
        """A guild's threads that are not archived."""
        return [c for c in self._channels.values() if c.guild_id == guild_id and c.is_thread and not c.archived]

    def overwrite(self, channel_id: int, overwrite: Overwrite) -> Channel:
        """Lays an overwrite on a channel, in place of the one for the same role or member."""
        channel = self.get(channel_id)
        others = tuple(o for o in channel.overwrites if o.target_id != overwrite.target_id)
        return self._keep(replace(channel, overwrites=(*others, overwrite)))

    def close_thread(self, channel_id: int, *, archived: bool, locked: bool) -> Channel:
        """Archives or locks a thread, or opens it again."""
        return self._keep(replace(self.get(channel_id), archived=archived, locked=locked))

    def remove(self, channel_id: int) -> Channel:
        """Takes a channel away and gives it back a last time; raises ApiError 10003."""
        channel = self.get(channel_id)
        del self._channels[channel_id]
        return channel

    def _keep(self, channel: Channel) -> Channel:
        self._channels[channel.id] = channel
        return channel
