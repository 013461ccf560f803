"""One pace for each person, and nobody kept in mind for longer."""

from __future__ import annotations

import pytest

from bot.chat.pace import QUESTIONS, SECONDS, Pace, TooFast


class Hand:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_person_may_ask_again_after_a_while_and_is_told_once() -> None:
    hand = Hand()
    pace = Pace(hand)
    for _ in range(QUESTIONS):
        pace.count(1)
    told = []
    for _ in range(3):
        with pytest.raises(TooFast) as refused:
            pace.count(1)
        told.append(refused.value.first)
        assert 0 < refused.value.wait <= SECONDS
    assert told == [True, False, False]
    pace.count(2)
    hand.now = SECONDS + 0.1
    pace.count(1)


def test_nobody_is_kept_in_mind() -> None:
    hand = Hand()
    pace = Pace(hand)
    for person in range(100):
        pace.count(person)
    hand.now = 2 * SECONDS
    pace.count(1000)
    assert set(pace._asked) == {1000}
