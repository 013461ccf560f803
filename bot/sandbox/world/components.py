"""Components as Discord gives them back: each with an id, and with what was left out filled in.

Source: https://discord.com/developers/docs/components/reference
"""

from __future__ import annotations

import copy
from collections.abc import Mapping

from bot.sandbox.errors import Json
from bot.sandbox.world.message import walk
from bot.sandbox.world.uploads import Uploads

_SELECT: Json = {"min_values": 1, "max_values": 1}
_DEFAULTS: Mapping[int, Json] = {
    3: _SELECT,
    5: _SELECT,
    6: _SELECT,
    7: _SELECT,
    8: _SELECT,
    11: {"description": None, "spoiler": False},
    13: {"spoiler": False},
    14: {"spacing": 1, "divider": True},
    17: {"accent_color": None, "spoiler": False},
}
"""What a component that says nothing of it has, by the component's type."""


def numbered(components: tuple[Json, ...]) -> tuple[Json, ...]:
    """The components with an id each, counted from 1 past those given; what is null is left out."""
    tree = copy.deepcopy(components)
    for component in walk(tree):
        for name in [name for name, value in component.items() if value is None]:
            del component[name]
    taken = {component["id"] for component in walk(tree) if component.get("id")}
    free = 1
    for component in walk(tree):
        if not component.get("id"):
            while free in taken:
                free += 1
            component["id"] = free
            taken.add(free)
    return tree


def completed(components: tuple[Json, ...], uploads: Uploads) -> tuple[Json, ...]:
    """The components of a message as they stand on it: numbered, with Discord's defaults and unfurled media."""
    tree = numbered(components)
    for component in walk(tree):
        for name, value in _DEFAULTS.get(component.get("type", 0), {}).items():
            component.setdefault(name, value)
        for shown in (component, *component.get("items", ())):
            if isinstance(shown.get("media"), dict):
                shown["media"] = uploads.media(shown["media"]["url"])
        for item in component.get("items", ()):
            item.setdefault("description", None)
            item.setdefault("spoiler", False)
        if isinstance(component.get("file"), dict):
            _complete_file(component, uploads)
    return tree


def _complete_file(component: Json, uploads: Uploads) -> None:
    attachment = uploads.at(component["file"]["url"])
    component["file"] = uploads.media(component["file"]["url"])
    component["name"] = None if attachment is None else attachment.filename
    component["size"] = None if attachment is None else len(attachment.content)
