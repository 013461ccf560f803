"""Pages read in bulk, as a worker process does it: bytes to compact batches ready for the index."""

from __future__ import annotations

import datetime as dt
import hashlib
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.archive import folding
from bot.archive.dead_ends import dead_ends
from bot.archive.entry import Stored, encode, links_of
from bot.archive.event import Event, Finding
from bot.archive.folder import Folder, Stamp
from bot.archive.importance import TextSigns, text_signs
from bot.archive.pages import MAX_FINDINGS, read_page
from bot.archive.postings import IN_CONTEXT, IN_HEADLINE, IN_STORY, IN_SUMMARY, Bits, Ints
from bot.archive.quarantine import doubts
from bot.archive.words import fold, tokens

# A headline's tail of so many tokens is what twins of a day are first compared by.
TAIL = 5


@dataclass(frozen=True, slots=True)
class PageToRead:
    """One page's place and stamp: the folder's number, the path under it, size and time of change.

    Where the page's bytes have the digest ``unless``, they are not looked into.
    """

    folder: int
    path: str
    stamp: Stamp
    unless: bytes = b""


@dataclass(frozen=True, slots=True)
class PageRead:
    """What the index keeps of one page. ``day`` is 0 for a page without an event.

    ``unchanged`` is one whose digest is that of :class:`PageToRead`: it was not looked into.
    ``digest`` is b"" for a page that could not be read. ``tail`` is the end of its headline as tokens, ``targets`` are
    the keys of the pages it lists as related. Pages of one headline, month and day have one ``likeness`` (0: no event).
    """

    folder: int
    path: str
    stamp: Stamp
    digest: bytes
    day: int = 0
    likeness: int = 0
    tail: str = ""
    body: bytes = b""
    earlier: tuple[str, ...] = ()
    targets: tuple[int, ...] = ()
    signs: TextSigns | None = None
    sources: int = 0
    findings: tuple[Finding, ...] = ()
    unchanged: bool = False


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

    def of_pages(self, chosen: NDArray[np.bool_]) -> PackedHeld:
        """The same for the chosen pages alone."""
        pairs = np.repeat(chosen, self.lengths)
        return PackedHeld(self.names, self.numbers[pairs], self.bits[pairs], self.lengths[chosen])


@dataclass(frozen=True, slots=True)
class Batch:
    """Pages read together. ``words`` and ``contexts`` run over the pages that have an event, in order."""

    pages: tuple[PageRead, ...]
    words: PackedHeld
    contexts: PackedHeld

    def without(self, places: Collection[tuple[int, str]]) -> Batch:
        """The batch less the pages at these folder numbers and paths."""
        stays = [(page.folder, page.path) not in places for page in self.pages]
        if all(stays):
            return self
        holding = np.array([stay for page, stay in zip(self.pages, stays, strict=True) if page.day], np.bool_)
        return Batch(
            tuple(page for page, stay in zip(self.pages, stays, strict=True) if stay),
            self.words.of_pages(holding),
            self.contexts.of_pages(holding),
        )


def words_of(event: Event, headline: Sequence[str]) -> dict[str, int]:
    """Every token of an event, whose headline's tokens are given, with the bits that say where it stands."""
    found = dict.fromkeys(headline, int(IN_HEADLINE))
    for text, bit in (
        (event.topic, int(IN_STORY)),
        (" , ".join(event.contexts), int(IN_CONTEXT)),
        (event.summary, int(IN_SUMMARY)),
    ):
        for token in tokens(text):
            found[token] = found.get(token, 0) | bit
    return found


def read_batch(
    roots: Sequence[Path], wanted: Sequence[PageToRead], known: Sequence[Collection[str]], today: dt.date
) -> Batch:
    """Read pages from disk. A page that cannot be read is in the batch with its finding; never raises for a page.

    ``known`` are the paths of all pages that are there, folder by folder. A page that must not be told on ``today``
    is one without an event.
    """
    folders = [Folder(root) for root in roots]
    read: list[tuple[PageRead, Stored | None]] = []
    for page in wanted:
        raw = folders[page.folder].read(page.path)
        if isinstance(raw, Finding):
            read.append((PageRead(page.folder, page.path, page.stamp, b"", findings=(raw,)), None))
            continue
        digest = hashlib.blake2b(raw, digest_size=16).digest()
        if digest == page.unless:
            read.append((PageRead(page.folder, page.path, page.stamp, digest, unchanged=True), None))
            continue
        result = read_page(page.path, raw)
        event, findings = result.event, result.findings
        if event is not None and (doubt := doubts(event, today)) is not None:
            event, findings = None, (*findings, doubt)
        if event is not None:
            findings = (*findings, *dead_ends(event, raw, known[page.folder]))[:MAX_FINDINGS]
        kept = PageRead(page.folder, page.path, page.stamp, digest, findings=findings)
        links = links_of(page.folder, event, known[page.folder]) if event else ()
        read.append((kept, Stored(page.folder, event, links) if event else None))
    return pack(read)


def _likeness(folder: int, event: Event) -> int:
    """A number that a folder's pages of the same headline, month and day have in common."""
    name = f"{folder} {event.date:%m-%d} {folding.fold(event.headline)}"
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True) or 1


def pack(read: Iterable[tuple[PageRead, Stored | None]]) -> Batch:
    """A batch of pages and what is to be stored of them."""
    pages: list[PageRead] = []
    words, contexts = Held(), Held()
    for page, stored in read:
        if stored is None:
            pages.append(page)
            continue
        event = stored.event
        headline = tokens(event.headline)
        words.add(words_of(event, headline))
        contexts.add(dict.fromkeys(map(fold, event.contexts), int(IN_CONTEXT)))
        pages.append(
            replace(
                page,
                day=event.date.toordinal(),
                likeness=_likeness(stored.folder, event),
                tail=" ".join(headline[-TAIL:]),
                body=encode(stored),
                earlier=event.earlier,
                targets=tuple(link.key for link in stored.links),
                signs=text_signs(event.headline, headline),
                sources=len(event.sources),
            )
        )
    return Batch(tuple(pages), PackedHeld.of(words), PackedHeld.of(contexts))


# A worker process is told once what is the same for all its batches.
_worker: tuple[Sequence[Path], Sequence[Collection[str]], dt.date] | None = None


def start_worker(told: Path) -> None:
    """Make this process ready for :func:`work`; it steps back behind whoever answers people.

    ``told`` is a file of the process that started this one, with what :func:`read_batch` is to be told. This process
    ends with that one, however that ends, and leaves the interrupt key to it.
    """
    global _worker
    _worker = pickle.loads(told.read_bytes())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(10)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def work(wanted: Sequence[PageToRead]) -> Batch:
    """Read one batch in a worker process."""
    if _worker is None:
        raise RuntimeError("start_worker has to be called first")
    roots, known, today = _worker
    return read_batch(roots, wanted, known, today)
