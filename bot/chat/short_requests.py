"""Requests as short text and back, so that the buttons of a message can hold what they ask."""

from __future__ import annotations

import base64
import datetime as dt
import re
from dataclasses import replace

from bot.chat.text import clean
from bot.talk.line import LIMIT
from bot.talk.requests import (
    About,
    Help,
    OnThisDay,
    Open,
    Period,
    Random,
    Related,
    Request,
    Side,
    Sources,
    Status,
    words_of,
)

APART = ";"
ELSEWHERE = "^"
"""Stands for words that are kept elsewhere."""
RESERVED = re.compile(r"[~<^]")
"""Signs that never stand in the words of a short request: what is around it may be told by them."""

_KINDS_OF_SIDES = {Side.ALL: "r", Side.AFTER: "n", Side.BEFORE: "b"}
_SIDES_OF_KINDS = {kind: side for side, kind in _KINDS_OF_SIDES.items()}
_MOST_DAYS = 366
_DAY = "%04d%02d%02d"
_LEAP_DAY_TOO = "+"


def shorten(request: Request, today: dt.date | None = None, asked: str = "") -> str | None:
    """A request as text; None for one that cannot be asked again.

    With ``today``, that day's anniversaries are written so that they mean the day they are asked for on. The words
    ``asked`` are left out, and have to be given to :func:`lengthen` again.
    """
    words = _short_words(request, asked)
    match request:
        case OnThisDay(month, day, _, period, skip, days) if days > 1:
            date = f"{month:02}{day:02}"
            fields = ["w", date, _short_number(days), _short_period(period), _short_number(skip), words]
        case OnThisDay(month, day, _, period, skip, with_leap_day=True):
            fields = ["d", f"{month:02}{day:02}{_LEAP_DAY_TOO}", _short_period(period), _short_number(skip), words]
        case OnThisDay(month, day, _, period, skip):
            date = "" if today and (month, day) == (today.month, today.day) else f"{month:02}{day:02}"
            fields = ["d", date, _short_period(period), _short_number(skip), words]
        case About(_, period, skip, counted, listed):
            # Of what was counted, what is left to turn is a list.
            fields = ["l" if counted or listed else "a", _short_period(period), _short_number(skip), words]
        case Related(to, _, skip, side) if (event := short_id(to)) or words:
            fields = [_KINDS_OF_SIDES[side], event or "", _short_number(skip), words]
        case Open(to) if event := short_id(to):
            fields = ["o", event]
        case Sources(to) if event := short_id(to):
            fields = ["s", event]
        case Random():
            fields = ["x", words]
        case Status():
            fields = ["i"]
        case Help():
            fields = ["h"]
        case _:
            return None
    return APART.join(fields)


def lengthen(text: str, today: dt.date, asked: str = "") -> Request | None:
    """The request that :func:`shorten` made ``text`` of; None for any other text, or where its words are not there."""
    kind, _, rest = text.partition(APART)
    try:
        request = _read(kind, rest, today)
        return None if request is None else _with_words(request, asked)
    except ValueError:
        return None


def words_to_keep(request: Request) -> str:
    """The words of a request as they are kept elsewhere: at most 500 characters."""
    return clean(words_of(request))[:LIMIT].rstrip()


def without_page(request: Request, skip: int = 0) -> Request:
    """The request for the page of its answer that begins after ``skip`` events."""
    return replace(request, skip=skip) if isinstance(request, OnThisDay | About | Related) else request


def short_id(id_: str) -> str | None:
    """An event's id of 16 hexadecimal digits in 11 characters; None for what is no id."""
    return number_as_text(int(id_, 16)) if re.fullmatch("[0-9a-f]{16}", id_) else None


def long_id(text: str) -> str:
    """The id that :func:`short_id` made ``text`` of. Raises ValueError."""
    return f"{text_as_number(text):016x}"


def number_as_text(number: int) -> str:
    """A number of at most 64 bits in 11 characters of base64 for addresses (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(number.to_bytes(8, "big")).decode().rstrip("=")


def text_as_number(text: str) -> int:
    """The number that :func:`number_as_text` made ``text`` of. Raises ValueError."""
    if not re.fullmatch(r"[\w-]{11}", text, re.ASCII):
        raise ValueError(text)
    return int.from_bytes(base64.urlsafe_b64decode(f"{text}="), "big")


def _read(kind: str, rest: str, today: dt.date) -> Request | None:
    match kind:
        case "d":
            date, period, skip, about = rest.split(APART, 3)
            leap = date.endswith(_LEAP_DAY_TOO)
            date = date.removesuffix(_LEAP_DAY_TOO)
            day = dt.date(2000, int(date[:2]), int(date[2:])) if date else today
            within = _long_period(period)
            return OnThisDay(day.month, day.day, about, within, _long_number(skip), with_leap_day=leap)
        case "w":
            date, days, period, skip, about = rest.split(APART, 4)
            day = dt.date(2000, int(date[:2]), int(date[2:]))
            most = max(1, min(_long_number(days), _MOST_DAYS))
            return OnThisDay(day.month, day.day, about, _long_period(period), _long_number(skip), most)
        case "a" | "l":
            period, skip, words = rest.split(APART, 2)
            return About(words, _long_period(period), _long_number(skip), listed=kind == "l")
        case "r" | "n" | "b":
            event, skip, words = rest.split(APART, 2)
            return Related(long_id(event) if event else "", words, _long_number(skip), _SIDES_OF_KINDS[kind])
        case "o":
            return Open(long_id(rest))
        case "s":
            return Sources(long_id(rest))
        case "x":
            return Random(rest)
        case "i":
            return Status()
        case "h":
            return Help()
    return None


def _short_words(request: Request, asked: str) -> str:
    if asked and words_to_keep(request) == asked:
        return ELSEWHERE
    return RESERVED.sub(" ", clean(words_of(request))).strip()


def _with_words(request: Request, asked: str) -> Request:
    """A request with the words that were kept elsewhere. Raises ValueError when they are not there any more."""
    if words_of(request) != ELSEWHERE:
        return request
    if not asked:
        raise ValueError(ELSEWHERE)
    match request:
        case OnThisDay() | Random():
            return replace(request, about=asked)
        case About() | Related():
            return replace(request, words=asked)
        case _:
            return request


def _short_number(number: int) -> str:
    return str(number) if number else ""


def _long_number(text: str) -> int:
    return min(int(text), 10**6) if re.fullmatch("[0-9]{1,7}", text) else 0


def _short_period(period: Period | None) -> str:
    if period is None:
        return ""
    first, last = (_DAY % (day.year, day.month, day.day) for day in (period.first, period.last))
    if period.is_day:
        return first
    if period.is_month:
        return first[:6]
    return first[:4] if period.is_year else first + last


def _long_period(text: str) -> Period | None:
    match len(text):
        case 0:
            return None
        case 4:
            return Period.of_year(int(text))
        case 6:
            return Period.of_month(int(text[:4]), int(text[4:]))
        case 8:
            return Period.of_day(_long_day(text))
        case 16:
            return Period(_long_day(text[:8]), _long_day(text[8:]))
    raise ValueError(text)


def _long_day(text: str) -> dt.date:
    return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
