"""How much an event is worth telling, reckoned from the archive alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.importance import Signs, importance, text_signs
from bot.archive.postings import Postings
from bot.archive.words import tokens


def signs_of(headline: str) -> tuple[int, int, int, bool]:
    signs = text_signs(headline, tokens(headline))
    return signs.turns, signs.milestones, signs.toll, signs.commemorates


@pytest.mark.parametrize(
    ("headline", "toll"),
    [
        ("An earthquake kills 23,000 people.", 23_000),
        ("At least 45 people are dead and 1,200 injured.", 45),
        ("A bomb kills 12 in Baghdad and 30 people die in Mosul.", 30),
        ("2008 deaths are mourned.", 0),
        ("Sony sells 45 games.", 0),
        ("999,999,999 people were killed", 100_000),
        ("地震造成69人死亡", 69),
        ("A war kills many people.", 0),
    ],
)
def test_the_dead_a_headline_counts_are_its_toll(headline: str, toll: int) -> None:
    assert signs_of(headline)[2] == toll


def test_turning_points_milestones_and_memorials_are_seen_in_the_words() -> None:
    turns, milestones, _, commemorates = signs_of("The first president of the world resigns after an earthquake.")
    assert turns > 1
    assert milestones > 1
    assert not commemorates
    assert signs_of("The town marks the tenth anniversary of the attack.")[3]
    assert signs_of("汶川地震五周年")[3]
    assert signs_of("A council meets.") == (0, 0, 0, False)


@given(st.text())
def test_no_headline_raises(headline: str) -> None:
    turns, milestones, toll, _ = signs_of(headline)
    assert min(turns, milestones, toll) >= 0
    assert toll <= 100_000


def postings(held: list[list[int]], words: int) -> Postings:
    pairs = [(event, word) for event, words_of in enumerate(held) for word in words_of]
    both = np.array(pairs, np.int32).reshape(-1, 2)
    return Postings.of_pairs(both[:, 0], both[:, 1], np.ones(len(pairs), np.uint8), len(held), words)


def reckoned(
    days: list[int], held: list[list[int]], toll: list[int] | None = None, commemorates: list[bool] | None = None
) -> list[float]:
    none = np.zeros(len(days), np.int64)
    signs = Signs(
        none,
        none,
        none if toll is None else np.array(toll, np.int64),
        np.array(commemorates or [False] * len(days), np.bool_),
        none,
    )
    words = postings(held, 400)
    return importance(np.array(days, np.int32), words, postings([[] for _ in days], 1), signs).tolist()


JANUARY_2010 = 733773


def test_nothing_is_worth_nothing() -> None:
    assert reckoned([], []) == []


def test_one_event_has_an_importance() -> None:
    assert np.isfinite(reckoned([JANUARY_2010], [[1]])).all()


def test_the_deadlier_of_two_events_is_worth_more() -> None:
    values = reckoned([JANUARY_2010, JANUARY_2010 + 1, JANUARY_2010 + 2], [[1], [2], [3]], toll=[0, 5000, 3])
    assert values[1] == max(values)


def test_what_is_told_on_and_on_afterwards_is_worth_more_than_what_was_told_before() -> None:
    days = [JANUARY_2010 + step for step in range(200)]
    held = [[step] for step in range(200)]
    for step in range(10, 16):
        held[step].append(300)
    values = reckoned(days, held)
    assert values[10] == max(values)
    assert values[10] > values[15]


def test_what_is_remembered_years_later_is_worth_more() -> None:
    days = [JANUARY_2010 + step for step in range(30)] + [JANUARY_2010 + 365 * 2 + step for step in range(60)]
    held = [[step] for step in range(90)]
    for word in range(200, 206):
        held[12].append(word)
        held[30 + 12].append(word)
    values = reckoned(days, held, commemorates=[step == 42 for step in range(90)])
    assert values[12] == max(values[:30])


def test_the_best_of_a_small_year_is_about_as_worth_telling_as_that_of_a_large_one() -> None:
    days = [JANUARY_2010 - 365 + step for step in range(20)] + [JANUARY_2010 + step // 2 for step in range(400)]
    held = [[step % 390] for step in range(420)]
    toll = [0] * 420
    toll[7] = toll[220] = 9000
    values = reckoned(days, held, toll=toll)
    assert abs(values[7] - values[220]) < 0.5
