"""Addresses that may be pressed: http and https, of sane length, and what they say is where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import yarl
from discord import ui

from bot.archive.event import Source
from bot.chat.text import clean, cut, fit

MOST_LINK = 512
MOST_LABEL = 80

_SHOWABLE = re.compile(r"https?://[A-Za-z0-9\-._~:/?#@!$&*+,;=%()\[\]]+")
_IN_TEXT = re.compile(r"https?://[^\s<>\"|]+")


def link(address: str) -> str | None:
    """The address as Discord takes it, 512 characters at most; None for one that nobody should be led to."""
    try:
        whole = address if address.isascii() else str(yarl.URL(address))
        parts = urlsplit(whole)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    sound = parts.scheme in ("http", "https") and host and "@" not in parts.netloc and _SHOWABLE.fullmatch(whole)
    return whole if sound and len(whole) <= MOST_LINK else None


def source_buttons(sources: Iterable[Source], most: int) -> tuple[list[ui.Button[Any]], list[str]]:
    """Up to ``most`` link buttons, and the names of the sources that have none."""
    buttons: list[ui.Button[Any]] = []
    others: list[str] = []
    for source in sources:
        address = link(source.url)
        name = clean(source.name) or (urlsplit(address).hostname if address else "") or ""
        if address and name and len(buttons) < most:
            buttons.append(ui.Button(label=cut(name, MOST_LABEL), url=address))
        elif name:
            others.append(name)
    return buttons, others


def fit_with_links(text: str, most: int) -> str:
    """Text made fit to be shown in ``most`` characters, with the links in it left to be pressed.

    Only for text that the operator wrote, such as an archive's description.
    """
    shown, end = "", 0
    for match in _IN_TEXT.finditer(text):
        address = link(match[0])
        if address is None or ")" in address or "]" in address:
            continue
        before = fit(text[end : match.start()], most)
        joined = " ".join(part for part in (shown, before, address) if part)
        if len(joined) > most:
            break
        shown, end = joined, match.end()
    rest = fit(text[end:], most - len(shown) - 1) if most - len(shown) > _LEAST else ""
    return " ".join(part for part in (shown, rest) if part)


_LEAST = 20
