"""Choosing a digest, as a courier waits for it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import numpy as np

from bot.archive.archive import Archive
from bot.digest.choice import Choices
from bot.digest.filters import Filters
from tests.benchmarks.figures import Figures
from tests.quality.scores import TODAY


def test_choosing_a_digest(archive: Archive, figures: Figures) -> None:
    """Every day of a year, without filters and with; beside ranking the day's events alone; then the same once more."""
    days = [dt.date(TODAY.year, 1, 1) + dt.timedelta(number) for number in range(365)]
    choices = Choices(archive)
    choices.choose(dt.date(2024, 2, 29))
    bare = np.array([clock(lambda day=day: archive.on_day(day.month, day.day, day.year)) for day in days])
    plain = np.array([clock(lambda day=day: choices.choose(day)) for day in days])
    figures.add("choosing a digest", plain, reach="p99 20 ms", bare=("ranking its day", bare))
    wanted = Filters(about="politics, space, sports", without="war")
    filtered = np.array([clock(lambda day=day: choices.choose(day, wanted)) for day in days])
    figures.add("choosing a digest, with filters", filtered, reach="p99 20 ms")
    again = np.array([clock(lambda: choices.choose(days[-1], wanted)) for _ in range(1000)])
    figures.add("the same digest for the next guild", again, reach="p99 1 ms")


def clock(call: Callable[[], object]) -> float:
    """How many seconds a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
