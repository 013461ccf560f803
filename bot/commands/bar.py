"""The bar that shows how far the reading of pages has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error for as long as it is wanted; what it gives is called with pages read and to read."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("Reading pages", total=None)

        def progress(done: int, total: int) -> None:
            finished = done >= total
            bar.update(task, completed=done, total=total, description="Writing the index" if finished else None)

        yield progress
