"""What follows on: which answer "related", "2" and "sources" refer to, and in which language it is said."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from bot.archive.archive import Archive
from bot.talk.answer import Answer, Outcome
from bot.talk.conversation import Conversation
from bot.talk.requests import About, NotUnderstood, OnThisDay, Open, Period, Related
from tests.small import write_pages

_TODAY = dt.date(2015, 1, 18)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The small archive, open."""
    folder = tmp_path_factory.mktemp("small")
    archive = Archive(folder / "home", [write_pages(folder / "pages")])
    archive.open(_TODAY)
    return archive


@pytest.fixture
def talk(archive: Archive) -> Conversation:
    """A conversation that has just begun."""
    return Conversation(archive, lambda: _TODAY, chance=random.Random(1))


def _headlines(answer: Answer) -> list[str]:
    return [shown.entry.event.headline for shown in answer.events]


def test_an_event_of_a_list_is_chosen_by_its_place(talk: Conversation) -> None:
    listed = _headlines(talk.ask("event about Mali"))
    assert len(listed) >= 4
    assert _headlines(talk.ask("the second one")) == [listed[1]]


def test_places_hold_after_one_was_opened(talk: Conversation) -> None:
    listed = _headlines(talk.ask("event about Mali"))
    talk.ask("2")
    talk.ask("sources")
    assert _headlines(talk.ask("3")) == [listed[2]]
    assert _headlines(talk.ask("the first one")) == [listed[0]]
    assert _headlines(talk.ask("it")) == [listed[0]]
    assert _headlines(talk.ask("the last one")) == [listed[-1]]


def test_places_are_those_of_the_newest_list(talk: Conversation) -> None:
    talk.ask("event about Mali")
    talk.ask("2")
    newer = _headlines(talk.ask("event about Konna"))
    assert _headlines(talk.ask("2")) == [newer[1]]
    talk.ask("event about Brisbane")
    assert isinstance(talk.ask("2").request, NotUnderstood)


def test_a_question_that_found_nothing_is_what_follows_on(talk: Conversation) -> None:
    talk.ask("event about Brisbane")
    assert talk.ask("event about zzqqxx").outcome is Outcome.NOTHING
    assert talk.ask("sources").outcome is Outcome.NOT_UNDERSTOOD
    assert talk.ask("and in 2011?").request == About("zzqqxx", Period.of_year(2011))


def test_another_year_is_asked_of_what_was_asked_about_also_after_an_event_was_opened(talk: Conversation) -> None:
    talk.ask("event about Brisbane")
    talk.ask("related")
    assert talk.ask("and in 2011?").request == About("Brisbane", Period.of_year(2011))
    talk.ask("what happened on 18 January 2011")
    assert talk.ask("and in 2012?").request == About("", Period.of_day(dt.date(2012, 1, 18)))


def test_a_number_beyond_the_last_answer_is_told_how_many_there_were(talk: Conversation) -> None:
    talk.ask("event about Brisbane")
    assert "The last answer has only 1 event." in talk.ask("7").notes


def test_what_is_not_understood_changes_nothing(talk: Conversation) -> None:
    talk.ask("event about Brisbane")
    assert talk.ask("!!!").outcome is Outcome.NOT_UNDERSTOOD
    assert talk.ask("help").outcome is Outcome.ANSWERED
    sources = talk.ask("sources")
    assert sources.title.endswith("Floods close the port of Brisbane")
    assert isinstance(talk.ask("related").request, Related)


def test_a_question_goes_on_with_another_year(talk: Conversation) -> None:
    talk.ask("what happened in Mali in 2013")
    given = talk.ask("and in 2014?")
    assert isinstance(given.request, About)
    assert _headlines(given) == ["Peace talks for Mali begin in Gao"]


def test_when_an_event_was_is_answered_with_its_date(talk: Conversation) -> None:
    talk.ask("event about Brisbane")
    given = talk.ask("when was that?")
    assert (given.title, given.notes) == ("Tuesday, 18 January 2011", ("4 years ago",))
    assert _headlines(given) == ["Floods close the port of Brisbane"]
    assert not given.in_full
    assert talk.ask("sources").title.endswith("Floods close the port of Brisbane")
    talk.ask("event about Mali")
    talk.ask("2")
    talk.ask("when?")
    assert talk.ask("3").outcome is Outcome.ANSWERED  # the list is still meant


def test_what_a_page_does_not_tell_by_itself_is_answered_with_the_page(talk: Conversation) -> None:
    talk.ask("event about Brisbane")
    for question in ("where?", "who was it?", "why?"):
        given = talk.ask(question)
        assert given.notes == ("Clio does not pick out single facts; this is all that the page says.",)
        assert given.in_full
        assert _headlines(given) == ["Floods close the port of Brisbane"]


def test_a_year_alone_after_a_day_is_the_whole_year(talk: Conversation) -> None:
    talk.ask("what happened on 18 January 2013")
    assert talk.ask("2011").title == "What happened in 2011"
    talk.ask("on this day")
    given = talk.ask("1985")
    assert (given.title, given.events) == ("What happened in 1985", ())
    talk.ask("event about Konna")
    assert talk.ask("1985").notes == ("The archive reaches from 2011 to 2014 only; this is from there.",)
    assert talk.ask("2011").notes == ("There is nothing about it in 2011; this is from other dates.",)


def test_who_takes_leave_is_taken_leave_of(talk: Conversation) -> None:
    talk.ask("event about Brisbane")
    for farewell, title in (("bye", "Goodbye"), ("Good bye!", "Goodbye"), ("再见", "再见")):
        assert talk.ask(farewell).title == title
    assert talk.ask("sources").outcome is Outcome.ANSWERED  # and may go on all the same


def test_nothing_shown_yet_is_said(talk: Conversation) -> None:
    for follow_up in ("related", "sources", "more", "2"):
        assert talk.ask(follow_up).outcome is Outcome.NOT_UNDERSTOOD


def test_a_path_is_opened(talk: Conversation) -> None:
    given = talk.ask("event news/2013/01/18/konna-retaken.md")
    assert isinstance(given.request, Open)
    assert given.in_full


def test_a_conversation_may_last_over_midnight(archive: Archive) -> None:
    days = iter([dt.date(2015, 1, 17), dt.date(2015, 1, 18)])
    talk = Conversation(archive, lambda: next(days))
    first, second = talk.ask("on this day").request, talk.ask("on this day").request
    assert isinstance(first, OnThisDay)
    assert isinstance(second, OnThisDay)
    assert (first.day, second.day) == (17, 18)


def test_each_question_is_answered_in_its_language_unless_one_is_set(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.talk.conversation.choose_language", lambda tag: tag)
    spoken: list[str] = []
    monkeypatch.setattr("bot.talk.conversation.speech", lambda tag: spoken.append(tag) or _english())
    free = Conversation(archive, lambda: _TODAY, otherwise="zh_Hans")
    for question in ("2014", "event about Konna", "2", "加沙", "2"):
        free.ask(question)
    fixed = Conversation(archive, lambda: _TODAY, language="en", otherwise="zh_Hans")
    fixed.ask("加沙")
    assert spoken == ["zh_Hans", "en", "en", "zh_Hans", "zh_Hans", "en"]


def test_examples_can_be_asked_at_once(talk: Conversation) -> None:
    examples = talk.examples()
    assert len(examples) >= 3
    for example in examples:
        assert Conversation(talk.archive, lambda: _TODAY).ask(example).outcome is not Outcome.NOT_UNDERSTOOD


def _english():  # type: ignore[no-untyped-def]
    from bot.speech import speech

    return speech("en")
