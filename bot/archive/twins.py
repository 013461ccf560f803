"""The same event under several pages of one day: which pages those are, and the one event they make together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.archive.entry import Link, Stored, decode, page_key
from bot.archive.event import Source
from bot.archive.reading import TAIL, PageRead
from bot.archive.words import fold, tokens


@dataclass(frozen=True, slots=True)
class Twins:
    """Pages of one event: the page it is told by, the other pages, and what to store with all that they know."""

    page: PageRead
    others: tuple[PageRead, ...]
    stored: Stored


def find_twins(pages: Iterable[PageRead]) -> list[Twins]:
    """All groups of pages that tell the same event.

    Pages of one day and folder are twins when one's headline is the end of the other's (which has the name of its
    story in front; a short headline must have just that in front), or when one lists the other as an earlier wording.
    """
    by_day: dict[tuple[int, int], list[PageRead]] = defaultdict(list)
    for page in pages:
        if page.day:
            by_day[page.folder, page.day].append(page)
    return [twins for day in by_day.values() if len(day) > 1 for twins in _of_day(day)]


def _of_day(day: list[PageRead]) -> list[Twins]:
    group_of: dict[str, list[PageRead]] = {page.path: [page] for page in day}

    def join(one: PageRead, other: PageRead) -> None:
        ours, theirs = group_of[one.path], group_of[other.path]
        if ours is not theirs:
            ours.extend(theirs)
            for page in theirs:
                group_of[page.path] = ours

    by_tail: dict[str, list[PageRead]] = defaultdict(list)
    for page in day:
        by_tail[page.tail].append(page)
    for alike in by_tail.values():
        for number, page in enumerate(alike):
            for other in alike[:number]:
                if _ends_alike(page, other):
                    join(page, other)
    for page in day:
        # A headline shorter than a tail: what stands before it has to be the story's name, not half a sentence.
        if page.tail.count(" ") + 1 < TAIL:
            for other in day:
                if other.tail.endswith(f" {page.tail}") and _is_behind_topic(page, other):
                    join(page, other)
    by_path: Mapping[str, PageRead] = {page.path: page for page in day}
    for page in day:
        for path in page.earlier:
            if path in by_path:
                join(page, by_path[path])
    groups = {id(group): group for group in group_of.values() if len(group) > 1}
    return [_merge(group) for group in groups.values()]


def _ends_alike(one: PageRead, other: PageRead) -> bool:
    shorter, longer = sorted((tokens(decode(page.body).event.headline) for page in (one, other)), key=len)
    return bool(shorter) and longer[-len(shorter) :] == shorter


def _is_behind_topic(page: PageRead, other: PageRead) -> bool:
    event = decode(other.body).event
    return bool(event.topic) and f"{' '.join(tokens(event.topic))} {page.tail}" == " ".join(tokens(event.headline))


def _merge(group: list[PageRead]) -> Twins:
    """The page with the newest wording, without a story's name in front, tells the event; the others add to it."""
    listed = {path for page in group for path in page.earlier}
    told = {page.path: decode(page.body) for page in group}

    def order(page: PageRead) -> tuple[bool, int, int, str]:
        # A page that only others call an earlier wording is never the one.
        superseded = page.path in listed and not page.earlier
        return superseded, len(tokens(told[page.path].event.headline)), len(page.path), page.path

    first, *rest = sorted(group, key=order)
    stored = told[first.path]
    for page in rest:
        stored = _add(stored, told[page.path])
    earlier = tuple(dict.fromkeys((*stored.event.earlier, *(page.path for page in rest))))
    return Twins(first, tuple(rest), replace(stored, event=replace(stored.event, earlier=earlier)))


def _add(stored: Stored, other: Stored) -> Stored:
    event, twin = stored.event, other.event
    own = {page_key(stored.folder, path) for path in (event.path, twin.path, *event.earlier, *twin.earlier)}
    contexts: dict[str, str] = {}
    for name in (*event.contexts, *twin.contexts):
        contexts.setdefault(fold(name), name)
    sources: dict[str, Source] = {}
    for source in (*event.sources, *twin.sources):
        sources.setdefault(source.url, source)
    links: dict[int, Link] = {}
    for link in (*stored.links, *other.links):
        if link.key not in own:
            links.setdefault(link.key, link)
    merged = replace(
        event,
        topic=event.topic or twin.topic,
        summary=event.summary or twin.summary,
        image=event.image or twin.image,
        contexts=tuple(contexts.values()),
        sources=tuple(sources.values()),
    )
    return Stored(stored.folder, merged, tuple(links.values()))
