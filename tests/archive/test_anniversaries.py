"""A day's anniversaries, the most worth telling first."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.archive.archive import Archive
from tests.archive.writing import Pages, opened

BUNDLED = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("days")
    pages = Pages(folder / "pages")
    pages.published("2004-02-29", "The president of Haiti resigns after a coup.", context="Haiti")
    pages.published("2008-02-29", "A bridge opens in the district.", context="Bridges")
    pages.published("2005-02-28", "A council meets.")
    pages.published("2005-03-01", "A council meets again.")
    pages.published(
        "2010-01-12", "An earthquake kills 100,000 people in Haiti.", context="Haiti", sources=["https://a.example/1"]
    )
    for day in range(13, 28):
        pages.published(f"2010-01-{day}", f"Aid for the earthquake victims of Haiti, part {day}.", context="Haiti")
    pages.published("2010-01-12", "2010 Egyptian protests")
    pages.published("2010-01-12", "A library buys shelves.")
    pages.published("2011-01-12", "A council of Haiti remembers.", context="Haiti")
    pages.published("2013-01-12", "A library opens late.")
    return opened(folder / "home", pages.root)


def told(archive: Archive, month: int, day: int, year: int, *rest: str) -> list[str]:
    numbers, _, snapshot = archive.on_day(month, day, year, *rest)
    return [snapshot.entry(number).event.headline for number in numbers]


def test_every_event_of_the_day_is_there_once_and_the_greatest_first(archive: Archive) -> None:
    headlines = told(archive, 1, 12, 2024)
    assert headlines[0] == "An earthquake kills 100,000 people in Haiti."
    assert len(headlines) == len(set(headlines)) == 5


def test_a_storys_name_alone_comes_last(archive: Archive) -> None:
    assert told(archive, 1, 12, 2024)[-1] == "2010 Egyptian protests"


def test_only_years_before_the_one_asked_for_are_told(archive: Archive) -> None:
    assert "A library opens late." not in told(archive, 1, 12, 2013)
    assert "A council of Haiti remembers." in told(archive, 1, 12, 2013)
    assert "A council of Haiti remembers." not in told(archive, 1, 12, 2011)
    assert told(archive, 1, 12, 2010) == []
    assert told(archive, 1, 12, 1) == []


def test_the_twenty_ninth_of_february_has_the_events_of_leap_years_alone(archive: Archive) -> None:
    assert sorted(told(archive, 2, 29, 2024)) == [
        "A bridge opens in the district.",
        "The president of Haiti resigns after a coup.",
    ]
    assert told(archive, 2, 29, 2008) == ["The president of Haiti resigns after a coup."]
    assert told(archive, 2, 28, 2023) == ["A council meets."]
    assert told(archive, 3, 1, 2023) == ["A council meets again."]


def test_a_day_is_narrowed_by_words(archive: Archive) -> None:
    assert told(archive, 1, 12, 2024, "library") == ["A library buys shelves.", "A library opens late."] or sorted(
        told(archive, 1, 12, 2024, "library")
    ) == ["A library buys shelves.", "A library opens late."]
    numbers, found, _ = archive.on_day(1, 12, 2024, "libary")
    assert found is not None
    assert found.corrections == (("libary", "library"),)
    assert len(numbers) == 2
    assert told(archive, 1, 12, 2024, "bridge") == []
    assert told(archive, 1, 12, 2024, "zzyzx") == []


def test_a_day_is_narrowed_by_years(archive: Archive) -> None:
    numbers, _, snapshot = archive.on_day(1, 12, 2024, "", dt.date(2011, 1, 1), dt.date(2011, 12, 31))
    assert [snapshot.entry(number).event.headline for number in numbers] == ["A council of Haiti remembers."]
    numbers, _, snapshot = archive.on_day(1, 12, 2024, "haiti", first=dt.date(2011, 1, 1))
    assert [snapshot.date(number).year for number in numbers] == [2011]
    assert archive.on_day(1, 12, 2024, "", dt.date(2012, 1, 1), dt.date(2012, 12, 31))[0] == []


def test_why_an_event_is_told_is_what_the_archive_shows(archive: Archive) -> None:
    numbers, _, snapshot = archive.on_day(1, 12, 2024)
    echo = archive.echo(snapshot, numbers[0])
    assert (echo.context, echo.month_after) == ("haiti", 15)
    assert echo.sources == 1


def test_every_day_of_a_leap_year_is_told_in_the_bundled_archive(tmp_path: Path) -> None:
    archive = opened(tmp_path, BUNDLED)
    day = dt.date(2024, 1, 1)
    while day.year == 2024:
        numbers, _, snapshot = archive.on_day(day.month, day.day, 2024)
        assert numbers, day
        assert {(date.month, date.day) for date in map(snapshot.date, numbers)} == {(day.month, day.day)}
        day += dt.timedelta(1)
