"""The numbered links of a page's sections: sources with the cover picture, related pages, earlier wordings."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.archive.cleaning import clean
from bot.archive.contexts import split_names
from bot.archive.event import Relation, Source
from bot.archive.topics import show

_NUMBER = re.compile(r"\s*(?:\d+[.)]|[-*+])\s*")
_ADDRESS = re.compile(r"https?://(?:[^\s/?#@\\]+@)?([^\s/?#@\\:]+)(?::\d+)?(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
_LABEL = re.compile(r"\s*_(?:Context|消息)\s*[:：]\s*")
# A headline without brackets, a path that page_path would take as it is, and names.
_REGULAR_RELATION = re.compile(
    r"^\d+\. \[([^\]\n]*)\]\(/(news/\d{4}/\d\d/\d\d?/[^)/\n]*\.md)\) _Context: (.*)_ *(?:\n|$)", re.MULTILINE
)
_UNUSUAL = tuple("&<{}=+\t\\\x7f")
_UNUSUAL_BEYOND_ASCII = tuple("\xa0\xad\u200b\u200e\u200f\u3000\ufeff")
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
    head = line.rstrip()
    image: str | None = None
    if _PICTURE in head:
        head, _, picture = head.rpartition(_PICTURE)
        head = head.rstrip()
        image = web_address(picture.rstrip(")\\ ") if "(" not in picture else picture[:-1])
    link = _NUMBER.sub("", head, count=1)
    if not link:
        return SourceLine(None, image, False)
    name, found, target = link.rpartition("](")
    name = name.lstrip("[")
    address = web_address(target.removesuffix(")")) if found else None
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


def read_regular_relations(section: str) -> list[Relation] | None:
    """Read a whole section at once if each of its lines is regular and holds nothing to clean, else give None.

    Nearly all are, and there are hundreds of thousands of lines: this is several times as fast as line by line.
    """
    section = section.strip("\n")
    if not section:
        return []
    found = _REGULAR_RELATION.findall(section)
    if len(found) != section.count("\n") + 1 or len(found) != section.count("[") or _is_unusual(section):
        return None
    return [_relation(headline, path, names) for headline, path, names in found]


def _relation(headline: str, path: str, names: str) -> Relation:
    """Give the relation of a regular line, whose headline may still hold wiki quotes, odd spaces or an address."""
    headline = headline.strip()
    if "  " in headline or "''" in headline or "://" in headline:
        headline = clean(headline).text
    return Relation(path, show(headline) if ":" in headline else headline, split_names(names))


def _is_unusual(section: str) -> bool:
    """Whether a section may hold signs to clean."""
    for sign in _UNUSUAL:  # a search for one sign costs next to nothing, unlike one for a pattern
        if sign in section:
            return True
    return not section.isascii() and any(sign in section for sign in _UNUSUAL_BEYOND_ASCII)


def read_relation(line: str) -> Relation | None:
    """Read "1. [headline](/news/…/slug.md) _Context: A, B_", or None if there is no link to a page in it.

    The headline may hold brackets, quotes and parentheses. Never raises.
    """
    regular = _REGULAR_RELATION.fullmatch(line)
    if regular and not _is_unusual(line):
        return _relation(*regular.groups())
    head, found, tail = line.rpartition("](")
    target, closed, label = tail.partition(") ")
    if not closed:
        target, label = tail.rstrip().removesuffix(")"), ""
    path = page_path(target) if found else None
    if path is None:
        return None
    return Relation(path, show(clean(head[head.find("[") + 1 :]).text), _names(label))


def _names(label: str) -> tuple[str, ...]:
    """Give the names of "_Context: A, B_"."""
    found = _LABEL.match(label)
    return split_names(clean(label[found.end() :].rstrip().removesuffix("_")).text) if found else ()
