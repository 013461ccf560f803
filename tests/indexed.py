"""An index that is taken over for other folders: reading fifty thousand pages again takes half a minute of a core."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from bot.archive.folder import Folder
from bot.archive.index import IndexFile


def take_over(index: Path, path: Path, roots: Sequence[Path]) -> None:
    """Put a copy of an index at ``path``, as one of ``roots``: the same pages, stamps and all, and folders without any.

    Raises IndexUnusable when there is none.
    """
    with (
        contextlib.closing(IndexFile.open(index)) as known,
        contextlib.closing(IndexFile.copy(known, path)) as own,
        own.transaction(),
    ):
        own.write_folders(roots, [Folder(root).description() for root in roots])
