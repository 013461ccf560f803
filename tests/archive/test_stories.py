"""The run of events about the same unfolding matter."""

from __future__ import annotations

import pytest

from bot.archive.archive import Archive
from bot.archive.stories import Stories
from tests.archive.writing import Pages, opened

SHIP = "Costa Concordia disaster"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("stories")
    pages = Pages(folder / "pages")
    pages.front_matter("2012-01-13", "A cruise liner runs aground off Giglio.", contexts=[SHIP, "Italy"])
    pages.front_matter("2012-01-18", "The captain is questioned by a judge.", contexts=[SHIP, "Italy"])
    pages.front_matter("2012-02-10", "Fuel is pumped out of the wreck.", contexts=[SHIP, "Italy"])
    pages.front_matter("2012-01-18", "Italy lowers its forecast of growth.", contexts=["Italy"])
    pages.front_matter("2012-01-19", "Peat bogs burn beside Ketrzyn reservoir.", contexts=["Poland"])
    pages.front_matter("2012-01-20", "Ketrzyn reservoir peat bogs burn again.", contexts=["Poland"])
    pages.front_matter("2009-01-18", "Italy sends a new ambassador.", contexts=["Italy"])
    pages.published("2012-05-01", "Battle of Konna: The army takes the town.", context="Battle of Konna")
    pages.published("2012-05-02", "Battle of Konna: Villagers return home.", context="Battle of Konna")
    for year in range(2000, 2016):
        for month in range(1, 13, 2):
            pages.front_matter(f"{year}-{month:02}-07", f"Rome hears speech {year}/{month}.", contexts=["Italy"])
    return opened(folder / "home", pages.root)


def headlines(archive: Archive, headline: str) -> list[str]:
    """The story of the event with this headline."""
    snapshot = archive.snapshot
    entry = next(entry for entry in snapshot.entries(range(len(snapshot))) if entry.event.headline == headline)
    told = archive.story(entry.id)
    assert told is not None
    own, story, same = told
    assert own.id == entry.id
    return [other.event.headline for other in same.entries(story.numbers)]


def test_a_story_is_what_was_told_of_a_matter_of_its_time_by_date(archive: Archive) -> None:
    assert headlines(archive, "The captain is questioned by a judge.") == [
        "A cruise liner runs aground off Giglio.",
        "The captain is questioned by a judge.",
        "Fuel is pumped out of the wreck.",
    ]


def test_a_story_is_called_by_its_matter(archive: Archive) -> None:
    told = archive.story("news/2012/01/13/a-cruise-liner-runs-aground-off-giglio.md")
    assert told is not None
    assert told[1].name == SHIP.lower()


def test_rare_words_tie_events_that_share_no_name(archive: Archive) -> None:
    assert len(headlines(archive, "Peat bogs burn beside Ketrzyn reservoir.")) == 2


def test_the_name_in_front_of_headlines_ties_them(archive: Archive) -> None:
    assert len(headlines(archive, "Battle of Konna: The army takes the town.")) == 2


def test_a_country_is_no_story(archive: Archive) -> None:
    assert headlines(archive, "Italy lowers its forecast of growth.") == ["Italy lowers its forecast of growth."]


def test_an_event_that_is_not_there_has_no_story(archive: Archive) -> None:
    assert archive.story("news/2012/01/13/no-such-page.md") is None


def test_what_a_reader_would_find_told_again_is_told_from_the_rest(archive: Archive) -> None:
    snapshot = archive.snapshot
    stories = Stories(snapshot)
    found = {entry.event.headline: entry.number for entry in snapshot.entries(range(len(snapshot)))}
    others = [found["Fuel is pumped out of the wreck."], found["Italy sends a new ambassador."]]
    assert stories.repeated(found["A cruise liner runs aground off Giglio."], others) == [True, False]
    assert stories.repeated(others[0], []) == []
