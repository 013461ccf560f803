"""Dates as pages write them, padded or not, and the date a page's path stands for."""

from __future__ import annotations

import datetime as dt
import re

from bot.archive.event import Finding, Problem

_WRITTEN = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[\sTt])")
_IN_PATH = re.compile(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})/[^/]+$")


def read_date(text: str) -> dt.date | None:
    """Give the date ``text`` begins with ("2013-01-18", "2007-9-1", "2013-01-18 10:00"), or None. Never raises."""
    found = _WRITTEN.match(text)
    return _date(found) if found else None


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
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
