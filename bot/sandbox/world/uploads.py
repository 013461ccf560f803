"""Files that were handed over, by bots and by people, and where they are served."""

from __future__ import annotations

import mimetypes

from bot.sandbox.errors import Json
from bot.sandbox.world.message import Attachment
from bot.sandbox.world.snowflakes import Snowflakes


class Uploads:
    """Every file there is. `url` is where they are served, without a slash at its end."""

    def __init__(self, snowflakes: Snowflakes) -> None:
        self.url = ""
        self._snowflakes = snowflakes
        self._attachments: dict[int, Attachment] = {}
        self._by_url: dict[str, Attachment] = {}

    def add(self, channel_id: int, filename: str, content: bytes, description: str | None = None) -> Attachment:
        """Takes a file in, for a message or an option in that channel."""
        number = self._snowflakes.next()
        kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        url = f"{self.url}/{channel_id}/{number}/{filename}"
        return self.keep(Attachment(number, filename, content, url, kind, description))

    def keep(self, attachment: Attachment) -> Attachment:
        """Serves a file where it says that it is."""
        self._attachments[attachment.id] = self._by_url[attachment.url] = attachment
        return attachment

    def drop(self, attachment: Attachment) -> None:
        """Serves a file no more."""
        self._attachments.pop(attachment.id, None)
        self._by_url.pop(attachment.url, None)

    def all(self) -> list[Attachment]:
        """Every file."""
        return list(self._attachments.values())

    def at(self, url: str) -> Attachment | None:
        """The file that is served there, or None for one from elsewhere."""
        return self._by_url.get(url)

    def media(self, url: str) -> Json:
        """Discord's unfurled media item for a picture or file shown by a component; there is no proxy."""
        body: Json = {"id": str(self._snowflakes.next()), "url": url, "proxy_url": url, "width": None, "height": None}
        attachment = self.at(url)
        if attachment is None:
            return body
        return body | {"content_type": attachment.content_type, "attachment_id": str(attachment.id)}

    def find(self, attachment_id: int) -> Attachment | None:
        """The file of that id, or None."""
        return self._attachments.get(attachment_id)
