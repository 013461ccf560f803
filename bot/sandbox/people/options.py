"""The values that a person gives to a command's options, as Discord's client checks and sends them.

Source: https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-data
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.errors import Json
from bot.sandbox.people.offers import NotOfferedError, Offer, names
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.commands import OptionType
from bot.sandbox.world.guilds import Role
from bot.sandbox.world.message import Attachment
from bot.sandbox.world.users import User
from bot.sandbox.world.world import World

MOST_TEXT = 6000

Value = str | int | float | bool | User | Channel | Role | Attachment
OBJECTS = (User, Channel, Role, Attachment)
"""Values that are sent by their id."""
TAKES: Mapping[OptionType, tuple[type, ...]] = {
    OptionType.STRING: (str,),
    OptionType.INTEGER: (int,),
    OptionType.NUMBER: (int, float),
    OptionType.BOOLEAN: (bool,),
    OptionType.USER: (User,),
    OptionType.CHANNEL: (Channel,),
    OptionType.ROLE: (Role,),
    OptionType.MENTIONABLE: (User, Role),
    OptionType.ATTACHMENT: (Attachment,),
}


def command_data(
    world: World,
    offer: Offer,
    channel: Channel,
    user: User,
    given: Mapping[str, Value],
    *,
    focused: str | None = None,
) -> Json:
    """The interaction's data for a command that a user calls in a channel; `focused` is the option being typed.

    Options and choices may go by their names in the user's language; what is sent are their own names and values.
    Raises NotOfferedError for an option that is missing, unknown, of the wrong type or out of its bounds.
    """
    locale = user.locale
    known = {option["name"]: option for option in offer.options}
    own = {name: option["name"] for option in offer.options for name in names(option, locale)}
    given = {own.get(name, name): value for name, value in given.items()}
    focused = own.get(focused or "", focused)
    if unknown := set(given) - set(known):
        raise NotOfferedError("/{command} has no option {names}.", command=offer.command.name, names=sorted(unknown))
    missing = [name for name, option in known.items() if option.get("required") and name not in given]
    if missing and focused is None:
        raise NotOfferedError("/{command} requires {names}.", command=offer.command.name, names=missing)
    options: list[Json] = [
        _option(option, given[name], focused, locale) for name, option in known.items() if name in given
    ]
    for step in reversed(offer.path):
        options = [{"name": step["name"], "type": step["type"], "options": options}]
    command = offer.command
    data: Json = {"id": str(command.id), "name": command.name, "type": int(command.type), "options": options}
    if command.guild_id is not None:
        data["guild_id"] = str(command.guild_id)
    objects = [value for value in given.values() if isinstance(value, OBJECTS)]
    if objects:
        data["resolved"] = resolved(world, channel.guild_id, user, objects)
    return data


def resolved(
    world: World, guild_id: int | None, user: User, values: Sequence[User | Channel | Role | Attachment]
) -> Json:
    """The objects behind the ids that a user sends, by kind; channels with what that user may do there."""
    found: Json = {}
    for value in values:
        key = str(value.id)
        if isinstance(value, User):
            found.setdefault("users", {})[key] = value.json()
            if guild_id is not None and world.guilds.has_member(guild_id, value.id):
                held = {"permissions": str(int(world.guilds.permissions(guild_id, value.id)))}
                member = world.guilds.member(guild_id, value.id).partial_json()
                del member["deaf"], member["mute"]
                found.setdefault("members", {})[key] = member | held
        elif isinstance(value, Role):
            found.setdefault("roles", {})[key] = value.json()
        elif isinstance(value, Attachment):
            found.setdefault("attachments", {})[key] = value.json()
        else:
            held = {"permissions": str(int(world.permissions_in(value, user.id)))}
            found.setdefault("channels", {})[key] = world.channel_json(value) | held
    return found


def _option(option: Json, value: Value, focused: str | None, locale: str) -> Json:
    name, kind = option["name"], OptionType(option["type"])
    sent: Json = {"name": name, "type": int(kind)}
    if name == focused:
        return sent | {"value": str(value), "focused": True}
    wrong_bool = isinstance(value, bool) and kind is not OptionType.BOOLEAN
    if kind not in TAKES or not isinstance(value, TAKES[kind]) or wrong_bool:
        raise NotOfferedError("{option} does not take {value!r}.", option=name, value=value)
    if isinstance(value, Channel) and value.type not in (option.get("channel_types") or (value.type,)):
        raise NotOfferedError("{option} does not take a channel like {value!r}.", option=name, value=value.name)
    if isinstance(value, OBJECTS):
        return sent | {"value": str(value.id)}
    return sent | {"value": _bounded(option, _chosen(option, value, locale))}


def _chosen(option: Json, value: str | int | float, locale: str) -> str | int | float:
    """The value of the choice that was picked, by its name or its value."""
    choices = option.get("choices") or ()
    if not choices:
        return value
    for choice in choices:
        if value in (*names(choice, locale), choice["value"]):
            picked: str | int | float = choice["value"]
            return picked
    offered = [choice["name"] for choice in choices]
    raise NotOfferedError(
        "{option} offers {offered}, not {given!r}.", option=option["name"], offered=offered, given=value
    )


def _bounded(option: Json, value: str | int | float) -> Any:
    if isinstance(value, str):
        least, most, size = option.get("min_length", 0), option.get("max_length", MOST_TEXT), float(len(value))
    else:
        least, most, size = option.get("min_value", -(2**53)), option.get("max_value", 2**53), float(value)
    if not least <= size <= most:
        raise NotOfferedError(
            "{option} takes {least} to {most}, not {value!r}.",
            option=option["name"],
            least=least,
            most=most,
            value=value,
        )
    return value
