"""One immutable state of an archive, opened from its index file: arrays in memory, events read when asked for."""

from __future__ import annotations

import datetime as dt
import threading
import weakref
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.archive.contents import Contents
from bot.archive.description import ArchiveDescription
from bot.archive.entry import Entry, Link, Stored, decode, id_of_key, key_of_id, page_key
from bot.archive.event import Finding
from bot.archive.index import IndexFile, IndexUnusable, StoredFinding
from bot.archive.postings import Floats
from bot.archive.vocabulary import Vocabulary
from bot.archive.words import query_tokens

# Weighing the words of all events at once would take 40 MB for the blink of an eye.
_EVENTS_AT_ONCE = 4096
# Years that an archive's events are told apart by when they are named in a text: as many as an integer has bits.
_YEARS = 64


class Snapshot:
    """All events of one moment. Safe to use from several threads; the file behind it may be replaced meanwhile."""

    def __init__(self, index: IndexFile, contents: Contents, folders: Sequence[ArchiveDescription]) -> None:
        self._index = index
        # A connection is part of a reference circle: without this its file would stay open until the next collection.
        weakref.finalize(self, index.close)
        self._lock = threading.Lock()
        self.contents = contents
        self.folders = tuple(folders)
        self._norms: Floats | None = None
        self.damaged = False
        """Whether an event could not be read as it was written; then the index has to be built anew."""
        self._context_words: dict[int, tuple[int, ...]] = {}

    @classmethod
    def open(cls, path: Path, roots: Sequence[Path]) -> Snapshot:
        """The state in the index at ``path``. Raises IndexUnusable, also when it is of other folders than ``roots``."""
        index = IndexFile.open(path)
        try:
            described = index.read_folders(roots)
            contents = Contents.from_arrays(*index.read_arrays(Contents.part_names()))
        except IndexUnusable:
            index.close()
            raise
        return cls(index, contents, described)

    def close(self) -> None:
        """Let go of the file; events can no longer be read."""
        with self._lock:
            self._index.close()

    def __len__(self) -> int:
        return len(self.contents)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all events, ready for questions."""
        return Vocabulary(self.contents.vocabulary, self.contents.words)

    def word_norms(self, place_weights: Floats, rarer_than: float) -> Floats:
        """The length of every event's vector of words rarer than ``rarer_than``, weighed by rarity and place."""
        if self._norms is None:
            words = self.contents.words
            squares = np.zeros(words.event_count, np.float32)
            for first in range(0, words.event_count, _EVENTS_AT_ONCE):
                starts = words.event_start[first : first + _EVENTS_AT_ONCE + 1]
                pairs = slice(int(starts[0]), int(starts[-1]))
                rarities = self.vocabulary.rarities[words.words[pairs]]
                weights = np.where(rarities > rarer_than, rarities * place_weights[words.word_bits[pairs]], 0)
                events = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
                squares[first : first + len(starts) - 1] = np.bincount(events, weights * weights, len(starts) - 1)
            self._norms = np.sqrt(squares) + np.float32(1e-6)
        return self._norms

    @cached_property
    def common_contexts(self) -> NDArray[np.intp]:
        """The numbers of contexts of two or more events."""
        return np.flatnonzero(self.contents.contexts.frequencies > 1)

    def words_of_context(self, context: int) -> tuple[int, ...]:
        """The numbers of the words that a context's name is made of, each once."""
        words = self._context_words.get(context)
        if words is None:
            numbers = (self.vocabulary.number(token) for token in query_tokens(self.contents.context_names[context]))
            words = tuple(number for number in numbers if number is not None)
            self._context_words[context] = words
        return words

    def contexts_beginning_with(self, prefix: str, most: int) -> list[int]:
        """The numbers of the commonest contexts whose folded name begins with ``prefix``."""
        places = self.contents.context_names.beginning_with(prefix)
        order = np.argsort(-self.contents.contexts.frequencies[places.start : places.stop], kind="stable")
        return [places[place] for place in order[:most].tolist()]

    @cached_property
    def shortness(self) -> Floats:
        """What a match in each event is worth: more in a short one than in a long one (1 for the average)."""
        lengths = np.diff(self.contents.words.event_start).astype(np.float32)
        relative = lengths / max(1.0, float(lengths.mean() if len(lengths) else 1))
        return np.asarray(1 / np.sqrt(0.65 + 0.35 * relative), np.float32)

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """The first and last year of any event."""
        days = self.contents.days
        if not len(days):
            return None
        return dt.date.fromordinal(int(days[0])).year, dt.date.fromordinal(int(days[-1])).year

    def of_day(self, month: int, day: int) -> NDArray[np.intp]:
        """The numbers of the events of a month and day (not 29 February) in all years."""
        first, last = self.years or (1, 0)
        spans = [self.between(date, date) for year in range(first, last + 1) if (date := dt.date(year, month, day))]
        return np.concatenate([np.arange(span.start, span.stop) for span in spans] or [np.zeros(0, np.intp)])

    @cached_property
    def year_numbers(self) -> NDArray[np.uint8]:
        """Of each event how many years after the first its year is (at most 63)."""
        first, last = self.years or (1, 1)
        starts = [dt.date(year, 1, 1).toordinal() for year in range(first, min(last, first + _YEARS - 1) + 1)]
        return (np.searchsorted(starts, self.contents.days, "right") - 1).astype(np.uint8)

    @cached_property
    def _years_in_text(self) -> NDArray[np.uint64]:
        """Which years each event names in its text, a bit for each year of the archive from the first."""
        named = np.zeros(len(self), np.uint64)
        words = self.contents.words
        first, last = self.years or (1, 0)
        for place, year in enumerate(range(first, min(last, first + _YEARS - 1) + 1)):
            word = self.vocabulary.number(str(year))
            if word is not None:
                named[words.events[words.holding(word)]] |= np.uint64(1 << place)
        return named

    def years_named(self, events: NDArray[np.intp]) -> NDArray[np.bool_]:
        """For each of some events which years it names in its text: columns from the archive's first year on."""
        bits = self._years_in_text[events, None] >> np.arange(_YEARS, dtype=np.uint64)
        return (bits & np.uint64(1)).astype(np.bool_)

    def number_of(self, reference: str) -> int | None:
        """The number of the event that an id or a page's path stands for; a twin's path stands for the event."""
        reference = reference.strip()
        key = key_of_id(reference)
        if key is not None and (number := self._number_of_key(key)) is not None:
            return number
        path = reference.removeprefix("/").removeprefix("zh/")
        for folder in range(len(self.folders)):
            number = self._number_of_page(page_key(folder, path))
            if number is not None:
                return number
        return None

    def number_of_link(self, link: Link) -> int | None:
        """The number of the event a link leads to, if its page is in the archive."""
        return self._number_of_page(link.key)

    def entries(self, numbers: Iterable[int]) -> list[Entry]:
        """The events of these numbers, in the same order. Raises IndexUnusable when the file is damaged."""
        return [self._entry(number, self.stored(number)) for number in numbers]

    def entry(self, number: int) -> Entry:
        """The event of a number. Raises IndexUnusable when the file is damaged."""
        return self._entry(number, self.stored(number))

    def _entry(self, number: int, stored: Stored) -> Entry:
        key = int(self.contents.keys[number])
        return Entry(id_of_key(key), stored.event, self.folders[stored.folder], number)

    def ids(self, numbers: Iterable[int]) -> list[str]:
        """The ids of the events of these numbers, in the same order."""
        return [id_of_key(int(self.contents.keys[number])) for number in numbers]

    def stored(self, number: int) -> Stored:
        """What is stored of the event of a number. Raises IndexUnusable when the file is damaged."""
        with self._lock:
            try:
                body = self._index.read_body(int(self.contents.keys[number]))
            except IndexUnusable:
                self.damaged = True
                raise
        return decode(body)

    def findings(self) -> list[Finding]:
        """Every problem of every page, by path."""
        return [told.finding for told in self.stored_findings()]

    def stored_findings(self) -> list[StoredFinding]:
        """Every problem of every page with its folder's number. Raises IndexUnusable when the file is damaged."""
        with self._lock:
            return self._index.read_findings()

    def date(self, number: int) -> dt.date:
        """The date of an event."""
        return dt.date.fromordinal(int(self.contents.days[number]))

    def between(self, first: dt.date, last: dt.date) -> slice:
        """The numbers of the events of a period, both ends included."""
        days = self.contents.days
        start = int(np.searchsorted(days, first.toordinal(), "left"))
        return slice(start, int(np.searchsorted(days, last.toordinal(), "right")))

    def of_year(self, year: int) -> slice:
        """The numbers of the events of a year (1 to 9999)."""
        return self.between(dt.date(year, 1, 1), dt.date(year, 12, 31))

    @cached_property
    def _by_key(self) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
        order = np.argsort(self.contents.keys)
        return self.contents.keys[order], order

    def _number_of_key(self, key: int) -> int | None:
        keys, order = self._by_key
        place = int(np.searchsorted(keys, key))
        return int(order[place]) if place < len(keys) and int(keys[place]) == key else None

    def _number_of_page(self, key: int) -> int | None:
        number = self._number_of_key(key)
        if number is None:
            twins = self.contents.twin_keys
            place = int(np.searchsorted(twins, key))
            if place < len(twins) and int(twins[place]) == key:
                return self._number_of_key(int(self.contents.twin_events[place]))
        return number
