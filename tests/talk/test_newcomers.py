"""What people type who have read no manual: counting, listing, going back, either order of day and month."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from bot.archive.archive import Archive
from bot.talk.answer import Answer, Outcome
from bot.talk.conversation import Conversation
from bot.talk.grammar import understand
from bot.talk.requests import About, NotUnderstood, OnThisDay, Period, Related, Request, Status
from tests.archive.test_lookup import BUNDLED
from tests.archive.writing import opened

TODAY = dt.date(2026, 11, 22)
Y2013 = Period.of_year(2013)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return opened(tmp_path_factory.mktemp("newcomers"), BUNDLED)


@pytest.fixture
def talk(archive: Archive) -> Conversation:
    return Conversation(archive, lambda: TODAY, chance=random.Random(1))


def shown(given: Answer) -> list[str]:
    return [one.entry.id for one in given.events]


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("how many events about Mali", About("Mali", counted=True)),
        ("How many stories do you have about Mali?", About("Mali", counted=True)),
        ("how many events are there in 2013", About(period=Y2013, counted=True)),
        ("how many earthquakes were there in 2013", About("earthquakes", Y2013, counted=True)),
        ("how many events", Status()),
        ("how many people died in Konna", About("how many people died in Konna")),
        ("有多少关于马里的事件", About("马里", counted=True)),
        ("马里的事件有多少", About("马里", counted=True)),
        ("2013年有多少事件？", About(period=Y2013, counted=True)),
        ("list all events about Mali", About("Mali")),
        ("list all coups", About("coups")),
        ("show me all events about Mali", About("Mali")),
        ("列出所有关于马里的事件", About("马里")),
        ('date: "18 january year:2013"', About(period=Period.of_day(dt.date(2013, 1, 18)))),
        ("date: 18 january about: mali", OnThisDay(1, 18, "mali")),
        ("/event about: Konna", About("Konna")),
        ("9-15 November 2010", About(period=Period(dt.date(2010, 11, 9), dt.date(2010, 11, 15)))),
        ("what happened from 9 to 15 november 2010", About(period=Period(dt.date(2010, 11, 9), dt.date(2010, 11, 15)))),
        ("November 9-15, 2010", About(period=Period(dt.date(2010, 11, 9), dt.date(2010, 11, 15)))),
        ("2010年11月9日至15日", About(period=Period(dt.date(2010, 11, 9), dt.date(2010, 11, 15)))),
        ("who won the world cup", About("won the world cup")),
        ("11/3", OnThisDay(3, 11, otherwise=dt.date(2000, 11, 3))),
        ("what happened on 11/3", OnThisDay(3, 11, otherwise=dt.date(2000, 11, 3))),
        ("25/3", OnThisDay(3, 25)),
        ("5/5", OnThisDay(5, 5)),
        ("9/11", About("9/11")),
        ("how are you?", NotUnderstood("how are you?", small_talk=True)),
    ],
)
def test_what_is_asked(text: str, request_: Request) -> None:
    given = understand(text, TODAY)
    assert given == request_


def test_a_count_is_told(talk: Conversation) -> None:
    given = talk.ask("how many events about Konna")
    assert given.notes == (f"The archive has {given.total} such events.",)
    assert given.total == len(given.events) > 1
    assert talk.ask("有多少关于科纳的事件").notes[0] == f"档案中有{given.total}个这样的事件。"


def test_the_other_reading_of_a_day_in_figures_is_offered(talk: Conversation) -> None:
    given = talk.ask("11/3")
    assert given.notes[-1] == "Day and month were read as 11 March; for the other way round:"
    assert talk.ask(given.suggestions[0]).request == OnThisDay(11, 3)
    given = talk.ask("1/2/2013")
    assert given.suggestions[0] == "2 January 2013"
    assert "read as" not in talk.ask("25/1/2013").notes[0]
    assert "1月2日" not in talk.ask("11/3").title


def test_what_followed_is_later_and_what_led_to_it_earlier(talk: Conversation) -> None:
    konna = talk.ask("event about Konna").events[0].entry.event.date
    later = talk.ask("what happened next?")
    assert later.events
    assert all(shown.entry.event.date > konna for shown in later.events)
    assert later.title.startswith("After: ")
    talk.ask("event about Konna")
    earlier = talk.ask("之前呢？")
    assert earlier.events
    assert all(shown.entry.event.date < konna for shown in earlier.events)


def test_nothing_later_is_said(talk: Conversation) -> None:
    assert talk.ask("Cuba agrees to restore relations").events[0].entry.event.date == dt.date(2014, 12, 17)
    given = talk.ask("what happened next?")
    assert given.outcome is Outcome.NOTHING
    assert given.notes == ("The archive knows of nothing that followed from it.",)


def test_bare_related_to_is_of_the_event_just_shown(talk: Conversation) -> None:
    assert talk.ask("related to").outcome is Outcome.NOT_UNDERSTOOD
    shown = talk.ask("event about Konna").events[0].entry.id
    assert talk.ask("related to").request == Related(to=shown)


@pytest.mark.parametrize("back", ["back", "previous", "返回", "go back"])
def test_back_goes_to_the_answer_before(talk: Conversation, back: str) -> None:
    first = talk.ask("event about Mali")
    second = talk.ask("more")
    talk.ask("2")
    assert shown(talk.ask(back)) == shown(second)
    assert shown(talk.ask(back)) == shown(first)


def test_back_from_the_first_answer_says_so(talk: Conversation) -> None:
    assert talk.ask("back").outcome is Outcome.NOT_UNDERSTOOD
    talk.ask("event about Mali")
    assert talk.ask("back").notes[0].startswith("There is nothing to go back to.")


def test_going_back_comes_to_an_end(talk: Conversation) -> None:
    for words in ("Mali", "Haiti", "Chile"):
        talk.ask(words)
    titles = [talk.ask("back").title for _ in range(3)]
    assert titles == ["About Haiti", "About Mali", "Pardon?"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "what happened in 9 November 2010 to 15 November 2010",
            "What happened from 9 November 2010 to 15 November 2010",
        ),
        ("Mali between 2012 and 2013", "About Mali, from 2012 to 2013"),
        ("Mali since 2012", "About Mali, since 2012"),
        ("what happened on 18 January 2013", "What happened on 18 January 2013"),
        ("2012年至2013年马里发生了什么", "2012年至2013年关于“Mali”的事件"),
    ],
)
def test_times_are_said_as_people_say_them(talk: Conversation, text: str, title: str) -> None:
    assert talk.ask(text).title == title


@pytest.mark.parametrize("text", ["konan in 2005", "konnna in 1950", "mali brexit in 2003", "英国脱欧", "马里脱欧"])
def test_there_is_one_note_at_most_above_an_answer(talk: Conversation, text: str) -> None:
    assert len(talk.ask(text).notes) == 1


def test_what_a_translation_leaves_out_is_said(talk: Conversation) -> None:
    given = talk.ask("英国脱欧")
    assert given.notes == ("“脱欧”在这里查不到，以下是“United Kingdom”的结果。",)
    assert talk.ask("新冠疫情").outcome is Outcome.NOTHING
