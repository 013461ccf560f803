"""The value objects everybody speaks: an event, where it comes from and what is wrong with a page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Source:
    """Where an event was reported: the publisher's name and an http(s) address."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A page that another page lists as related.

    ``path`` is relative to the archive folder ("news/2013/03/23/slug.md") and may lead to a page that is not there;
    ``headline`` is the link's text, cleaned; ``contexts`` are the names both pages are about.
    """

    path: str
    headline: str
    contexts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on one date, as one page tells it.

    ``path`` is the page's path under its archive folder, with "/" between its parts. ``headline`` is fit for showing;
    ``raw_headline`` is the line as it stands in the page. ``topic`` is the story's name where the headline begins
    with one ("Battle of Konna"), else "". ``contexts`` are the named things the event is about, the first one first,
    each once. ``image`` is the cover picture's address. ``earlier`` are paths of earlier wordings of the same event.
    """

    path: str
    date: dt.date
    headline: str
    raw_headline: str
    topic: str = ""
    summary: str = ""
    contexts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    image: str | None = None
    related: tuple[Relation, ...] = ()
    earlier: tuple[str, ...] = ()


class Problem(StrEnum):
    """What can be wrong with a page. The first group refuses the page, the second keeps it and tells."""

    EMPTY = "empty"
    NOT_UTF8 = "not-utf8"
    NUL_BYTES = "nul-bytes"
    TOO_LONG = "too-long"
    NO_DATE = "no-date"
    NO_HEADLINE = "no-headline"
    BAD_FRONT_MATTER = "bad-front-matter"
    UNREADABLE = "unreadable"
    VANISHED = "vanished"
    OUTSIDE = "outside"
    LINK_LOOP = "link-loop"
    FUTURE_DATE = "future-date"
    HOAX = "hoax"
    COPIED_YEAR = "copied-year"

    DATE_DISAGREES = "date-disagrees"
    TOPIC_ONLY = "topic-only"
    BAD_SOURCE = "bad-source"
    BAD_RELATION = "bad-relation"
    BAD_IMAGE = "bad-image"
    WRECKED_HEADLINE = "wrecked-headline"

    @property
    def refuses(self) -> bool:
        """Whether a page with this problem is left out of the archive."""
        return self not in _TOLD


_TOLD = {
    Problem.DATE_DISAGREES,
    Problem.TOPIC_ONLY,
    Problem.BAD_SOURCE,
    Problem.BAD_RELATION,
    Problem.BAD_IMAGE,
    Problem.WRECKED_HEADLINE,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of one page: its path, the line it stands on (1-based, 0 for the whole page) and a sentence."""

    problem: Problem
    path: str
    line: int
    reason: str
