"""The tags of forum channels.

Source: https://discord.com/developers/docs/resources/channel#forum-tag-object
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.errors import Json

MOST_TAGS = 5
"""Tags that one post may carry."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that a forum's posts may carry; anybody may set it."""

    id: int
    name: str

    def json(self) -> Json:
        """Discord's forum tag object."""
        return {
            "id": str(self.id),
            "name": self.name,
            "moderated": False,
            "emoji_id": None,
            "emoji_name": None,
        }
