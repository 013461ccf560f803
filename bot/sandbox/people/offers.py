"""What a Discord client offers a person: commands they may use, components they can press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox.errors import Json
from bot.sandbox.limits.components import ComponentType
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.commands import Command, CommandType, OptionType
from bot.sandbox.world.message import Message
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import Application, User
from bot.sandbox.world.world import World

GUILD, BOT_DIRECT, PRIVATE = 0, 1, 2
GUILD_INSTALL, USER_INSTALL = 0, 1


class NotOfferedError(Exception):
    """A Discord client would not let this person do that here."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A command a person may use: whose it is, the names walked from the command down, and its options there."""

    application: Application
    command: Command
    path: tuple[Json, ...]
    options: tuple[Json, ...]

    @property
    def words(self) -> str:
        """What calls it, without the slash: the names from the command down ("event about")."""
        return " ".join((self.command.name, *(step["name"] for step in self.path)))


def find_command(world: World, user: User, channel: Channel, words: str) -> Offer:
    """The slash command that `words` name ("event about"); raises NotOfferedError."""
    first, *rest = words.removeprefix("/").split()
    for application in world.users.applications():
        for command in _commands(world, application, channel):
            named = command.type is CommandType.CHAT_INPUT and command.name == first
            if named and _is_offered(world, application, command, user, channel):
                return _walk(application, command, rest)
    raise NotOfferedError(f"/{first} is not offered to {user.username} there.")


def offered(world: World, user: User, channel: Channel) -> list[Offer]:
    """Every slash command that a person may use there, one for each subcommand, by application and name."""
    found = [
        offer
        for application in world.users.applications()
        for command in _commands(world, application, channel)
        if command.type is CommandType.CHAT_INPUT and _is_offered(world, application, command, user, channel)
        for offer in _leaves(application, command, (), tuple(command.body.get("options") or ()))
    ]
    return sorted(found, key=lambda offer: (offer.application.name, offer.words))


def find_component(world: World, user: User, message: Message, custom_id: str) -> tuple[Message, Json]:
    """The message as it stands now and its component of that custom_id; raises NotOfferedError."""
    standing = world.messages.find(message.channel_id, message.id)
    if standing is None or standing.ephemeral_to not in (None, user.id):
        raise NotOfferedError(f"{user.username} does not see the message {message.id}.")
    component = standing.component(custom_id)
    if component is None:
        raise NotOfferedError(f"There is no {custom_id!r} on the message {message.id}.")
    if component.get("disabled"):
        raise NotOfferedError(f"{custom_id!r} is disabled.")
    return standing, component


def checked_values(component: Json, values: Sequence[str]) -> None:
    """Raises NotOfferedError where a select does not take these values: too few, too many, or not among its options."""
    least, most = component.get("min_values", 1), component.get("max_values", 1)
    if not least <= len(values) <= most:
        raise NotOfferedError(f"{component['custom_id']!r} takes {least} to {most} values.")
    if component["type"] == ComponentType.STRING_SELECT:
        offered = {option["value"] for option in component["options"]}
        if not set(values) <= offered:
            raise NotOfferedError(f"{component['custom_id']!r} offers {sorted(offered)}, not {list(values)}.")


def _commands(world: World, application: Application, channel: Channel) -> list[Command]:
    own = world.commands.listed(application.id, channel.guild_id) if channel.guild_id is not None else []
    return [*own, *world.commands.listed(application.id, None)]


def _walk(application: Application, command: Command, names: list[str]) -> Offer:
    options: Sequence[Json] = command.body.get("options") or ()
    path: list[Json] = []
    for name in names:
        nested = (OptionType.SUB_COMMAND, OptionType.SUB_COMMAND_GROUP)
        found = next((option for option in options if option["name"] == name and option["type"] in nested), None)
        if found is None:
            raise NotOfferedError(f"/{command.name} has no {name!r}.")
        path.append(found)
        options = found.get("options") or ()
    if any(option["type"] in (OptionType.SUB_COMMAND, OptionType.SUB_COMMAND_GROUP) for option in options):
        raise NotOfferedError(f"/{command.name} needs a subcommand.")
    return Offer(application, command, tuple(path), tuple(options))


def _leaves(
    application: Application, command: Command, path: tuple[Json, ...], options: tuple[Json, ...]
) -> list[Offer]:
    nested = [option for option in options if option["type"] in (OptionType.SUB_COMMAND, OptionType.SUB_COMMAND_GROUP)]
    if not nested:
        return [Offer(application, command, path, options)]
    return [
        leaf
        for step in nested
        for leaf in _leaves(application, command, (*path, step), tuple(step.get("options") or ()))
    ]


def _is_offered(world: World, application: Application, command: Command, user: User, channel: Channel) -> bool:
    installs = command.body.get("integration_types") or [GUILD_INSTALL]
    by_user = USER_INSTALL in installs and world.users.has_installed(application, user)
    if channel.guild_id is None:
        with_bot = application.id in {recipient.id for recipient in channel.recipients}
        place = BOT_DIRECT if with_bot else PRIVATE
        return _in_context(command, place) and (with_bot or by_user)
    in_guild = world.guilds.has_member(channel.guild_id, application.id)
    if not _in_context(command, GUILD) or not (by_user or (in_guild and GUILD_INSTALL in installs)):
        return False
    held = world.permissions_in(channel, user.id)
    needed = command.body.get("default_member_permissions")
    if needed is None or held & Permission.ADMINISTRATOR:
        return bool(held & Permission.USE_APPLICATION_COMMANDS)
    needed_bits = int(needed)
    return bool(held & Permission.USE_APPLICATION_COMMANDS) and needed_bits != 0 and held & needed_bits == needed_bits


def _in_context(command: Command, place: int) -> bool:
    contexts = command.body.get("contexts")
    if contexts is None:
        return place == GUILD or bool(command.body.get("dm_permission", True))
    return place in contexts
