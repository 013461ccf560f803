"""The numbered links of a page's sections: sources with the cover picture, related pages, earlier wordings."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.archive.cleaning import clean, tidy
from bot.archive.contexts import split_names
from bot.archive.event import Relation, Source
from bot.archive.topics import split_topic

_NUMBER = re.compile(r"\s*(?:\d+[.)]|[-*+])\s*")
_ADDRESS = re.compile(r"https?://(?:[^\s/?#@\\]+@)?([^\s/?#@\\:]+)(?::\d+)?(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
_LABEL = re.compile(r"_(?:Context|消息)\s*[:：]\s*")
_COVER = "cover image"
_PICTURE = "[IMG]("


class SourceLine(NamedTuple):
    """What one line of a source section holds; a line without a source or picture of use holds None."""

    source: Source | None
    image: str | None
    is_source: bool


def read_source(line: str) -> SourceLine:
    """Read "1. [BBC](http://…)", "3. [Cover Image](http://…jpg)" or "1. [BBC](http://…) [IMG](http://…jpg)".

    ``is_source`` tells whether the line should have held a source; when it does and ``source`` is None, its link is
    missing or is no web address. A picture whose address is no web address is left out silently. Never raises.
    """
    head, image = line.rstrip(), None
    if _PICTURE in head:
        head, _, address = head.rpartition(_PICTURE)
        head, image = head.rstrip(), web_address(address.rstrip(")\\ ") if "(" not in address else address[:-1])
    link = _NUMBER.sub("", head, count=1)
    if not link:
        return SourceLine(None, image, False)
    name, found, address = link.rpartition("](")
    name, address = name.lstrip("["), web_address(address.removesuffix(")")) if found else None
    if name.strip().casefold() == _COVER:
        return SourceLine(None, address, False)
    return SourceLine(Source(_publisher(name, address), address) if address else None, image, True)


def web_address(text: str) -> str | None:
    """Give ``text`` without spaces around it if it is an http(s) address with a host, else None. Never raises."""
    address = text.strip()
    return address if _ADDRESS.fullmatch(address) else None


def host(address: str) -> str:
    """Give the host of a web address without "www.", to name a source that has no name."""
    found = _ADDRESS.fullmatch(address)
    return found[1].lower().removeprefix("www.") if found else address


def _publisher(name: str, address: str) -> str:
    return clean(name).text or host(address)


def page_path(target: str) -> str | None:
    """Give a link's target as a path under the archive folder, or None if it is no page of the archive.

    "/zh/news/2013/01/18/a.md" and "/news/2013/01/18/a.md" both give "news/2013/01/18/a.md". Never raises.
    """
    path = target.strip().lstrip("/")
    if path.startswith("zh/"):
        path = path[3:]
    if not path.endswith(".md") or "\\" in path or "://" in path or "\0" in path:
        return None
    if "//" in path or path.startswith("../") or "/../" in path or "/./" in path:
        return None
    return path


def read_relation(line: str, tidied: bool = False) -> Relation | None:
    """Read "1. [headline](/news/…/slug.md) _Context: A, B_", or None if there is no link to a page in it.

    The headline may hold brackets, quotes and parentheses. ``tidied`` promises that the line holds nothing to clean.
    Never raises.
    """
    head, found, tail = line.rpartition("](")
    target, closed, label = tail.partition(") ")
    if not closed:
        target, label = tail.rstrip().removesuffix(")"), ""
    path = page_path(target) if found else None
    if path is None:
        return None
    headline = head[head.find("[") + 1 :].strip()
    if not tidied:
        headline = clean(headline).text
    if ":" in headline:
        headline = split_topic(headline)[1]
    return Relation(path, headline, _names(label) if label else ())


def _names(label: str) -> tuple[str, ...]:
    """Give the names of "_Context: A, B_"."""
    found = _LABEL.match(label.lstrip())
    if not found:
        return ()
    return split_names(tidy(label.lstrip()[found.end() :].rstrip().removesuffix("_")))
