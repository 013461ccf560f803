"""What a person makes out in a message: its buttons by their labels, its choices."""

from __future__ import annotations

from typing import Any

from bot.sandbox.people.person import Person
from bot.sandbox.people.reply import PATIENCE, Reply
from bot.sandbox.world.message import Message, walk

BUTTON, SELECT, THUMBNAIL = 2, 3, 11


def parts(message: Message | None, kind: int) -> list[dict[str, Any]]:
    """The components of one kind, from the top."""
    assert message is not None
    return [part for part in walk(message.components) if part["type"] == kind]


def links(message: Message | None) -> list[str]:
    """The addresses of the link buttons."""
    return [part["url"] for part in parts(message, BUTTON) if "url" in part]


def labels(message: Message | None) -> list[str]:
    """What the buttons that do something say."""
    return [part["label"] for part in parts(message, BUTTON) if "custom_id" in part]


def button(message: Message | None, label: str, place: int = 0) -> str:
    """The custom_id of the button that says ``label``, of several the one at ``place``."""
    found = [part["custom_id"] for part in parts(message, BUTTON) if part["label"] == label and "custom_id" in part]
    assert len(found) > place, f"no {label!r} among {labels(message)}"
    return str(found[place])


async def press(
    person: Person, message: Message | None, label: str, place: int = 0, *, patience: float = PATIENCE
) -> Reply:
    """What comes of pressing the button that says ``label``."""
    assert message is not None
    return await person.press(message, button(message, label, place), patience=patience)
