"""Days told from the event just shown: "anything else that day?", "a week later", "the next day"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from bot.talk.calendar_words import NUMBERS, chinese_number
from bot.talk.dates import DateKind, find_dates
from bot.talk.line import Line
from bot.talk.places import no_event
from bot.talk.requests import About, OnThisDay, Open, Period, Related, Request, Sources, Turn, words_of

_COUPLE = "a couple of"
_COUNT = (
    r"(?P<n>[0-9]{1,3}|" + _COUPLE + "|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")"
    r"|(?P<few>a few|some|several)|(?P<half>half an?)"
)
_THAT_DAY = re.compile(
    r"(?:(?:and |so )?(?:what|anything|something|what was|is there anything|was there anything)(?: else| more| other)?"
    r"(?: (?:happened|happens|happen|did happen|took place|was there|went on))? )?"
    r"(?:on )?(?:that|the same|this very) (?:very )?(?:day|date)"
    r"|(?:那一?天|当天)(?:还?发生了(?:什么|哪些事)|还有(?:什么|别的))?[吗呢]?|同一天还(?:发生了什么|有什么|有别的)[吗呢]?"
)
_WHAT = r"(?:(?:and |so )?what (?:happened|was) )?"
_LATER = re.compile(
    rf"{_WHAT}(?:and |but )?(?:the |just |only )?(?:{_COUNT}) (?P<unit>day|week|month|year)s?"
    r" (?:(?P<later>later|after(?:wards| that| this)?|on)|(?:before(?: that| this)?|earlier))"
    r"|(?:过了?)?(?:(?P<chinese>[0-9]{1,3}|[一二两三四五六七八九十百零]{1,5})|(?P<few2>好?几|数)|(?P<half2>半))个?"
    r"(?P<sign>天|日|周|星期|礼拜|月|年)(?:之|以)?(?P<after>后)(?:发生了什么|怎么样了?)?呢?"
)
_NEXT = re.compile(
    rf"{_WHAT}(?:and |on )?the (?:(?P<next>next|following)|previous) (?P<unit>day|week|month|year)"
    r"|(?:and )?(?:the )?(?P<unit2>day|week|month|year) (?:(?P<after>after)|before)(?: that| this)?"
    r"|(?P<next_day>第二天|次日|翌日|隔天)|前一天"
)
_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year"}
_HALVES = {"year": (6, "month"), "month": (15, "day"), "week": (3, "day"), "day": (0, "day")}
_FEW = (2, 6)
_FROM_TODAY = re.compile(
    r"(?:.* )?(?:the same (?:very )?(?:day|date)|the (?:next|previous) (?:week|month|year))|同一天"
)
_NAMED_DAY = re.compile(
    r"(?<![a-z0-9/])(?:(?:boxing|bastille|valentine'?s?) day|(?:christmas|new year'?s?) (?:day|eve)|9/11|7/7)"
    r"(?![a-z0-9/])"
)
_MONTHS = 12


def from_event(line: Line, before: Turn | None) -> Request | None:
    """What happened on the day of the event shown, or so long after or before it, of what was asked about.

    Where neither one event nor one day was told of, one has to be asked for first. None when ``line`` tells no such
    day, or one that today tells as well ("the same day", "the next week").
    """
    that_day = _THAT_DAY.fullmatch(line.folded)
    later, following = _LATER.fullmatch(line.folded), _NEXT.fullmatch(line.folded)
    if not (that_day or later or following):
        return None
    if before and that_day and isinstance(before.request, OnThisDay) and before.day is None:
        return replace(before.request, skip=before.request.skip + len(before.shown))  # the rest of the day's
    if before is None or _day(before) is None:
        return None if _FROM_TODAY.match(line.folded) else no_event(line, before)
    if later:
        return _later(later, before)
    if following:
        after = following["next"] or following["after"] or following["next_day"]
        return _away(before, 1 if after else -1, following["unit"] or following["unit2"] or "day")
    day = _day(before)
    return About("", Period.of_day(day)) if day else None


def _later(match: re.Match[str], before: Turn) -> Request | None:
    unit = _UNITS[match["sign"]] if match["sign"] else match["unit"]
    sign = 1 if match["later"] or match["after"] else -1
    if match["few"] or match["few2"]:
        return _away(before, sign * _FEW[0], unit, sign * _FEW[1])
    if match["half"] or match["half2"]:
        count, unit = _HALVES[unit]
    else:
        count = chinese_number(match["chinese"]) if match["chinese"] else _number(match["n"])
    return _away(before, sign * count, unit)


def day_beside(before: Turn, days: int) -> Request | None:
    """What was asked about, so many days after the event shown; None where no one event was told."""
    return _away(before, days, "day")


def _day(before: Turn) -> dt.date | None:
    """The day of the event shown, or the one that was asked about."""
    period = before.request.period if isinstance(before.request, About) else None
    return period.first if period and period.is_day else before.day


def _number(text: str) -> int:
    if text == _COUPLE:
        return 2
    number = NUMBERS.get(text)
    return int(text) if number is None else number


def _topic(before: Turn) -> str:
    """What was asked about when the event came to be shown."""
    return before.subject if isinstance(before.request, Open | Sources | Related) else words_of(before.request)


def _without_day(topic: str, day: dt.date) -> str:
    """``topic`` without a day it names, which no event of another day has: "boxing day tsunami" is "tsunami" then."""
    line = Line.of(topic)
    dates = [date for date in find_dates(line.folded, day) if date.kind in (DateKind.DAY, DateKind.MONTH_DAY)]
    spans = [(date.start, date.end) for date in dates if not date.near]
    spans += [match.span() for match in _NAMED_DAY.finditer(line.folded)]
    for start, end in sorted(spans, reverse=True):
        line = line.without(start, end)
    return line.trimmed().typed


def _away(before: Turn, count: int, unit: str, last: int | None = None) -> Request | None:
    """What was asked about, ``count`` units from the day told, or from there to ``last`` units from it."""
    day = _day(before)
    near = _period(day, count, unit) if day else None
    far = _period(day, count if last is None else last, unit) if day else None
    if day is None or near is None or far is None:
        return None
    topic = _topic(before)
    period = Period(min(near.first, far.first), max(near.last, far.last))
    return About(topic if unit == "year" else _without_day(topic, day), period)


def _period(day: dt.date, count: int, unit: str) -> Period | None:
    """The day, or the seven days, the month or the year, so far from a day; None beyond the calendar."""
    try:
        match unit:
            case "day":
                return Period.of_day(day + dt.timedelta(days=count))
            case "week":
                first = day + dt.timedelta(weeks=count)
                return Period(first, first + dt.timedelta(days=6))
            case "month":
                year, month = divmod(day.year * _MONTHS + day.month - 1 + count, _MONTHS)
                return Period.of_month(year, month + 1)
            case _:
                return Period.of_year(day.year + count)
    except (OverflowError, ValueError):
        return None
