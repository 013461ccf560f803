"""Dates as pages write them, padded or not, in figures or words, and the date a page's path stands for."""

from __future__ import annotations

import datetime as dt
import re

from bot.archive.event import Finding, Problem

_WRITTEN = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[\sTt])")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_IN_WORDS = (
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ .-]+(?P<m>[a-z]{3,9})\.?,?[ -]+(?P<y>\d{4})(?=$|[ ,])"),
    re.compile(r"(?P<m>[a-z]{3,9})\.? +(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:, *| +)(?P<y>\d{4})(?=$|[ ,])"),
    re.compile(r"(?P<y>\d{4}) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号號]?(?=$| )"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)$"),
)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?=$| )")
_IN_PATH = re.compile(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})/[^/]+$")


def read_date(text: str) -> dt.date | None:
    """Give the date ``text`` begins with ("2013-01-18", "2007-9-1", "2013-01-18 10:00"), or None. Never raises."""
    found = _WRITTEN.match(text)
    return _date(found) if found else None


def possible_dates(text: str) -> tuple[dt.date, ...]:
    """Give every day ``text`` may stand for, as people write dates by hand.

    One for "2013-01-18", "18 January 2013", "Jan 18, 2013", "2013年1月18日" or "18/1/2013", two for "1/2/2013", none
    where no day is written. Never raises.
    """
    if date := read_date(text):
        return (date,)
    low = " ".join(text.lower().split())
    for pattern in _IN_WORDS:
        if found := pattern.match(low):
            date = _day(int(found["y"]), _month(found["m"]), int(found["d"]))
            return (date,) if date else ()
    if found := _YEAR_LAST.match(low):
        one, other, year = map(int, found.groups())
        days = (_day(year, one, other), _day(year, other, one))
        return tuple(dict.fromkeys(day for day in days if day))
    return ()


def date_of_path(path: str) -> dt.date | None:
    """Give the date of the folders ``path`` lies in ("news/2007/09/1/slug.md"), or None. Never raises."""
    found = _IN_PATH.search(path)
    return _date(found) if found else None


def date_disagreement(path: str, date: dt.date, line: int) -> list[Finding]:
    """Give a finding if ``path`` lies in the folder of another day than ``date``, else none."""
    expected = date_of_path(path)
    if expected is None or expected == date:
        return []
    reason = f"The page says {date} but lies in the folder of {expected}; {date} is used. Correct one of them."
    return [Finding(Problem.DATE_DISAGREES, path, line, reason)]


def _date(found: re.Match[str]) -> dt.date | None:
    return _day(int(found[1]), int(found[2]), int(found[3]))


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _month(written: str) -> int:
    """Give the number of a month written in figures or as an English name, short or whole; 0 if it is none."""
    if written.isdigit():
        return int(written)
    return next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(written)), 0)
