"""Reading many pages: by all cores where it pays, else here."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import pickle
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from bot.archive.reading import Batch, PageToRead, read_batch, start_worker, work

# Below this many pages, starting other processes takes longer than reading.
_FEW_PAGES = 1500
_PAGES_A_BATCH = 500

Progress = Callable[[int, int], None]
"""Called with how many pages are read and how many there are to read."""


def read_pages(
    roots: Sequence[Path],
    wanted: Sequence[PageToRead],
    known: Sequence[Collection[str]],
    today: dt.date,
    progress: Progress,
) -> Iterator[Batch]:
    """The pages in batches, in their order; what the arguments are, :func:`read_batch` says.

    Where other processes cannot be started or are killed, the pages are read in this one.
    """
    parts = [wanted[start : start + _PAGES_A_BATCH] for start in range(0, len(wanted), _PAGES_A_BATCH)]
    done = 0
    if wanted:
        progress(done, len(wanted))
    for part, batch in zip(parts, _batches(roots, parts, known, today), strict=True):
        yield batch
        done += len(part)
        progress(done, len(wanted))


def _batches(
    roots: Sequence[Path], parts: Sequence[Sequence[PageToRead]], known: Sequence[Collection[str]], today: dt.date
) -> Iterator[Batch]:
    done = 0
    if sum(map(len, parts)) >= _FEW_PAGES:
        try:
            for batch in _by_all_cores(roots, parts, known, today):
                done += 1
                yield batch
        except BrokenProcessPool:
            pass
    for part in parts[done:]:
        yield read_batch(roots, part, known, today)


def _by_all_cores(
    roots: Sequence[Path], parts: Sequence[Sequence[PageToRead]], known: Sequence[Collection[str]], today: dt.date
) -> Iterator[Batch]:
    # "spawn" alone is safe where other threads run, as in a bot that answers meanwhile.
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        # By way of a file: what is too long for a pipe's buffer blocks the start of a worker that dies at once.
        told = Path(folder, "told")
        told.write_bytes(pickle.dumps((list(roots), [frozenset(paths) for paths in known], today)))
        pool = ProcessPoolExecutor(mp_context=context, initializer=start_worker, initargs=(told,))
        try:
            for future in [pool.submit(work, part) for part in parts]:
                yield future.result()
        finally:  # whoever stops it does not wait for the rest
            pool.shutdown(wait=False, cancel_futures=True)
