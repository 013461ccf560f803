"""A modal filled in by a person.

Source: https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sandbox.errors import Json
from bot.sandbox.limits.components import ComponentType
from bot.sandbox.people.offers import NotOfferedError, checked_values
from bot.sandbox.world.components import numbered

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
        raise NotOfferedError(f"The modal has no {sorted(unknown)}.")
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
            raise NotOfferedError(f"{custom_id!r} takes a list.")
        if chosen or entry.get("required", True):
            checked_values(entry, chosen)
        return sent | {"values": list(chosen)}
    value = values.get(custom_id, entry.get("value", "") if entry["type"] == ComponentType.TEXT_INPUT else None)
    if isinstance(value, str) and entry["type"] == ComponentType.TEXT_INPUT:
        least = entry.get("min_length", 1 if entry.get("required", True) else 0)
        most = entry.get("max_length", MOST_TEXT)
        if (value or entry.get("required", True)) and not least <= len(value) <= most:
            raise NotOfferedError(f"{custom_id!r} takes {least} to {most} characters.")
    return sent | {"value": value}


def _custom_ids(components: Sequence[Json]) -> list[str]:
    entries = [child for part in components for child in (*part.get("components", ()), part.get("component")) if child]
    return [entry["custom_id"] for entry in entries]
