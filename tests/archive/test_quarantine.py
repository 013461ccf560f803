"""Pages that are kept from being told, and honest ones that are not."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.archive.event import Event, Problem, Source
from bot.archive.quarantine import Dated, copies, dated, doubts, source_dates
from tests.archive.conftest import Reading

TODAY = dt.date(2020, 6, 1)


def event(date: dt.date, *addresses: str, headline: str = "A dam breaks.") -> Event:
    sources = tuple(Source("A", address) for address in addresses)
    return Event(f"news/{date:%Y/%m/%d}/a.md", date, headline, headline, sources=sources)


def doubt(date: dt.date, *addresses: str, headline: str = "A dam breaks.") -> Problem | None:
    found = doubts(event(date, *addresses, headline=headline), TODAY)
    return found.problem if found else None


def test_a_day_to_come_is_not_told_before_it_comes() -> None:
    assert doubt(dt.date(2020, 6, 2)) is Problem.FUTURE_DATE
    assert doubt(dt.date(2020, 6, 1)) is None
    assert doubts(event(dt.date(2020, 6, 2)), dt.date(2020, 6, 2)) is None


def test_a_day_of_a_story_is_not_told() -> None:
    headline = 'In the fictional town drama "Hill", this date marks a flood.'
    assert doubt(dt.date(2006, 3, 1), headline=headline) is Problem.HOAX


@pytest.mark.parametrize(
    "headline",
    ["A film about a fictional town wins a prize.", "Police say the threat was a hoax.", "The merger is no hoax."],
)
def test_reports_about_stories_and_hoaxes_are_told(headline: str) -> None:
    assert doubt(dt.date(2006, 4, 1), headline=headline) is None


@pytest.mark.parametrize(
    "addresses",
    [
        ("http://a.example/2008/05/04/dam.html",),
        ("http://a.example/2008/may/05/dam",),
        ("http://a.example/2008-05/06/x", "http://b.example/story/1"),
        ("http://web.archive.org/web/20091231000000/http://a.example/2008/5/4/dam.html",),
    ],
)
def test_a_page_whose_sources_are_of_the_year_before_is_not_told(addresses: tuple[str, ...]) -> None:
    found = doubts(event(dt.date(2009, 5, 5), *addresses), TODAY)
    assert found is not None
    assert found.problem is Problem.COPIED_YEAR
    assert "2008" in found.reason


@pytest.mark.parametrize(
    "addresses",
    [
        (),
        ("http://a.example/story/123",),
        ("http://a.example/2009/05/05/dam.html",),
        ("http://a.example/2008/05/05/dam.html", "http://b.example/2009/05/05/dam.html"),
        ("http://a.example/2008/11/20/dam.html",),
        ("http://a.example/2001/05/05/the-dam-that-broke.html",),
        ("http://a.example/dam-20080505/3660213.html",),
        ("http://a.example/2008/05/",),
        ("http://a.example/2008/02/31/dam.html",),
    ],
)
def test_an_honest_page_is_told(addresses: tuple[str, ...]) -> None:
    assert doubt(dt.date(2009, 5, 5), *addresses) is None


def test_the_turn_of_the_year_is_no_other_year() -> None:
    assert doubt(dt.date(2009, 1, 1), "http://a.example/2008/12/31/dam.html") is None


def test_two_publishers_can_move_a_page_by_more_than_a_year() -> None:
    addresses = ("http://a.example/2005/05/05/dam.html", "http://b.example/2005/05/06/dam.html")
    assert doubt(dt.date(2009, 5, 5), *addresses) is Problem.COPIED_YEAR


def test_dates_are_found_in_addresses() -> None:
    assert source_dates("http://a.example/2008/May/04/2009/1/2/x") == [dt.date(2008, 5, 4), dt.date(2009, 1, 2)]


def test_of_two_equal_headlines_the_one_with_the_others_sources_is_the_copy() -> None:
    origin = Dated(
        "a.md", dt.date(2008, 5, 4), "A dam breaks.", ("http://a.example/2008/05/04/x", "http://b.example/1")
    )
    copy = Dated("b.md", dt.date(2010, 5, 4), "A Dam breaks.", ("http://b.example/1",))
    assert [(finding.problem, finding.path) for finding in copies([origin, copy])] == [(Problem.COPIED_YEAR, "b.md")]
    assert [finding.path for finding in copies([copy._replace(addresses=origin.addresses), origin])] == ["b.md"]


def test_what_happens_every_year_is_told_every_year() -> None:
    years = [
        Dated(f"{year}.md", dt.date(year, 5, 4), "The Reds win the cup.", (f"http://a.example/{year}/05/04/x",))
        for year in range(2005, 2010)
    ]
    unsourced = [Dated(f"n{year}.md", dt.date(year, 7, 4), "Fireworks are lit.", ()) for year in (2005, 2006)]
    other_day = Dated("x.md", dt.date(2004, 5, 5), "The Reds win the cup.", ("http://a.example/2005/05/04/x",))
    assert copies([*years, *unsourced, other_day]) == []


def test_few_real_pages_are_kept_back_and_each_is_known(read_en: list[Reading], read_zh: list[Reading]) -> None:
    """Each of these was looked up: the portal told them a year after they had happened, or on a day of a drama."""
    kept_back: set[tuple[str, Problem]] = set()
    for readings in (read_en, read_zh):
        events = [reading.event for reading in readings if reading.event is not None]
        found = [(event, doubts(event, TODAY)) for event in events]
        kept_back |= {(event.date.isoformat(), finding.problem) for event, finding in found if finding}
        assert copies(dated(event) for event in events) == []
    assert kept_back == {
        ("2006-03-01", Problem.HOAX),
        ("2009-05-05", Problem.COPIED_YEAR),
        ("2013-10-15", Problem.COPIED_YEAR),
    }
