"""Who keeps the archive: opens it, reloads it beside the running one, and knows how it stands."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
import math
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import Enum, auto

from bot.archive.archive import Archive, ArchiveStatus
from bot.archive.description import ArchiveDescription
from bot.archive.event import Finding
from bot.archive.index import IndexUnusable, StoredFinding
from bot.archive.report import BuildReport
from bot.chat.rebuild import Rebuild, RebuildEnded
from bot.memory import give_back

_log = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]
"""Gives the present moment with its time zone; its date is what "today" means."""

PAUSE = 60.0
"""Seconds from one reload that somebody asked for to the next."""


class ReloadRunning(Exception):
    """The archive is being reloaded already."""


class ReloadTooSoon(Exception):
    """Somebody asked for a reload, well or ill ended, a moment ago; ``seconds`` (1 or more) have to pass first."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"{seconds} s too soon")
        self.seconds = seconds


class ReloadFailed(Exception):
    """The archive could not be reloaded, and answers from its old state; the message is the reason."""


class Stage(Enum):
    """What a reload is at."""

    LOOKING = auto()
    READING = auto()
    WRITING = auto()
    OPENING = auto()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reload has come; while it reads, how many pages of how many."""

    stage: Stage = Stage.LOOKING
    read: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What a reload did, and why pages are refused, those that were not before first."""

    report: BuildReport
    refused: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the archive holds, when its state was opened, and how far a reload has come that is under way."""

    holds: ArchiveStatus
    loaded: dt.datetime | None
    reload: Progress | None


@dataclass(frozen=True, slots=True)
class Problems:
    """Every problem of every page, those of refused pages first, and the folders that ``folder`` numbers."""

    findings: tuple[StoredFinding, ...]
    folders: tuple[ArchiveDescription, ...]
    refused: frozenset[tuple[int, str]]
    """The places, folder and path, of the pages that are left out."""


class Reload:
    """A reload under way. ``task`` ends with what it did, or raises ReloadFailed."""

    def __init__(self) -> None:
        self.progress = Progress()
        self.task: asyncio.Task[Reloaded]

    def tell(self, read: int, pages: int) -> None:
        """Take note of how many pages are read; from any thread."""
        self.progress = Progress(Stage.WRITING if read >= pages else Stage.READING, read, pages)


class Archivist:
    """Keeps one archive up to date, one reload at a time. Belongs to one event loop."""

    def __init__(self, archive: Archive, clock: Clock) -> None:
        self._archive = archive
        self._clock = clock
        self._building = ThreadPoolExecutor(1, thread_name_prefix="building")
        self._running: Reload | None = None
        self._asked: dt.datetime | None = None
        self._loaded: dt.datetime | None = None
        self._rebuild: Rebuild | None = None
        self._closing = threading.Lock()
        self._closed = False

    async def open(self) -> None:
        """Open the archive, its index built first where there is none to trust. Raises OSError and RebuildEnded."""
        await asyncio.get_running_loop().run_in_executor(self._building, self._open)

    def reload(self) -> Reload:
        """Begin to bring the archive up to date because somebody asks for it; until it is done the old state answers.

        Raises ReloadRunning and ReloadTooSoon at once, and then nothing is begun.
        """
        now = self._clock()
        if self._running is not None:
            raise ReloadRunning
        # A clock that was put back says nothing of how long it was, and must not keep anybody waiting for hours.
        if self._asked is not None and 0 <= (passed := (now - self._asked).total_seconds()) < PAUSE:
            raise ReloadTooSoon(math.ceil(PAUSE - passed))
        self._asked = now
        return self._begin()

    async def catch_up(self) -> None:
        """Reload because pages have changed, once no other reload is under way. Raises ReloadFailed."""
        while self._running is not None:
            await asyncio.wait({self._running.task})
        reload = self._begin()
        await asyncio.wait({reload.task})  # whoever gives up waiting does not give up the reload
        reload.task.result()

    async def standing(self) -> Standing:
        """How the archive stands. Raises IndexUnusable when it cannot be read."""
        holds = await asyncio.to_thread(self._archive.status)
        return Standing(holds, self._loaded, self._running.progress if self._running else None)

    async def problems(self) -> Problems:
        """What is wrong with pages. Raises IndexUnusable when it cannot be read."""
        return await asyncio.to_thread(self._problems)

    def close(self) -> None:
        """What is being built is given up, and the old index stays."""
        with self._closing:
            self._closed = True
            rebuild = self._rebuild
        if rebuild is not None:
            rebuild.stop()
        self._building.shutdown(wait=False, cancel_futures=True)

    def _begin(self) -> Reload:
        reload = self._running = Reload()
        reload.task = asyncio.create_task(self._in_thread(reload))
        reload.task.add_done_callback(_heard)
        return reload

    async def _in_thread(self, reload: Reload) -> Reloaded:
        try:
            if self._closed:
                raise RebuildEnded("Clio is shutting down")
            done = await asyncio.get_running_loop().run_in_executor(self._building, self._reload, reload)
        except (OSError, BrokenProcessPool, IndexUnusable, MemoryError, RebuildEnded) as error:
            raise ReloadFailed(str(error).rstrip(".") or type(error).__name__) from error
        except asyncio.CancelledError:
            if not self._closed:
                raise
            raise ReloadFailed("Clio is shutting down") from None  # its thread had not begun
        finally:
            self._running = None
        _log.info("The archive was reloaded: %s", _told(done.report))
        return done

    def _open(self) -> None:
        try:
            self._archive.take_newest(warm=True)
        except IndexUnusable as unusable:
            _log.info("The index is built first. %s", unusable)
            _log.info("The index was built: %s", _told(self._refresh(lambda read, pages: None)))
        self._take_in()
        # The program as it stands now is never garbage; looking through it all again and again would hold up the event
        # loop. Of later states nothing is frozen: they hold few objects, and what people happen to be asking at that
        # moment would stay for good.
        gc.freeze()

    def _reload(self, reload: Reload) -> Reloaded:
        before = set(self._refusals())
        report = self._refresh(reload.tell)
        reload.progress = Progress(Stage.OPENING)
        self._take_in()
        refused = sorted(self._refusals(), key=lambda finding: finding in before)
        # Two states stood side by side, and what people asked meanwhile leaves circles. To look for these takes some
        # milliseconds, since the program itself is passed over.
        gc.collect()
        give_back()
        return Reloaded(report, tuple(refused))

    def _refresh(self, progress: Callable[[int, int], None]) -> BuildReport:
        damaged = self._archive.damaged
        rebuild = Rebuild(self._archive.path, self._archive.roots, self._today, from_nothing=damaged)
        with self._closing:
            if self._closed:
                raise RebuildEnded("Clio is shutting down")
            self._rebuild = rebuild
        try:
            return rebuild.run(progress)
        finally:
            self._rebuild = None

    def _take_in(self) -> None:
        """Answer from the index as it is now: also where it was another process that brought it up to date."""
        self._archive.open(self._today, warm=True)
        self._loaded = self._clock()

    def _refusals(self) -> list[Finding]:
        try:
            found = self._archive.findings()
        except IndexUnusable:  # a damaged state is about to be replaced
            return []
        return [finding for finding in found if finding.problem.refuses]

    def _problems(self) -> Problems:
        snapshot = self._archive.snapshot
        findings = snapshot.stored_findings()
        refused = frozenset((told.folder, told.finding.path) for told in findings if told.finding.problem.refuses)
        findings.sort(key=lambda told: (told.folder, told.finding.path) not in refused)
        return Problems(tuple(findings), snapshot.folders, refused)

    @property
    def _today(self) -> dt.date:
        return self._clock().date()


def _heard(task: asyncio.Task[Reloaded]) -> None:
    """Take note of how a reload ended, in case nobody waits for it any more."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.warning("The archive was not reloaded: %s", error)


def _told(report: BuildReport) -> str:
    return (
        f"{report.events} events; {report.added} pages added, {report.changed} changed, {report.removed} removed, "
        f"{report.refused} refused; {report.seconds:.1f} s{f'; {report.why}' if report.why else ''}"
    )
