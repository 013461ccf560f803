"""When a schedule is due: pure, from local times and the zones' rules alone.

One rule covers every clock change: a local date's digest is due at the first instant at which clocks there show its
time or a later one. So a time that a change leaps over is due at the first instant after the leap, and a time that
comes twice at its first coming. A date that a zone never had (Apia, 30 December 2011) has no digest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from zoneinfo import ZoneInfo

from bot.digest.schedule import Occurrence, Schedule

_DAY = dt.timedelta(days=1)
_MIDNIGHT = dt.time()


class NoSuchZone(ValueError):
    """No time zone has this name."""


@cache
def zone_named(name: str) -> ZoneInfo:
    """The time zone of an IANA name, read once. Raises NoSuchZone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # OSError: a name that is a folder, "America"
        raise NoSuchZone(name) from error


def due_on(zone: ZoneInfo, day: dt.date, time: dt.time) -> dt.datetime | None:
    """The instant (UTC) at which the digest of a local date is due; None for a date the zone never had."""
    first = _reached(zone, dt.datetime.combine(day, _MIDNIGHT))
    if first.astimezone(zone).date() != day:
        return None
    return _reached(zone, dt.datetime.combine(day, time))


def on_or_after(schedule: Schedule, day: dt.date, not_before: dt.datetime) -> Occurrence:
    """The occurrence of local date ``day``, or of the next there is; due at ``not_before`` where its time is over.

    This is how the ledger goes from date to date: whatever becomes of time and zone, the dates follow one another.
    Raises NoSuchZone.
    """
    zone = zone_named(schedule.plan.zone)
    while (due := due_on(zone, day, schedule.plan.time)) is None:
        day += _DAY
    return Occurrence(schedule, day, max(due, not_before.astimezone(dt.UTC)))


def first_after(schedule: Schedule, after: dt.datetime) -> Occurrence:
    """The first occurrence due later than an instant. Raises NoSuchZone."""
    zone = zone_named(schedule.plan.zone)
    # Where the date line moved, a date's first coming can lie a day back.
    day = after.astimezone(zone).date() - 2 * _DAY
    while (due := due_on(zone, day, schedule.plan.time)) is None or due <= after:
        day += _DAY
    return Occurrence(schedule, day, due)


def between(schedule: Schedule, after: dt.datetime, until: dt.datetime) -> Iterator[Occurrence]:
    """The occurrences due later than ``after`` and no later than ``until``, in order. Raises NoSuchZone."""
    occurrence = first_after(schedule, after)
    while occurrence.due <= until:
        yield occurrence
        occurrence = on_or_after(schedule, occurrence.day + _DAY, occurrence.due)


def local_date(schedule: Schedule, instant: dt.datetime) -> dt.date:
    """Which date it is where a schedule belongs. Raises NoSuchZone."""
    return instant.astimezone(zone_named(schedule.plan.zone)).date()


def _reached(zone: ZoneInfo, wall: dt.datetime) -> dt.datetime:
    """The first instant at which clocks show ``wall`` (naive) or later."""
    # With fold=0 zoneinfo gives the first coming; for a time that is leapt over, an instant after the leap, and with
    # fold=1 one before it (PEP 495).
    high = wall.replace(tzinfo=zone).astimezone(dt.UTC)
    if _shown(zone, high) == wall:
        return high
    low = wall.replace(tzinfo=zone, fold=1).astimezone(dt.UTC)
    second = dt.timedelta(seconds=1)  # no clock was ever changed within one
    while high - low > second:
        middle = low + (high - low) // second // 2 * second
        if _shown(zone, middle) < wall:
            low = middle
        else:
            high = middle
    return high


def _shown(zone: ZoneInfo, instant: dt.datetime) -> dt.datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)
