"""The same answer as text and as JSON: everything in it, nothing that a terminal or a reader of lines trips over."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.description import ArchiveDescription
from bot.archive.entry import Entry
from bot.archive.event import Event, Source
from bot.talk.answer import Answer, Outcome, Shown
from bot.talk.as_json import answer_object, error_object, json_line, request_object
from bot.talk.plain import plain, safe
from bot.talk.requests import About, Help, NotUnderstood, OnThisDay, Open, Period, Request, Sources

_ARCHIVE = ArchiveDescription("Small archive", licence="MIT")


def shown(headline: str = "The army recaptures Konna", reason: str = "", day: int = 18, **more: object) -> Shown:
    """An event in an answer."""
    event = Event(
        path=f"news/2013/01/{day}/x.md", date=dt.date(2013, 1, day), headline=headline, raw_headline=headline,
        **{"contexts": ("Mali", "Konna"), "sources": (Source("BBC", "https://www.bbc.co.uk/1"),), **more},  # type: ignore[arg-type]
    )  # fmt: skip
    return Shown(Entry(f"{day:016x}", event, _ARCHIVE, day), reason)


def an_answer(request: Request, *events: Shown, total: int = 0, **more: object) -> Answer:
    """An answer with these events; whole when it is one."""
    details: dict[str, object] = {"title": "A title", "credits": ("Small archive · MIT",), "in_full": len(events) == 1}
    details |= more
    return Answer(request, Outcome.ANSWERED, "en", events=events, total=total or len(events), **details)  # type: ignore[arg-type]


def test_one_event_is_told_whole() -> None:
    given_ = an_answer(About("konna"), shown(summary="Fighters left.", image="https://i.example.org/k.jpg"))
    assert plain(given_) == (
        "A title\n\n"
        "Friday, 18 January 2013\nThe army recaptures Konna\nFighters left.\nAbout: Mali · Konna\n"
        "1. BBC: https://www.bbc.co.uk/1\nPicture: https://i.example.org/k.jpg\n\n"
        "Small archive · MIT"
    )


def test_a_date_is_said_once() -> None:
    opened = an_answer(Open("x"), shown(), title="Friday, 18 January 2013", notes=("A note.",))
    assert plain(opened).count("Friday") == 1
    assert plain(opened).startswith("A note.")


def test_a_list_is_numbered_on_from_the_page_before() -> None:
    more = an_answer(About("konna", skip=10), shown(reason="why"), shown("Another", day=19), total=15)
    text = plain(more, conversing=True)
    assert "11. 18 January 2013: The army recaptures Konna — why\n12. 19 January 2013: Another" in text
    assert "3 more events\nGo on with: 12 · related · sources · more" in text


def test_suggestions_are_things_to_type() -> None:
    text = plain(an_answer(NotUnderstood("x"), suggestions=("on this day", "random"), credits=()), conversing=True)
    assert text == "A title\n\n  on this day\n  random"


def test_help_shows_its_forms_once_and_in_a_conversation_how_to_leave() -> None:
    told = an_answer(Help(), notes=("Days: on this day",), suggestions=("on this day",), credits=())
    assert plain(told) == "A title\nDays: on this day"
    assert plain(told, conversing=True) == "A title\nDays: on this day\nTo leave: quit"


def test_sources_are_said_once() -> None:
    told = an_answer(Sources("x"), shown(), in_full=False, notes=("BBC: https://www.bbc.co.uk/1",))
    text = plain(told, conversing=True)
    assert text.count("https://www.bbc.co.uk/1") == 1
    assert text.endswith("Go on with: related\nSmall archive · MIT")


@given(st.text())
def test_nothing_in_a_text_acts_on_a_terminal(text: str) -> None:
    made = safe(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in made)
    made.encode("utf-8")


@pytest.mark.parametrize("bad", ["\x1b[2J", "\u202e", "\u2066", "\x9b31m", "\x07", "\u200b", "\ufeff", "\U000e0041"])
def test_direction_marks_and_escapes_are_taken_out(bad: str) -> None:
    assert bad not in safe(f"a{bad}b")


def test_lines_stay_apart_and_joined_scripts_together() -> None:
    assert safe("a\nb\tc\u2028d") == "a b c d"
    assert safe("می\u200cخواهم") == "می\u200cخواهم"
    assert safe("half \ud83d") == "half \ufffd"


def test_an_answer_as_an_object() -> None:
    request = OnThisDay(1, 18, "mali", Period.of_year(2013))
    told = answer_object(an_answer(request, shown(reason="2 years ago"), total=7, correction="mali"))
    assert told["request"] == {
        "kind": "on-this-day", "month": 1, "day": 18, "about": "mali",
        "period": {"first": "2013-01-01", "last": "2013-12-31"}, "skip": 0, "days": 1, "otherwise": None,
        "with_leap_day": False, "ahead": False,
    }  # fmt: skip
    assert told["events"] == [
        {
            "id": "0000000000000012", "path": "news/2013/01/18/x.md", "date": "2013-01-18",
            "headline": "The army recaptures Konna", "summary": "", "contexts": ["Mali", "Konna"],
            "sources": [{"name": "BBC", "url": "https://www.bbc.co.uk/1"}], "image": None, "reason": "2 years ago",
        }
    ]  # fmt: skip
    assert (told["correction"], told["total"]) == ("mali", 7)
    assert list(told) == ["request", "events", "correction", "total", "text"]
    assert request_object(Help()) == {"kind": "help", "greeted": False}


@given(st.text(st.characters(exclude_categories=())))
def test_a_line_of_json_is_one_line_of_utf_8_and_says_the_same(text: str) -> None:
    line = json_line(error_object(text, text))
    assert len(line.splitlines()) == 1
    assert json.loads(line.encode("utf-8"))["error"] == text


def test_chinese_stays_readable_in_json() -> None:
    assert "加沙" in json_line({"text": "加沙"})
