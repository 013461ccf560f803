"""Words that the archive does not know: said to be unknown, never taken for whatever is spelt a little like them."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.archive.archive import Archive
from bot.speech import speech
from bot.talk.answer import Answer, Outcome
from bot.talk.answers import answer
from bot.talk.grammar import understand
from tests.archive.writing import Pages, opened

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("unknown")
    pages = Pages(folder / "pages")
    for day in (1, 2):
        pages.published(f"2013-03-0{day}", f"The price of Brent crude oil falls on day {day}.", context="Brent crude")
        pages.published(f"2013-04-0{day}", f"Mr Covic, a tito of our time, may speak on day {day}.", context="Bosnia")
        pages.published(f"2013-05-0{day}", f"A primate is able to count to {day}.", context="Primate")
        pages.published(f"2013-06-0{day}", f"A bigger fire burns near the town for {day} days.", context="Fire")
        pages.published(f"2013-07-0{day}", f"Prices drop in the market of Timbuktu, {day}.", context="Timbuktu")
        pages.published(f"2013-08-0{day}", f"加沙的疫情第{day}日", context="加沙")
    pages.published("2010-02-27", "An earthquake shakes Chile.", context="Chile")
    for number in range(30):
        pages.published(f"2009-{number % 12 + 1:02}-07", f"Council {number} opens the old bridge of the district.")
    return opened(folder / "home", pages.root)


def asked(archive: Archive, text: str, language: str = "en") -> Answer:
    return answer(understand(text, TODAY), archive, speech(language), TODAY)


@pytest.mark.parametrize("typed", ["brexit", "covid", "tiktok", "climate", "many", "table", "event about brexit"])
def test_a_word_everybody_knows_is_not_taken_for_a_rarer_one(archive: Archive, typed: str) -> None:
    given = asked(archive, typed)
    assert given.outcome is Outcome.NOTHING
    assert (given.events, given.correction) == ((), None)
    assert given.notes[0].startswith("Nothing was found about")
    assert given.suggestions


def test_the_nearest_is_offered(archive: Archive) -> None:
    assert asked(archive, "tymbuctou").suggestions[0] == "event about Timbuktu"


def test_a_slip_is_still_forgiven(archive: Archive) -> None:
    assert asked(archive, "timbuctu").correction == "timbuktu"
    assert asked(archive, "chille earthqauke").events[0].entry.event.headline == "An earthquake shakes Chile."


def test_what_only_ranks_need_not_be_in_the_page(archive: Archive) -> None:
    given = asked(archive, "biggest earthquake")
    assert [shown.entry.event.headline for shown in given.events] == ["An earthquake shakes Chile."]
    assert given.correction is None


@pytest.mark.parametrize("typed", ["DROP TABLE", "drop the table", "asdf qwer", "who won the world cup", "hello fire"])
def test_everyday_words_that_do_not_stand_together_find_nothing(archive: Archive, typed: str) -> None:
    given = asked(archive, typed)
    assert given.outcome is Outcome.NOTHING
    assert given.suggestions


def test_a_name_is_found_beside_words_that_are_not_there(archive: Archive) -> None:
    given = asked(archive, "riots in timbuktu")
    assert "Timbuktu" in given.events[0].entry.event.headline
    assert given.notes == ("Nothing holds all of these words; these come nearest.",)


@pytest.mark.parametrize("typed", ["新冠疫情", "英国脱欧", "关于俄乌战争的事件"])
def test_half_a_chinese_question_is_no_answer(archive: Archive, typed: str) -> None:
    given = asked(archive, typed, "zh_Hans")
    assert given.outcome is Outcome.NOTHING
    assert given.events == ()


def test_chinese_words_are_found_together(archive: Archive) -> None:
    assert len(asked(archive, "加沙疫情", "zh_Hans").events) == 2
