"""Building the index and keeping it up to date: what changed is read, written beside the old file and swapped in."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import shutil
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from filelock import FileLock

from bot.archive.contents import Contents
from bot.archive.entry import Stored, page_key
from bot.archive.event import Finding, Problem
from bot.archive.folder import Folder, Scan, Stamp
from bot.archive.index import IndexFile, IndexUnusable, path_to_store, stored_path
from bot.archive.reading import Batch, PageRead, PageToRead, pack, read_batch, start_worker, work
from bot.archive.twins import find_twins

# Below this many pages, starting other processes takes longer than reading.
_FEW_PAGES = 1500
_PAGES_A_BATCH = 500

Progress = Callable[[int, int], None]
"""Called with how many pages are read and how many there are to read."""

Place = tuple[int, str]
"""A page's folder number and path."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build or an update did. Counts are pages, but ``events``: twins and day lists are no events of their own.

    ``rebuilt`` when everything was read anew, with the reason in ``why``; ``seconds`` by the clock on the wall.
    """

    events: int
    added: int
    changed: int
    removed: int
    refused: int
    seconds: float
    rebuilt: bool = False
    why: str = ""

    @property
    def nothing_changed(self) -> bool:
        """Whether the index was already up to date."""
        return not (self.added or self.changed or self.removed or self.rebuilt)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the old index knows of a page on disk."""

    stamp: Stamp
    digest: bytes
    day: int


def refresh(
    path: Path,
    roots: Sequence[Path],
    today: dt.date,
    *,
    progress: Progress | None = None,
    from_nothing: bool = False,
) -> BuildReport:
    """Bring the index at ``path`` up to date with the pages under ``roots``, building it when there is none to trust.

    One process at a time does this for one file; another waits, and then finds nothing left to do. Readers keep what
    they have opened. Raises OSError when the index cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):
        return _Refresh(path, [Folder(root) for root in roots], today, progress or (lambda done, total: None)).run(
            from_nothing
        )


class _Refresh:
    """One refreshing of one index file, under its lock."""

    def __init__(self, path: Path, folders: Sequence[Folder], today: dt.date, progress: Progress) -> None:
        self._path = path
        self._new_path = path.with_suffix(".new")
        self._folders = folders
        self._today = today
        self._progress = progress
        self._started = time.perf_counter()

    def run(self, from_nothing: bool) -> BuildReport:
        scans = [folder.scan() for folder in self._folders]
        try:
            if from_nothing:
                raise IndexUnusable("It was asked for.")
            index = IndexFile.open(self._path)
        except IndexUnusable as unusable:
            return self._build(scans, str(unusable))
        try:
            return self._update(index, scans)
        except (IndexUnusable, KeyError) as unusable:
            return self._build(scans, str(unusable))
        finally:
            index.close()

    def _build(self, scans: Sequence[Scan], why: str) -> BuildReport:
        wanted = [
            PageToRead(number, path, stamp)
            for number, scan in enumerate(scans)
            for path, stamp in sorted(scan.pages.items())
        ]
        batches = list(self._read(wanted, scans))
        new = IndexFile.create(self._new_path)
        try:
            with new.transaction():
                contents = self._write(new, Contents.empty(), set(), batches)
                self._write_findings(new, scans)
            refused = _count_refused(new)
        finally:
            new.close()
        os.replace(self._new_path, self._path)
        return BuildReport(len(contents), len(wanted), 0, 0, refused, self._seconds(), rebuilt=True, why=why)

    def _update(self, index: IndexFile, scans: Sequence[Scan]) -> BuildReport:
        roots = [root for root, _ in index.read_folders()]
        if roots != [os.fspath(folder.root) for folder in self._folders]:
            raise IndexUnusable("The index is of other folders.")
        known = _known_pages(index)
        removed = {place: page for place, page in known.items() if not _is_there(place, scans)}
        suspects = [
            PageToRead(number, path, stamp)
            for number, scan in enumerate(scans)
            for path, stamp in scan.pages.items()
            if (page := known.get((number, path))) is None or page.stamp != stamp
        ]
        suspects += self._due(index, scans, {(page.folder, page.path) for page in suspects})
        read = [page for batch in self._read(suspects, scans) for page in batch.pages]
        touched = [page for page in read if _is_same(page, known)]
        changed = [page for page in read if not _is_same(page, known)]
        if touched:
            with index.transaction():
                index.connection.executemany(
                    "UPDATE page SET size=?, changed=? WHERE folder=? AND path=?",
                    [(*page.stamp, page.folder, path_to_store(page.path)) for page in touched],
                )
        described = [folder.description() for folder in self._folders]
        if not changed and not removed and described == [told for _, told in index.read_folders()]:
            return BuildReport(_count_events(index), 0, 0, 0, _count_refused(index), self._seconds())
        return self._apply(index, scans, known, removed, changed)

    def _apply(
        self,
        index: IndexFile,
        scans: Sequence[Scan],
        known: dict[Place, _Known],
        removed: dict[Place, _Known],
        changed: list[PageRead],
    ) -> BuildReport:
        """Write the new state: whole days are read again, since twins are found day by day."""
        old = Contents.from_arrays(*index.read_arrays())
        places = {(page.folder, page.path) for page in changed}
        days = {page.day for page in changed} | {page.day for page in removed.values()}
        days |= {known[place].day for place in places if place in known}
        days |= self._days_of_links_to(old, removed)
        days.discard(0)
        rest = [
            PageToRead(*place, page.stamp)
            for place, page in known.items()
            if page.day in days and place not in removed and place not in places
        ]
        rest += [PageToRead(page.folder, page.path, page.stamp) for page in changed]
        batches = list(self._read(rest, scans))
        index.connection.execute("PRAGMA wal_checkpoint")
        shutil.copyfile(self._path, self._new_path)
        new = IndexFile.open(self._new_path)
        try:
            new.connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
            with new.transaction():
                _forget(new, [*removed, *((page.folder, page.path) for page in rest)])
                contents = self._write(new, old, days, batches)
                self._write_findings(new, scans)
            refused = _count_refused(new)
        finally:
            new.close()
        os.replace(self._new_path, self._path)
        added = sum(place not in known for place in places)
        return BuildReport(len(contents), added, len(places) - added, len(removed), refused, self._seconds())

    @staticmethod
    def _days_of_links_to(old: Contents, removed: Iterable[Place]) -> set[int]:
        """The days of events that list a removed page as related: from now on they keep its path and headline."""
        keys = np.array([page_key(*place) for place in removed], np.int64)
        linking = old.link_from[np.isin(old.link_to, keys)]
        return set(old.days[np.isin(old.keys, linking)].tolist())

    def _due(self, index: IndexFile, scans: Sequence[Scan], already: set[Place]) -> list[PageToRead]:
        """Pages refused for a date in the future: the future may have come."""
        rows = index.connection.execute(
            "SELECT folder, path FROM finding WHERE problem = ?", (Problem.FUTURE_DATE.value,)
        ).fetchall()
        places = [(folder, stored_path(path)) for folder, path in rows]
        return [
            PageToRead(folder, path, scans[folder].pages[path])
            for folder, path in places
            if path in scans[folder].pages and (folder, path) not in already
        ]

    def _read(self, wanted: Sequence[PageToRead], scans: Sequence[Scan]) -> Iterator[Batch]:
        """The pages in batches, by as many processes as there are cores."""
        if not wanted:
            return
        known = frozenset(page_key(number, path) for number, scan in enumerate(scans) for path in scan.pages)
        roots = [folder.root for folder in self._folders]
        parts = [wanted[start : start + _PAGES_A_BATCH] for start in range(0, len(wanted), _PAGES_A_BATCH)]
        done = 0
        self._progress(done, len(wanted))
        if len(wanted) < _FEW_PAGES:
            results: Iterable[Batch] = (read_batch(roots, part, known, self._today) for part in parts)
            for part, batch in zip(parts, results, strict=True):
                done += len(part)
                yield batch
                self._progress(done, len(wanted))
            return
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(mp_context=context, initializer=start_worker, initargs=(roots, known, self._today))
        try:
            futures = [pool.submit(work, part) for part in parts]
            for part, future in zip(parts, futures, strict=True):
                yield future.result()
                done += len(part)
                self._progress(done, len(wanted))
        finally:  # whoever stops it does not wait for the rest
            pool.shutdown(cancel_futures=True)

    def _write(self, new: IndexFile, old: Contents, days: set[int], batches: list[Batch]) -> Contents:
        """Put pages, entries and arrays into ``new`` and give its contents."""
        new.write_folders([folder.root for folder in self._folders], [f.description() for f in self._folders])
        pages = [page for batch in batches for page in batch.pages]
        merged: list[tuple[PageRead, Stored | None]] = []
        twin_of: dict[int, int] = {}
        for twins in find_twins(pages):
            key = page_key(twins.page.folder, twins.page.path)
            merged.append((twins.page, twins.stored))
            for page in twins.others:
                twin_of[page_key(page.folder, page.path)] = key
        if merged:
            batches, pages = _with_merged(batches, pack(merged))
        gone = [int(key) for key, day in zip(old.keys.tolist(), old.days.tolist(), strict=True) if day in days]
        new.connection.executemany("DELETE FROM entry WHERE key = ?", [(key,) for key in gone])
        new.connection.executemany("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?)", [_page_row(page) for page in pages])
        new.connection.executemany("INSERT INTO twin VALUES (?, ?)", twin_of.items())
        new.connection.executemany(
            "INSERT INTO entry VALUES (?, ?, ?)",
            [
                (key, zlib.crc32(page.body), page.body)
                for page in pages
                if page.day and (key := page_key(page.folder, page.path)) not in twin_of
            ],
        )
        new.connection.executemany(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?)",
            [_finding_row(page.folder, finding) for page in pages for finding in page.findings],
        )
        contents = old.with_days_replaced(days, batches, twin_of)
        new.write_arrays(*contents.to_arrays())
        return contents

    def _write_findings(self, new: IndexFile, scans: Sequence[Scan]) -> None:
        """Put down what was found on the walk, in place of what the last walk found."""
        problems = [problem.value for problem in (Problem.OUTSIDE, Problem.LINK_LOOP)]
        new.connection.executemany("DELETE FROM finding WHERE problem = ?", [(value,) for value in problems])
        for number, scan in enumerate(scans):
            new.connection.executemany(
                "DELETE FROM finding WHERE folder = ? AND path = ?",
                [(number, path_to_store(finding.path)) for finding in scan.findings],
            )
            new.connection.executemany(
                "INSERT INTO finding VALUES (?, ?, ?, ?, ?)",
                [_finding_row(number, finding) for finding in scan.findings],
            )

    def _seconds(self) -> float:
        return time.perf_counter() - self._started


def _with_merged(batches: list[Batch], merged: Batch) -> tuple[list[Batch], list[PageRead]]:
    """The batches with the merged pages in place of the single ones they were made of."""
    places = {(page.folder, page.path): page for page in merged.pages}
    # A page without a day holds no event: the batch's words still run over the old event, so it is cut out by key.
    kept = [batch.without(places.keys()) for batch in batches]
    result = [*kept, merged]
    return result, [page for batch in result for page in batch.pages]


def _known_pages(index: IndexFile) -> dict[Place, _Known]:
    rows = index.connection.execute("SELECT folder, path, size, changed, digest, day FROM page").fetchall()
    return {
        (folder, stored_path(path)): _Known((size, changed), digest, day)
        for folder, path, size, changed, digest, day in rows
    }


def _is_there(place: Place, scans: Sequence[Scan]) -> bool:
    """Whether a page is on disk, or may be: what lies under a folder that could not be walked is kept."""
    folder, path = place
    scan = scans[folder]
    return path in scan.pages or any(
        finding.problem is Problem.UNREADABLE and (finding.path == "." or path.startswith(f"{finding.path}/"))
        for finding in scan.findings
    )


def _is_same(page: PageRead, known: dict[Place, _Known]) -> bool:
    """Whether a page's text is what it was, and what is made of it too."""
    before = known.get((page.folder, page.path))
    return before is not None and before.digest == page.digest and before.day == page.day and page.digest != b""


def _forget(index: IndexFile, places: Iterable[Place]) -> None:
    rows = [(folder, path_to_store(path)) for folder, path in places]
    index.connection.executemany("DELETE FROM page WHERE folder = ? AND path = ?", rows)
    index.connection.executemany("DELETE FROM finding WHERE folder = ? AND path = ?", rows)
    keys = [(page_key(folder, stored_path(path)),) for folder, path in rows]
    index.connection.executemany("DELETE FROM twin WHERE key = ?", keys)


def _page_row(page: PageRead) -> tuple[object, ...]:
    return page.folder, path_to_store(page.path), *page.stamp, page.digest, page.day


def _finding_row(folder: int, finding: Finding) -> tuple[object, ...]:
    return folder, path_to_store(finding.path), finding.line, finding.problem.value, finding.reason


def _count_events(index: IndexFile) -> int:
    return int(index.connection.execute("SELECT count(*) FROM entry").fetchone()[0])


def _count_refused(index: IndexFile) -> int:
    return sum(finding.problem.refuses for _, finding in index.findings())
