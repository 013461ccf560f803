"""The ways dates are written with Latin letters and digits: each a pattern and what it means.

Patterns are matched on folded text (small letters). A reader gives None where the words are no date after all
("typhoon 2013" has the shape of "january 2013").
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TypeAlias

from bot.talk import calendar_words as words
from bot.talk.calendar_words import Reading
from bot.talk.requests import Period

Reader: TypeAlias = Callable[[re.Match[str], dt.date, bool], Reading | None]
Rule: TypeAlias = tuple[re.Pattern[str], Reader]

_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_TO_DAY = r" ?(?:-|to|till|until|through|and) ?(?:the )?(?P<e>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<m>[a-z]{3,10})\.?"
_YEAR = r"(?P<y>[0-9]{4})"
_FROM, _TO = r"(?<![a-z0-9])(?<![0-9][./-])", r"(?![a-z0-9]|[./:,-][0-9])"
_COUNT = r"(?P<n>[0-9]{1,4}|" + "|".join(sorted(words.NUMBERS, key=len, reverse=True)) + ")"
_WEEKDAY = "|".join(words.WEEKDAYS)
_EASY_DAYS = {
    "the day before yesterday": -2, "yesterday": -1, "yesteday": -1, "today": 0, "tomorrow": 1, "tommorow": 1,
    "tomorow": 1, "the day after tomorrow": 2,
}  # fmt: skip
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
# "Arab Spring 2011" is a name: a season with its year stands first or behind one of these.
_BEFORE_A_SEASON = (
    "in", "of", "the", "during", "since", "from", "until", "till", "before", "after", "about", "for", "and", "to",
    "between", "events", "news", "happened",
)  # fmt: skip
_HEAD = "(?:(?<![a-z0-9] )|" + "|".join(f"(?<=(?<![a-z0-9]){word} )" for word in _BEFORE_A_SEASON) + ")"
_PARTS = {
    "early": (0, 3), "mid": (1, 3), "late": (2, 3), "beginning of": (0, 3), "start of": (0, 3), "middle of": (1, 3),
    "end of": (2, 3), "first half of": (0, 2), "second half of": (1, 2),
}  # fmt: skip
_PART = r"(?:(?:at|by|towards?) )?(?:the )?(?P<part>" + "|".join(_PARTS) + r")[ -](?:the )?(?:year )?"
_NAMED_DAYS = frozenset({"9/11", "7/7", "24/7", "50/50"})
_FULL = re.compile(r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})")
_STEPS = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1}


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile(_FROM + "".join(parts) + _TO)


def _named_day(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    month = words.month_number(match["m"])
    return None if month is None else words.a_day(int(match["y"]), month, int(match["d"]))


def _days_of_a_month(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    month, year = words.month_number(match["m"]), int(match["y"])
    if month is None:
        return None
    first, last = (words.a_day(year, month, int(match[day])) for day in ("d", "e"))
    return words.a_span(first.period, last.period) if first.period and last.period else last


def _named_month_day(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    month = words.month_number(match["m"])
    return None if month is None else words.a_month_day(month, int(match["d"]))


def _named_month(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    month = words.month_number(match["m"])
    return None if month is None else words.a_month(int(match["y"]), month)


def _year_first(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    return words.a_day(int(match["y"]), int(match["m"]), int(match["d"]))


def _year_last(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    day, month = int(match["d"]), int(match["m"])
    swap = day <= 12 if month_first else month > 12
    if swap and not (month_first and month > 31):
        day, month = month, day
    reading = words.a_day(int(match["y"]), month, day)
    return reading if month_first else words.either_way(reading)


def _short_year(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    """A day with a year of two digits, of this century up to today's: "13/1/12"; none where no order of it is a day."""
    year = int(match["y"])
    full = f"{match['d']}/{match['m']}/{year + (1900 if year > today.year % 100 else 2000)}"
    found = _FULL.fullmatch(full)
    reading = _year_last(found, today, month_first) if found else None
    return reading if reading and reading.possible else None


def _number_month(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    month = int(match["m"])
    return words.a_month(int(match["y"]), month) if 1 <= month <= 12 else None


def _day_slash_month(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    day, month = int(match["d"]), int(match["m"])
    if month_first or month > 12:
        day, month = month, day
    reading = words.a_month_day(month, day)
    if month_first:  # an order that was set leaves no doubt
        return reading if reading.possible else None
    # "9/11" is a name in English, and "7/7" too.
    return None if match[0] in _NAMED_DAYS or not reading.possible else words.either_way(reading)


def _season(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    year, first_month = int(match["y"]), words.SEASONS[match["season"]]
    if match["z"]:
        if first_month != 12 or int(match["z"]) % 100 != (year + 1) % 100:
            return None
        year += 1  # the winter of 2009/10
    return words.a_season(year, first_month)


def _part_of(whole: Reader) -> Reader:
    """What reads a part of what ``whole`` reads."""

    def read(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
        reading = whole(match, today, month_first)
        return reading and words.a_part(reading, *_PARTS[match["part"]])

    return read


def _decade(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    return words.a_decade(int(match["y"]))


def _short_decade(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    year = int(match["y"])
    return words.a_decade(year + (1900 if year > today.year % 100 else 2000))


def _years(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    return words.a_span(Period.of_year(int(match["y"])), Period.of_year(int(match["z"])))


def _year(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    return words.a_year(int(match["y"]))


def _easy_day(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    return words.a_near_day(today, _EASY_DAYS[match["easy"]])


def _ago(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    number = words.NUMBERS.get(match["n"])
    number = int(match["n"]) if number is None else number
    return words.ago(today, number, match["unit"], bool(match["exact"]))


def _step(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    step, unit = _STEPS[match["step"]], match["unit"]
    if unit == "year":
        return words.a_year(today.year + step)
    if unit == "month":
        return words.months_away(today, step)
    if unit == "week":
        return words.a_week(today, step)
    if unit == "decade":
        return words.a_decade((today.year // 10 + step) * 10)
    if unit in words.SEASONS:
        return words.season_near(today, words.SEASONS[unit], step)
    weekday = words.WEEKDAYS.get(unit)
    if weekday is not None:
        return words.last_weekday(today, weekday) if step < 0 else words.coming_weekday(today, weekday)
    month = words.month_number(unit)
    return None if month is None else _step_to_month(today, step, month)


def _step_to_month(today: dt.date, step: int, month: int) -> Reading:
    year = today.year
    if step < 0 and month >= today.month:
        year -= 1
    elif step > 0 and month <= today.month:
        year += 1
    return words.a_month(year, month)


def _weekday(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    return words.last_weekday(today, words.WEEKDAYS[match["weekday"]])


RULES: tuple[Rule, ...] = (
    (_pattern(_HEAD, "(?:the )?", _SEASON, r"(?: of| in)?,? ", _YEAR, r"(?:[-/](?P<z>[0-9]{4}|[0-9]{2}))?"), _season),
    (_pattern(_PART, _MONTH, r"[ ,-]{0,2}(?:of |in )?", _YEAR), _part_of(_named_month)),
    (_pattern(_PART, r"(?P<y>[12][0-9]{2}0)'?s"), _part_of(_decade)),
    (_pattern(_PART, r"(?P<y>[12][0-9]{3})"), _part_of(_year)),
    (_pattern(_YEAR, r"(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})"), _year_first),
    (_pattern(r"(?P<y>[12][0-9]{3})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3][0-9])"), _year_first),
    (_pattern(r"(?P<d>[0-9]{1,2})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)", _YEAR), _year_last),
    (_pattern(r"(?P<d>[0-9]{1,2})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<y>[0-9]{2})"), _short_year),
    (_pattern("(?:the )?", _DAY, _TO_DAY, r"(?: of)? ", _MONTH, r"[ ,]{1,2}", _YEAR), _days_of_a_month),
    (_pattern(_MONTH, r" (?:the )?", _DAY, _TO_DAY, r"[ ,]{1,2}", _YEAR), _days_of_a_month),
    (_pattern("(?:the )?", _DAY, r"(?: day)?(?: of)?[ -]?", _MONTH, r"[ ,-]{0,2}(?:of |in )?", _YEAR), _named_day),
    (_pattern(_MONTH, r"[ -]?(?:the )?", _DAY, r"(?:, |,| |-)(?:of |in )?", _YEAR), _named_day),
    (_pattern(_YEAR, r"[ ,-]{1,2}", _MONTH, r"[ -](?:the )?", _DAY), _named_day),
    (_pattern("(?:the )?", _DAY, r"(?: of)?[ -]?", _MONTH), _named_month_day),
    (_pattern(_MONTH, r" ?(?:the )?", _DAY), _named_month_day),
    (_pattern(_MONTH, r"[ ,-]{0,2}(?:of |in )?", _YEAR), _named_month),
    (_pattern(_YEAR, r"[ ,-]{1,2}", _MONTH), _named_month),
    (_pattern(_YEAR, r"[-/](?P<m>0[0-9]|1[0-2])"), _number_month),
    (_pattern(r"(?P<m>[0-9]{1,2})/", _YEAR), _number_month),
    (_pattern(r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})"), _day_slash_month),
    (_pattern(r"(?:the )?(?P<y>[12][0-9]{2}0)'?s"), _decade),
    (_pattern(r"the '?(?P<y>[0-9]0)'?s"), _short_decade),
    (_pattern(r"(?P<y>[12][0-9]{3}) ?- ?(?P<z>[12][0-9]{3})"), _years),
    (_pattern(r"(?<![$€£#+])(?P<y>[12][0-9]{3})"), _year),
)
"""Dates with digits, the longer first, so that "18 January 2013" is not read as a day and a year."""

WORD_RULES: tuple[Rule, ...] = (
    (
        _pattern(
            _COUNT,
            r" ?(?P<unit>day|week|month|year|decade)s?'? (?:ago|back|earlier)",
            r"(?P<exact>,? (?:from |on )?(?:today|to the day|this (?:very )?day))?",
        ),
        _ago,
    ),
    (_pattern("(?P<easy>", "|".join(_EASY_DAYS), ")"), _easy_day),
    (_pattern(r"(?:the )?(?P<step>last|past|previous|this|current|next) (?P<unit>[a-z]{3,10})"), _step),
    (_pattern(rf"on (?P<weekday>{_WEEKDAY})"), _weekday),
)
"""Dates told from today; "10 years ago today" stands before "today"."""

TIE = re.compile(
    r"(?<![a-z0-9])(?:back )?(?P<tie>in|on|from|of|during|around|circa|dated|since|before|after|until|till|year)"
    r"(?: the)?(?:[ -](?:year|month|early|late|mid|middle|end|start|beginning|spring|summer|autumn|fall|winter))?"
    r"(?: of)?(?: the)?[ -]$"
)
"""What ties a date to its sentence, standing just before it."""
