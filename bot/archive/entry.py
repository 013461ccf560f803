"""An event as the index keeps it: its number-like key, its id for people's links, and its compact body."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.archive.description import ArchiveDescription
from bot.archive.event import Event, Source

_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of the archive. ``id`` is 16 hexadecimal digits and stays the same for as long as its path does."""

    id: str
    event: Event
    archive: ArchiveDescription
    number: int
    """The event's place in its snapshot, by date."""


def page_key(folder: int, path: str) -> int:
    """A page's key: a signed 64-bit number made of its path and, but for the first folder, the folder's number."""
    name = path if folder == 0 else f"{folder}:{path}"
    digest = hashlib.blake2b(name.encode("utf-8", "surrogateescape"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def id_of_key(key: int) -> str:
    """The id that stands for a key wherever people or messages carry it."""
    return f"{key & 0xFFFF_FFFF_FFFF_FFFF:016x}"


def key_of_id(id_: str) -> int | None:
    """The key an id stands for, or None for what is no id."""
    if _ID.fullmatch(id_) is None:
        return None
    return int.from_bytes(bytes.fromhex(id_), "big", signed=True)


@dataclass(frozen=True, slots=True)
class Link:
    """A related page as the index keeps it: by key alone where the page is in the archive, else with what is known."""

    key: int
    contexts: tuple[str, ...] = ()
    path: str = ""
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """A body, read: the folder's number, the event without its relations, and those as links."""

    folder: int
    event: Event
    links: tuple[Link, ...]


def links_of(folder: int, event: Event, known: Collection[str]) -> tuple[Link, ...]:
    """The links of an event's relations; ``known`` are the paths of the folder's pages."""
    links = []
    for relation in event.related:
        key = page_key(folder, relation.path)
        if relation.path in known:
            links.append(Link(key, relation.contexts))
        else:
            links.append(Link(key, relation.contexts, relation.path, relation.headline))
    return tuple(links)


def encode(stored: Stored) -> bytes:
    """The body kept for an event: JSON without names."""
    event = stored.event
    body: list[object] = [
        stored.folder,
        event.path,
        event.date.toordinal(),
        event.headline,
        event.raw_headline if event.raw_headline != event.headline else None,
        event.topic,
        event.summary,
        event.contexts,
        [(source.name, source.url) for source in event.sources],
        event.image,
        [
            (link.key, link.contexts, link.path, link.headline) if link.path else (link.key, link.contexts)
            for link in stored.links
        ],
        event.earlier,
    ]
    return json.dumps(body, separators=(",", ":")).encode("ascii")


def decode(body: bytes) -> Stored:
    """What a body holds. Raises ValueError for bytes that are none."""
    folder, path, day, headline, raw, topic, summary, contexts, sources, image, links, earlier = json.loads(body)
    event = Event(
        path=path,
        date=dt.date.fromordinal(day),
        headline=headline,
        raw_headline=headline if raw is None else raw,
        topic=topic,
        summary=summary,
        contexts=tuple(contexts),
        sources=tuple(Source(name, url) for name, url in sources),
        image=image,
        earlier=tuple(earlier),
    )
    return Stored(folder, event, tuple(Link(key, tuple(names), *rest) for key, names, *rest in links))
