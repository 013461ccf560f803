"""The commands that applications have registered, globally and for one guild.

Source: https://discord.com/developers/docs/interactions/application-commands
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from bot.sandbox.errors import TOO_MANY_COMMANDS, UNKNOWN_COMMAND, ApiError, Json
from bot.sandbox.world.snowflakes import Snowflakes

MOST_COMMANDS = 100
"""Slash commands that an application may have in one place (globally, or in one guild)."""


class CommandType(IntEnum):
    """What a command is called from."""

    CHAT_INPUT = 1
    USER = 2
    MESSAGE = 3


class OptionType(IntEnum):
    """What an option takes."""

    SUB_COMMAND = 1
    SUB_COMMAND_GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11


@dataclass(frozen=True, slots=True)
class Command:
    """A registered command. `body` is what the application sent, with Discord's defaults filled in."""

    id: int
    application_id: int
    guild_id: int | None
    version: int
    body: Json

    @property
    def name(self) -> str:
        """Its name, in the language it was written in."""
        return str(self.body["name"])

    @property
    def type(self) -> CommandType:
        """What it is called from."""
        return CommandType(self.body["type"])

    def json(self) -> Json:
        """Discord's application command object."""
        body = self.body | {
            "id": str(self.id),
            "application_id": str(self.application_id),
            "version": str(self.version),
        }
        return body if self.guild_id is None else body | {"guild_id": str(self.guild_id)}


class Commands:
    """Every registered command."""

    def __init__(self, snowflakes: Snowflakes) -> None:
        self._snowflakes = snowflakes
        self._commands: dict[int, Command] = {}

    def all(self) -> list[Command]:
        """The commands of all applications."""
        return list(self._commands.values())

    def resume(self, commands: Iterable[Command]) -> None:
        """Takes up what was registered, by the same ids."""
        self._commands = {command.id: command for command in commands}

    def listed(self, application_id: int, guild_id: int | None) -> list[Command]:
        """An application's global commands, or those it has in one guild only."""
        return [c for c in self._commands.values() if c.application_id == application_id and c.guild_id == guild_id]

    def get(self, application_id: int, guild_id: int | None, command_id: int) -> Command:
        """One command; raises ApiError 10063."""
        command = self._commands.get(command_id)
        if command is None or (command.application_id, command.guild_id) != (application_id, guild_id):
            raise ApiError(UNKNOWN_COMMAND)
        return command

    def installs(self, command_id: int) -> tuple[int, ...]:
        """By which kinds of install a command may be called: 0 a guild's, 1 a user's."""
        return tuple(self._commands[command_id].body.get("integration_types") or (0,))

    def put(self, application_id: int, guild_id: int | None, body: Json) -> Command:
        """Registers one command, in place of the one with the same type and name. Raises ApiError 30032."""
        body = _filled(body)
        standing = self.listed(application_id, guild_id)
        same = next((c for c in standing if (c.name, c.type) == (body["name"], body["type"])), None)
        if same is None and len(standing) >= MOST_COMMANDS:
            raise ApiError(TOO_MANY_COMMANDS)
        command_id = self._snowflakes.next() if same is None else same.id
        command = Command(command_id, application_id, guild_id, self._snowflakes.next(), body)
        self._commands[command.id] = command
        return command

    def replace_all(self, application_id: int, guild_id: int | None, bodies: Sequence[Json]) -> list[Command]:
        """Registers exactly these commands; one that keeps its type and name keeps its id. Raises ApiError 30032."""
        if len(bodies) > MOST_COMMANDS:
            raise ApiError(TOO_MANY_COMMANDS)
        kept = {(body["name"], body.get("type", 1)) for body in bodies}
        for command in self.listed(application_id, guild_id):
            if (command.name, command.type) not in kept:
                del self._commands[command.id]
        return [self.put(application_id, guild_id, body) for body in bodies]

    def edit(self, command: Command, changes: Json) -> Command:
        """The command with those fields changed."""
        edited = replace(command, version=self._snowflakes.next(), body=command.body | changes)
        self._commands[command.id] = edited
        return edited

    def remove(self, command: Command) -> None:
        """Takes a command away."""
        del self._commands[command.id]


def _filled(body: Json) -> Json:
    """The body with the defaults that Discord answers with; `dm_permission` gives way to `contexts`."""
    known: Json = {
        "type": 1,
        "description": "",
        "description_localizations": None,
        "name_localizations": None,
        "default_member_permissions": None,
        "dm_permission": True,
        "contexts": None,
        "integration_types": [0],
        "nsfw": False,
    }
    filled = known | {key: value for key, value in body.items() if not (value is None and key != "contexts")}
    if filled["default_member_permissions"] is not None:
        filled["default_member_permissions"] = str(filled["default_member_permissions"])
    return filled
