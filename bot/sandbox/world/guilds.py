"""Guilds, their roles and their members.

Source: https://discord.com/developers/docs/resources/guild
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.sandbox.errors import UNKNOWN_GUILD, UNKNOWN_MEMBER, UNKNOWN_ROLE, ApiError, Json
from bot.sandbox.world.clock import Clock, iso
from bot.sandbox.world.permissions import ALL, EVERYONE, Permission
from bot.sandbox.world.snowflakes import Snowflakes
from bot.sandbox.world.users import User


@dataclass(frozen=True, slots=True)
class Guild:
    """A guild. `locale` is its preferred language, `system_channel_id` where Discord's own notes to it stand."""

    id: int
    name: str
    owner_id: int
    locale: str = "en-US"
    system_channel_id: int | None = None

    def json(self) -> Json:
        """Discord's guild object, without roles, channels and members."""
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner_id),
            "icon": None,
            "description": None,
            "home_header": None,
            "splash": None,
            "discovery_splash": None,
            "features": [],
            "banner": None,
            "application_id": None,
            "region": "deprecated",
            "afk_channel_id": None,
            "afk_timeout": 300,
            "system_channel_id": None if self.system_channel_id is None else str(self.system_channel_id),
            "system_channel_flags": 0,
            "widget_enabled": False,
            "widget_channel_id": None,
            "verification_level": 0,
            "default_message_notifications": 0,
            "mfa_level": 0,
            "explicit_content_filter": 0,
            "max_presences": None,
            "max_members": 500_000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "vanity_url_code": None,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "premium_progress_bar_enabled": False,
            "preferred_locale": self.locale,
            "rules_channel_id": None,
            "safety_alerts_channel_id": None,
            "public_updates_channel_id": None,
            "hub_type": None,
            "nsfw": False,
            "nsfw_level": 0,
            "emojis": [],
            "stickers": [],
            "incidents_data": None,
        }


@dataclass(frozen=True, slots=True)
class Role:
    """A guild's role. The one with the guild's own id is @everyone."""

    id: int
    guild_id: int
    name: str
    permissions: Permission
    position: int
    bot_id: int | None = None
    mentionable: bool = False

    def json(self) -> Json:
        """Discord's role object."""
        body: Json = {
            "id": str(self.id),
            "name": self.name,
            "description": None,
            "permissions": str(int(self.permissions)),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": self.bot_id is not None,
            "mentionable": self.mentionable,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
        }
        if self.bot_id is not None:
            body["tags"] = {"bot_id": str(self.bot_id)}
        return body


@dataclass(frozen=True, slots=True)
class Member:
    """A user in a guild, with the roles they hold there (@everyone left out)."""

    guild_id: int
    user: User
    role_ids: tuple[int, ...]
    joined_at: float

    def json(self) -> Json:
        """Discord's member object, with its user."""
        return self.partial_json() | {"user": self.user.json()}

    def partial_json(self) -> Json:
        """Discord's member object as it stands beside a message's author: without its user."""
        return {
            "nick": None,
            "avatar": None,
            "banner": None,
            "roles": [str(role_id) for role_id in self.role_ids],
            "joined_at": iso(self.joined_at),
            "premium_since": None,
            "communication_disabled_until": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
        }


class Guilds:
    """Every guild there is, with its roles and members."""

    def __init__(self, snowflakes: Snowflakes, clock: Clock) -> None:
        self._snowflakes = snowflakes
        self._clock = clock
        self._guilds: dict[int, Guild] = {}
        self._roles: dict[int, dict[int, Role]] = {}
        self._members: dict[int, dict[int, Member]] = {}
        self._out: set[int] = set()

    def resume(self, guilds: Iterable[Guild], roles: Iterable[Role], members: Iterable[Member]) -> None:
        """Takes up what was there, by the same ids."""
        self._guilds = {guild.id: guild for guild in guilds}
        self._roles = {guild_id: {} for guild_id in self._guilds}
        self._members = {guild_id: {} for guild_id in self._guilds}
        for role in roles:
            self._roles[role.guild_id][role.id] = role
        for member in members:
            self._members[member.guild_id][member.user.id] = member

    def add(self, name: str, owner: User, locale: str) -> Guild:
        """A new guild with its @everyone role and its owner in it."""
        guild = Guild(self._snowflakes.next(), name, owner.id, locale)
        self._guilds[guild.id] = guild
        self._roles[guild.id] = {guild.id: Role(guild.id, guild.id, "@everyone", EVERYONE, 0)}
        self._members[guild.id] = {}
        self.add_member(guild.id, owner, ())
        return guild

    def get(self, guild_id: int) -> Guild:
        """The guild of that id; raises ApiError 10004."""
        try:
            return self._guilds[guild_id]
        except KeyError:
            raise ApiError(UNKNOWN_GUILD) from None

    def all(self) -> list[Guild]:
        """All guilds."""
        return list(self._guilds.values())

    def set_system_channel(self, guild_id: int, channel_id: int | None) -> Guild:
        """Puts Discord's own notes to a guild into that channel; raises ApiError 10004."""
        guild = replace(self.get(guild_id), system_channel_id=channel_id)
        self._guilds[guild_id] = guild
        return guild

    def set_outage(self, guild_id: int, *, out: bool) -> None:
        """Notes that a guild is unavailable, or is so no more."""
        (self._out.add if out else self._out.discard)(guild_id)

    def is_out(self, guild_id: int) -> bool:
        """Whether the guild is unavailable."""
        return guild_id in self._out

    def remove(self, guild_id: int) -> Guild:
        """Takes a guild away with its roles and members; raises ApiError 10004."""
        guild = self.get(guild_id)
        del self._guilds[guild_id], self._roles[guild_id], self._members[guild_id]
        return guild

    def add_role(
        self,
        guild_id: int,
        name: str,
        permissions: Permission,
        bot_id: int | None = None,
        *,
        mentionable: bool = False,
    ) -> Role:
        """A new role above those the guild has. One with `bot_id` is that bot's own."""
        roles = self._roles[guild_id]
        role = Role(self._snowflakes.next(), guild_id, name, permissions, len(roles), bot_id, mentionable)
        roles[role.id] = role
        return role

    def set_permissions(self, guild_id: int, role_id: int, permissions: Permission) -> Role:
        """Changes what a role may do; raises ApiError 10011."""
        role = replace(self.role(guild_id, role_id), permissions=permissions)
        self._roles[guild_id][role_id] = role
        return role

    def remove_role(self, guild_id: int, role_id: int) -> None:
        """Takes a role away, from its members too; raises ApiError 10011."""
        self.role(guild_id, role_id)
        del self._roles[guild_id][role_id]
        for member in self.members(guild_id):
            if role_id in member.role_ids:
                left = tuple(held for held in member.role_ids if held != role_id)
                self._members[guild_id][member.user.id] = replace(member, role_ids=left)

    def role(self, guild_id: int, role_id: int) -> Role:
        """A guild's role; raises ApiError 10011."""
        try:
            return self._roles[guild_id][role_id]
        except KeyError:
            raise ApiError(UNKNOWN_ROLE) from None

    def roles(self, guild_id: int) -> list[Role]:
        """A guild's roles, @everyone first."""
        return list(self._roles[guild_id].values())

    def add_member(self, guild_id: int, user: User, role_ids: tuple[int, ...]) -> Member:
        """Lets a user into a guild, or gives a member those roles in place of the ones held."""
        held = self._members[guild_id].get(user.id)
        joined_at = self._clock() if held is None else held.joined_at
        member = Member(guild_id, user, role_ids, joined_at)
        self._members[guild_id][user.id] = member
        return member

    def remove_member(self, guild_id: int, user_id: int) -> Member:
        """Takes a member out of a guild; raises ApiError 10007."""
        member = self.member(guild_id, user_id)
        del self._members[guild_id][user_id]
        return member

    def member(self, guild_id: int, user_id: int) -> Member:
        """A guild's member; raises ApiError 10007."""
        try:
            return self._members[guild_id][user_id]
        except KeyError:
            raise ApiError(UNKNOWN_MEMBER) from None

    def has_member(self, guild_id: int, user_id: int) -> bool:
        """Whether the user is in the guild."""
        return user_id in self._members.get(guild_id, {})

    def members(self, guild_id: int) -> list[Member]:
        """A guild's members, in the order they joined."""
        return list(self._members[guild_id].values())

    def permissions(self, guild_id: int, user_id: int) -> Permission:
        """What a member may do in the whole guild; a stranger has @everyone's permissions."""
        guild = self.get(guild_id)
        held = self.role(guild_id, guild_id).permissions
        if user_id == guild.owner_id:
            return ALL
        if self.has_member(guild_id, user_id):
            for role_id in self.member(guild_id, user_id).role_ids:
                held |= self.role(guild_id, role_id).permissions
        return ALL if held & Permission.ADMINISTRATOR else held
