"""Archive: the one door to all events. Whoever asks gets one consistent state, also while a new one is being built."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.archive.anniversaries import Echo, echo_of, nearest_in_calendar, rank_day, run_of_days, years_of_day
from bot.archive.completion import Completion, complete, nearest_contexts
from bot.archive.description import ArchiveDescription
from bot.archive.entry import Entry
from bot.archive.event import Finding
from bot.archive.index import IndexUnusable
from bot.archive.lookup import Found, look_up
from bot.archive.related import RelatedEvent, find_related
from bot.archive.snapshot import Snapshot
from bot.archive.stories import Stories, Story
from bot.archive.unfolding import find_unfolding
from bot.archive.warming import warm_up

if TYPE_CHECKING:
    from bot.archive.bulk import Progress
    from bot.archive.report import BuildReport


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """What the archive holds: events, the first and last year (None when empty), what each folder says of itself.

    ``refused`` and ``doubtful`` count pages left out and pages kept with a finding, ``twins`` pages that tell an event
    of another page.
    """

    events: int
    years: tuple[int, int] | None
    folders: tuple[ArchiveDescription, ...]
    refused: int
    doubtful: int
    twins: int


class Archive:
    """All events of one or more folders, indexed in one file under ``home``.

    Every method may be called from any thread. :meth:`reload` replaces the state in one step.
    """

    def __init__(self, home: Path, roots: Sequence[Path]) -> None:
        self.path = index_path(home, roots)
        self.roots = tuple(roots)
        self._snapshot: Snapshot | None = None
        self._stamp: tuple[int, int, int] | None = None
        self._swap = threading.Lock()
        self.replaced: list[Callable[[Snapshot], None]] = []
        """What is called, in any thread, with a state that answers from now on, to let go of the one before."""

    @property
    def snapshot(self) -> Snapshot:
        """The current state. Raises IndexUnusable before :meth:`open` or :meth:`reload`."""
        if self._snapshot is None:
            raise IndexUnusable("The archive is not open.")
        return self._snapshot

    @property
    def written(self) -> float | None:
        """When the index was written, in seconds since 1970; None where there is none."""
        try:
            return self.path.stat().st_mtime
        except OSError:
            return None

    @property
    def damaged(self) -> bool:
        """Whether an answer met damage, so that the index has to be built anew."""
        return self._snapshot is not None and self._snapshot.damaged

    def open(self, today: dt.date, progress: Progress | None = None, *, warm: bool = False) -> BuildReport | None:
        """Open the index as it is, or build it where there is none to trust; then the report says so.

        With ``warm``, what the first questions need is made ready before anybody is answered from the new state.

        Raises OSError when it cannot be written.
        """
        try:
            self.take_newest(warm=warm)
        except IndexUnusable:
            return self.reload(today, progress)
        return None

    def reload(self, today: dt.date, progress: Progress | None = None, *, from_nothing: bool = False) -> BuildReport:
        """Bring the index up to date and answer from the new state. Raises OSError; then the old state stays.

        An index in which an answer met damage is built anew.
        """
        from bot.archive.build import refresh  # not needed to answer from an index that is there

        from_nothing = from_nothing or self.damaged
        report = refresh(self.path, self.roots, today, progress=progress, from_nothing=from_nothing)
        try:
            self.take_newest()
        except IndexUnusable:
            # Where nothing has changed, most of the file is not looked at before it is opened.
            report = refresh(self.path, self.roots, today, progress=progress, from_nothing=True)
            self.take_newest()
        return report

    def take_newest(self, *, warm: bool = False) -> None:
        """Open the index file unless it is the one that is open: another process may have put a new one there.

        Whoever is asking holds the old state; its file closes when the last of them is done with it. ``warm`` as in
        :meth:`open`. Raises IndexUnusable, and then nothing has changed.
        """
        opened = None
        with self._swap:
            stamp = _stamp(self.path)
            if self._snapshot is None or stamp != self._stamp:
                opened = Snapshot.open(self.path, self.roots)
                if warm:
                    warm_up(opened)
                self._snapshot, self._stamp = opened, stamp
        if opened is not None:
            for let_go in self.replaced:
                let_go(opened)

    def close(self) -> None:
        """Let go of the index file."""
        with self._swap:
            if self._snapshot is not None:
                self._snapshot.close()
            self._snapshot = None

    def get(self, reference: str) -> Entry | None:
        """The event that an id or a page's path stands for; a twin's path gives the event it stands for."""
        snapshot = self.snapshot
        number = snapshot.number_of(reference)
        return None if number is None else snapshot.entry(number)

    def about(self, words: str, first: dt.date | None = None, last: dt.date | None = None) -> tuple[Found, Snapshot]:
        """The events that words mean, those of the period alone if it is given, and the state they are numbers of.

        Without words the period's events, the most important first.
        """
        snapshot = self.snapshot
        within = snapshot.between(first or dt.date.min, last or dt.date.max) if first or last else None
        if words.strip():
            return look_up(snapshot, words, within), snapshot
        numbers = np.arange(len(snapshot))[within or slice(None)]
        ranked = numbers[np.argsort(-snapshot.contents.importance[numbers], kind="stable")]
        return Found(tuple(ranked.tolist()), len(ranked)), snapshot

    def on_day(
        self,
        month: int,
        day: int,
        year: int,
        about: str = "",
        first: dt.date | None = None,
        last: dt.date | None = None,
        days: int = 1,
        with_leap_day: bool = False,
    ) -> tuple[list[int], Found | None, Snapshot]:
        """The anniversaries of a month and day before ``year``, the most worth telling first.

        With ``days`` those of so many days that begin there, in years before each day's own; ``with_leap_day`` those
        of 29 February, too.
        Narrowed to events that hold all of the words in ``about`` (then what was found of them is the second part),
        and to those between two dates.
        """
        snapshot = self.snapshot
        candidates: list[NDArray[np.intp]] = []
        run = [*run_of_days(month, day, year, days), *([(2, 29, year)] if with_leap_day else [])]
        for month_day in run:
            for date in years_of_day(snapshot, *month_day):
                if (first is None or date >= first) and (last is None or date <= last):
                    span = snapshot.between(date, date)
                    candidates.append(np.arange(span.start, span.stop))
        numbers = np.concatenate(candidates) if candidates else np.zeros(0, np.intp)
        found = None
        if about.strip():
            found = look_up(snapshot, about, numbers)
            numbers = np.array([] if found.outside else found.numbers[: found.total], np.intp)
        return rank_day(snapshot, numbers, year), found, snapshot

    def nearest_day(
        self,
        month: int,
        day: int,
        year: int,
        about: str = "",
        first: dt.date | None = None,
        last: dt.date | None = None,
    ) -> tuple[int, int] | None:
        """The month and day nearest in the calendar that has anniversaries, narrowed as in :meth:`on_day`."""
        snapshot = self.snapshot
        within = snapshot.between(first or dt.date.min, last or dt.date.max)
        numbers = np.arange(len(snapshot))[within]
        if about.strip():
            found = look_up(snapshot, about, numbers)
            numbers = np.array([] if found.outside else found.numbers[: found.total], np.intp)
        return nearest_in_calendar(snapshot, numbers, month, day, year)

    def related(self, reference: str) -> tuple[Entry, list[RelatedEvent], Snapshot] | None:
        """The event of an id or path and what is related to it, closest first; None when there is no such event."""
        snapshot = self.snapshot
        number = snapshot.number_of(reference)
        return None if number is None else (snapshot.entry(number), find_related(snapshot, number), snapshot)

    def unfolding(self, reference: str, *, after: bool) -> tuple[Entry, list[RelatedEvent], Snapshot] | None:
        """The same of what came of it, or (not ``after``) of what led to it: nearest in time first."""
        snapshot = self.snapshot
        number = snapshot.number_of(reference)
        if number is None:
            return None
        return snapshot.entry(number), find_unfolding(snapshot, number, after=after), snapshot

    def story(self, reference: str) -> tuple[Entry, Story, Snapshot] | None:
        """The event of an id or path and its story, the run of events about the same matter; None without the event."""
        snapshot = self.snapshot
        number = snapshot.number_of(reference)
        return None if number is None else (snapshot.entry(number), Stories(snapshot).of(number), snapshot)

    def among(self, snapshot: Snapshot, numbers: Sequence[int], words: str) -> set[int]:
        """Those of some events that hold all of the words, in any inflection and forgiving slips."""
        found = look_up(snapshot, words, np.array(numbers, np.intp))
        return set() if found.outside else set(found.numbers[: found.total])

    def any(self, chance: random.Random, about: str = "") -> Entry | None:
        """An event by chance, with a sentence in it; one about ``about`` if words are given."""
        snapshot = self.snapshot
        numbers = np.flatnonzero(~snapshot.contents.name_only)
        if about.strip():
            found = look_up(snapshot, about)
            numbers = np.array(found.numbers[: found.total], np.intp)
        return snapshot.entry(int(chance.choice(numbers.tolist()))) if len(numbers) else None

    def echo(self, snapshot: Snapshot, number: int) -> Echo:
        """Why an event is worth telling."""
        return echo_of(snapshot, number)

    def complete(self, typed: str, most: int = 25, *, loosely: bool = True) -> list[Completion]:
        """What somebody who typed this much may be about to ask for: contexts and events.

        Without ``loosely`` only events that hold every word.
        """
        return complete(self.snapshot, typed, most, loosely=loosely)

    def nearest_contexts(self, words: str, most: int = 3) -> list[str]:
        """The contexts whose names are most like some words, as the archive writes them."""
        return nearest_contexts(self.snapshot, words, most)

    def findings(self) -> list[Finding]:
        """Every problem of every page."""
        return self.snapshot.findings()

    def status(self) -> ArchiveStatus:
        """What the archive holds."""
        snapshot = self.snapshot
        findings = snapshot.stored_findings()
        refused = {(told.folder, told.finding.path) for told in findings if told.finding.problem.refuses}
        doubtful = {(told.folder, told.finding.path) for told in findings} - refused
        twins = len(snapshot.contents.twin_keys)
        return ArchiveStatus(len(snapshot), snapshot.years, snapshot.folders, len(refused), len(doubtful), twins)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What tells one index file from the next: they are replaced, never written again."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def index_path(home: Path, roots: Sequence[Path]) -> Path:
    """Where the index of these folders stands: one file for each list of folders."""
    named = "\n".join(os.path.realpath(root) for root in roots)
    return (
        home / f"archive-{hashlib.blake2b(named.encode('utf-8', 'surrogateescape'), digest_size=6).hexdigest()}.index"
    )
