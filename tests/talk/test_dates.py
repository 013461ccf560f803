"""The dates people type are found where they stand, and mean what was meant."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.talk.dates import DateKind, FoundDate, find_date, find_dates
from bot.talk.requests import Period

TODAY = dt.date(2014, 3, 19)  # a Wednesday


def found(text: str, today: dt.date = TODAY) -> FoundDate:
    date = find_date(text, today)
    assert date is not None, f"no date in {text!r}"
    return date


DAYS = [
    ("18 January 2013", "2013-01-18"),
    ("January 18th 2013", "2013-01-18"),
    ("January 18, 2013", "2013-01-18"),
    ("Jan 18, 2013", "2013-01-18"),
    ("jan. 18 2013", "2013-01-18"),
    ("18-Jan-2013", "2013-01-18"),
    ("the 18th of January, 2013", "2013-01-18"),
    ("2013 January 18", "2013-01-18"),
    ("18/1/2013", "2013-01-18"),
    ("1/18/2013", "2013-01-18"),
    ("3/4/2013", "2013-04-03"),
    ("18.1.2013", "2013-01-18"),
    ("2013-01-18", "2013-01-18"),
    ("2013-1-5", "2013-01-05"),
    ("2013/1/5", "2013-01-05"),
    ("20130118", "2013-01-18"),
    ("18 janurary 2013", "2013-01-18"),
    ("2 febuary 2012", "2012-02-02"),
    ("feburary 2nd 2012", "2012-02-02"),
    ("septemeber 3 2012", "2012-09-03"),
    ("29 february 2012", "2012-02-29"),
    ("today", "2014-03-19"),
    ("yesterday", "2014-03-18"),
    ("tomorrow", "2014-03-20"),
    ("the day before yesterday", "2014-03-17"),
    ("10 years ago today", "2004-03-19"),
    ("ten years ago today", "2004-03-19"),
    ("a year ago today", "2013-03-19"),
    ("a week ago", "2014-03-12"),
    ("3 days ago", "2014-03-16"),
    ("two weeks ago", "2014-03-05"),
    ("last friday", "2014-03-14"),
    ("last wednesday", "2014-03-12"),
    ("on monday", "2014-03-17"),
    ("2013年1月18日", "2013-01-18"),
    ("2013年1月18号", "2013-01-18"),
    ("2013 年1月18日", "2013-01-18"),
    ("二〇一三年一月十八日", "2013-01-18"),
    ("二零一三年十二月三十一日", "2013-12-31"),
    ("去年1月18日", "2013-01-18"),
    ("08年5月12日", "2008-05-12"),
    ("今天", "2014-03-19"),
    ("昨天", "2014-03-18"),
    ("昨日", "2014-03-18"),
    ("前天", "2014-03-17"),
    ("明天", "2014-03-20"),
    ("十年前的今天", "2004-03-19"),
    ("10年前的今天", "2004-03-19"),
    ("去年今日", "2013-03-19"),
    ("去年的今天", "2013-03-19"),
    ("三天前", "2014-03-16"),
    ("上周五", "2014-03-14"),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_a_full_day_is_that_day(text: str, day: str) -> None:
    date = found(text)
    assert (date.kind, date.period) == (DateKind.DAY, Period.of_day(dt.date.fromisoformat(day)))
    assert text[date.at : date.end] == text


MONTH_DAYS = [
    ("18 January", 1, 18),
    ("January 18th", 1, 18),
    ("jan 18", 1, 18),
    ("the 18th of January", 1, 18),
    ("29 february", 2, 29),
    ("29th of feb", 2, 29),
    ("septemeber 11", 9, 11),
    ("18/1", 1, 18),
    ("1/18", 1, 18),
    ("1月18日", 1, 18),
    ("1月18号", 1, 18),
    ("一月十八日", 1, 18),
    ("十二月三十一号", 12, 31),
    ("2月29日", 2, 29),
]


@pytest.mark.parametrize(("text", "month", "day"), MONTH_DAYS)
def test_a_day_of_no_year_is_that_month_and_day(text: str, month: int, day: int) -> None:
    date = found(text)
    assert (date.kind, date.month, date.day, date.period) == (DateKind.MONTH_DAY, month, day, None)


PERIODS = [
    ("January 2013", "2013-01-01", "2013-01-31"),
    ("Jan, 2013", "2013-01-01", "2013-01-31"),
    ("febuary 2012", "2012-02-01", "2012-02-29"),
    ("2013 january", "2013-01-01", "2013-01-31"),
    ("2013-01", "2013-01-01", "2013-01-31"),
    ("01/2013", "2013-01-01", "2013-01-31"),
    ("last January", "2014-01-01", "2014-01-31"),
    ("last march", "2013-03-01", "2013-03-31"),
    ("last month", "2014-02-01", "2014-02-28"),
    ("3 months ago", "2013-12-01", "2013-12-31"),
    ("2013", "2013-01-01", "2013-12-31"),
    ("last year", "2013-01-01", "2013-12-31"),
    ("this year", "2014-01-01", "2014-12-31"),
    ("10 years ago", "2004-01-01", "2004-12-31"),
    ("ten years ago", "2004-01-01", "2004-12-31"),
    ("a decade ago", "2004-01-01", "2004-12-31"),
    ("last week", "2014-03-10", "2014-03-16"),
    ("2010 to 2012", "2010-01-01", "2012-12-31"),
    ("2010-2012", "2010-01-01", "2012-12-31"),
    ("between 2010 and 2012", "2010-01-01", "2012-12-31"),
    ("from 2010 until 2012", "2010-01-01", "2012-12-31"),
    ("from January 2010 to March 2012", "2010-01-01", "2012-03-31"),
    ("2012 to 2010", "2010-01-01", "2012-12-31"),
    ("the 2000s", "2000-01-01", "2009-12-31"),
    ("1990's", "1990-01-01", "1999-12-31"),
    ("the 90s", "1990-01-01", "1999-12-31"),
    ("the '10s", "2010-01-01", "2019-12-31"),
    ("since 2010", "2010-01-01", "9999-12-31"),
    ("after 2010", "2011-01-01", "9999-12-31"),
    ("before 2005", "0001-01-01", "2004-12-31"),
    ("until March 2005", "0001-01-01", "2005-03-31"),
    ("summer 2005", "2005-06-01", "2005-08-31"),
    ("the spring of 2005", "2005-03-01", "2005-05-31"),
    ("fall, 2005", "2005-09-01", "2005-11-30"),
    ("winter 2005", "2004-12-01", "2005-02-28"),
    ("winter of 2009/10", "2009-12-01", "2010-02-28"),
    ("last summer", "2013-06-01", "2013-08-31"),
    ("last winter", "2013-12-01", "2014-02-28"),
    ("this spring", "2014-03-01", "2014-05-31"),
    ("summer 2005 to winter 2006", "2005-06-01", "2006-02-28"),
    ("early 2005", "2005-01-01", "2005-04-30"),
    ("mid-2005", "2005-05-01", "2005-08-31"),
    ("late 2005", "2005-09-01", "2005-12-31"),
    ("the first half of 2005", "2005-01-01", "2005-06-30"),
    ("late february 2012", "2012-02-21", "2012-02-29"),
    ("the early 2000s", "2000-01-01", "2003-12-31"),
    ("the second half of the 2000s", "2005-01-01", "2009-12-31"),
    ("2005年夏天", "2005-06-01", "2005-08-31"),
    ("去年秋季", "2013-09-01", "2013-11-30"),
    ("2005年冬天", "2004-12-01", "2005-02-28"),
    ("2005年初", "2005-01-01", "2005-04-30"),
    ("2005年底", "2005-09-01", "2005-12-31"),
    ("2005年下半年", "2005-07-01", "2005-12-31"),
    ("2005年2月下旬", "2005-02-21", "2005-02-28"),
    ("2013年1月", "2013-01-01", "2013-01-31"),
    ("2013年1月份", "2013-01-01", "2013-01-31"),
    ("2013年", "2013-01-01", "2013-12-31"),
    ("二〇一三年", "2013-01-01", "2013-12-31"),
    ("98年", "1998-01-01", "1998-12-31"),
    ("去年", "2013-01-01", "2013-12-31"),
    ("十年前", "2004-01-01", "2004-12-31"),
    ("上个月", "2014-02-01", "2014-02-28"),
    ("2010年到2012年", "2010-01-01", "2012-12-31"),
    ("2010年以来", "2010-01-01", "9999-12-31"),
    ("2005年以前", "0001-01-01", "2004-12-31"),
    ("2005年之后", "2006-01-01", "9999-12-31"),
    ("九十年代", "1990-01-01", "1999-12-31"),
    ("90年代", "1990-01-01", "1999-12-31"),
]


@pytest.mark.parametrize(("text", "first", "last"), PERIODS)
def test_a_period_has_its_first_and_last_day(text: str, first: str, last: str) -> None:
    assert found(text).period == Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


TIES = [
    ("storms in 2013", "in 2013"),
    ("storms from 2013", "from 2013"),
    ("storms of 2013", "of 2013"),
    ("storms during 2013", "during 2013"),
    ("storms in the year 2013", "in the year 2013"),
    ("storms in early 2013", "in early 2013"),
    ("storms back in 2013", "back in 2013"),
    ("storms on 18 January", "on 18 January"),
    ("storms on the 18th of January", "on the 18th of January"),
    ("storms since 2010", "since 2010"),
    ("storms between 2010 and 2012", "between 2010 and 2012"),
    ("在2013年的风暴", "在2013年的"),
    ("2013年风暴", "2013年"),
]


@pytest.mark.parametrize(("text", "taken"), TIES)
def test_a_preposition_ties_a_date_and_goes_with_it(text: str, taken: str) -> None:
    date = found(text)
    assert date.tied
    assert text[date.start : date.end] == taken


@pytest.mark.parametrize("text", ["typhoon 2013", "18 January", "2013-01-18", "today", "in march 20 people died"])
def test_a_bare_date_is_not_tied(text: str) -> None:
    assert not found(text).tied


IMPOSSIBLE = [
    ("31 february", "31 february"),
    ("on 31 February 2013", "31 February 2013"),
    ("29 feb 2013", "29 feb 2013"),
    ("30/2/2013", "30/2/2013"),
    ("13/13/2013", "13/13/2013"),
    ("2013-13-45", "2013-13-45"),
    ("0000-01-01", "0000-01-01"),
    ("9999 years ago", "9999 years ago"),
    ("2月30日", "2月30日"),
    ("2013年13月1日", "2013年13月1日"),
    ("0000年", "0000年"),
]


@pytest.mark.parametrize(("text", "typed"), IMPOSSIBLE)
def test_a_day_that_cannot_be_is_found_and_said_to_be_none(text: str, typed: str) -> None:
    date = found(text)
    assert (date.possible, date.period) == (False, None)
    assert text[date.at : date.end] == typed


def test_a_year_that_begins_a_name_is_not_tied() -> None:
    assert not found("storms in the 2013 season").tied
    assert found("storms in the 2000s in Haiti").tied


NO_DATES = [
    "konna",
    "9/11 attacks",
    "7/7 bombings",
    "3000 pledges",
    "$2000",
    "20013",
    "the 2012-13 season",
    "may 10:30",
    "november rain",
    "next one",
    "march madness",
    "A310",
    "CRS-2",
    "2013th",
    "死了三人",
    "第二十",
    "arab spring",
    "summer of love",
    "winter palace 200",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_only_looks_like_a_date_is_left_in_peace(text: str) -> None:
    assert find_dates(text, TODAY) == ()


def test_the_month_stands_first_where_people_write_it_so() -> None:
    assert find_dates("3/4/2013", TODAY, month_first=True)[0].period == Period.of_day(dt.date(2013, 3, 4))
    assert find_dates("18/1/2013", TODAY, month_first=True)[0].period == Period.of_day(dt.date(2013, 1, 18))
    nine_eleven = find_dates("9/11", TODAY, month_first=True)[0]
    assert (nine_eleven.month, nine_eleven.day) == (9, 11)


def test_of_several_years_the_tied_one_is_meant() -> None:
    assert found("accusations 1972 1973 in 2004").period == Period.of_year(2004)
    assert len(find_dates("accusations 1972 1973 in 2004", TODAY)) == 3


def test_a_leap_day_years_ago_is_the_day_before_where_there_was_none() -> None:
    assert found("3 years ago today", dt.date(2012, 2, 29)).period == Period.of_day(dt.date(2009, 2, 28))


def test_a_date_takes_no_part_of_the_one_behind_it() -> None:
    today, year = find_dates("今天前年", TODAY)
    assert (today.end, year.start) == (2, 2)
    assert [date.period for date in find_dates("2013年后天", TODAY)] == [
        Period.of_year(2013),
        Period.of_day(dt.date(2014, 3, 21)),
    ]


PIECES = st.sampled_from(
    [
        "in", "on", "of", "since", "before", "between", "and", "to", "the", "31", "29", "february", "march", "2013",
        "early", "late", "mid", "end of", "second half of", "winter", "summer", "9990s", "冬天", "下旬",
        "0000", "9999", "-", "/", ".", ",", "ago", "years", "1", "last", "week", "today", "yesterday", "3/4/2013",
        "年", "月", "日", "十", "二〇一三", "前", "今天", "去年", "以前", "到", "2010-2012", "99999999", "İ",
    ]
)  # fmt: skip
TEXTS = st.text() | st.lists(PIECES, max_size=14).map(" ".join) | st.lists(PIECES, max_size=14).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.dates())
def test_no_text_on_no_day_is_an_error(text: str, today: dt.date) -> None:
    last = 0
    for date in find_dates(text, today):
        assert last <= date.at < date.end <= len(text)
        assert date.start <= date.at
        assert (date.period is None) is (not date.possible or date.kind is DateKind.MONTH_DAY)
        last = date.end


@pytest.mark.parametrize("today", [dt.date.min, dt.date.max])
@pytest.mark.parametrize("text", [text for text, *_ in (*DAYS, *MONTH_DAYS, *PERIODS, *IMPOSSIBLE)])
def test_the_ends_of_the_calendar_are_no_error(text: str, today: dt.date) -> None:
    assert find_date(text, today) is not None
