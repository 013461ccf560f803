"""Pictures in components, as Discord gives them back: fetched through an address of its own.

Source: the unfurled media item of https://discord.com/developers/docs/components/reference
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.errors import Json
from bot.sandbox.world.message import walk

THUMBNAIL, MEDIA_GALLERY = 11, 12


def unfurl(components: tuple[Json, ...], next_id: Callable[[], int]) -> None:
    """Fill in, in place, what Discord adds to the thumbnails and galleries among components."""
    for component in walk(components):
        if component["type"] == THUMBNAIL:
            _fill(component, next_id)
        elif component["type"] == MEDIA_GALLERY:
            for item in component["items"]:
                _fill(item, next_id)


def _fill(shown: dict[str, Any], next_id: Callable[[], int]) -> None:
    shown.setdefault("description", None)
    shown.setdefault("spoiler", False)
    media = shown["media"]
    # A loopback Discord fetches nothing from elsewhere, so the size and the kind of the picture stay unknown.
    media.setdefault("id", str(next_id()))
    media.setdefault("proxy_url", media["url"])
