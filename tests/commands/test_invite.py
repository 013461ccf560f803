"""The invite link: whose application it is, and what it asks a guild for."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from tests.small import Clio

ID = "112233445566778899"


def asked(line: str) -> dict[str, str]:
    """What a link asks for."""
    parts = urlsplit(line.strip())
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "discord.com", "/oauth2/authorize")
    return {name: value for name, (value,) in parse_qs(parts.query).items()}


def token(application_id: str) -> str:
    return base64.urlsafe_b64encode(application_id.encode()).decode().rstrip("=") + ".XYZ.secret"


def test_the_link_asks_for_what_clio_needs_and_no_more(clio: Clio) -> None:
    left = clio("invite", "--application-id", ID)
    assert left.code == 0
    given = asked(left.out)
    assert given["client_id"] == ID
    assert given["scope"].split() == ["bot", "applications.commands"]
    wanted = discord.Permissions(
        view_channel=True, send_messages=True, send_messages_in_threads=True, read_message_history=True
    )
    assert discord.Permissions(int(given["permissions"])) == wanted


def test_the_application_is_known_by_the_token_which_is_not_shown(clio: Clio) -> None:
    clio.set("CLIO_TOKEN", f" {token(ID)} ")
    left = clio("invite")
    assert asked(left.out)["client_id"] == ID
    assert "secret" not in left.out + left.err
    assert asked(clio("invite", "--application-id", "5").out)["client_id"] == "5"


@pytest.mark.parametrize(
    ("set_to", "arguments", "told"),
    [
        ("", (), "clio: Set CLIO_TOKEN, or give --application-id"),
        ("nonsense.x.y", (), "clio: CLIO_TOKEN holds no application's id; give --application-id."),
        ("é.x.y", (), "clio: CLIO_TOKEN holds no application's id"),
        (token("0"), (), "clio: CLIO_TOKEN holds no application's id"),
        (token(str(2**64)), (), "clio: CLIO_TOKEN holds no application's id"),
        ("", ("--application-id", "12x"), "clio: --application-id: 12x is no id"),
        ("", ("--application-id", "-1"), "clio: --application-id: -1 is no id"),
    ],
)
def test_an_unknown_application_is_one_clear_line(
    clio: Clio, set_to: str, arguments: tuple[str, ...], told: str
) -> None:
    clio.set("CLIO_TOKEN", set_to)
    left = clio("invite", *arguments)
    assert (left.code, left.out) == (2, "")
    assert left.err.startswith(told)
    assert left.err.count("\n") == 1


def test_help_says_what_each_permission_is_for(clio: Clio) -> None:
    from bot.commands.invite import PERMISSIONS

    shown = " ".join(clio("invite", "--help").out.split())
    assert all(permission.name in shown and permission.why for permission in PERMISSIONS)
