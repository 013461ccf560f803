"""Days told from the event just shown: "anything else that day?", "a week later", "the next day"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from bot.talk.calendar_words import NUMBERS, chinese_number
from bot.talk.line import Line
from bot.talk.requests import About, OnThisDay, Open, Period, Related, Request, Sources, Turn, words_of

_COUNT = r"(?P<n>[0-9]{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
_THAT_DAY = re.compile(
    r"(?:(?:and |so )?(?:what|anything|something|what was|is there anything|was there anything)(?: else| more| other)?"
    r"(?: (?:happened|happens|happen|did happen|took place|was there|went on))? )?"
    r"(?:on )?(?:that|the same|this very) (?:very )?(?:day|date)"
    r"|(?:那一?天|当天)(?:还?发生了(?:什么|哪些事)|还有(?:什么|别的))?[吗呢]?|同一天还(?:发生了什么|有什么|有别的)[吗呢]?"
)
_WHAT = r"(?:(?:and |so )?what (?:happened|was) )?"
_LATER = re.compile(
    rf"{_WHAT}(?:and |but )?(?:the |just |only )?{_COUNT} (?P<unit>day|week|month|year)s?"
    r" (?:(?P<later>later|after(?:wards| that| this)?|on)|(?:before(?: that| this)?|earlier))"
    r"|(?P<chinese>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})个?(?P<sign>天|日|周|星期|月|年)(?:之|以)?(?P<after>后)呢?"
)
_NEXT = re.compile(
    rf"{_WHAT}(?:and |on )?the (?:(?P<next>next|following)|previous) (?P<unit>day|week|month|year)"
    r"|(?:and )?(?:the )?(?P<unit2>day|week|month|year) (?:(?P<after>after)|before)"
    r"|(?P<next_day>第二天|次日|翌日|隔天)|前一天"
)
_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "月": "month", "年": "year"}
_MONTHS = 12


def from_event(line: Line, before: Turn | None) -> Request | None:
    """What happened on the day of the event shown, or so long after or before it, of what was asked about.

    None when ``line`` tells no such day, or where neither one event nor one day was told of.
    """
    if before is None:
        return None
    if isinstance(before.request, OnThisDay) and before.day is None and _THAT_DAY.fullmatch(line.folded):
        return replace(before.request, skip=before.request.skip + len(before.shown))  # the rest of the day's
    day = _day(before)
    if day is None:
        return None
    if _THAT_DAY.fullmatch(line.folded):
        return About("", Period.of_day(day))
    if match := _LATER.fullmatch(line.folded):
        count = chinese_number(match["chinese"]) if match["chinese"] else _number(match["n"])
        unit = _UNITS[match["sign"]] if match["sign"] else match["unit"]
        after = match["later"] or match["after"]
    elif match := _NEXT.fullmatch(line.folded):
        count, unit = 1, match["unit"] or match["unit2"] or "day"
        after = match["next"] or match["after"] or match["next_day"]
    else:
        return None
    return _away(before, count if after else -count, unit)


def day_beside(before: Turn, days: int) -> Request | None:
    """What was asked about, so many days after the event shown; None where no one event was told."""
    return _away(before, days, "day")


def _day(before: Turn) -> dt.date | None:
    """The day of the event shown, or the one that was asked about."""
    period = before.request.period if isinstance(before.request, About) else None
    return period.first if period and period.is_day else before.day


def _number(text: str) -> int:
    number = NUMBERS.get(text)
    return int(text) if number is None else number


def _topic(before: Turn) -> str:
    """What was asked about when the event came to be shown."""
    return before.subject if isinstance(before.request, Open | Sources | Related) else words_of(before.request)


def _away(before: Turn, count: int, unit: str) -> Request | None:
    day = _day(before)
    period = _period(day, count, unit) if day else None
    return About(_topic(before), period) if period else None


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
