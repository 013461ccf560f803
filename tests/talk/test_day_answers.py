"""A day without anniversaries is never a dead end; a week has those of all its days."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.archive.archive import Archive
from bot.speech import speech
from bot.talk.answer import Answer, Outcome
from bot.talk.answers import answer
from bot.talk.grammar import understand
from bot.talk.requests import OnThisDay, Period
from tests.small import write_page, write_pages

_TODAY = dt.date(2015, 1, 20)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The small archive with two days around New Year, open."""
    folder = tmp_path_factory.mktemp("days")
    root = write_pages(folder / "pages")
    for date, title in (("2009-12-30", "A ship is lost off Oslo"), ("2010-01-02", "The crew of the ship is found")):
        path = f"news/{date.replace('-', '/')}/a.md"
        write_page(root, path, f"---\ndate: {date}\ntitle: {title}\ncontexts: [Oslo]\n---\n")
    archive = Archive(folder / "home", [root])
    archive.open(_TODAY)
    return archive


def _answer(archive: Archive, question: str, today: dt.date = _TODAY) -> Answer:
    return answer(understand(question, today), archive, speech("en"), today)


def _dates(given: Answer) -> list[str]:
    return [shown.entry.event.date.isoformat() for shown in given.events]


@pytest.mark.parametrize(
    ("question", "day", "dates"),
    [
        ("on this day", "18 January", ["2013-01-18", "2011-01-18"]),
        ("on this day about Brisbane", "18 January", ["2011-01-18"]),
        ("on 20 March about Mali", "6 April", ["2012-04-06"]),
        ("on 20 February about Mali", "3 February", ["2014-02-03"]),
        ("on 31 December about Mali", "10 January", ["2013-01-10"]),
        ("on this day in 2012", "6 April", ["2012-04-06"]),
        ("29 february", "3 February", ["2014-02-03"]),
        ("on 3 January about Oslo", "2 January", ["2010-01-02"]),
        ("on 27 December about Oslo", "30 December", ["2009-12-30"]),
    ],
)
def test_a_day_without_anniversaries_shows_the_nearest_in_the_calendar(
    archive: Archive, question: str, day: str, dates: list[str]
) -> None:
    given = _answer(archive, question)
    assert given.outcome is Outcome.ANSWERED
    assert sorted(_dates(given)) == sorted(dates)
    assert given.total == len(dates)
    assert given.notes == (f"Nothing that fits happened on this day; the nearest in the calendar is {day}.",)
    assert all(shown.reason for shown in given.events)
    for suggestion in given.suggestions:
        assert _answer(archive, suggestion).outcome is Outcome.ANSWERED, suggestion


def test_what_the_archive_has_nothing_of_is_said_with_a_way_on(archive: Archive) -> None:
    given = _answer(archive, "on this day about zzqqxx")
    assert (given.outcome, given.events) == (Outcome.NOTHING, ())
    assert given.suggestions[0] == "on this day 20 January"
    assert _answer(archive, "on this day in 1985").outcome is Outcome.NOTHING
    assert "event about Mali" in _answer(archive, "on this day about Malibalu").suggestions


def test_after_the_nearest_there_is_no_more(archive: Archive) -> None:
    given = answer(OnThisDay(1, 20, skip=2), archive, speech("en"), _TODAY)
    assert given.notes == ("That was all.",)


def test_a_week_in_history_has_the_anniversaries_of_its_days(archive: Archive) -> None:
    given = _answer(archive, "this week in history")
    assert given.title == "On these days, 19 January to 25 January"
    assert "on these days" in given.notes[0]
    given = _answer(archive, "last week in history")
    assert given.title == "On these days, 12 January to 18 January"
    assert sorted(_dates(given)) == ["2011-01-18", "2013-01-18"]
    assert {shown.reason.split(";")[0] for shown in given.events} == {"2 years ago", "4 years ago"}
    narrowed = _answer(archive, "last week in history about Mali in 2013")
    assert (narrowed.title, _dates(narrowed)) == (
        "On these days, 12 January to 18 January, in 2013: Mali",
        ["2013-01-18"],
    )
    assert len(_answer(archive, "this month in history").events) == 4


@pytest.mark.parametrize(
    ("today", "ago"),
    [(dt.date(2014, 12, 29), ["4 years ago", "5 years ago"]), (dt.date(2015, 1, 1), ["4 years ago", "5 years ago"])],
)
def test_a_week_over_new_year_counts_each_days_own_years(archive: Archive, today: dt.date, ago: list[str]) -> None:
    given = _answer(archive, "this week in history", today)
    assert given.title == "On these days, 29 December to 4 January"
    assert sorted(_dates(given)) == ["2009-12-30", "2010-01-02"]
    assert [shown.reason.split(";")[0] for shown in given.events] == ["5 years ago"] * 2


def test_a_day_of_the_week_in_this_year_is_no_anniversary(archive: Archive) -> None:
    given = answer(OnThisDay(12, 28, days=7), archive, speech("en"), dt.date(2010, 1, 2))
    assert _dates(given) == []
    assert given.outcome is Outcome.NOTHING


def test_a_season_is_said_as_its_months(archive: Archive) -> None:
    given = _answer(archive, "what happened in winter 2013")
    assert given.title == "What happened from December 2012 to February 2013"
    assert sorted(_dates(given)) == ["2013-01-10", "2013-01-18"]
    assert given.request.period == Period(dt.date(2012, 12, 1), dt.date(2013, 2, 28))  # type: ignore[union-attr]
