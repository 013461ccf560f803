"""What slash options ask, and how a request reads as a command."""

from __future__ import annotations

import datetime as dt

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.options import event, is_month_first, on_this_day, related
from bot.talk.requests import About, NotUnderstood, OnThisDay, Open, Period, Related, Request

TODAY = dt.date(2015, 1, 18)
ID = "0123456789012345"


@pytest.mark.parametrize(
    ("date", "year", "about", "request_"),
    [
        ("", None, "", OnThisDay(1, 18)),
        ("", 2013, " Mali ", OnThisDay(1, 18, "Mali", Period.of_year(2013))),
        ("February 29", None, "", OnThisDay(2, 29)),
        ("1月18日", None, "", OnThisDay(1, 18)),
        ("yesterday", None, "", OnThisDay(1, 17)),
        ("2013-01-17", None, "", OnThisDay(1, 17, "", Period.of_day(dt.date(2013, 1, 17)))),
        ("2013-01-17", 2012, "", OnThisDay(1, 17, "", Period.of_year(2012))),
        ("31 February", None, "", NotUnderstood("31 February", no_such_date="31 February")),
        ("soon", None, "", NotUnderstood("soon", no_such_date="soon")),
        ("2013", None, "", NotUnderstood("2013", no_such_date="2013")),
    ],
)
def test_on_this_day(date: str, year: int | None, about: str, request_: Request) -> None:
    assert on_this_day(TODAY, date, year, about) == request_


def test_dates_in_numbers_go_by_the_locale() -> None:
    assert is_month_first(discord.Locale.american_english)
    assert not is_month_first(discord.Locale.british_english)
    assert on_this_day(TODAY, "1/2/2013", month_first=True) == OnThisDay(1, 2, "", Period.of_day(dt.date(2013, 1, 2)))


@pytest.mark.parametrize(
    ("about", "request_"),
    [
        ("konna", About("konna")),
        ("anything about Konna?", About("Konna")),
        ("mali january 2013", About("mali", Period.of_month(2013, 1))),
        ("18 January", OnThisDay(1, 18)),
        ("news/2013/01/18/x.md", Open("news/2013/01/18/x.md")),
        (ID, Open(ID)),
        ("random", About("random")),
        ("help", About("help")),
    ],
)
def test_event(about: str, request_: Request) -> None:
    assert event(TODAY, about) == request_


@pytest.mark.parametrize(
    ("to", "request_"),
    [
        ("Mali war", Related(words="Mali war")),
        ("related to konna", Related(words="konna")),
        ("news/2013/01/18/x.md", Related(to="news/2013/01/18/x.md")),
        (f" {ID} ", Related(to=ID)),
        ("random", Related(words="random")),
        ("18 January 2013", Related(words="18 January 2013")),
    ],
)
def test_related(to: str, request_: Request) -> None:
    assert related(TODAY, to) == request_


@given(st.text(max_size=100))
def test_no_option_raises(text: str) -> None:
    for request in (event(TODAY, text), related(TODAY, text), on_this_day(TODAY, text, about=text)):
        assert request is not None
