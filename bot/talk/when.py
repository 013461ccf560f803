"""Which date of a sentence is the one asked for, and which only belongs to a name."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from bot.talk.calendar_words import MONTHS, chinese_number
from bot.talk.dates import DateKind, FoundDate, find_dates
from bot.talk.line import Line
from bot.talk.subject import is_framed, is_headline, says_nothing, subject

_IN_A_MONTH = re.compile(r"(?:^| )(?:in|during) (?:the month of |any )?(?P<month>[a-z]+)(?: in (?:the )?history)?$")
_IN_HISTORY = re.compile(r" in (?:the )?history$")
_CHINESE_MONTH = re.compile(r"(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,3})月份?(?:里|间|中)?")
_LONG_NAME = 6  # "august"; "march" is a word too
_MONTHS_A_YEAR = 12
_MOST_DATES = 12
"""A text with more dates than this is a list, not a question."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What dates are told from: today, and whether 1/2/2013 is 2 January."""

    today: dt.date
    month_first: bool = False

    def dates(self, line: Line) -> tuple[FoundDate, ...]:
        """Every date in ``line``."""
        return find_dates(line.folded, self.today, month_first=self.month_first)


def date_asked(line: Line, clock: Clock) -> FoundDate | None:
    """The date that narrows the question; None where a date is part of what is looked for.

    A tied date is meant, the last of several. A bare one is when it stands alone ("events 2013"), is a full day, or
    ends or begins the sentence in words ("mali january 2013"); a bare year or "september 11" belongs to a name.
    A day that cannot be counts only where it must be one.
    """
    found = clock.dates(line)
    if not 0 < len(found) <= _MOST_DATES or is_headline(line):
        return None
    tied = [date for date in found if date.tied and _is_certain(date, line) and not _is_inside(date, line)]
    if tied:
        return tied[-1]
    return next((date for date in found if _is_meant(date, line)), None)


def month_asked(line: Line) -> tuple[int, Line] | None:
    """The month of no year that ``line`` asks about and what stands beside it: "what happened in december", "12月".

    None where a word only looks like one: "may", "march" and the short names are months behind "in".
    """
    if is_headline(line):
        return None
    plain = line.trimmed()
    tied = _IN_A_MONTH.search(plain.folded)
    if tied and tied["month"] in MONTHS:
        return MONTHS[tied["month"]], plain.part(0, tied.start())
    content = _IN_HISTORY.sub("", subject(line).folded)
    if content in MONTHS and len(content) >= _LONG_NAME:
        return MONTHS[content], line.part(0, 0)
    chinese = _CHINESE_MONTH.fullmatch(content)
    if chinese and 1 <= (month := chinese_number(chinese["month"])) <= _MONTHS_A_YEAR:
        return month, line.part(0, 0)
    return None


def _is_certain(date: FoundDate, line: Line) -> bool:
    if date.possible:
        return True
    return date.kind is DateKind.DAY or not line.folded[date.at : date.end].isascii() or _is_on(date, line)


def _is_inside(date: FoundDate, line: Line) -> bool:
    """Whether a Chinese date, which nothing ties but itself, stands amid words that ask nothing."""
    if line.folded[date.start : date.end].isascii() or _at_an_end(date, line):
        return False
    return not is_framed(line)


def _is_on(date: FoundDate, line: Line) -> bool:
    return line.folded.startswith("on ", date.start) or says_nothing(line.without(date.start, date.end))


def _is_meant(date: FoundDate, line: Line) -> bool:
    rest = line.without(date.start, date.end)
    if says_nothing(rest):
        return True
    if not date.possible or date.kind is DateKind.MONTH_DAY:
        return False
    if date.near:
        return _at_an_end(date, line) and is_framed(line)
    if date.kind is DateKind.DAY:
        return True
    spelled = any(sign.isalpha() for sign in line.folded[date.at : date.end])
    return spelled and _at_an_end(date, line)


def _at_an_end(date: FoundDate, line: Line) -> bool:
    before, after = line.part(0, date.start), line.part(date.end)
    return not after.has_content or says_nothing(before)
