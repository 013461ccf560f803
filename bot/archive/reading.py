"""Pages read in bulk, as a worker process does it: bytes to compact batches ready for the index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bot.archive.entry import encode
from bot.archive.event import Event, Finding
from bot.archive.folder import Folder, Stamp
from bot.archive.importance import TextSigns, text_signs
from bot.archive.pages import read_page
from bot.archive.postings import IN_CONTEXT, IN_HEADLINE, IN_SUMMARY, Bits, Ints
from bot.archive.words import fold, tokens

# A headline's tail of so many tokens is what twins of a day are first compared by.
_TAIL = 5


@dataclass(frozen=True, slots=True)
class PageToRead:
    """One page's place and stamp: the folder's number, the path under it, size and time of change."""

    folder: int
    path: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class PageRead:
    """What the index keeps of one page. ``day`` is 0 for a page without an event."""

    folder: int
    path: str
    stamp: Stamp
    digest: bytes
    day: int = 0
    tail: str = ""
    body: bytes = b""
    earlier: tuple[str, ...] = ()
    signs: TextSigns | None = None
    sources: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Held:
    """Which of a batch's pages holds which words: numbers into ``names``, page after page."""

    names: dict[str, int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    bits: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    def add(self, found: dict[str, int]) -> None:
        """Append one page's words with their bits."""
        names = self.names
        self.numbers.extend([names.setdefault(word, len(names)) for word in found])
        self.bits.extend(found.values())
        self.lengths.append(len(found))


@dataclass(frozen=True, slots=True)
class PackedHeld:
    """:class:`Held` as arrays, cheap to send between processes."""

    names: tuple[str, ...]
    numbers: Ints
    bits: Bits
    lengths: Ints

    @classmethod
    def of(cls, held: Held) -> PackedHeld:
        """Pack what was gathered."""
        return cls(
            tuple(held.names),
            np.array(held.numbers, np.int32),
            np.array(held.bits, np.uint8),
            np.array(held.lengths, np.int32),
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """Pages read together. ``words`` and ``contexts`` run over the pages that have an event, in order."""

    pages: tuple[PageRead, ...]
    words: PackedHeld
    contexts: PackedHeld


def words_of(event: Event) -> dict[str, int]:
    """Every token of an event with the bits that say where it stands."""
    found: dict[str, int] = {}
    for text, bit in (
        (event.headline, int(IN_HEADLINE)),
        (" , ".join(event.contexts), int(IN_CONTEXT)),
        (event.summary, int(IN_SUMMARY)),
    ):
        for token in tokens(text):
            found[token] = found.get(token, 0) | bit
    return found


def read_batch(roots: Sequence[Path], wanted: Sequence[PageToRead]) -> Batch:
    """Read pages from disk. A page that cannot be read is in the batch with its finding; never raises for a page."""
    folders = [Folder(root) for root in roots]
    read: list[tuple[PageRead, Event | None]] = []
    for page in wanted:
        raw = folders[page.folder].read(page.path)
        if isinstance(raw, Finding):
            read.append((PageRead(page.folder, page.path, page.stamp, b"", findings=(raw,)), None))
            continue
        digest = hashlib.blake2b(raw, digest_size=16).digest()
        result = read_page(page.path, raw)
        kept = PageRead(page.folder, page.path, page.stamp, digest, findings=result.findings)
        read.append((kept, result.event))
    return pack(read)


def pack(read: Iterable[tuple[PageRead, Event | None]]) -> Batch:
    """A batch of pages and their events."""
    pages: list[PageRead] = []
    words, contexts = Held(), Held()
    for page, event in read:
        if event is None:
            pages.append(page)
            continue
        words.add(words_of(event))
        contexts.add(dict.fromkeys(map(fold, event.contexts), int(IN_CONTEXT)))
        pages.append(_with_event(page, event))
    return Batch(tuple(pages), PackedHeld.of(words), PackedHeld.of(contexts))


def _with_event(page: PageRead, event: Event) -> PageRead:
    return PageRead(
        page.folder,
        page.path,
        page.stamp,
        page.digest,
        day=event.date.toordinal(),
        tail=" ".join(tokens(event.headline)[-_TAIL:]),
        body=encode(page.folder, event),
        earlier=event.earlier,
        signs=text_signs(event.headline),
        sources=len(event.sources),
        findings=page.findings,
    )
