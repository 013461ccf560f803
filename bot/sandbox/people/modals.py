"""A modal filled in by a person.

Source: https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sandbox.errors import Json
from bot.sandbox.limits.components import ComponentType
from bot.sandbox.people.offers import NotOfferedError, checked_values
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.components import numbered
from bot.sandbox.world.guilds import Role
from bot.sandbox.world.message import Attachment
from bot.sandbox.world.users import User
from bot.sandbox.world.world import World

Picked = User | Role | Channel | Attachment
Filled = str | bool | Sequence[str]
MOST_TEXT = 4000
LISTS = (
    ComponentType.STRING_SELECT,
    ComponentType.USER_SELECT,
    ComponentType.ROLE_SELECT,
    ComponentType.MENTIONABLE_SELECT,
    ComponentType.CHANNEL_SELECT,
    ComponentType.CHECKBOX_GROUP,
    ComponentType.FILE_UPLOAD,
)


def modal_data(modal: Json, values: Mapping[str, Filled]) -> Json:
    """The interaction's data for a modal sent with those values, by custom_id.

    Raises NotOfferedError where they do not fit the modal.
    """
    components = numbered(tuple(modal["components"]))
    data: Json = {"custom_id": modal["custom_id"], "components": [_sent(part, values) for part in components]}
    if unknown := set(values) - set(_custom_ids(components)):
        raise NotOfferedError("The modal has no {names}.", names=sorted(unknown))
    return data


def _sent(part: Json, values: Mapping[str, Filled]) -> Json:
    sent: Json = {"type": part["type"], "id": part["id"]}
    if part["type"] == ComponentType.ACTION_ROW:
        return sent | {"components": [_entry(child, values) for child in part["components"]]}
    if part["type"] == ComponentType.LABEL:
        return sent | {"component": _entry(part["component"], values)}
    return sent


def _entry(entry: Json, values: Mapping[str, Filled]) -> Json:
    custom_id = entry["custom_id"]
    sent: Json = {"type": entry["type"], "id": entry["id"], "custom_id": custom_id}
    if entry["type"] in LISTS:
        chosen = values.get(custom_id, ())
        if isinstance(chosen, str | bool):
            raise NotOfferedError("{part!r} takes a list.", part=custom_id)
        if chosen or entry.get("required", True):
            checked_values(entry, chosen)
        return sent | {"values": list(chosen)}
    value = values.get(custom_id, entry.get("value", "") if entry["type"] == ComponentType.TEXT_INPUT else None)
    if isinstance(value, str) and entry["type"] == ComponentType.TEXT_INPUT:
        least = entry.get("min_length", 1 if entry.get("required", True) else 0)
        most = entry.get("max_length", MOST_TEXT)
        if (value or entry.get("required", True)) and not least <= len(value) <= most:
            raise NotOfferedError(
                "{part!r} takes {least} to {most} characters.", part=custom_id, least=least, most=most
            )
    return sent | {"value": value}


def _custom_ids(components: Sequence[Json]) -> list[str]:
    return [entry["custom_id"] for entry in _entries(components)]


def _entries(components: Sequence[Json]) -> list[Json]:
    return [child for part in components for child in (*part.get("components", ()), part.get("component")) if child]


def picked(world: World, guild_id: int | None, modal: Json, values: Mapping[str, Filled]) -> list[Picked]:
    """The users, roles, channels and files whose ids are among the values. Raises ApiError for an unknown one."""
    found: list[Picked] = []
    for entry in _entries(modal["components"]):
        chosen = values.get(entry["custom_id"], ())
        if entry["type"] in LISTS and not isinstance(chosen, str | bool):
            found += [one for text in chosen if (one := _object(world, guild_id, entry["type"], text)) is not None]
    return found


def _object(world: World, guild_id: int | None, kind: int, text: str) -> Picked | None:
    if kind == ComponentType.FILE_UPLOAD:
        return world.uploads.find(int(text))
    if kind == ComponentType.CHANNEL_SELECT:
        return world.channels.get(int(text))
    is_user = kind == ComponentType.MENTIONABLE_SELECT and world.users.has(int(text))
    if kind == ComponentType.USER_SELECT or is_user:
        return world.users.get(int(text))
    if guild_id is not None and kind in (ComponentType.ROLE_SELECT, ComponentType.MENTIONABLE_SELECT):
        return world.guilds.role(guild_id, int(text))
    return None
