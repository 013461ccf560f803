"""Cards keep Discord's limits and show nothing of others as anything but text, whatever the answer holds."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings

from bot.archive.description import ArchiveDescription
from bot.archive.entry import Entry
from bot.archive.event import Event, Source
from bot.chat.cards import Card, card
from bot.chat.controls import Verb, asked_in, controls, has_room_for
from bot.chat.text import clean
from bot.sandbox.errors import ApiError
from bot.sandbox.limits.form import Field
from bot.sandbox.limits.messages import audit_message
from bot.sandbox.world import mentions
from bot.talk.answer import Answer, Outcome, Shown
from bot.talk.requests import About, NotUnderstood, OnThisDay, Open

from .strategies import answers, nasty

TODAY = dt.date(2015, 1, 18)
IS_COMPONENTS_V2 = 1 << 15

KONNA = Event(
    path="news/2013/01/18/konna.md",
    date=dt.date(2013, 1, 18),
    headline="Malian soldiers march back into Konna",
    raw_headline="",
    summary="French jets had bombed it for a week.",
    contexts=("Konna", "Mali"),
    sources=(Source("BBC", "https://www.bbc.co.uk/1"), Source("Radio", "ftp://radio.example")),
)


def told(*events: Event, **others: Any) -> Answer:
    archive = ArchiveDescription("A", link="https://archive.example/a_b")
    given_: dict[str, Any] = {
        "request": OnThisDay(1, 18),
        "outcome": Outcome.ANSWERED,
        "language": "en",
        "title": "On this day, 18 January",
        "events": tuple(Shown(Entry("0" * 16, event, archive, 0), "2 years ago") for event in events),
        "total": len(events),
    }
    return Answer(**given_ | others)


def parts(made: Card) -> list[dict[str, Any]]:
    """Every component, however deep."""
    found: list[dict[str, Any]] = []
    left: list[Any] = list(made.to_components())
    while left:
        found.append(one := left.pop(0))
        left = [*one.get("components", ()), *([one["accessory"]] if "accessory" in one else []), *left]
    return found


def texts(made: Card) -> list[str]:
    return [part["content"] for part in parts(made) if part["type"] == 10]


def labels(made: Card) -> list[str]:
    return [part["label"] for part in parts(made) if part["type"] == 2]


def problems(made: Card) -> dict[str, Any]:
    """What Discord would refuse."""
    body = Field({"components": made.to_components(), "flags": IS_COMPONENTS_V2})
    audit_message(body)
    try:
        body.check()
    except ApiError as refused:
        return refused.body()
    return {}


@settings(max_examples=60, deadline=None)
@given(answers)
def test_any_answer_is_a_message_that_discord_takes(answer: Answer) -> None:
    made = card(answer, TODAY)
    assert problems(made) == {}
    assert made.content_length() <= 4000
    for part in parts(made):
        if part["type"] == 2 and "url" in part:
            assert urlsplit(part["url"]).scheme.lower() in ("http", "https")
            assert "@" not in urlsplit(part["url"]).netloc
            assert len(part["url"]) <= 512
            assert 1 <= len(part["label"]) <= 80


@settings(max_examples=60, deadline=None)
@given(answers)
def test_no_answer_pings_or_breaks_the_layout(answer: Answer) -> None:
    for text in texts(card(answer, TODAY)):
        assert mentions.find(text, None) == mentions.NOBODY
        for line in text.split("\n"):
            inside = re.sub(r"^(?:-# |### |\*\*[^*]+\*\* )", "", line)
            assert not re.search(r"(?<!\\)(?:\\\\)*[*`|~\[<]", inside)
            assert not re.search(r"[\u202a-\u202e\u2066-\u2069\ufeff]", inside)


def test_one_event_is_told_whole() -> None:
    made = card(told(KONNA, in_full=True), TODAY)
    assert texts(made) == [
        "-# On this day, 18 January",
        "-# Friday, 18 January 2013\n### Malian soldiers march back into Konna",
        "French jets had bombed it for a week.",
        "-# Konna · Mali\n-# 2 years ago\n-# Also told by Radio",
    ]
    assert [(part["label"], part.get("url")) for part in parts(made) if part["type"] == 2] == [
        ("BBC", "https://www.bbc.co.uk/1"),
        ("Related", None),
        ("On this day", None),
        ("More about Konna", None),
    ]


def test_an_opened_event_says_its_date_once() -> None:
    made = card(told(KONNA, in_full=True, request=Open("x"), title="Friday, 18 January 2013"), TODAY)
    assert sum("Friday, 18 January 2013" in text for text in texts(made)) == 1


def test_a_day_is_told_in_rows() -> None:
    made = card(told(KONNA, KONNA, total=12, credits=("A · https://archive.example/a_b",)), TODAY)
    row = "**{}\\. 18 January 2013** Malian soldiers march back into Konna\n-# 2 years ago"
    assert texts(made) == [
        "### On this day, 18 January",
        row.format(1),
        row.format(2),
        "-# 1 to 2 of 12",
        "-# [A](https://archive.example/a_b)",
    ]


def test_the_archive_is_named_with_its_licence_and_no_bare_address() -> None:
    credit = "Clio [own] · told anew · CC BY-SA 4.0 · https://archive.example/a_b"
    made = card(told(KONNA, credits=(credit, "Other · CC0")), TODAY)
    assert texts(made)[-1] == (
        "-# [Clio \\[own\\] · told anew · CC BY-SA 4.0](https://archive.example/a_b)\n-# Other · CC0"
    )
    odd = card(told(KONNA, credits=("See https://one.example · https://two.example",)), TODAY)
    assert texts(odd)[-1] == "-# See https://one.example · https://two.example"


def test_sources_of_one_name_are_told_apart() -> None:
    sources = tuple(Source("BBC", f"https://www.bbc.co.uk/{number}") for number in range(3))
    made = card(told(replace(KONNA, sources=(*sources, Source("CNN", "https://cnn.example/1"))), in_full=True), TODAY)
    assert labels(made)[:4] == ["BBC", "BBC (2)", "BBC (3)", "CNN"]


def test_words_are_answered_by_the_event_they_mean_and_others_in_rows() -> None:
    made = card(told(KONNA, KONNA, request=About("konna"), notes=("Showing results for konna",), in_full=True), TODAY)
    assert "Showing results for konna" in texts(made)
    assert sum(text.startswith("**") for text in texts(made)) == 1
    assert any("### Malian soldiers" in text for text in texts(made))


@pytest.mark.parametrize(
    ("contexts", "label"),
    [
        (("Konna", "Mali"), "More about Mali"),
        (("KONNA", "x" * 90, "Mali"), "More about Mali"),
        (("Konna",), "More of January 2013"),
        ((), "More of January 2013"),
    ],
)
def test_every_event_leads_to_more_that_was_not_asked_for_itself(contexts: tuple[str, ...], label: str) -> None:
    event = replace(KONNA, contexts=contexts)
    for others in ((), (KONNA,)):
        made = card(told(event, *others, request=About("konna"), in_full=True), TODAY)
        assert label in labels(made)
    assert "More" in labels(card(told(event, KONNA, request=About("konna"), in_full=True, total=9), TODAY))


def test_suggestions_are_buttons_but_for_what_follows_on() -> None:
    answer = told(
        request=NotUnderstood("?"),
        title="Pardon?",
        suggestions=("on this day", "event about Mali", "related", "sources", "random", "on this day"),
    )
    assert labels(card(answer, TODAY)) == ["On this day", "Event about Mali", "Random"]


@pytest.mark.parametrize("length", [1375, 9000])
def test_a_long_headline_is_cut_only_where_the_limit_demands(length: int) -> None:
    event = Event("news/x.md", TODAY, "word " * (length // 5), "")
    headline = texts(card(told(event, in_full=True), TODAY))[1].split("### ")[1]
    assert headline.endswith("…") is (length > 1400)
    assert len(headline) <= 1400


def test_rows_below_an_event_go_on_counting_from_it() -> None:
    made = card(told(KONNA, KONNA, request=About("konna"), in_full=True), TODAY)
    assert [text for text in texts(made) if text.startswith("**2\\. ")]


@settings(max_examples=60, deadline=None)
@given(nasty)
def test_what_was_asked_in_many_words_stands_on_the_card_for_its_buttons(words: str) -> None:
    request = About(words, skip=5)
    made = card(told(KONNA, KONNA, request=request, total=90), TODAY, 5)
    assert problems(made) == {}
    assert made.content_length() <= 4000
    assert {"Previous", "More"} <= set(labels(made))
    asked = asked_in(made.children)
    assert asked == ("" if has_room_for(request) else clean(words)[:500].rstrip())
    read = {control.verb: control for control in controls(made.children, TODAY)}
    assert read[Verb.PAGE].wanted == About(asked or read[Verb.OPEN].question.words, skip=7)
    assert not asked or read[Verb.OPEN].question == About(asked, skip=5)


def test_few_words_stand_on_no_card() -> None:
    assert asked_in(card(told(KONNA, KONNA, request=About("konna"), total=9), TODAY).children) == ""


def test_a_card_of_many_words_and_much_text_keeps_the_limits() -> None:
    much = Event("x.md", TODAY, "*" * 2000, "", summary="*" * 4000, contexts=("*" * 300,) * 9)
    answer = told(*(much,) * 10, request=About("*a" * 250), title="*" * 900, notes=("*" * 900,), credits=("*" * 900,))
    for whole in (answer, replace(answer, in_full=True)):
        made = card(whole, TODAY, 5)
        assert problems(made) == {}
        assert made.content_length() <= 4000


@pytest.mark.parametrize(
    "address", ["http://New%20Zealand%20Herald", "http://.../", "http://newsbox.msn.co.uk&i=http:"]
)
def test_an_address_without_a_host_is_no_link(address: str) -> None:
    event = Event("news/x.md", TODAY, "Something", "", sources=(Source("Paper", address),), image=address)
    made = card(told(event, in_full=True), TODAY)
    assert problems(made) == {}
    assert any("Also told by Paper" in text for text in texts(made))
