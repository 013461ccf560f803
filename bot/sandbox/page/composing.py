"""What a person may type: the commands on offer with their options, and the values they give to them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox.errors import ApiError, Json
from bot.sandbox.page.drawing import channels_of, face, people_of
from bot.sandbox.page.words import Say
from bot.sandbox.people.offers import NotOfferedError, Offer, commands_for, find_command, offered
from bot.sandbox.people.options import Value
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.commands import CommandType, OptionType
from bot.sandbox.world.message import Attachment
from bot.sandbox.world.users import User
from bot.sandbox.world.world import World

MENUS = {"message": CommandType.MESSAGE, "user": CommandType.USER}
"""What has a menu with commands of applications in it."""


def offers(world: World, user: User, channel: Channel, say: Say) -> Json:
    """The commands, people, roles and channels that can be typed in a channel, named in the person's language."""
    found = {
        (offer.application.id, offer.words): _offer(offer, user.locale, say) for offer in offered(world, user, channel)
    }
    guild_id = channel.guild_id
    roles = [] if guild_id is None else world.guilds.roles(guild_id)
    places = [] if guild_id is None else channels_of(world, guild_id, user)
    return {
        "commands": list(found.values()),
        "menus": {name: _menu(world, user, channel, kind) for name, kind in MENUS.items()},
        "people": [face(one) for one in people_of(world, channel)],
        "roles": [
            {"id": str(role.id), "name": role.name.removeprefix("@"), "own": role.bot_id is not None} for role in roles
        ],
        "channels": [{"id": str(place.id), "name": place.name, "type": int(place.type)} for place in places],
    }


def values(world: World, user: User, channel: Channel, words: str, given: Mapping[str, str]) -> dict[str, Value]:
    """The typed texts of options as the values they take. Raises NotOfferedError, naming the option at fault."""
    offer = find_command(world, user, channel, words)
    known = {option["name"]: option for option in offer.options}
    return {
        name: _value(world, channel, known[name], text)
        for name, text in given.items()
        if name in known and text.strip()
    }


def uploaded(world: World, channel: Channel, number: str) -> Attachment:
    """The file that was handed over for that channel, by its id. Raises KeyError."""
    attachment = world.uploads.find(int(number))
    if attachment is None or f"/{channel.id}/{attachment.id}/" not in attachment.url:
        raise KeyError(number)
    return attachment


def _menu(world: World, user: User, channel: Channel, kind: CommandType) -> list[Json]:
    return [
        {"command": command.name, "name": _said(command.body, "name", user.locale), "by": face(application.bot)}
        for application, command in commands_for(world, user, channel, kind)
    ]


def _offer(offer: Offer, locale: str, say: Say) -> Json:
    steps = (offer.command.body, *offer.path)
    return {
        "words": offer.words,
        "name": " ".join(_said(step, "name", locale) for step in steps),
        "description": _said(steps[-1], "description", locale),
        "by": face(offer.application.bot),
        "options": [_option(option, locale, say) for option in offer.options],
    }


def _option(option: Json, locale: str, say: Say) -> Json:
    choices = [
        {"name": _said(choice, "name", locale), "value": str(choice["value"])} for choice in option.get("choices") or ()
    ]
    if option["type"] == OptionType.BOOLEAN:
        choices = [{"name": say("True"), "value": "true"}, {"name": say("False"), "value": "false"}]
    kept = ("min_value", "max_value", "min_length", "max_length", "channel_types")
    return {
        "name": option["name"],
        "label": _said(option, "name", locale),
        "description": _said(option, "description", locale),
        "type": option["type"],
        "required": bool(option.get("required")),
        "autocomplete": bool(option.get("autocomplete")),
        "choices": choices,
        **{key: option[key] for key in kept if option.get(key) is not None},
    }


def _said(body: Json, name: str, locale: str) -> str:
    return str((body.get(f"{name}_localizations") or {}).get(locale) or body.get(name, ""))


def _value(world: World, channel: Channel, option: Json, text: str) -> Value:
    kind, name = OptionType(option["type"]), option["name"]
    try:
        match kind:
            case OptionType.STRING:
                return text
            case OptionType.INTEGER:
                return int(text)
            case OptionType.NUMBER:
                return float(text)
            case OptionType.BOOLEAN:
                return {"true": True, "false": False}[text.lower()]
            case OptionType.USER:
                return world.users.get(int(text))
            case OptionType.CHANNEL:
                return world.channels.get(int(text))
            case OptionType.ATTACHMENT:
                return uploaded(world, channel, text)
            case OptionType.ROLE if channel.guild_id is not None:
                return world.guilds.role(channel.guild_id, int(text))
            case OptionType.MENTIONABLE if world.users.has(int(text)):
                return world.users.get(int(text))
            case OptionType.MENTIONABLE if channel.guild_id is not None:
                return world.guilds.role(channel.guild_id, int(text))
    except (ValueError, KeyError, ApiError):
        raise NotOfferedError(_TAKES[kind], option=name) from None
    raise NotOfferedError(NOT_HERE, option=name)


NOT_HERE = "{option} takes what cannot be given here."
_TAKES = {
    OptionType.STRING: "{option} takes text.",
    OptionType.INTEGER: "{option} takes a whole number.",
    OptionType.NUMBER: "{option} takes a number.",
    OptionType.BOOLEAN: "{option} takes true or false.",
    OptionType.USER: "{option} takes somebody from the list.",
    OptionType.CHANNEL: "{option} takes a channel from the list.",
    OptionType.ROLE: "{option} takes a role from the list.",
    OptionType.MENTIONABLE: "{option} takes somebody or a role from the list.",
    OptionType.ATTACHMENT: "{option} takes a file.",
}
