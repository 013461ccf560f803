"""Where questions are answered and the archive is reloaded: in threads, so that the event loop is never held."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from bot.archive.archive import Archive
from bot.archive.build import BuildReport
from bot.archive.completion import Completion
from bot.archive.entry import Entry
from bot.archive.index import IndexUnusable
from bot.archive.snapshot import Snapshot
from bot.chat.rebuild import Rebuild, RebuildEnded
from bot.speech import speech
from bot.talk.answer import Answer
from bot.talk.answers import PAGE, answer
from bot.talk.requests import Request

_log = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]
"""Gives the present moment with its time zone; its date is what "today" means."""

# Two threads: with more, answers wait for one another in the interpreter, and the slowest ones longest (measured).
_ANSWERING = 2


class ReloadRunning(Exception):
    """The archive is being reloaded already."""


class ReloadFailed(Exception):
    """The archive could not be reloaded, and answers from its old state; the message is the reason."""


class Desk:
    """Answers requests from one archive, and keeps it up to date. Belongs to one event loop."""

    def __init__(self, archive: Archive, clock: Clock) -> None:
        self._archive = archive
        self._clock = clock
        self._answering = ThreadPoolExecutor(_ANSWERING, thread_name_prefix="answering")
        self._building = ThreadPoolExecutor(1, thread_name_prefix="building")
        self._reloading = False
        self._rebuild: Rebuild | None = None
        self._closing = threading.Lock()
        self._closed = False

    @property
    def today(self) -> dt.date:
        """The date it is where Clio runs."""
        return self._clock().date()

    async def open(self) -> None:
        """Open the archive, its index built first where there is none to trust. Raises OSError and RebuildEnded."""
        await asyncio.get_running_loop().run_in_executor(self._building, self._open)

    async def answer(self, request: Request, language: str, most: int = PAGE, today: dt.date | None = None) -> Answer:
        """The answer to a request, in a language, with at most ``most`` events, as asked on ``today``.

        Raises IndexUnusable when the index is damaged.
        """
        loop, day = asyncio.get_running_loop(), today or self.today
        return await loop.run_in_executor(
            self._answering, lambda: answer(request, self._archive, speech(language), day, most=most)
        )

    async def complete(self, typed: str) -> list[tuple[Completion, Entry | None]]:
        """What somebody who typed this much may mean; where it is an event, the event too."""
        return await asyncio.get_running_loop().run_in_executor(self._answering, self._complete, typed)

    def reload(self) -> asyncio.Task[BuildReport]:
        """Begin to bring the archive up to date; until that is done its old state answers.

        Raises ReloadRunning at once when that is under way already; the task raises ReloadFailed when the old state
        has to stay.
        """
        if self._reloading:
            raise ReloadRunning
        self._reloading = True
        return asyncio.create_task(self._reload_in_thread())

    async def _reload_in_thread(self) -> BuildReport:
        try:
            report = await asyncio.get_running_loop().run_in_executor(self._building, self._reload)
        except OSError as error:
            raise ReloadFailed(error.strerror or type(error).__name__) from error
        except (BrokenProcessPool, IndexUnusable, MemoryError, RebuildEnded) as error:
            raise ReloadFailed(str(error) or type(error).__name__) from error
        finally:
            self._reloading = False
        _log.info("The archive was reloaded: %s", _told(report))
        return report

    def close(self) -> None:
        """Answer no more; what is being built is given up, and the old index stays."""
        with self._closing:
            self._closed = True
            rebuild = self._rebuild
        if rebuild is not None:
            rebuild.stop()
        self._answering.shutdown(wait=False, cancel_futures=True)
        self._building.shutdown(wait=False, cancel_futures=True)

    def _open(self) -> None:
        try:
            Snapshot.open(self._archive.path, self._archive.roots).close()
        except IndexUnusable as unusable:
            _log.info("The index is built first. %s", unusable)
            _log.info("The index was built: %s", _told(self._refresh()))
        self._archive.open(self.today)
        self._warm_up()

    def _reload(self) -> BuildReport:
        report = self._refresh()
        if not report.nothing_changed:
            self._archive.open(self.today)
            self._warm_up()
        return report

    def _refresh(self) -> BuildReport:
        rebuild = Rebuild(self._archive.path, self._archive.roots, self.today)
        with self._closing:
            if self._closed:
                raise RebuildEnded("Clio is shutting down")
            self._rebuild = rebuild
        return rebuild.run()

    def _warm_up(self) -> None:
        """Have what the first question needs ready before somebody asks it."""
        self._archive.complete("a")
        # What stands now is never garbage; looking through it all again and again would hold up the event loop.
        gc.freeze()

    def _complete(self, typed: str) -> list[tuple[Completion, Entry | None]]:
        found = self._archive.complete(typed)
        return [(one, self._archive.get(one.id) if one.id else None) for one in found]


def _told(report: BuildReport) -> str:
    return (
        f"{report.events} events; {report.added} pages added, {report.changed} changed, {report.removed} removed, "
        f"{report.refused} refused; {report.seconds:.1f} s{f'; {report.why}' if report.why else ''}"
    )
