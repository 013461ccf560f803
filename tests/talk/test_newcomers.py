"""What people type who have read no manual: counting, listing, going back, either order of day and month."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from bot.archive.archive import Archive
from bot.talk.answer import Answer, Outcome
from bot.talk.conversation import Conversation
from bot.talk.grammar import understand
from bot.talk.plain import plain
from bot.talk.requests import (
    About,
    Help,
    NotUnderstood,
    OnThisDay,
    Period,
    Privacy,
    Random,
    Related,
    Request,
    SmallTalk,
    Status,
)
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
        ("list all events about Mali", About("Mali", listed=True)),
        ("list all coups", About("coups", listed=True)),
        ("show me all events about Mali", About("Mali", listed=True)),
        ("列出所有关于马里的事件", About("马里", listed=True)),
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
        ("13/1/12", About(period=Period.of_day(dt.date(2012, 1, 13)))),
        ("13.01.99", About(period=Period.of_day(dt.date(1999, 1, 13)))),
        ("4-3-05", About(period=Period.of_day(dt.date(2005, 3, 4)), otherwise=dt.date(2005, 4, 3))),
        ("77.88.99", About("77.88.99")),
        ("how do I start?", Help()),
        ("ok thanks bye", NotUnderstood("ok thanks bye", small_talk=SmallTalk.FAREWELL)),
        ("no, that's wrong", NotUnderstood("no, that's wrong", small_talk=SmallTalk.COMPLAINT)),
        ("thank u", NotUnderstood("thank u", small_talk=SmallTalk.THANKS)),
        ("你们的数据哪里来的", Status()),
        ("5/5", OnThisDay(5, 5)),
        ("9/11", About("9/11")),
        ("how are you?", NotUnderstood("how are you?", small_talk=SmallTalk.CHAT)),
        ("thanks!", NotUnderstood("thanks!", small_talk=SmallTalk.THANKS)),
        ("that's wrong", NotUnderstood("that's wrong", small_talk=SmallTalk.COMPLAINT)),
        ("错了", NotUnderstood("错了", small_talk=SmallTalk.COMPLAINT)),
        ("what's the weather like?", NotUnderstood("what's the weather like?", small_talk=SmallTalk.BEYOND)),
        ("/digest add channel: #news", NotUnderstood("/digest add channel: #news", small_talk=SmallTalk.COMMAND)),
        ("digest add", NotUnderstood("digest add", small_talk=SmallTalk.COMMAND)),
        ("/archive reload", NotUnderstood("/archive reload", small_talk=SmallTalk.COMMAND)),
        ("set up a daily digest", NotUnderstood("set up a daily digest", small_talk=SmallTalk.COMMAND)),
        ("/help", Help()),
        ("/random", Random()),
        ("archive fire in Cologne", About("archive fire in Cologne")),
        ("how many about mali in 2012", About("mali", Period.of_year(2012), counted=True)),
        ("whats that about olympics", About("olympics")),
        ("no i meant haiti", About("haiti")),
        ("Sorry, I meant Haiti", About("Haiti")),
        ("不,我是说海地", About("海地")),
        ("how does it work", Help()),
        ("are you a bot?", Status()),
        ("privacy", Privacy()),
        ("What do you store about me?", Privacy()),
        ("隐私", Privacy()),
        ("privacy law", About("privacy law")),
        ("next tuesday", OnThisDay(11, 24, ahead=True)),
        ("what will happen next friday", OnThisDay(11, 27, ahead=True)),
        ("this Sunday", OnThisDay(11, 29, ahead=True)),
        ("tomorrow", OnThisDay(11, 23, ahead=True)),
        ("下周二", OnThisDay(11, 24, ahead=True)),
        ("my birthday is 5 may 1990", About(period=Period.of_day(dt.date(1990, 5, 5)))),
        ("i was born on 5 may", OnThisDay(5, 5)),
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
    assert given.notes[-1] == "Day and month were read as 11 March. The other way round: on this day 3 November"
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
        ("2012年至2013年马里发生了什么", "以下是2012年至2013年关于“Mali”的结果"),
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


def test_a_day_to_come_is_answered_with_its_anniversaries(talk: Conversation) -> None:
    given = talk.ask("next tuesday")
    assert given.notes[0] == "That day lies ahead, and the archive holds only what has been; in other years:"
    assert {(one.entry.event.date.month, one.entry.event.date.day) for one in given.events} == {(11, 24)}


def test_counting_counts_the_year_asked_for_alone(talk: Conversation) -> None:
    given = talk.ask("how many about mali in 2012")
    there = talk.ask("what happened in mali in 2012")
    assert given.total == there.total > 0
    assert given.notes[0] == f"The archive has {given.total} such events."
    assert {one.entry.event.date.year for one in given.events} == {2012}
    after = talk.ask("how many about mali in 2012") and talk.ask("and in 2013?")
    assert after.notes[0] == f"The archive has {after.total} such events."
    assert {one.entry.event.date.year for one in after.events} == {2013}
    talk.ask("earthquake")
    assert talk.ask("how many are there?").notes[0] == f"The archive has {talk.ask('earthquake').total} such events."


def test_a_list_is_a_list(talk: Conversation) -> None:
    given = talk.ask("list all earthquakes")
    assert not given.in_full
    assert len(given.events) > 1
    assert talk.ask("earthquakes").in_full


def test_privacy_is_told_in_plain_words(talk: Conversation) -> None:
    given = talk.ask("privacy")
    assert given.outcome is Outcome.ANSWERED
    assert given.notes[0] == "Clio stores nothing about you: no name, no message, no question."
    assert "event about privacy" in given.suggestions


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("hello", "Hello"),
        ("thanks", "You are welcome"),
        ("you are wrong", "Clio only repeats what its archive says"),
        ("/digest add", "A slash command"),
        ("tell me a joke", "Clio cannot help with that"),
        ("ok", "Ask away"),
        ("谢谢", "不客气"),
        ("真的吗", "Clio 只复述档案里的内容"),
    ],
)
def test_small_talk_is_answered_as_it_is_meant(talk: Conversation, text: str, title: str) -> None:
    talk.ask("konna")
    assert talk.ask(text).title == title
    assert "Konna" in talk.ask("sources").title  # and what was shown is still what is gone on from


def test_small_talk_leaves_the_event_in_focus(talk: Conversation) -> None:
    konna = shown(talk.ask("konna"))[0]
    for words in ("tell me a joke", "privacy", "hello", "digest add", "错了"):
        talk.ask(words)
        assert shown(talk.ask("sources")) == [konna]


def test_a_question_that_found_nothing_is_gone_back_from(talk: Conversation) -> None:
    konna = shown(talk.ask("konna"))
    talk.ask("xyzzyplugh")
    for words in ("sources", "who was he?"):
        given = talk.ask(words)
        assert given.notes == ("The last question found no event to go on from. Go back, or ask for something else:",)
        assert given.suggestions[0] == "back"
    assert shown(talk.ask("back")) == konna


def test_the_other_way_round_is_said_once(talk: Conversation) -> None:
    assert plain(talk.ask("11/9/2003")).count("9 November 2003") == 1


def test_how_many_counts_a_list_and_asks_of_an_event(talk: Conversation) -> None:
    listed = talk.ask("list all earthquakes")
    assert talk.ask("how many?").notes[0] == f"The archive has {listed.total} such events."
    talk.ask("konna")
    assert talk.ask("how many?").notes == ("Clio does not pick out single facts; this is all that the page says.",)


def test_more_of_a_day_and_the_same_answer_again(talk: Conversation) -> None:
    first = talk.ask("what happened in 2013")
    assert shown(talk.ask("again")) == shown(first)
    talk.ask("on this day")
    assert talk.ask("anything else that day?").notes == ("That was all.",)


def test_yes_takes_what_was_offered_where_nothing_was_found(talk: Conversation) -> None:
    nothing = talk.ask("what happened in 1969")
    assert nothing.outcome is Outcome.NOTHING
    assert talk.ask("yes").request == About(period=Period.of_year(2014))
    assert talk.ask("yes").title == "Ask away"
