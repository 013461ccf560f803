"""The index brought up to date in a process of its own.

Making an index of many pages fills the memory, and collecting it again holds every thread of a process for a tenth of
a second at a time. People who ask meanwhile are to notice nothing, so it is done elsewhere and only opened here.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from bot.archive.report import BuildReport

if TYPE_CHECKING:
    from bot.archive.bulk import Progress

_NICE = 10
"""How far a rebuild stands back for those who answer, in steps of the scheduler's niceness."""


class RebuildEnded(Exception):
    """The process that was to bring the index up to date ended before it was done; the old index stays."""


class Rebuild:
    """One refreshing of one index, from any thread."""

    def __init__(self, path: Path, roots: Sequence[Path], today: dt.date, *, from_nothing: bool = False) -> None:
        # A forked process would inherit the event loop's sockets.
        context = multiprocessing.get_context("spawn")
        self._receiver, self._sender = context.Pipe(duplex=False)
        self._starting = threading.Lock()
        self._stopped = False
        self._process = context.Process(target=_refresh, args=(self._sender, path, tuple(roots), today, from_nothing))

    def run(self, progress: Progress) -> BuildReport:
        """Wait until it is done; ``progress`` is told, in this thread, how many pages are read and are to be read.

        Raises what refreshing raises, OSError among it, and RebuildEnded.
        """
        with self._starting:
            if self._stopped:
                raise RebuildEnded("it was stopped")
            self._process.start()
        self._sender.close()
        try:
            while isinstance(result := self._receiver.recv(), tuple):
                progress(*result)
        except EOFError:
            raise RebuildEnded("the process that reads the pages has ended") from None
        finally:
            self._process.join()
            self._receiver.close()
        if isinstance(result, BuildReport):
            return result
        raise result

    def stop(self) -> None:
        """End it at once, with the processes it reads pages with; or never begin."""
        with self._starting:
            self._stopped = True
        # One that has ended leaves its number to others.
        if self._process.pid is None or self._process.exitcode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


def _refresh(sender: Connection, path: Path, roots: Sequence[Path], today: dt.date, from_nothing: bool) -> None:
    os.setpgrp()  # so that it can be ended together with its own workers
    os.nice(_NICE)
    from bot.archive.build import refresh  # whoever answers need not load what reads pages

    try:
        told = refresh(
            path, roots, today, progress=lambda done, total: sender.send((done, total)), from_nothing=from_nothing
        )
        sender.send(told)
    except Exception as error:
        sender.send(error)
