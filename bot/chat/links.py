"""Addresses that may be pressed: http and https, of sane length, naming the host they lead to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import yarl
from discord import ui

from bot.archive.event import Source
from bot.chat.text import clean, cut, fit

MOST_LINK = 512
MOST_LABEL = 80

_PLAIN = re.compile(r"https?://[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%\[\]]+", re.IGNORECASE)
# A name of dotted labels (RFC 1123, with the underscores that are about), or an IP address.
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9-]{2,}\.?|[0-9.]{7,15}|[0-9a-f:.]+:[0-9a-f:.]*")
# Nothing in these can be taken for Markdown or a mention.
_IN_TEXT = re.compile(r"https?://[A-Za-z0-9\-._:/?#&+,;=%]+(?!\S)")
_APART = " · "
_LEAST = 24
"""Text with less room than this is left out."""


def link(address: str) -> str | None:
    """The address as Discord takes it, of at most 512 characters; None for one that nobody should be led to."""
    try:
        plain = address if _PLAIN.fullmatch(address) else str(yarl.URL(address))
        parts = urlsplit(plain)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    sound = (
        _PLAIN.fullmatch(plain)
        and host
        and _HOST.fullmatch(host)
        and "@" not in parts.netloc
        and clean(address) == address
    )
    return plain if sound and " " not in address and len(plain) <= MOST_LINK else None


def source_buttons(sources: Iterable[Source], most: int) -> tuple[list[ui.Button[Any]], list[str]]:
    """Up to ``most`` link buttons, those of one name numbered, and the names of the sources that have none."""
    buttons: list[ui.Button[Any]] = []
    others: list[str] = []
    names: Counter[str] = Counter()
    for source in sources:
        address = link(source.url)
        name = clean(source.name) or (urlsplit(address).hostname if address else "") or ""
        if address and len(buttons) < most:
            names[name] += 1
            buttons.append(ui.Button(label=_numbered(name, names[name]), url=address))
        elif name and name not in others:
            others.append(name)
    return buttons, others


def _numbered(name: str, place: int) -> str:
    """A source's name on a button; from the second of one name on with its number, so that they can be told apart."""
    number = f" ({place})" if place > 1 else ""
    return f"{cut(name, MOST_LABEL - len(number))}{number}"


def fit_as_link(text: str, most: int) -> str:
    """Text made fit to be shown in ``most`` characters, all of it leading to the address that ends it.

    Only for what the operator wrote, such as an archive's name, source, licence and link.
    """
    label, _, last = text.rpartition(_APART)
    address = link(last) if label and _IN_TEXT.fullmatch(last) and "://" not in label else None
    room = most - len(address or "") - len("[]()")
    if address is None or room < _LEAST:
        return fit_with_links(text, most)
    return f"[{fit(label, room)}]({address})"


def fit_with_links(text: str, most: int) -> str:
    """Text made fit to be shown in ``most`` characters, its links left as they are, to be pressed.

    Only for what the operator wrote, such as an archive's description.
    """
    shown, end = "", 0
    for match in _IN_TEXT.finditer(text):
        address = link(match[0])
        before = fit(text[end : match.start()], most)
        joined = " ".join(part for part in (shown, before, address) if part)
        if address is None:
            continue
        if len(joined) > most:
            break
        shown, end = joined, match.end()
    room = most - len(shown) - 1
    rest = fit(text[end:], room) if room >= _LEAST else ""
    return " ".join(part for part in (shown, rest) if part)
