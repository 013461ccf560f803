"""``clio invite``: the link that installs Clio in a guild, with the permissions it needs there and no other.

Source of the bits: https://discord.com/developers/docs/topics/permissions
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.commands.opening import Trouble
from bot.settings import Settings

AUTHORIZE = "https://discord.com/oauth2/authorize"
SCOPES = ("bot", "applications.commands")
_LARGEST_ID = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission by its name in Discord, its bit, and what Clio does with it."""

    name: str
    bit: int
    why: str


PERMISSIONS = (
    Permission("View Channels", 1 << 10, "to hear a mention, and to find the channel a digest goes to"),
    Permission("Send Messages", 1 << 11, "to answer a mention; to post in text, announcement and forum channels"),
    Permission("Send Messages in Threads", 1 << 38, "to answer in a thread or a forum post, where it was asked"),
    Permission("Read Message History", 1 << 16, "to reply to a message; to see that a digest was posted already"),
)
"""All that Clio needs. Cards are components, not embeds, and their pictures are addresses: no Embed Links. The only
file (/archive problems) replies to a command, where Discord lets every application attach files: no Attach Files."""


def invite(settings: Settings, application_id: str = "") -> int:
    """Print the link; give the exit code. Raises Trouble when the application is not known."""
    print(link(_known(application_id) if application_id else _of_token(settings)))
    return 0


def link(application_id: int) -> str:
    """The address at which a guild's manager installs an application."""
    wanted = sum(permission.bit for permission in PERMISSIONS)
    query = {"client_id": application_id, "permissions": wanted, "scope": " ".join(SCOPES)}
    return f"{AUTHORIZE}?{urlencode(query)}"


def _of_token(settings: Settings) -> int:
    """The id in a token's first part, which is the application's, but for applications from before 2017."""
    token = settings.token.get_secret_value().strip() if settings.token else ""
    if not token:
        raise Trouble("Set CLIO_TOKEN, or give --application-id, which Discord's developer portal shows.", 2)
    first = token.split(".")[0]
    try:
        return _number(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii"))
    except (binascii.Error, ValueError):
        raise Trouble("CLIO_TOKEN holds no application's id; give --application-id.", 2) from None


def _known(application_id: str) -> int:
    try:
        return _number(application_id.strip())
    except ValueError:
        raise Trouble(f"--application-id: {application_id} is no id; copy the number from the portal.", 2) from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= _LARGEST_ID):
        raise ValueError(f"{text} is no id")
    return int(text)
