"""Pages that are read without fault and still must not be told: from the future, made up, or copied to another year.

The published archive has a few of each. What happened every year ("… wins the …") is none of them: only the sources'
own dates can say that a page lies in the wrong year.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from bot.archive.event import Event, Finding, Problem, Source
from bot.archive.folding import fold

_SLACK = 4  # days; a report may be dated a little before or after the event, and leap years move a day
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
# Dates that a publisher's own system put into the path. A date inside a title ("…-20160103") is typed by hand, and in
# January often with the wrong year.
_IN_ADDRESS = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>0?[1-9]|1[0-2]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)"
    r"[/-](?P<day>0?[1-9]|[12]\d|3[01])(?=/|$)",
    re.IGNORECASE,
)
_WEB_ARCHIVE = re.compile(r"^https?://(?:web\.archive\.org/web|archive\.(?:is|today|ph))/\d+[a-z_]*/", re.IGNORECASE)
_IN_A_STORY = re.compile(r"^in the fictional\b.{0,120}\bthis (?:date|day)\b", re.IGNORECASE)


class Dated(NamedTuple):
    """What finding twins needs to know of an event; far less to keep than the event itself."""

    path: str
    date: dt.date
    headline: str
    addresses: tuple[str, ...]


def dated(event: Event) -> Dated:
    """Give what ``copies`` needs of ``event``."""
    return Dated(event.path, event.date, event.headline, tuple(source.url for source in event.sources))


def doubts(event: Event, today: dt.date) -> Finding | None:
    """Give why ``event`` must not be told, judged by its page alone, or None. ``today`` is the reader's date.

    A date in the future passes by itself: ask again on a later day. Never raises.
    """
    if event.date > today:
        reason = f"The page is dated {event.date}, which is still to come. Correct the date, or wait for the day."
        return Finding(Problem.FUTURE_DATE, event.path, 0, reason)
    if _IN_A_STORY.search(event.headline):
        reason = "The page tells of a day in a story, not of what happened. Remove it."
        return Finding(Problem.HOAX, event.path, 0, reason)
    year = _year_of_sources(event.date, event.sources)
    if year is not None:
        return _copied(event.path, event.date, year)
    return None


def copies(events: Iterable[Dated]) -> list[Finding]:
    """Give a finding for every event that is another year's, copied: the same headline on the same month and day.

    Which of the two is the copy is told by the sources: one of the copy's carries the other's year, or stands on the
    other's page too, and none carries its own. Where they do not say, neither is one. Never raises.
    """
    days: dict[tuple[int, int, str], list[Dated]] = defaultdict(list)
    for event in events:
        days[event.date.month, event.date.day, fold(event.headline)].append(event)
    found: list[Finding] = []
    for twins in days.values():
        for event in twins if len(twins) > 1 else ():
            origins = (twin for twin in twins if twin.date.year != event.date.year and _comes_from(event, twin))
            if origin := next(origins, None):
                found.append(_copied(event.path, event.date, origin.date.year))
    return found


def source_dates(address: str) -> list[dt.date]:
    """Give the dates in the path of a web address ("…/2013/01/18/…", "…/2013/jan/18/…"). Never raises."""
    dates: list[dt.date] = []
    for found in _IN_ADDRESS.finditer(_WEB_ARCHIVE.sub("", address)):
        month = found["month"]
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) // 3 + 1
        try:
            dates.append(dt.date(int(found["year"]), number, int(found["day"])))
        except ValueError:
            continue
    return dates


def _year_of_sources(date: dt.date, sources: tuple[Source, ...]) -> int | None:
    """Give the year the sources agree on, if it is not the year of ``date`` but month and day are the same.

    One source will do for the year before or after; a page may well remember an older day and cite a report of it,
    so that it takes two publishers to move it further.
    """
    told = [(source.url.split("/")[2], found) for source in sources for found in source_dates(source.url)]
    years = {found.year for _, found in told}
    if not told or len(years) > 1 or not all(_same_day_elsewhen(date, found) for _, found in told):
        return None
    year = years.pop()
    publishers = {publisher for publisher, _ in told}
    return year if abs(year - date.year) == 1 or len(publishers) > 1 else None


def _same_day_elsewhen(date: dt.date, other: dt.date) -> bool:
    """Whether ``other`` is about the month and day of ``date``, but about full years away."""
    days = abs((other - date).days)
    years = round(days / 365.2425)
    return years > 0 and other.year != date.year and abs(days - years * 365.2425) <= _SLACK


def _comes_from(event: Dated, twin: Dated) -> bool:
    """Whether the sources of ``event`` belong to the year of its ``twin``, and none of them to its own."""
    years = {found.year for address in event.addresses for found in source_dates(address)}
    if event.date.year in years:
        return False
    if twin.date.year in years:
        return True
    shared = set(event.addresses) & set(twin.addresses)
    return bool(shared) and event.date > twin.date


def _copied(path: str, date: dt.date, year: int) -> Finding:
    reason = f"The page is dated {date}, but its sources report it in {year}. Move it to that year, or remove it."
    return Finding(Problem.COPIED_YEAR, path, 0, reason)
