"""What a Discord client offers a person: commands they may use, components they can press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox.errors import Json
from bot.sandbox.limits.components import ComponentType
from bot.sandbox.people.sentences import ToldError
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.commands import Command, CommandType, OptionType
from bot.sandbox.world.installs import GUILD_INSTALL, USER_INSTALL, Context, context
from bot.sandbox.world.message import Message
from bot.sandbox.world.users import Application, User
from bot.sandbox.world.world import World


class NotOfferedError(ToldError):
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


def commands_for(
    world: World, user: User, channel: Channel, kind: CommandType = CommandType.CHAT_INPUT
) -> list[tuple[Application, Command]]:
    """The commands of a kind that a person is offered in a channel, a guild's own before global ones."""
    return [
        (application, command)
        for application in world.users.applications()
        for command in _commands(world, application, channel)
        if command.type is kind and _is_offered(world, application, command, user, channel)
    ]


def find_command(
    world: World, user: User, channel: Channel, words: str, kind: CommandType = CommandType.CHAT_INPUT
) -> Offer:
    """The command that `words` name ("event about"), as written or in the person's language; raises NotOfferedError."""
    first, *rest = words.removeprefix("/").split() if kind is CommandType.CHAT_INPUT else [words]
    for application, command in commands_for(world, user, channel, kind):
        if first in names(command.body, user.locale):
            return _walk(application, command, rest, user.locale)
    raise NotOfferedError("/{command} is not offered to {who} there.", command=first, who=user.username)


def names(part: Json, locale: str) -> tuple[str, ...]:
    """The names of a command, an option or a choice for a person of that locale: the one shown first."""
    own = (part.get("name_localizations") or {}).get(locale)
    return (part["name"],) if own is None else (own, part["name"])


def description(part: Json, locale: str) -> str:
    """The description of a command or an option that a person of that locale is shown."""
    own = (part.get("description_localizations") or {}).get(locale)
    return str(own or part.get("description") or "")


def offered(world: World, user: User, channel: Channel) -> list[Offer]:
    """Every slash command that a person may use there, one for each subcommand, by application and name."""
    found = [
        offer
        for application, command in commands_for(world, user, channel)
        for offer in _leaves(application, command, (), tuple(command.body.get("options") or ()))
    ]
    return sorted(found, key=lambda offer: (offer.application.name, offer.words))


def find_component(world: World, user: User, message: Message, custom_id: str) -> tuple[Message, Json]:
    """The message as it stands now and its component of that custom_id; raises NotOfferedError."""
    standing = world.messages.find(message.channel_id, message.id)
    if standing is None or standing.ephemeral_to not in (None, user.id):
        raise NotOfferedError("{who} does not see the message {message}.", who=user.username, message=message.id)
    component = standing.component(custom_id)
    if component is None:
        raise NotOfferedError("There is no {part!r} on the message {message}.", part=custom_id, message=message.id)
    if component.get("disabled"):
        raise NotOfferedError("{part!r} is disabled.", part=custom_id)
    return standing, component


def checked_values(component: Json, values: Sequence[str]) -> None:
    """Raises NotOfferedError where a select does not take these values: too few, too many, or not among its options."""
    least, most = component.get("min_values", 1), component.get("max_values", 1)
    if not least <= len(values) <= most:
        raise NotOfferedError(
            "{part!r} takes {least} to {most} values.", part=component["custom_id"], least=least, most=most
        )
    if component["type"] == ComponentType.STRING_SELECT:
        offered = {option["value"] for option in component["options"]}
        if not set(values) <= offered:
            raise NotOfferedError(
                "{part!r} offers {offered}, not {given}.",
                part=component["custom_id"], offered=sorted(offered), given=list(values),
            )  # fmt: skip


def _commands(world: World, application: Application, channel: Channel) -> list[Command]:
    own = world.commands.listed(application.id, channel.guild_id) if channel.guild_id is not None else []
    return [*own, *world.commands.listed(application.id, None)]


def _walk(application: Application, command: Command, steps: list[str], locale: str) -> Offer:
    options: Sequence[Json] = command.body.get("options") or ()
    path: list[Json] = []
    for step in steps:
        nested = [o for o in options if o["type"] in (OptionType.SUB_COMMAND, OptionType.SUB_COMMAND_GROUP)]
        found = next((option for option in nested if step in names(option, locale)), None)
        if found is None:
            raise NotOfferedError("/{command} has no {step!r}.", command=command.name, step=step)
        path.append(found)
        options = found.get("options") or ()
    if any(option["type"] in (OptionType.SUB_COMMAND, OptionType.SUB_COMMAND_GROUP) for option in options):
        raise NotOfferedError("/{command} needs a subcommand.", command=command.name)
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
    place = context(application, channel)
    if not _in_context(command, place):
        return False
    if channel.guild_id is None:
        return place is Context.BOT_DIRECT or by_user
    in_guild = world.guilds.has_member(channel.guild_id, application.id)
    return (by_user or (in_guild and GUILD_INSTALL in installs)) and world.grants.allows(command, channel, user)


def _in_context(command: Command, place: Context) -> bool:
    contexts = command.body.get("contexts")
    if contexts is None:
        return place is Context.GUILD or bool(command.body.get("dm_permission", True))
    return place in contexts
