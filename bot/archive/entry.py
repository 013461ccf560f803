"""An event as the index keeps it: its number-like key, its id for people's links, and its compact body."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import zlib
from dataclasses import dataclass

from bot.archive.description import ArchiveDescription
from bot.archive.event import Event, Relation, Source


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of the archive. ``id`` is 13 characters a-z and 2-7 and stays the same for as long as its path does."""

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
    return base64.b32encode(key.to_bytes(8, "big", signed=True)).decode().rstrip("=").lower()


def key_of_id(id_: str) -> int | None:
    """The key an id stands for, or None for what is no id."""
    if len(id_) != 13:
        return None
    try:
        raw = base64.b32decode(id_.upper() + "===")
    except ValueError:
        return None
    key = int.from_bytes(raw, "big", signed=True)
    return key if id_of_key(key) == id_.lower() else None


def encode(folder: int, event: Event) -> bytes:
    """The body kept for an event: compressed JSON without the defaults."""
    body: list[object] = [
        folder,
        event.path,
        event.date.toordinal(),
        event.headline,
        event.raw_headline if event.raw_headline != event.headline else None,
        event.topic,
        event.summary,
        event.contexts,
        [(source.name, source.url) for source in event.sources],
        event.image,
        [(relation.path, relation.headline, relation.contexts) for relation in event.related],
        event.earlier,
    ]
    return zlib.compress(json.dumps(body, separators=(",", ":")).encode("ascii"), level=1)


def decode(body: bytes) -> tuple[int, Event]:
    """The folder's number and the event of a body. Raises ValueError or zlib.error for bytes that are none."""
    folder, path, day, headline, raw, topic, summary, contexts, sources, image, related, earlier = json.loads(
        zlib.decompress(body)
    )
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
        related=tuple(Relation(to, text, tuple(names)) for to, text, names in related),
        earlier=tuple(earlier),
    )
    return folder, event
