"""Digests keep Discord's limits in both forms, ping the one role at most, and are found again by their mark."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.digest_cards import digest_card, mark_of, plain_digest
from bot.chat.digest_desk import RESULTS
from bot.chat.digest_told import listed, status
from bot.digest.choice import Digest
from bot.digest.failures import Cause
from bot.digest.records import Record
from bot.digest.schedule import MOST_IN_GUILD, Occurrence, Plan, Schedule, State
from bot.sandbox.world import mentions
from bot.speech import languages, speech
from bot.talk.answer import Shown
from bot.talk.requests import OnThisDay

from .strategies import nasty, shown
from .test_cards import KONNA, labels, parts, problems, texts, told

DAY = dt.date(2015, 1, 18)
NOW = dt.datetime(2015, 1, 18, 9, tzinfo=dt.UTC)
MARK = Occurrence(Schedule(1, 2, Plan(3, dt.time(9), "UTC"), NOW), DAY, NOW).mark
ROLE = 1234567890123456789


def _apart(events: list[Shown]) -> tuple[Shown, ...]:
    """The events with ids of their own, as a digest never tells one twice."""
    return tuple(replace(one, entry=replace(one.entry, id=f"{n:016x}")) for n, one in enumerate(events, 1))


digests = st.builds(
    Digest,
    day=st.just(DAY),
    language=st.sampled_from(("en", "zh_Hans")),
    title=nasty.filter(lambda title: bool(re.search(r"\w", title))),
    events=st.lists(shown, min_size=1, max_size=10).map(_apart),
    whole_day=st.just(OnThisDay(1, 18)),
    total=st.integers(10, 10**6),
    credits=st.lists(nasty, max_size=4).map(tuple),
)
roles = st.sampled_from((None, ROLE))


@settings(max_examples=60, deadline=None)
@given(digests, roles)
def test_any_digest_is_a_message_that_discord_takes(digest: Digest, role: int | None) -> None:
    made = digest_card(digest, MARK, role)
    assert problems(made) == {}
    assert made.content_length() <= 4000
    assert mark_of([part["custom_id"] for part in parts(made) if "custom_id" in part], "") == MARK
    pinged = [text for text in texts(made) if mentions.find(text, None) != mentions.NOBODY]
    assert pinged == ([f"<@&{ROLE}>"] if role else [])


@settings(max_examples=60, deadline=None)
@given(digests, roles)
def test_any_digest_can_be_said_plainly(digest: Digest, role: int | None) -> None:
    text = plain_digest(digest, MARK, role)
    assert len(text) <= 2000
    assert mark_of([], text) == MARK
    pinged = mentions.find(text, None)
    assert pinged == (mentions.find(f"<@&{ROLE}>", None) if role else mentions.NOBODY)


def test_a_digest_tells_years_headlines_reasons_and_sources() -> None:
    event = told(replace(KONNA, sources=(replace(KONNA.sources[0], name="BBC"),)), replace(KONNA, sources=())).events
    leap = replace(event[0], entry=replace(event[0].entry, event=replace(KONNA, date=dt.date(2012, 2, 29))))
    digest = Digest(DAY, "en", "On this day, 18 January", (*_apart([*event, leap]),), OnThisDay(1, 18), 9, ("A: CC0",))
    made = digest_card(digest, MARK)
    said = texts(made)
    assert said[0] == "### On this day, 18 January"
    assert said[1] == "**2013** Malian soldiers march back into Konna\n-# 2 years ago"
    assert said[3].startswith("**29 February 2012** ")
    assert said[-1] == "-# A: CC0"
    assert sorted(labels(made)) == ["BBC", "BBC", "More"]
    plain = plain_digest(digest, MARK).splitlines()
    assert plain[0] == "On this day, 18 January"
    assert plain[1] == "2013: Malian soldiers march back into Konna"
    assert plain[-2:] == ["-# A: CC0", f"-# {MARK}"]


def test_marks_that_are_not_ours_are_none() -> None:
    assert mark_of(["en~a~~~q;what~", f"{MARK}~011"], "clio") == ""
    assert mark_of([], f"Said somebody: {MARK}") == ""


def full(words: str) -> list[Schedule]:
    """As many schedules as a guild may have, each limited to and without those words."""
    plan = Plan(ROLE, dt.time(9), "America/Argentina/Buenos_Aires", words, words, 10, ROLE)
    return [Schedule(number, ROLE, plan, NOW) for number in range(1, MOST_IN_GUILD + 1)]


LIMITED = pytest.mark.parametrize("words", ["", "Mali, " * 33, "*" * 200, "_ " * 100])
SPOKEN = pytest.mark.parametrize("language", languages())


@LIMITED
@SPOKEN
def test_a_list_of_as_many_digests_as_there_may_be_fits(words: str, language: str) -> None:
    schedules, voice = full(words), speech(language)
    coming = {one.id: Occurrence(one, DAY, NOW) for one in schedules}
    cards = listed(schedules, coming, voice)
    assert [problems(made) for made in cards] == [{}] * len(cards)
    assert sum(text.count(f"<#{ROLE}>") for made in cards for text in texts(made)) == MOST_IN_GUILD
    assert (len(cards) == 1) is (not words)


@LIMITED
@SPOKEN
def test_the_last_results_of_as_many_digests_fit(words: str, language: str) -> None:
    told_of = [
        (
            replace(one, paused=Cause.THREAD_ARCHIVED),
            [
                Record(Occurrence(one, DAY, NOW), State.FAILED, 3, ROLE, None, Cause.NO_PERMISSION, "", NOW, NOW)
                for _ in range(RESULTS)
            ],
        )
        for one in full(words)
    ]
    cards = status(told_of, {}, speech(language))
    assert [problems(made) for made in cards] == [{}] * len(cards)
    assert sum(len(labels(made)) for made in cards) == MOST_IN_GUILD
