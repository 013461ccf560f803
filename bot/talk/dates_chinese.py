"""The ways dates are written in Chinese: each a pattern and what it means, matched on folded (simplified) text."""

from __future__ import annotations

import datetime as dt
import re

from bot.talk import calendar_words as words
from bot.talk.calendar_words import Reading, chinese_number
from bot.talk.dates_english import Reader, Rule

_SIGNS = "〇零○一二三四五六七八九"
_YEAR = rf"(?:(?P<y>[0-9]{{4}}|[{_SIGNS}]{{4}}|0[0-9]|9[0-9]) ?年|(?P<ry>去年|今年|前年|明年))"
_MONTH = r"(?P<m>[0-9]{1,2}|[一二三四五六七八九十元]{1,3})月"
_DAY = r"(?P<d>[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_FROM = r"(?<![0-9])"
_RELATIVE_YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}
_RELATIVE_DAYS = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2,
}  # fmt: skip
_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
_PARTS = {"上半年": (0, 2), "下半年": (1, 2), "初": (0, 3), "底": (2, 3), "末": (2, 3)}
_MONTH_PARTS = {"上旬": (0, 3), "中旬": (1, 3), "下旬": (2, 3), "初": (0, 3), "底": (2, 3), "末": (2, 3)}
_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year"}
_STEPS = {"上": -1, "这": 0, "本": 0, "下": 1}
_WEEKDAYS = {sign: n for n, signs in enumerate(("一", "二", "三", "四", "五", "六", "日天")) for sign in signs}


def _year_of(match: re.Match[str], today: dt.date) -> int:
    if match["ry"]:
        return today.year + _RELATIVE_YEARS[match["ry"]]
    year = chinese_number(match["y"])
    if len(match["y"]) == 2:  # 08年, 98年
        return year + (1900 if year >= 90 else 2000)
    return year


def _day(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    return words.a_day(_year_of(match, today), chinese_number(match["m"]), chinese_number(match["d"]))


def _days_of_a_month(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    year, month = _year_of(match, today), chinese_number(match["m"])
    first, last = (words.a_day(year, month, chinese_number(match[day])) for day in ("d", "e"))
    return words.a_span(first.period, last.period) if first.period and last.period else last


def _this_day(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    return words.same_day(today, _year_of(match, today))


def _month(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    return words.a_month(_year_of(match, today), chinese_number(match["m"]))


def _year(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    return words.a_year(_year_of(match, today))


def _season(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    return words.a_season(_year_of(match, today), _SEASONS[match["season"]])


def _part_of_year(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    return words.a_part(words.a_year(_year_of(match, today)), *_PARTS[match["part"]])


def _part_of_month(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    whole = words.a_month(_year_of(match, today), chinese_number(match["m"]))
    return words.a_part(whole, *_MONTH_PARTS[match["part"]])


def _month_day(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    return words.a_month_day(chinese_number(match["m"]), chinese_number(match["d"]))


def _decade(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    year = chinese_number(match["y"])
    if year % 10:
        return None
    return words.a_decade(year if year > 99 else year + (1900 if year >= 30 else 2000))


def _ago(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    number = chinese_number(match["n"])
    if number >= 1000:  # "2013年以前" is before a year, not so many years ago
        return None
    return words.ago(today, number, _UNITS[match["unit"]], bool(match["exact"]))


def _easy_day(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    return words.a_near_day(today, _RELATIVE_DAYS[match["easy"]])


def _step(match: re.Match[str], today: dt.date, month_first: bool) -> Reading | None:
    step = _STEPS[match["step"]]
    if match["unit"] == "月":
        return words.months_away(today, step)
    if match["weekday"]:
        weekday = _WEEKDAYS[match["weekday"]]
        return words.last_weekday(today, weekday) if step < 0 else words.weekday_of_week(today, weekday, step)
    return words.a_week(today, step)


def _rule(pattern: str, reader: Reader) -> Rule:
    return re.compile(_FROM + pattern), reader


RULES: tuple[Rule, ...] = (
    _rule(
        _YEAR + " ?的?" + _MONTH + " ?" + _DAY + f"[日号]? ?[至到~-] ?{_DAY.replace('<d>', '<e>')}[日号]",
        _days_of_a_month,
    ),
    _rule(_YEAR + " ?的?" + _MONTH + " ?" + _DAY + r"(?:[日号]|(?![0-9\u4e00-\u9fff]))", _day),
    _rule(r"(?P<y>(?!))?(?P<ry>去年|今年|前年|明年)的?(?:今天|今日|这一天|同一天)", _this_day),
    _rule(_YEAR + " ?的?" + _MONTH + "份?(?P<part>" + "|".join(_MONTH_PARTS) + ")", _part_of_month),
    _rule(_YEAR + " ?的?" + _MONTH + "份?", _month),
    _rule(_YEAR + " ?的?(?P<season>[春夏秋冬])(?:天|季(?![奥残青运]|大运))", _season),
    _rule(_YEAR + "(?P<part>" + "|".join(_PARTS) + ")(?!日)", _part_of_year),
    _rule(_MONTH + " ?" + _DAY + "[日号]", _month_day),
    _rule(r"(?P<y>[0-9]{4}|[0-9]0|二十|[三四五六七八九]十)年代", _decade),
    _rule(
        r"(?P<n>[0-9]{1,4}|[一二两三四五六七八九十]{1,3}) ?个?(?P<unit>天|日|周|星期|礼拜|月|年)[之以]?前"
        r"(?P<exact>的?(?:今天|今日|这一天|同一天))?",
        _ago,
    ),
    _rule(_YEAR + "度?", _year),
    _rule("(?P<easy>" + "|".join(_RELATIVE_DAYS) + ")", _easy_day),
    _rule(r"(?P<step>[上这本下])(?:一?个|一)?(?P<unit>月|周|星期|礼拜)(?P<weekday>[一二三四五六日天])?", _step),
)
"""The longer first; "2013年以前" is left to the year's rule and to what follows it."""

BEFORE = re.compile(r"(?:在|(?<![关对])于|自从|自|从|公元)? ?$")
AFTER = re.compile(r" ?(?P<tie>以来|之后|以后|后|之前|以前|前(?![三几]))?(?:期间|间|份)?的?")
"""What stands around a Chinese date and belongs to it."""
