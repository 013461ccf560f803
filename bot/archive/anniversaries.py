"""The day's events worth telling: those of one month and day over all years, the most important first."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.archive.snapshot import Snapshot

# A round number of years lifts an event a little among its like; it never decides alone.
_ROUND_YEARS = ((100, 0.6), (50, 0.5), (25, 0.4), (10, 0.25), (5, 0.1))
# A second event of the same day and matter steps back behind other matters.
_TOLD_ALREADY = 2.0
_RARE_CONTEXT = 400
_WEIGHED = 60
_ECHO_DAYS = 30
_SOON_DAYS = 365
# What is always being told of, as a country is, has no echo unless the month after holds this part of all its events.
_SHARE_OF_ALL = 20


@dataclass(frozen=True, slots=True)
class Echo:
    """Why an event is worth telling, where the archive shows it.

    ``context`` (folded) is what it is about; ``first_of`` how many later events are about it where this is the first,
    ``month_after`` how many in the thirty days after; ``sources`` how many sources the page has.
    """

    context: str = ""
    first_of: int = 0
    month_after: int = 0
    sources: int = 0


def years_of_day(snapshot: Snapshot, month: int, day: int, before: int) -> Iterator[dt.date]:
    """The dates of a month and day in every year of the archive before ``before``; 29 February in leap years only."""
    if snapshot.years is None:
        return
    first, last = snapshot.years
    for year in range(first, min(last, before - 1) + 1):
        if day <= calendar.monthrange(year, month)[1]:
            yield dt.date(year, month, day)


def run_of_days(month: int, day: int, year: int, days: int) -> Iterator[tuple[int, int, int]]:
    """So many days from a month and day on: each with its month, its day and its year, that of the first is ``year``.

    29 February alone is itself also in a year that has none; no run goes beyond the year 9999.
    """
    if days == 1:
        yield month, day, year
        return
    first = dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
    for number in range(min(days, dt.date.max.toordinal() - first.toordinal() + 1)):
        date = first + dt.timedelta(days=number)
        yield date.month, date.day, date.year


def nearest_in_calendar(
    snapshot: Snapshot, candidates: NDArray[np.intp], month: int, day: int, before: int
) -> tuple[int, int] | None:
    """The month and day nearest to a month and day, the year aside, on which one of the events fell before a year."""
    days = snapshot.contents.days[candidates].astype(np.int64)
    days = days[days < dt.date(before, 1, 1).toordinal()]
    if not len(days):
        return None
    dates = (days - dt.date(1970, 1, 1).toordinal()).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    # Their places in a leap year, in which every month and day has one.
    starts = np.array([dt.date(2000, number, 1).timetuple().tm_yday for number in range(1, 13)])
    places = starts[months.astype(np.int64) % 12] + (dates - months).astype(np.int64)
    apart = np.abs(places - dt.date(2000, month, day).timetuple().tm_yday)
    place = int(places[np.argmin(np.minimum(apart, 366 - apart))])
    nearest = dt.date(2000, 1, 1) + dt.timedelta(days=place - 1)
    return nearest.month, nearest.day


def rank_day(snapshot: Snapshot, candidates: NDArray[np.intp], year: int) -> list[int]:
    """Event numbers, the most worth telling in ``year`` first; a story's name alone comes last."""
    contents = snapshot.contents
    value = contents.importance[candidates].astype(np.float64)
    years = np.array([snapshot.date(int(number)).year for number in candidates], np.int64)
    for round_years, lift in reversed(_ROUND_YEARS):
        ago = year - years
        value = np.where((ago > 0) & (ago % round_years == 0), contents.importance[candidates] + lift, value)
    value = np.where(contents.name_only[candidates], value - 100, value)
    order = np.argsort(-value, kind="stable")
    return _one_of_a_matter(snapshot, candidates[order].tolist(), value[order].tolist())


def _one_of_a_matter(snapshot: Snapshot, numbers: list[int], values: list[float]) -> list[int]:
    """The same events, those that repeat a matter of their day further down."""
    told: set[tuple[int, int]] = set()
    weighed: list[tuple[float, int]] = []
    for number, value in zip(numbers[:_WEIGHED], values, strict=False):
        matters = set(_matters(snapshot, number))
        weighed.append((value - (_TOLD_ALREADY if matters & told else 0.0), number))
        told |= matters
    weighed.sort(key=lambda pair: -pair[0])
    return [number for _, number in weighed] + numbers[_WEIGHED:]


def _matters(snapshot: Snapshot, number: int) -> Iterator[tuple[int, int]]:
    contexts = snapshot.contents.contexts
    for name in contexts.words[contexts.held_by(number)].tolist():
        if contexts.frequencies_of(name) < _RARE_CONTEXT:
            yield int(snapshot.contents.days[number]), name


def echo_of(snapshot: Snapshot, number: int) -> Echo:
    """What the archive shows of an event's weight: what began with it, or what followed it."""
    contents = snapshot.contents
    contexts = contents.contexts
    day = int(contents.days[number])
    best = Echo(sources=int(contents.signs.sources[number]))
    for name in contexts.words[contexts.held_by(number)].tolist():
        days = contents.days[contexts.events[contexts.holding(name)]]
        before = int(np.searchsorted(days, day, "left"))
        until = int(np.searchsorted(days, day, "right"))
        month_after = int(np.searchsorted(days, day + _ECHO_DAYS, "right")) - until
        month_before = before - int(np.searchsorted(days, day - _ECHO_DAYS, "left"))
        later = len(days) - until
        # A matter that began here is mostly told soon after; a country's first mention begins nothing.
        soon = int(np.searchsorted(days, day + _SOON_DAYS, "right")) - until
        context = contents.context_names[name]
        if before == 0 and later >= 2 and 2 * soon >= later > best.first_of:
            best = Echo(context, later, month_after, best.sources)
        elif (
            not best.first_of
            and month_after > max(2, best.month_after, 2 * month_before)
            and month_after * _SHARE_OF_ALL >= len(days)
        ):
            best = Echo(context, 0, month_after, best.sources)
    return best
