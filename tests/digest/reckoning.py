"""When a schedule is due, reckoned slowly: every stretch of time with one offset is looked through in order.

It knows nothing of folds and gaps. It asks the zone only which offset holds at an instant, never what a local time is.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

BEGINNING, END = 1969, 2041
_STEP = 6 * 86400
_DAY = 86400


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time from ``start`` to ``end`` (seconds since 1970, UTC) during which clocks are ``offset`` seconds ahead."""

    start: int
    end: int
    offset: int


@cache
def stretches(name: str) -> tuple[Stretch, ...]:
    """All stretches of a zone from 1969 to 2041."""
    zone = ZoneInfo(name)
    first, last = (_seconds(dt.datetime(year, 1, 1)) for year in (BEGINNING, END))
    found: list[Stretch] = []
    start, offset = first, _offset(zone, first)
    for at in range(first + _STEP, last + _STEP, _STEP):
        while (now := _offset(zone, at)) != offset:
            changed = _change(zone, start if not found else max(start, at - _STEP), at)
            found.append(Stretch(start, changed, offset))
            start, offset = changed, _offset(zone, changed)
            if offset == now:
                break
    return (*found, Stretch(start, last + _STEP, offset))


def due(name: str, day: dt.date, time: dt.time) -> dt.datetime | None:
    """The first instant at which clocks show ``time`` of ``day`` or later; None for a day the zone never had."""
    midnight = _seconds(dt.datetime.combine(day, dt.time()))
    if not any(s.start + s.offset < midnight + _DAY and s.end + s.offset > midnight for s in _near(name, midnight)):
        return None
    wanted = _seconds(dt.datetime.combine(day, time))
    for stretch in _near(name, midnight):
        reached = max(stretch.start, wanted - stretch.offset)
        if reached < stretch.end:
            return dt.datetime.fromtimestamp(reached, dt.UTC)
    raise AssertionError((name, day, time))


def _near(name: str, seconds: int) -> list[Stretch]:
    found = []
    for stretch in stretches(name)[bisect(_ends(name), seconds - 4 * _DAY) :]:
        if stretch.start > seconds + 5 * _DAY:
            break
        found.append(stretch)
    return found


@cache
def _ends(name: str) -> list[int]:
    return [stretch.end for stretch in stretches(name)]


def _change(zone: ZoneInfo, low: int, high: int) -> int:
    """The first second after ``low``, at most ``high``, with another offset."""
    offset = _offset(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle) == offset else (low, middle)
    return high


def _offset(zone: ZoneInfo, seconds: int) -> int:
    told = dt.datetime.fromtimestamp(seconds, zone).utcoffset()
    assert told is not None
    return int(told.total_seconds())


def _seconds(wall: dt.datetime) -> int:
    return int(wall.replace(tzinfo=dt.UTC).timestamp())
