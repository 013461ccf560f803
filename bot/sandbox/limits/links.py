"""What counts as a link."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.sandbox.limits.form import Field

WEB = ("http", "https")

# Letters of any script, digits and hyphens between dots, or an IP address; Discord's own check is not documented.
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.?|[0-9a-f:.]+")


def audit_link(link: Field, schemes: tuple[str, ...], most: int) -> None:
    """Notes a problem where a link is over `most` characters, of another scheme, or not well formed."""
    text = link.text(0, most)
    if not text:
        return
    try:
        parts = urlsplit(text)
    except ValueError:
        link.wrong("URL_TYPE_INVALID_URL", "Not a well formed URL.")
        return
    if parts.scheme not in schemes:
        message = f"Scheme {parts.scheme!r} is not supported. Scheme must be one of {schemes}."
        link.wrong("URL_TYPE_INVALID_SCHEME", message)
    elif (
        not parts.netloc
        or (parts.scheme in WEB and not _HOST.fullmatch(parts.hostname or ""))
        or any(character.isspace() for character in text)
    ):
        link.wrong("URL_TYPE_INVALID_URL", "Not a well formed URL.")
