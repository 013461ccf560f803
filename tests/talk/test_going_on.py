"""A conversation that goes on: every next question is understood from the answer before it."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis.strategies import dates, text

from bot.archive.archive import Archive
from bot.talk.answer import Answer, Outcome
from bot.talk.conversation import Conversation
from bot.talk.grammar import understand
from bot.talk.requests import (
    About,
    NotUnderstood,
    OnThisDay,
    Open,
    Period,
    Related,
    Request,
    Side,
    SmallTalk,
    Sources,
    Turn,
    Wanted,
)
from tests.archive.test_lookup import BUNDLED
from tests.archive.writing import Pages, opened

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The bundled archive, with a few events that tell of years before it and of what they led to."""
    folder = tmp_path_factory.mktemp("going-on")
    pages = Pages(folder / "pages")
    for day in range(10, 22):
        pages.published(f"2003-03-{day}", f"Player {day} of the champions of 1966 retires from football.")
        pages.published(f"2003-04-{day}", f"A song of the 1970s is sung again, for the {day}th time.")
    pages.published(
        "2009-12-26", "Countries hold services for those lost in the Boxing Day tsunami.", context="Tsunami"
    )
    pages.published("2005-01-04", "Aid for those whom the tsunami left homeless reaches Aceh.", context="Tsunami")
    pages.published("2014-02-07", "The Winter Olympics open in Sochi.", context="Sochi")
    return opened(folder / "home", BUNDLED, folder / "pages")


@pytest.fixture
def talk(archive: Archive) -> Conversation:
    return Conversation(archive, lambda: TODAY, chance=random.Random(1))


def shown(given: Answer) -> list[str]:
    return [one.entry.id for one in given.events]


def test_a_year_that_is_only_told_of_is_changed_like_any_other(talk: Conversation) -> None:
    told = talk.ask("1966")
    assert told.notes == ("The archive has no event of 1966; these tell of it.",)
    assert talk.ask("and in 2005?").title == "What happened in 2005"
    talk.ask("what happened in 1966")
    assert talk.ask("what about football").request == About("football", Period.of_year(1966))
    assert talk.ask("and the 1970s?").request == About("football", Period(dt.date(1970, 1, 1), dt.date(1979, 12, 31)))
    talk.ask("what happened in 1966")
    assert talk.ask("and the 1970s?").notes == (
        "The archive has no event of the years 1970 to 1979; these tell of it.",
    )


def test_more_of_a_year_that_is_only_told_of_are_the_next_ones(talk: Conversation) -> None:
    seen: list[str] = []
    given = talk.ask("1970s")
    assert given.more
    while given.events:
        assert given.notes == ("The archive has no event of the years 1970 to 1979; these tell of it.",)
        seen += shown(given)
        given = talk.ask("more")
    assert given.notes == ("That was all.",)
    assert len(seen) == len(set(seen)) > len(shown(talk.ask("1970s")))


@pytest.mark.parametrize(
    "text",
    [
        "stop news of the world",
        "start post election violence",
        "create news corporation",
        "make a post about Iran",
        "daily news",
        "daily post",
        "每日新闻",
    ],
)
def test_words_of_a_question_are_no_command(text: str) -> None:
    assert understand(text, TODAY) == About(text)


@pytest.mark.parametrize(
    "text",
    [
        "add a digest in <#1234>",
        "stop the digests",
        "set up daily news",
        "please make a daily post in #general",
        "start news here",
        "stop posts every day",
        "daily digest",
        "设置每日新闻",
        "每日摘要",
    ],
)
def test_what_only_commands_do_is_said(text: str) -> None:
    assert understand(text, TODAY) == NotUnderstood(text, small_talk=SmallTalk.COMMAND)


SHOWN = ("a", "b", "c")
TOLD = Turn(About("Konna"), SHOWN, day=dt.date(2013, 1, 18))
LIST = Turn(About("earthquakes", listed=True), SHOWN)


@pytest.mark.parametrize(
    "text",
    [
        "a week later",
        "that day",
        "anything else that day?",
        "two days after",
        "a few days later",
        "half a year later",
        "the following week",
        "and the day after that",
        "三天后",
        "几天后",
        "半年后",
        "一百天后",
        "那天还发生了什么",
    ],
)
def test_a_day_told_from_no_event_asks_for_one(text: str) -> None:
    assert understand(text, TODAY) == NotUnderstood(text, needs_event=True)
    assert understand(text, TODAY, LIST) == NotUnderstood(text, needs_event=True, shown_before=3)


def test_a_day_told_from_one_of_a_list_asks_which(talk: Conversation) -> None:
    talk.ask("list all earthquakes")
    assert "say the number of one." in talk.ask("a week later").notes[0]
    talk.ask("2")
    assert isinstance(talk.ask("a week later").request, About)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the same day", OnThisDay(11, 22)),
        ("the next week", About("", Period(dt.date(2026, 11, 23), dt.date(2026, 11, 29)))),
    ],
)
def test_a_day_that_today_tells_as_well_needs_no_event(text: str, wanted: Request) -> None:
    assert understand(text, TODAY) == wanted


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("and the day after that", dt.date(2013, 1, 19), dt.date(2013, 1, 19)),
        ("a few days later", dt.date(2013, 1, 20), dt.date(2013, 1, 24)),
        ("some days before", dt.date(2013, 1, 12), dt.date(2013, 1, 16)),
        ("a couple of days later", dt.date(2013, 1, 20), dt.date(2013, 1, 20)),
        ("half a year later", dt.date(2013, 7, 1), dt.date(2013, 7, 31)),
        ("几天后", dt.date(2013, 1, 20), dt.date(2013, 1, 24)),
        ("几个月后", dt.date(2013, 3, 1), dt.date(2013, 7, 31)),
        ("一百天后", dt.date(2013, 4, 28), dt.date(2013, 4, 28)),
        ("一百零五天之后", dt.date(2013, 5, 3), dt.date(2013, 5, 3)),
        ("半年后", dt.date(2013, 7, 1), dt.date(2013, 7, 31)),
        ("半个月后", dt.date(2013, 2, 2), dt.date(2013, 2, 2)),
    ],
)
def test_so_long_after_the_event_shown(text: str, first: dt.date, last: dt.date) -> None:
    assert understand(text, TODAY, TOLD) == About("Konna", Period(first, last))


@pytest.mark.parametrize(
    ("subject", "left"),
    [
        ("boxing day tsunami", "tsunami"),
        ("the 26 December tsunami", "tsunami"),
        ("september 11 attacks", "attacks"),
        ("9/11", ""),
        ("christmas eve attack", "attack"),
        ("Konna", "Konna"),
    ],
)
def test_a_day_in_what_was_asked_about_is_not_looked_for_on_another(subject: str, left: str) -> None:
    before = Turn(About(subject), SHOWN, day=dt.date(2004, 12, 26))
    week = Period(dt.date(2005, 1, 2), dt.date(2005, 1, 8))
    assert understand("a week later", TODAY, before) == About(left, week)
    assert understand("a year later", TODAY, before) == About(subject, Period.of_year(2005))


def test_what_followed_a_day_with_a_name_is_found(talk: Conversation) -> None:
    assert talk.ask("boxing day tsunami").events
    given = talk.ask("a week later")
    assert given.outcome is Outcome.ANSWERED
    assert {one.entry.event.date for one in given.events} >= {dt.date(2005, 1, 4)}
    talk.ask("boxing day tsunami")
    given = talk.ask("and in May 2006?")
    assert given.notes == ("There is nothing about it in May 2006; this is from other dates.",)
    assert given.events


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no more", SmallTalk.FAREWELL),
        ("no sources", SmallTalk.CHAT),
        ("no related", SmallTalk.CHAT),
    ],
)
def test_who_wants_no_more_is_shown_no_more(text: str, said: SmallTalk) -> None:
    assert understand(text, TODAY, TOLD) == NotUnderstood(text, small_talk=said)


QUAKES = Turn(About("earthquake", Period.of_year(2010)), SHOWN)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("no, sources", Sources("a")),
        ("no, more", About("earthquake", Period.of_year(2010), skip=3)),
        ("cool, what about Japan", About("Japan", Period.of_year(2010))),
        ("ok what about Japan?", About("Japan", Period.of_year(2010))),
        ("nice and what about Japan", About("Japan", Period.of_year(2010))),
        ("great, and in 2011?", About("earthquake", Period.of_year(2011))),
        ("Nice, France", About("Nice, France")),
        ("Cool Hand Luke", About("Cool Hand Luke")),
    ],
)
def test_a_question_behind_a_polite_word_is_the_question(text: str, wanted: Request) -> None:
    assert understand(text, TODAY, QUAKES) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "has he won a nobel prize",
        "did she ever come back to the country",
        "was it in Italy?",
        "did they win?",
        "who died?",
        "who else survived",
        "was anyone killed?",
        "did anybody survive",
        "were there any casualties",
        "他怎么死的",
        "她是怎么死的？",
    ],
)
def test_what_is_asked_of_somebody_in_the_event_is_on_its_page(text: str) -> None:
    assert understand(text, TODAY, TOLD) == Open("a", Wanted.DETAIL)


@pytest.mark.parametrize("text", ["is it raining in london", "did it snow in kiev", "were they happy in Paris"])
def test_what_is_asked_of_another_place_is_not(text: str) -> None:
    assert isinstance(understand(text, TODAY, TOLD), About)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tell us about Mali", About("Mali")),
        ("could you show us the news about Mali", About("Mali")),
        ("tell us more about Mali", About("Mali")),
        ("tell us about the second one", Open("b")),
    ],
)
def test_several_people_may_ask(text: str, wanted: Request) -> None:
    assert understand(text, TODAY, TOLD) == wanted


RELATED = Turn(Related(to="x"), SHOWN)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("what happened next?", Related(to="x", side=Side.AFTER)),
        ("after that?", Related(to="x", side=Side.AFTER)),
        ("and before?", Related(to="x", side=Side.BEFORE)),
        ("sources", Sources("x")),
        ("when was that?", Open("x", Wanted.DATE)),
        ("who was he?", Open("x", Wanted.DETAIL)),
        ("tell me more about it", Open("x")),
        ("related", Related(to="x", skip=3)),
        ("more", Related(to="x", skip=3)),
        ("the first one", Open("a")),
        ("the second one", Open("b")),
        ("related to the second", Related(to="b")),
    ],
)
def test_what_was_related_to_an_event_is_gone_on_from_that_event(text: str, wanted: Request) -> None:
    assert understand(text, TODAY, RELATED) == wanted


def test_what_followed_is_what_is_spoken_of_then() -> None:
    followed = Turn(Related(to="x", side=Side.AFTER), SHOWN)
    assert understand("when was that?", TODAY, followed) == Open("a", Wanted.DATE)
    assert understand("and before?", TODAY, followed) == Related(to="x", side=Side.BEFORE)


def test_the_list_of_what_is_related_is_still_there_after_its_sources(talk: Conversation) -> None:
    wreck = talk.ask("Costa Concordia capsizes").events[0].entry
    listed = shown(talk.ask("related"))
    assert shown(talk.ask("sources")) == [wreck.id]
    assert shown(talk.ask("the second one")) == [listed[1]]
    talk.ask("Costa Concordia capsizes")
    talk.ask("related")
    later = talk.ask("five days later").request
    assert later == About("Costa Concordia capsizes", Period.of_day(wreck.event.date + dt.timedelta(days=5)))
    assert talk.ask("related").outcome is Outcome.ANSWERED


def test_a_noun_is_looked_for_in_the_matter_spoken_of(talk: Conversation) -> None:
    talk.ask("Costa Concordia")
    given = talk.ask("who was the captain?")
    assert given.title == "About Costa Concordia captain"
    assert given.events
    assert all("Costa Concordia" in one.entry.event.contexts for one in given.events)
    assert talk.ask("where is the ship?").title == "About Costa Concordia ship"
    assert talk.ask("and in 2013?").title == "About Costa Concordia ship, in 2013"


def test_a_noun_is_looked_for_beside_the_event_where_its_words_were_others(talk: Conversation) -> None:
    talk.ask("what happened on 13 January 2012")
    opened = talk.ask("1").events[0].entry.event
    assert opened.contexts[0] == "Costa Concordia"
    assert talk.ask("who was the captain?").title == "About Costa Concordia captain"


def test_a_noun_of_which_the_matter_has_nothing_is_looked_for_everywhere(talk: Conversation) -> None:
    everywhere = talk.ask("who was the pope?")
    assert everywhere.request == About("pope")
    talk.ask("Costa Concordia")
    given = talk.ask("who was the pope?")
    assert given.request == About("pope")
    assert shown(given) == shown(everywhere)
    talk.ask("list all earthquakes")
    assert talk.ask("who was the pope?").request == About("pope")


def test_what_is_not_of_a_day_in_one_year_is_told_of_whenever_it_was(talk: Conversation) -> None:
    assert talk.ask("same day in 2010").request == OnThisDay(11, 22, period=Period.of_year(2010))
    given = talk.ask("what about Sochi")
    assert given.title == "About Sochi"
    assert given.notes == ("Nothing that fits happened on this day; this is from other dates.",)
    assert [one.entry.event.date for one in given.events] == [dt.date(2014, 2, 7)]
    assert talk.ask("and in 2014?").request == About("Sochi", Period.of_year(2014))
    assert talk.ask("this week in history in 2010 about Sochi").notes == (
        "Nothing that fits happened on these days; this is from other dates.",
    )


def test_of_every_year_the_nearest_day_is_still_told(talk: Conversation) -> None:
    given = talk.ask("on this day about Sochi")
    assert given.notes == ("Nothing that fits happened on this day; the nearest in the calendar is 7 February.",)


@given(text("0123456789一二九十百零几半个天周月年之后", max_size=12), dates())
def test_so_long_after_any_day_is_never_too_long(said: str, day: dt.date) -> None:
    for text_ in (f"{said}后", f"{said} years before that"):
        asked = understand(text_, TODAY, Turn(About("Konna"), SHOWN, day=day))
        assert not isinstance(asked, About) or asked.period is None or asked.period.first <= asked.period.last
