"""Pages that change are taken in without being asked for; whoever runs Clio sees a line in the log."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Sequence
from pathlib import Path

from watchfiles import Change, awatch

from bot.archive.description import FILE_NAME
from bot.chat.archivist import Archivist, ReloadFailed

_log = logging.getLogger(__name__)

QUIET_MS, LONGEST_MS = 500, 10_000
"""Pages are read once nothing has changed for so many milliseconds, or when changes go on for so many."""
LOOK_MS = 5_000
"""What changed before anybody watched is looked for after so many quiet milliseconds."""
RETRY = 60.0
"""Seconds after which what has failed is tried again."""


async def keep_watching(archivist: Archivist, roots: Sequence[Path], index: Path) -> None:
    """Have the archive reloaded whenever pages under ``roots`` change, until cancelled; ``index`` is no such change.

    Never raises: what cannot be watched is told in the log and tried again. To begin holds the event loop for as
    long as the system takes to watch every folder (0.4 s for 5,800), so begin before anybody asks.
    """
    while True:
        try:
            await _watch(archivist, roots, index)
            _log.info("A folder of pages was moved or removed; it is looked for again.")
        except Exception as error:
            _log.warning(
                "Pages cannot be watched (%s); that is tried again in %.0f s. /archive reload goes on working.",
                error or type(error).__name__,
                RETRY,
            )
            await asyncio.sleep(RETRY)


async def _watch(archivist: Archivist, roots: Sequence[Path], index: Path) -> None:
    """Reload for as long as the folders stay where they are."""
    folders = [str(root) for root in roots]
    pages = _Pages(folders, index)
    up_to_date = False
    async for changes in awatch(
        *folders,
        watch_filter=pages,
        step=QUIET_MS,
        debounce=LONGEST_MS,
        rust_timeout=LOOK_MS,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    ):
        if changes or not up_to_date:
            up_to_date = await _catch_up(archivist)
        if any(change is Change.deleted and path in folders for change, path in changes):
            return


async def _catch_up(archivist: Archivist) -> bool:
    """Whether the archive is up to date then; where that failed, not before a while has passed."""
    try:
        await archivist.catch_up()
    except ReloadFailed:  # the archivist has told why
        await asyncio.sleep(RETRY)
        return False
    return True


class _Pages:
    """Tells what may change an archive: pages, descriptions and folders, but nothing hidden, and not the index."""

    def __init__(self, folders: Sequence[str], index: Path) -> None:
        self._folders = [f"{folder}{os.sep}" for folder in folders]
        self._index = index.stem

    def __call__(self, change: Change, path: str) -> bool:
        folder = next((folder for folder in self._folders if path.startswith(folder)), "")
        parts = path[len(folder) :].split(os.sep) if folder else []
        name = os.path.basename(path)
        if any(part.startswith(".") for part in parts) or name.startswith(self._index):
            return False
        # Of what is gone nobody can tell whether it was a folder.
        return name.lower().endswith(".md") or name == FILE_NAME or not os.path.isfile(path)
