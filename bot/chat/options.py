"""Slash options -> Request."""

from __future__ import annotations

import datetime as dt
import re

import discord

from bot.talk.dates import DateKind, find_date
from bot.talk.grammar import understand
from bot.talk.requests import About, NotUnderstood, OnThisDay, Open, Period, Related, Request

_ID = re.compile(r"[0-9a-f]{16}")
_DAYS = (DateKind.DAY, DateKind.MONTH_DAY)


def is_month_first(locale: discord.Locale) -> bool:
    """Whether people of a locale write 1/2/2013 for 2 January."""
    return locale is discord.Locale.american_english


def on_this_day(
    today: dt.date, date: str = "", year: int | None = None, about: str = "", *, month_first: bool = False
) -> Request:
    """What ``/onthisday`` asks. A date's year narrows to that year, as ``year`` does; "yesterday" has none.

    NotUnderstood for a date that cannot be read or that no calendar has.
    """
    about = about.strip()
    if not date.strip():
        return OnThisDay(today.month, today.day, about, Period.of_year(year) if year else None)
    found = find_date(date, today, month_first=month_first)
    if found is None or found.kind not in _DAYS or not found.possible:
        return NotUnderstood(date, no_such_date=date)
    period = found.period if found.kind is DateKind.DAY and not found.near else None
    return OnThisDay(found.month, found.day, about, Period.of_year(year) if year else period)


def event(today: dt.date, about: str, *, month_first: bool = False) -> Request:
    """What ``/event`` asks: words with or without a date, an event's id, or a page's path."""
    if _ID.fullmatch(about.strip()):
        return Open(about.strip())
    request = understand(about, today, month_first=month_first)
    if isinstance(request, About | Open | OnThisDay) or (isinstance(request, NotUnderstood) and request.no_such_date):
        return request
    return About(about.strip())


def related(today: dt.date, to: str) -> Request:
    """What ``/related`` asks: words that mean an event, its id, or its page's path."""
    if _ID.fullmatch(to.strip()):
        return Related(to=to.strip())
    match understand(to, today):
        case Open(path):
            return Related(to=path)
        case Related() as request:
            return request
        case About(words, _) if words:
            return Related(words=words)
    return Related(words=to.strip())
