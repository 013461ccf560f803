"""Dates inside a sentence, as people type them in English and Chinese. Pure: today is an argument.

A date that cannot be (31 February, month 13, the year 0) is found like any other, with ``possible`` False, so that
the answer can say so instead of quietly searching for its digits.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.talk import dates_chinese, dates_english
from bot.talk.calendar_words import DateKind, Reading, a_span
from bot.talk.line import LIMIT, fold
from bot.talk.requests import Period

__all__ = ["DateKind", "FoundDate", "find_date", "find_dates"]

_HAN = re.compile(r"[\u4e00-\u9fff]")
_DIGIT = re.compile(r"[0-9]")
_RELATIVE = re.compile(
    r"ago|back|earlier|last|past|previous|this|current|next|day|tom+or+ow", re.ASCII
)  # every rule of WORD_RULES needs one of these; most sentences hold none
_JOINED = re.compile(r" ?(?P<by>to|until|till|through|thru|and|-|~|到|至) ?(?:the )?")
_BETWEEN = re.compile(r"(?<![a-z0-9])(?:(?P<between>between)|from) (?:the )?$")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it stands.

    ``period`` holds its days, open ends as ``date.min`` and ``date.max`` ("since 2010"); a MONTH_DAY has ``month`` and
    ``day`` instead, a DAY both. ``start`` and ``end`` are the characters it takes with its preposition, ``at`` where
    the date itself begins. ``tied`` says that a preposition holds it ("in 2013"; in Chinese 年 does), ``near``
    that it is today, yesterday or tomorrow. ``possible`` is False for a day that no calendar has; it has no ``period``.
    ``otherwise`` is a date of the month and day meant if they stand the other way round ("11/3").
    """

    kind: DateKind
    start: int
    at: int
    end: int
    tied: bool = False
    period: Period | None = None
    month: int = 0
    day: int = 0
    possible: bool = True
    near: bool = False
    otherwise: dt.date | None = None


def find_date(text: str, today: dt.date, *, month_first: bool = False) -> FoundDate | None:
    """The date ``text`` is most likely about: the last one tied by a preposition, else the first; None without any."""
    found = find_dates(text, today, month_first=month_first)
    tied = [date for date in found if date.tied]
    return tied[-1] if tied else found[0] if found else None


def find_dates(text: str, today: dt.date, *, month_first: bool = False) -> tuple[FoundDate, ...]:
    """Every date in the first 500 characters of ``text``, in order, none overlapping.

    ``month_first`` reads 1/2/2013 as 2 January; else it is 1 February. Never raises.
    """
    folded = fold(text[:LIMIT])
    found: list[FoundDate] = []
    for date in _matches(folded, today, month_first):
        if not any(date.start < other.end and other.start < date.end for other in found):
            found.append(date)
    found.sort(key=lambda date: date.start)
    joined = _join(found, folded)
    ends = [*(date.start for date in joined[1:]), len(folded)]
    return tuple(_tie(date, folded, end) for date, end in zip(joined, ends, strict=False))


def _matches(folded: str, today: dt.date, month_first: bool) -> Iterator[FoundDate]:
    rules: list[dates_english.Rule] = []
    digits = _DIGIT.search(folded) is not None
    if _HAN.search(folded):
        rules += dates_chinese.RULES
    if _RELATIVE.search(folded):
        rules += dates_english.WORD_RULES
    if digits:
        rules += dates_english.RULES
    for pattern, reader in rules:
        for match in pattern.finditer(folded):
            reading = reader(match, today, month_first)
            if reading is not None:
                yield _found(reading, match.start(), match.end())


def _found(reading: Reading, start: int, end: int) -> FoundDate:
    return FoundDate(
        reading.kind, start, start, end, False,
        reading.period, reading.month, reading.day, reading.possible, reading.near,
        reading.otherwise,
    )  # fmt: skip


def _join(dates: list[FoundDate], folded: str) -> list[FoundDate]:
    """Make one span of two neighbours: "2010 to 2012", "between … and …", "2010-2012"."""
    joined: list[FoundDate] = []
    for date in dates:
        span = _span(joined[-1], date, folded) if joined else None
        if span is None:
            joined.append(date)
        else:
            joined[-1] = span
    return joined


def _span(first: FoundDate, last: FoundDate, folded: str) -> FoundDate | None:
    between = _JOINED.fullmatch(folded, first.end, last.start)
    if between is None or first.period is None or last.period is None:
        return None
    lead = _BETWEEN.search(folded, max(0, first.start - 20), first.start)
    spoken = bool(lead and lead["between"])
    if (between["by"] == "and") is not spoken:  # "2010 and 2012" are two years
        return None
    start = lead.start() if lead else first.start
    tied = lead is not None or between["by"] not in "-~"
    return replace(_found(a_span(first.period, last.period), start, last.end), at=first.at, tied=tied)


def _tie(date: FoundDate, folded: str, until: int) -> FoundDate:
    """Take in the preposition in front of an English date, or what surrounds a Chinese one, no further than there."""
    if _HAN.search(folded, date.at, date.end):
        return _tie_chinese(date, folded, until)
    lead = dates_english.TIE.search(folded, max(0, date.start - 30), date.start)
    if lead is None:
        return date
    if date.kind is DateKind.MONTH_DAY and lead["tie"] not in _ON_A_DAY:  # "in march 20 people died"
        return date
    if date.kind is DateKind.YEAR and lead[0].endswith(" the ") and _NAMED.match(folded, date.end):
        return date
    bounds = replace(date, start=lead.start(), tied=True)
    return _bounded(bounds, lead["tie"])


def _tie_chinese(date: FoundDate, folded: str, until: int) -> FoundDate:
    before = dates_chinese.BEFORE.search(folded, max(0, date.start - 4), date.start)
    after = dates_chinese.AFTER.match(folded, date.end, until)
    start = before.start() if before else date.start
    end = after.end() if after else date.end
    date = replace(date, start=start, end=end, tied=date.tied or not date.near or start < date.at)
    return _bounded(date, after["tie"] if after else None)


_NAMED = re.compile(r" (?!(?:in|at|on|about|with|near|to|for|and)(?![a-z0-9]))[^\W_]")
"""What makes a year the beginning of a name: "in the 2004 election"."""
_ON_A_DAY = frozenset({"on", "of", "from", "dated"})
_SINCE = frozenset({"since", "以来"})
_AFTER = frozenset({"after", "之后", "以后", "后"})
_UNTIL = frozenset({"until", "till"})
_BEFORE = frozenset({"before", "之前", "以前", "前"})


def _bounded(date: FoundDate, tie: str | None) -> FoundDate:
    """Open the date at one end where its preposition says so; unbounded beyond the calendar's ends stays as it is."""
    period = date.period
    if period is None or tie is None:
        return date
    first, last = dt.date.min, dt.date.max
    if tie in _SINCE:
        first = period.first
    elif tie in _AFTER and period.last < dt.date.max:
        first = period.last + dt.timedelta(days=1)
    elif tie in _UNTIL:
        last = period.last
    elif tie in _BEFORE and period.first > dt.date.min:
        last = period.first - dt.timedelta(days=1)
    else:
        return date
    return replace(date, kind=DateKind.SPAN, near=False, period=Period(first, last), tied=True)
