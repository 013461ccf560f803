"""A guild's own word on who may use an application's commands, and where.

Source: https://discord.com/developers/docs/interactions/application-commands#permissions
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from bot.sandbox.errors import Json
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.commands import Command
from bot.sandbox.world.events import Event
from bot.sandbox.world.guilds import Guild, Role
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import Application, User

if TYPE_CHECKING:
    from bot.sandbox.world.world import World


class Target(IntEnum):
    """Whom or what a grant is about."""

    ROLE = 1
    USER = 2
    CHANNEL = 3


@dataclass(frozen=True, slots=True)
class Grant:
    """One line of a guild's settings for a command: this role, user or channel may, or may not."""

    target_id: int
    target: Target
    allowed: bool

    def json(self) -> Json:
        """Discord's application command permission object."""
        return {"id": str(self.target_id), "type": int(self.target), "permission": self.allowed}


def everyone(guild: Guild, *, allowed: bool) -> Grant:
    """The line about all members of a guild."""
    return Grant(guild.id, Target.ROLE, allowed)


def everywhere(guild: Guild, *, allowed: bool) -> Grant:
    """The line about all channels of a guild."""
    return Grant(guild.id - 1, Target.CHANNEL, allowed)


def grant(target: Role | User | Channel, *, allowed: bool) -> Grant:
    """The line about one role, user or channel."""
    kind = Target.ROLE if isinstance(target, Role) else Target.USER if isinstance(target, User) else Target.CHANNEL
    return Grant(target.id, kind, allowed)


class Grants:
    """What guilds have set for commands and for whole applications."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._grants: dict[tuple[int, int, int], tuple[Grant, ...]] = {}

    def kept(self) -> tuple[tuple[int, int, int, tuple[Grant, ...]], ...]:
        """Every line that was set, by application, guild and subject."""
        return tuple((*subject, lines) for subject, lines in self._grants.items())

    def resume(self, kept: Iterable[tuple[int, int, int, tuple[Grant, ...]]]) -> None:
        """Takes up what was set."""
        self._grants = {(application, guild, subject): lines for application, guild, subject, lines in kept}

    def set(
        self, application: Application, guild: Guild, grants: Iterable[Grant], command: Command | None = None
    ) -> None:
        """Sets exactly these lines for a command, or for all that the application has (None)."""
        subject = application.id if command is None else command.id
        self._grants[application.id, guild.id, subject] = tuple(grants)
        body = self.json(application.id, guild.id, subject)
        self._world.events.emit(
            Event(
                "APPLICATION_COMMAND_PERMISSIONS_UPDATE",
                guild.id,
                lambda to: body if to.application.id == application.id else None,
            )
        )

    def subjects(self, application_id: int, guild_id: int) -> list[int]:
        """The ids of the commands, and perhaps of the application itself, for which the guild has set something."""
        return [subject for owner, place, subject in self._grants if (owner, place) == (application_id, guild_id)]

    def json(self, application_id: int, guild_id: int, subject_id: int) -> Json:
        """Discord's guild application command permissions object."""
        lines = self._grants.get((application_id, guild_id, subject_id), ())
        return {
            "id": str(subject_id),
            "application_id": str(application_id),
            "guild_id": str(guild_id),
            "permissions": [line.json() for line in lines],
        }

    def allows(self, command: Command, channel: Channel, user: User) -> bool:
        """Whether a member may use a command in a guild's channel.

        The command's own lines go before the application's. A line about the member (before those about roles,
        before the one about everyone) at the command itself outdoes its default_member_permissions. Administrators
        are held by none of it.
        """
        held = self._world.permissions_in(channel, user.id)
        if held & Permission.ADMINISTRATOR:
            return True
        if channel.guild_id is None or not held & Permission.USE_APPLICATION_COMMANDS:
            return False
        own = self._grants.get((command.application_id, channel.guild_id, command.id), ())
        common = self._grants.get((command.application_id, channel.guild_id, command.application_id), ())
        if not self._open_in(channel, own, common):
            return False
        verdict = self._on_member(channel.guild_id, user, own)
        if verdict is not None:
            return verdict
        if self._on_member(channel.guild_id, user, common) is False:
            return False
        needed = command.body.get("default_member_permissions")
        return needed is None or (int(needed) != 0 and held & int(needed) == int(needed))

    @staticmethod
    def _open_in(channel: Channel, *layers: tuple[Grant, ...]) -> bool:
        place = channel.parent_id if channel.is_thread else channel.id
        for layer in layers:
            lines = {line.target_id: line.allowed for line in layer if line.target is Target.CHANNEL}
            for place_id in (place, (channel.guild_id or 0) - 1):
                if place_id in lines:
                    return lines[place_id]
        return True

    def _on_member(self, guild_id: int, user: User, layer: tuple[Grant, ...]) -> bool | None:
        users = {line.target_id: line.allowed for line in layer if line.target is Target.USER}
        roles = {line.target_id: line.allowed for line in layer if line.target is Target.ROLE}
        if user.id in users:
            return users[user.id]
        held = self._world.guilds.member(guild_id, user.id).role_ids
        said = [roles[role_id] for role_id in held if role_id in roles]
        return any(said) if said else roles.get(guild_id)
