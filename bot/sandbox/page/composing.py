"""What a person may type: the commands on offer with their options, and the values they give to them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox.errors import ApiError, Json
from bot.sandbox.page.drawing import channels_of, face, people_of
from bot.sandbox.people.offers import NotOfferedError, Offer, find_command, offered
from bot.sandbox.people.options import Value
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.commands import OptionType
from bot.sandbox.world.users import User
from bot.sandbox.world.world import World


def offers(world: World, user: User, channel: Channel) -> Json:
    """The commands, people, roles and channels that can be typed in a channel, named in the person's language."""
    found = {(offer.application.id, offer.words): _offer(offer, user.locale) for offer in offered(world, user, channel)}
    guild_id = channel.guild_id
    roles = [] if guild_id is None else world.guilds.roles(guild_id)
    places = [] if guild_id is None else channels_of(world, guild_id, user)
    return {
        "commands": list(found.values()),
        "people": [face(one) for one in people_of(world, channel)],
        "roles": [{"id": str(role.id), "name": role.name.removeprefix("@")} for role in roles],
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


def _offer(offer: Offer, locale: str) -> Json:
    steps = (offer.command.body, *offer.path)
    return {
        "words": offer.words,
        "name": " ".join(_said(step, "name", locale) for step in steps),
        "description": _said(steps[-1], "description", locale),
        "by": face(offer.application.bot),
        "options": [_option(option, locale) for option in offer.options],
    }


def _option(option: Json, locale: str) -> Json:
    choices = [
        {"name": _said(choice, "name", locale), "value": str(choice["value"])} for choice in option.get("choices") or ()
    ]
    if option["type"] == OptionType.BOOLEAN:
        choices = [{"name": "True", "value": "true"}, {"name": "False", "value": "false"}]
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
            case OptionType.ROLE if channel.guild_id is not None:
                return world.guilds.role(channel.guild_id, int(text))
            case OptionType.MENTIONABLE if world.users.has(int(text)):
                return world.users.get(int(text))
            case OptionType.MENTIONABLE if channel.guild_id is not None:
                return world.guilds.role(channel.guild_id, int(text))
    except (ValueError, KeyError, ApiError):
        raise NotOfferedError(f"{name} takes {_TAKES[kind]}.") from None
    raise NotOfferedError(f"{name} takes {_TAKES.get(kind, 'what cannot be given here')}.")


_TAKES = {
    OptionType.STRING: "text",
    OptionType.INTEGER: "a whole number",
    OptionType.NUMBER: "a number",
    OptionType.BOOLEAN: "true or false",
    OptionType.USER: "somebody from the list",
    OptionType.CHANNEL: "a channel from the list",
    OptionType.ROLE: "a role from the list",
    OptionType.MENTIONABLE: "somebody or a role from the list",
    OptionType.ATTACHMENT: "a file, which the sandbox's page cannot send",
}
