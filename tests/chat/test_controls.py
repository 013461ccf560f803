"""What a button holds is what it does, however long ago it was made."""

from __future__ import annotations

import datetime as dt

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.controls import MOST_ID, Control, Verb, first_to_ask, has_room_for
from bot.chat.short_requests import lengthen, shorten, without_page, words_to_keep
from bot.chat.text import clean
from bot.talk.requests import About, Help, NotUnderstood, OnThisDay, Open, Period, Random, Related, Request, Status

TODAY = dt.date(2015, 1, 18)
TOMORROW = dt.date(2015, 1, 19)
ID = "0123456789abcdef"

words = st.text(max_size=60).map(lambda text: clean("".join(sign for sign in text if sign not in "~<^")))
long_words = st.text(st.characters(exclude_categories=("Cs",)), min_size=40, max_size=500).map(clean)
ids = st.integers(0, 2**64 - 1).map(lambda number: f"{number:016x}")
skips = st.integers(0, 10**6)
periods = st.one_of(
    st.none(),
    st.integers(1, 9999).map(Period.of_year),
    st.builds(Period.of_month, st.integers(1, 9999), st.integers(1, 12)),
    st.dates().map(Period.of_day),
    st.tuples(st.dates(), st.dates()).map(lambda two: Period(min(two), max(two))),
)


def listing(words: st.SearchStrategy[str]) -> st.SearchStrategy[Request]:
    """Requests that look for words."""
    return st.one_of(
        st.dates().flatmap(
            lambda day: st.builds(
                OnThisDay, st.just(day.month), st.just(day.day), words, periods, skips, st.integers(1, 366)
            )
        ),
        st.builds(OnThisDay, st.just(2), st.just(28), words, periods, skips, with_leap_day=st.just(True)),
        st.builds(About, words, periods, skips, listed=st.booleans()),
        st.builds(Related, ids, words, skips),
        st.builds(Random, words),
    )


requests: st.SearchStrategy[Request] = st.one_of(
    listing(words), st.builds(Open, ids), st.sampled_from((Status(), Help()))
)


@given(requests)
def test_a_request_comes_back_as_it_was(request_: Request) -> None:
    short = shorten(request_)
    assert short is not None
    assert lengthen(short, TODAY) == request_


@given(st.text())
def test_no_text_raises(text: str) -> None:
    lengthen(text, TODAY)
    Control.read(text, TODAY)


@given(st.sampled_from(Verb), st.integers(0, 2**63), ids, requests, requests, st.booleans())
def test_a_control_fits_and_comes_back(
    verb: Verb, owner: int, event: str, wanted: Request, question: Request, chosen: bool
) -> None:
    made = Control(verb, "zh_Hans", owner, event, wanted, question, chosen)
    custom_id = made.custom_id()
    if custom_id is None:
        return
    assert len(custom_id) <= MOST_ID
    read = Control.read(custom_id, TODAY)
    assert read is not None
    assert (read.verb, read.language, read.owner, read.event, read.wanted) == (verb, "zh", owner, event, wanted)
    assert read.question in (question, None)


@given(
    st.sampled_from((Verb.OPEN, Verb.RELATED, Verb.CHOOSE, Verb.PAGE)),
    st.integers(1, 2**63),
    ids,
    listing(long_words),
    skips,
    st.booleans(),
)
def test_however_long_the_question_every_button_of_its_answer_holds_it(
    verb: Verb, owner: int, event: str, question: Request, skip: int, chosen: bool
) -> None:
    asked = "" if has_room_for(question) else words_to_keep(question)
    wanted = without_page(question, skip) if verb is Verb.PAGE else None
    event = "" if verb is Verb.PAGE else event
    custom_id = Control(verb, "zh_Hans", owner, event, wanted, question, chosen).custom_id(asked=asked)
    assert custom_id is not None
    assert len(custom_id) <= MOST_ID
    read = Control.read(custom_id, TODAY, asked)
    assert read is not None
    if asked:
        assert read == Control(verb, "zh", owner, event, wanted, question, chosen)


def test_what_does_not_fit_is_left_out_before_what_is_wanted() -> None:
    wanted = About("y" * 60)
    custom_id = Control(Verb.ASK, "en", 5, wanted=wanted, question=About("x" * 60)).custom_id()
    assert custom_id is not None
    assert Control.read(custom_id, TODAY) == Control(Verb.ASK, "en", 5, wanted=wanted)
    assert Control(Verb.ASK, "en", 5, wanted=About("y" * 95)).custom_id() is None


def test_words_that_the_message_no_longer_says_mean_nothing() -> None:
    question = About("x" * 95)
    page = Control(Verb.PAGE, "en", 5, wanted=About("x" * 95, skip=5), question=question)
    custom_id = page.custom_id(asked="x" * 95)
    assert custom_id is not None
    assert Control.read(custom_id, TODAY, "x" * 95) == page
    assert (blank := Control.read(custom_id, TODAY)) is not None
    assert blank.wanted is None


def test_this_day_means_the_day_of_the_press() -> None:
    control = Control(Verb.ASK, "en", wanted=OnThisDay(1, 18))
    said, dated = control.custom_id(TODAY), control.custom_id()
    assert said is not None
    assert dated is not None
    assert (later := Control.read(said, TOMORROW)) is not None
    assert later.wanted == OnThisDay(1, 19)
    assert (fixed := Control.read(dated, TOMORROW)) is not None
    assert fixed.wanted == OnThisDay(1, 18)


@pytest.mark.parametrize("request_", [NotUnderstood("?"), Open("news/x.md"), Related(to="news/x.md")])
def test_what_cannot_be_asked_again_has_no_short_form(request_: Request) -> None:
    assert shorten(request_) is None


def test_what_is_asked_first_is_known_by_its_button_unless_the_words_are_cut() -> None:
    def button(label: str, verb: Verb) -> discord.ui.Button[discord.ui.View]:
        return discord.ui.Button(label=label, custom_id=Control(verb, "en", wanted=Random()).custom_id())

    opener, more, whole = button("Open", Verb.OPEN), button("More", Verb.PAGE), button("Random", Verb.ASK)
    assert first_to_ask([opener, more, whole, button("Help", Verb.ASK)]) == "Random"
    assert first_to_ask([opener, more]) == ""
    assert first_to_ask([button("Event about the long…", Verb.ASK), whole]) == ""
