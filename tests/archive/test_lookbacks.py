"""What later years looked back at on the same day."""

from __future__ import annotations

import pytest

from bot.archive.archive import Archive
from bot.archive.lookbacks import looked_back_at, years_passed
from bot.archive.stories import Stories
from tests.archive.writing import Pages, opened


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("lookbacks")
    pages = Pages(folder / "pages")
    pages.published("2000-08-12", "The submarine Kursk sinks in the Barents Sea with all hands.", context="Kursk")
    pages.published("2002-08-12", "A submarine of another navy leaves the yard.", context="Navy")
    pages.published("2010-08-12", "Russia marks the 10th anniversary of the loss of the Kursk in the Barents Sea.")
    pages.published("2011-08-12", "A village marks the second anniversary of its library.")
    for day in range(1, 29):
        pages.published(f"2005-02-{day:02}", f"A council speaks of roads, part {day}.")
    return opened(folder / "home", pages.root)


def test_the_event_that_was_marked_is_found_with_the_year_that_did(archive: Archive) -> None:
    snapshot = archive.snapshot
    numbers, _, _ = archive.on_day(8, 12, 2024)
    marked = looked_back_at(snapshot, Stories(snapshot), numbers)
    assert {snapshot.date(number).year: year for number, year in marked.items()} == {2000: 2010}


def test_a_day_without_events_was_never_looked_back_at(archive: Archive) -> None:
    assert looked_back_at(archive.snapshot, Stories(archive.snapshot), []) == {}


@pytest.mark.parametrize(
    ("headline", "years"),
    [
        ("Vigils mark the first anniversary of the quake.", {1}),
        ("The 64th anniversary is celebrated.", {64}),
        ("Two years after the coup the general returns.", {2}),
        ("One-year anniversary of the hurricane.", {1}),
        ("四川地震两周年", set()),
        ("地震10周年纪念", {10}),
        ("Millions remember the dead.", set()),
    ],
)
def test_how_many_years_have_passed_is_read_from_the_headline(headline: str, years: set[int]) -> None:
    assert years_passed(headline) == years


def test_what_only_looks_like_a_number_never_raises() -> None:
    assert years_passed("٣th anniversary, ²nd year, 999 years") <= {999, 3}
