"""What the words of a calendar mean: months with the slips people make, weekdays, numbers; and what a reading is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz.distance import OSA

from bot.talk.requests import Period

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb febr",
            "march mar",
            "april apr apirl aprl",
            "may",
            "june jun",
            "july jul",
            "august aug augst agust augest",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
    for name in names.split()
}
NUMBERS = {
    word: number
    for number, words in {
        1: "a an one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine",
        10: "ten", 11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen",
        17: "seventeen", 18: "eighteen", 19: "nineteen", 20: "twenty", 25: "twenty-five", 30: "thirty",
    }.items()
    for word in words.split()
}  # fmt: skip
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month each season begins with, as meteorologists of the northern half of the world count them."""
_MONTHS_A_YEAR = 12
_LEAP_YEAR = 2000
_LONG_MONTHS = tuple((name, number) for name, number in MONTHS.items() if len(name) >= 7)
_CHINESE_DIGITS = {sign: n for n, signs in enumerate(("〇零○", "一元", "二两", *"三四五六七八九")) for sign in signs}


class DateKind(StrEnum):
    """How much of a date was said."""

    DAY = "day"
    MONTH_DAY = "month-day"
    MONTH = "month"
    YEAR = "year"
    SPAN = "span"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a date's words mean: a period, or a month and day of no year. ``period`` is None too for no such date.

    ``near`` marks today and the days named beside it (yesterday, tomorrow). ``otherwise`` is a date of the month
    and day meant if they stand the other way round ("11/3").
    """

    kind: DateKind
    period: Period | None = None
    month: int = 0
    day: int = 0
    possible: bool = True
    near: bool = False
    otherwise: dt.date | None = None


def month_number(word: str) -> int | None:
    """1 to 12 for a month's name, short or with one slip ("janurary"); None for another word."""
    known = MONTHS.get(word)
    if known is None and len(word) >= 6 and word[0] in "jfsond":
        known = next((n for name, n in _LONG_MONTHS if OSA.distance(word, name, score_cutoff=1) <= 1), None)
    return known


def chinese_number(signs: str) -> int:
    """The number that digits or Chinese numerals write: "18", "十八", "一百", "二〇一三"; 0 when they write none."""
    if signs.isascii():
        return int(signs) if signs.isdecimal() else 0
    if "百" in signs:
        hundreds, _, rest = signs.partition("百")
        return 100 * (chinese_number(hundreds) if hundreds else 1) + (
            chinese_number(rest.lstrip("零〇")) if rest else 0
        )
    if "十" in signs:
        tens, _, ones = signs.partition("十")
        return 10 * (chinese_number(tens) if tens else 1) + (chinese_number(ones) if ones else 0)
    value = 0
    for sign in signs:
        value = 10 * value + _CHINESE_DIGITS.get(sign, int(sign) if sign.isascii() and sign.isdecimal() else 0)
    return value


def a_day(year: int, month: int, day: int) -> Reading:
    """A full date; not possible for 31 February, month 13 or a year outside 1 to 9999."""
    try:
        period = Period.of_day(dt.date(year, month, day))
    except (ValueError, OverflowError):
        return Reading(DateKind.DAY, month=month, day=day, possible=False)
    return Reading(DateKind.DAY, period, month, day)


def either_way(reading: Reading) -> Reading:
    """A reading of a day and a month in figures, with the other one where both can be."""
    month, day = reading.day, reading.month
    if not reading.possible or month == day or not 1 <= month <= _MONTHS_A_YEAR:
        return reading
    year = reading.period.first.year if reading.period else _LEAP_YEAR
    return replace(reading, otherwise=dt.date(year, month, day))


def a_month_day(month: int, day: int) -> Reading:
    """A month and day of no year, 29 February included."""
    possible = a_day(2000, month, day).possible
    return Reading(DateKind.MONTH_DAY, month=month, day=day, possible=possible)


def a_month(year: int, month: int) -> Reading:
    """A month of a year."""
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return Reading(DateKind.MONTH, possible=False)
    return Reading(DateKind.MONTH, Period.of_month(year, month))


def a_year(year: int) -> Reading:
    """A whole year."""
    if not 1 <= year <= 9999:
        return Reading(DateKind.YEAR, possible=False)
    return Reading(DateKind.YEAR, Period.of_year(year))


def a_span(first: Period, last: Period) -> Reading:
    """All days of both periods and between them, whichever was said first."""
    return Reading(DateKind.SPAN, Period(min(first.first, last.first), max(first.last, last.last)))


def a_season(year: int, first_month: int) -> Reading:
    """The three months that begin with ``first_month``; a winter (12) is named by the year it ends in."""
    begins = year - (first_month == 12)
    try:
        first = dt.date(begins, first_month, 1)
        last = first + dt.timedelta(days=92)
        return Reading(DateKind.SPAN, Period(first, last.replace(day=1) - dt.timedelta(days=1)))
    except (ValueError, OverflowError):
        return Reading(DateKind.SPAN, possible=False)


def season_near(today: dt.date, first_month: int, step: int) -> Reading | None:
    """This year's season (``step`` 0), or the last one that was over before ``today`` (-1)."""
    if step > 0:
        return None
    reading = a_season(today.year, first_month)
    if step < 0 and reading.period and reading.period.last >= today:
        reading = a_season(today.year - 1, first_month)
    return reading


def a_part(whole: Reading, place: int, of: int) -> Reading:
    """A half or third (``of`` 2 or 3) of a year, a month or a decade: the first one is ``place`` 0."""
    period = whole.period
    if period is None:
        return whole
    first, last = period.first, period.last
    if whole.kind is DateKind.MONTH:
        days = 30 // of
        begins = first + dt.timedelta(days=days * place)
        ends = last if place == of - 1 else begins + dt.timedelta(days=days - 1)
    elif whole.kind is DateKind.YEAR:
        months = 12 // of
        begins = dt.date(first.year, 1 + months * place, 1)
        ends = Period.of_month(first.year, months * (place + 1)).last
    else:
        starts = (0, 5, 10) if of == 2 else (0, 4, 7, 10)
        begins = dt.date(first.year + starts[place], 1, 1)
        ends = dt.date(first.year + starts[place + 1] - 1, 12, 31)
    return Reading(DateKind.SPAN, Period(begins, ends))


def a_decade(year: int) -> Reading:
    """The ten years that begin with ``year``."""
    if not 1 <= year <= 9990:
        return Reading(DateKind.SPAN, possible=False)
    return a_span(Period.of_year(year), Period.of_year(year + 9))


def days_away(today: dt.date, days: int) -> Reading:
    """The day so many days after ``today`` (before it when negative)."""
    try:
        day = today + dt.timedelta(days=days)
    except OverflowError:
        return Reading(DateKind.DAY, possible=False)
    return Reading(DateKind.DAY, Period.of_day(day), day.month, day.day)


def a_near_day(today: dt.date, days: int) -> Reading:
    """Today, yesterday, tomorrow and the days beside them."""
    return replace(days_away(today, days), near=True)


def months_away(today: dt.date, months: int) -> Reading:
    """The whole month so many months after today's."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return a_month(year, month + 1)


def same_day(today: dt.date, year: int) -> Reading:
    """Today's month and day in ``year``; 28 February stands for a 29th that year did not have."""
    reading = a_day(year, today.month, today.day)
    if not reading.possible and (today.month, today.day) == (2, 29):
        reading = a_day(year, 2, 28)
    return reading


def a_week(today: dt.date, weeks: int) -> Reading:
    """Monday to Sunday of the week so many weeks after today's."""
    try:
        monday = today + dt.timedelta(days=7 * weeks - today.weekday())
        return a_span(Period.of_day(monday), Period.of_day(monday + dt.timedelta(days=6)))
    except OverflowError:
        return Reading(DateKind.SPAN, possible=False)


def last_weekday(today: dt.date, weekday: int) -> Reading:
    """The latest such weekday (Monday is 0) before ``today``."""
    return days_away(today, -((today.weekday() - weekday - 1) % 7 + 1))


def coming_weekday(today: dt.date, weekday: int) -> Reading:
    """The first such weekday (Monday is 0) after ``today``."""
    return a_near_day(today, (weekday - today.weekday() - 1) % 7 + 1)


def weekday_of_week(today: dt.date, weekday: int, weeks: int) -> Reading:
    """A weekday (Monday is 0) of today's week or, with ``weeks``, of one to come; weeks begin with Monday."""
    return a_near_day(today, weekday - today.weekday() + 7 * weeks)


def ago(today: dt.date, number: int, unit: str, to_the_day: bool) -> Reading:
    """So many days, weeks, months, years or decades before ``today``.

    Days and weeks give a day, months a month, years and decades a whole year; ``to_the_day`` gives that year's day.
    """
    if unit in ("day", "week"):
        return days_away(today, -number * (7 if unit == "week" else 1))
    if unit == "month":
        return months_away(today, -number)
    year = today.year - number * (10 if unit == "decade" else 1)
    return same_day(today, year) if to_the_day else a_year(year)
