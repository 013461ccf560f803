"""Files that were handed over, by bots and by people, and where they are served."""

from __future__ import annotations

import mimetypes

from bot.sandbox.world.message import Attachment
from bot.sandbox.world.snowflakes import Snowflakes


class Uploads:
    """Every file there is. `url` is where they are served, without a slash at its end."""

    def __init__(self, snowflakes: Snowflakes) -> None:
        self.url = ""
        self._snowflakes = snowflakes
        self._attachments: dict[int, Attachment] = {}

    def add(self, channel_id: int, filename: str, content: bytes, description: str | None = None) -> Attachment:
        """Takes a file in, for a message or an option in that channel."""
        number = self._snowflakes.next()
        kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        url = f"{self.url}/{channel_id}/{number}/{filename}"
        attachment = Attachment(number, filename, content, url, kind, description)
        self._attachments[number] = attachment
        return attachment

    def find(self, attachment_id: int) -> Attachment | None:
        """The file of that id, or None."""
        return self._attachments.get(attachment_id)
