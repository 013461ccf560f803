"""What kind of news an event is, above all whether it is of war or disaster."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.archive.kinds import Kind, Kinds, kinds_named, speaks_of_grim
from tests.archive.writing import Pages, opened

TOLD = {
    "Two car bombs kill 42 people at a market in Baghdad.": Kind.WAR,
    "Rebels shell the town and its garrison surrenders to them.": Kind.WAR,
    "An earthquake of magnitude 7.1 strikes the coast.": Kind.DISASTER,
    "A passenger train derails in a tunnel, with dozens injured.": Kind.DISASTER,
    "Voters elect a new parliament.": Kind.POLITICS,
    "A court sentences the former minister for fraud.": Kind.LAW,
    "Shares fall after two banks announce a merger.": Kind.BUSINESS,
    "Astronomers discover a planet with three suns.": Kind.SCIENCE,
    "A novelist is awarded the prize for her first book.": Kind.ARTS,
    "Football: the champions lose the cup final.": Kind.SPORT,
    "地震造成30人死亡": Kind.DISASTER,
    "武装分子袭击一座村庄": Kind.WAR,
    "球队夺得联赛冠军": Kind.SPORT,
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Kind]:
    folder = tmp_path_factory.mktemp("kinds")
    pages = Pages(folder / "pages")
    for day, headline in enumerate(TOLD, 1):
        pages.published(f"2010-01-{day:02}", headline, slug=f"event-{day}")
    snapshot = opened(folder / "home", pages.root).snapshot
    kinds = Kinds(snapshot)
    return {entry.event.headline: kinds.of(entry.number).kind for entry in snapshot.entries(range(len(snapshot)))}


@pytest.mark.parametrize("headline", TOLD)
def test_the_kind_of_an_event_is_told_by_its_headline(told: dict[str, Kind], headline: str) -> None:
    assert told[headline] is TOLD[headline]


def test_people_name_kinds_in_their_own_words() -> None:
    assert kinds_named("Sports") == (Kind.SPORT,)
    assert kinds_named("war and disasters") == (Kind.WAR, Kind.DISASTER)
    assert kinds_named("科学") == (Kind.SCIENCE,)
    assert kinds_named("Star Wars") == kinds_named("Mali") == kinds_named("") == ()


def test_words_ask_for_war_or_disaster_only_when_they_say_so() -> None:
    assert all(map(speaks_of_grim, ["war", "Battle of Konna", "earthquakes", "Syrian civil war", "地震"]))
    assert not any(map(speaks_of_grim, ["Syria", "space", "sports", "", "elections"]))


def test_an_archive_without_events_has_no_kinds_to_tell(tmp_path: Path) -> None:
    Kinds(opened(tmp_path / "home", Pages(tmp_path / "pages").root).snapshot)
