"""Building the index and keeping it up to date: what changed is read, written beside the old file and swapped in."""

from __future__ import annotations

import contextlib
import datetime as dt
import multiprocessing
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from filelock import FileLock

from bot.archive.bulk import Progress, read_pages
from bot.archive.contents import Contents
from bot.archive.entry import page_key
from bot.archive.event import Problem
from bot.archive.folder import Folder
from bot.archive.index import IndexFile, IndexUnusable, StoredFinding
from bot.archive.listings import Listings, is_among
from bot.archive.page_table import PageTable, Place
from bot.archive.reading import Batch, PageRead, PageToRead
from bot.archive.report import BuildReport, EventsTold
from bot.archive.telling import tell


@dataclass(frozen=True, slots=True)
class _Index:
    """What an index holds of all pages together: everything but the bodies of events and the folders' descriptions."""

    contents: Contents
    table: PageTable
    listings: Listings
    findings: list[StoredFinding]


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
    they have opened. Raises OSError, in words for people, when the index cannot be written or a folder is
    not there; then the old one stays.
    """
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        # A worker runs the program's main module again; were the index built there, both would wait for one another.
        raise RuntimeError("Call this under 'if __name__ == \"__main__\":', as Python's multiprocessing asks for.")
    for root in roots:
        if not root.is_dir():
            raise OSError(f"The folder {root} is not there; the archive stays as it was.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")):
            return _Refresh(path, roots, today, progress or (lambda done, total: None)).run(from_nothing)
    except (OSError, sqlite3.Error) as error:
        told = getattr(error, "strerror", None) or str(error)
        raise OSError(f"The archive's index cannot be written in {path.parent}: {told}.") from error


class _Refresh:
    """One refreshing of one index file, under its lock."""

    def __init__(self, path: Path, roots: Sequence[Path], today: dt.date, progress: Progress) -> None:
        self._path = path
        self._new_path = path.with_suffix(".new")
        self._roots = roots
        self._today = today
        self._progress = progress
        self._started = time.perf_counter()
        folders = [Folder(root) for root in roots]
        self._scans = [folder.scan() for folder in folders]
        self._described = [folder.description() for folder in folders]
        self._walk = [
            StoredFinding(number, True, finding) for number, scan in enumerate(self._scans) for finding in scan.findings
        ]

    def run(self, from_nothing: bool) -> BuildReport:
        try:
            if from_nothing:
                raise IndexUnusable("It was asked for.")
            index = IndexFile.open(self._path)
        except IndexUnusable as unusable:
            return self._build(str(unusable))
        try:
            return self._update(index)
        except IndexUnusable as unusable:
            return self._build(str(unusable))
        finally:
            index.close()

    def _build(self, why: str) -> BuildReport:
        wanted = [
            PageToRead(number, path, stamp)
            for number, scan in enumerate(self._scans)
            for path, stamp in sorted(scan.pages.items())
        ]
        telling = tell(self._read(wanted))
        new = _Index(
            Contents.empty().with_days_replaced((), telling),
            PageTable.of(telling.pages),
            Listings.of_pairs(telling.listings()),
            [*telling.findings, *self._walk],
        )
        with self._new_file(None) as file:
            file.write_bodies(telling.bodies())
            self._write(file, new)
        return self._report(len(new.contents), new.findings, added=len(wanted), rebuilt=True, why=why)

    def _update(self, index: IndexFile) -> BuildReport:
        described = index.read_folders(self._roots)
        table = PageTable.from_arrays(*index.read_arrays(PageTable.part_names()))
        findings = index.read_findings()
        suspects, missing = table.changes(self._scans)
        removed = [place for place in missing if self._is_gone(place)]
        batches = self._read(self._to_look_at(table, suspects, findings))
        same = [page for batch in batches for page in batch.pages if _is_same(page, table, findings)]
        stamps = {(page.folder, page.path): page.stamp for page in same}
        changed = [batch.without(stamps.keys()) for batch in batches]
        restamped = table.restamped(stamps)
        if removed or any(batch.pages for batch in changed):
            return self._apply(index, restamped, findings, removed, changed)
        walked_anew = {finding for finding in findings if finding.walked} != set(self._walk)
        findings = [*(finding for finding in findings if not finding.walked), *self._walk]
        if walked_anew or restamped is not table or described != self._described:
            with self._new_file(index) as file:
                file.write_folders(self._roots, self._described)
                file.write_arrays(*restamped.to_arrays())
                file.write_findings(findings)
        return self._report(len(index.read_arrays(["keys"])[0]["keys"]), findings, told=EventsTold())

    def _apply(
        self,
        index: IndexFile,
        table: PageTable,
        findings: list[StoredFinding],
        removed: list[Place],
        changed: list[Batch],
    ) -> BuildReport:
        """Write the new state: whole days are told again, since twins are found day by day."""
        contents = Contents.from_arrays(*index.read_arrays(Contents.part_names()))
        listings = Listings.from_arrays(index.read_arrays(Listings.NAMES)[0])
        pages = [page for batch in changed for page in batch.pages]
        places = [(page.folder, page.path) for page in pages]
        added = [place for place in places if place not in table.rows]
        # Who lists a page keeps its path and headline for as long as it is not there.
        linking = listings.sources_of(np.array([page_key(*place) for place in (*removed, *added)], np.int64))
        days = {page.day for page in pages} | table.days_of([*places, *removed])
        days |= set(contents.days[is_among(contents.keys, linking)].tolist())
        days = table.days_alike(days - {0}, {page.likeness for page in pages})
        handled = {*places, *removed}
        rest = [
            PageToRead(*place, table.stamp(row))
            for row in table.rows_of_days(days)
            if (place := table.place(row)) not in handled
        ]
        telling = tell([*changed, *self._read(rest)])
        handled.update((page.folder, page.path) for page in rest)
        gone = contents.keys[np.isin(contents.days, np.array([*days]))]
        new = _Index(
            contents.with_days_replaced(days, telling),
            table.without(handled).joined(PageTable.of(telling.pages)),
            listings.replaced(gone, Listings.of_pairs(telling.listings())),
            [
                *(f for f in findings if not f.walked and (f.folder, f.finding.path) not in handled),
                *telling.findings,
                *self._walk,
            ],
        )
        with self._new_file(index) as file:
            before = file.checksums(gone.tolist())
            file.remove_bodies(gone.tolist())
            file.write_bodies(telling.bodies())
            after = file.checksums([key for key, _ in telling.told()])
            self._write(file, new)
        return self._report(
            len(new.contents),
            new.findings,
            added=len(added),
            changed=len(places) - len(added),
            removed=len(removed),
            told=_compared(before, after),
        )

    def _is_gone(self, place: Place) -> bool:
        """Whether a page that was not found is gone: under a folder that could not be entered it may be there."""
        folder, path = place
        return not any(
            finding.problem is Problem.UNREADABLE and (finding.path == "." or path.startswith(f"{finding.path}/"))
            for finding in self._scans[folder].findings
        )

    def _to_look_at(
        self, table: PageTable, suspects: Iterable[Place], findings: Iterable[StoredFinding]
    ) -> list[PageToRead]:
        """The pages that may have changed. Those of the future are read through, since it may have come; so are those

        that could not be read, since a permission given changes no stamp.
        """
        waiting = {
            (found.folder, found.finding.path)
            for found in findings
            if found.finding.problem is Problem.FUTURE_DATE and found.finding.path in self._scans[found.folder].pages
        }
        wanted = []
        for folder, path in dict.fromkeys([*suspects, *waiting, *table.unreadable()]):
            row = table.rows.get((folder, path))
            unless = b"" if row is None or (folder, path) in waiting else table.digest(row)
            if (stamp := self._scans[folder].pages.get(path)) is not None:
                wanted.append(PageToRead(folder, path, stamp, unless))
        return wanted

    def _read(self, wanted: Sequence[PageToRead]) -> list[Batch]:
        known = [scan.pages for scan in self._scans]
        return list(read_pages(self._roots, wanted, known, self._today, self._progress))

    @contextlib.contextmanager
    def _new_file(self, old: IndexFile | None) -> Iterator[IndexFile]:
        """A file to write into, a copy of ``old`` if there is one; then it takes the old one's place in one step."""
        try:
            file = IndexFile.create(self._new_path) if old is None else IndexFile.copy(old, self._new_path)
            with contextlib.closing(file), file.transaction():
                yield file
            os.replace(self._new_path, self._path)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            # Only what was copied can be malformed; a full disk and the like are errors of other types.
            if old is None or type(error) not in (sqlite3.DatabaseError, UnicodeDecodeError):
                raise
            raise IndexUnusable(f"The index is damaged: {error}.") from error
        finally:
            self._new_path.unlink(missing_ok=True)

    def _write(self, file: IndexFile, new: _Index) -> None:
        file.write_folders(self._roots, self._described)
        file.write_arrays(*new.contents.to_arrays())
        file.write_arrays(*new.table.to_arrays())
        file.write_arrays(new.listings.to_arrays(), {})
        file.write_findings(new.findings)

    def _report(
        self,
        events: int,
        findings: Iterable[StoredFinding],
        *,
        added: int = 0,
        changed: int = 0,
        removed: int = 0,
        rebuilt: bool = False,
        why: str = "",
        told: EventsTold | None = None,
    ) -> BuildReport:
        refused = len({(told.folder, told.finding.path) for told in findings if told.finding.problem.refuses})
        seconds = time.perf_counter() - self._started
        return BuildReport(events, added, changed, removed, refused, seconds, rebuilt, why, told)


def _is_same(page: PageRead, table: PageTable, findings: Iterable[StoredFinding]) -> bool:
    """Whether a page is what it was: its text, or, of a page without an event that was read through, all about it."""
    place = page.folder, page.path
    row = table.rows.get(place)
    if page.unchanged or row is None:
        return page.unchanged
    if page.day or table.days[row] or page.digest != table.digest(row):
        return False
    known = {found.finding for found in findings if not found.walked and (found.folder, found.finding.path) == place}
    return known == set(page.findings)


def _compared(before: Mapping[int, int], after: Mapping[int, int]) -> EventsTold:
    """What became of events, by the checksums of their bodies before and after."""
    stayed = before.keys() & after.keys()
    changed = sum(before[key] != after[key] for key in stayed)
    return EventsTold(len(after) - len(stayed), changed, len(before) - len(stayed))
