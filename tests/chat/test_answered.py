"""Which message answered which is known for a while, of so many, and of no more."""

from __future__ import annotations

from bot.chat.answered import MOST, SECONDS, Answered


class Hand:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_question_is_known_for_five_minutes() -> None:
    hand = Hand()
    answered = Answered(hand)
    question = answered.begin(1, "konna")
    hand.now = SECONDS - 1
    assert answered.find(1) is question
    assert answered.find(2) is None
    answered.begin(2, "mali")
    hand.now = SECONDS
    assert answered.find(1) is None
    assert len(answered) == 1


def test_no_more_than_so_many_are_kept_in_mind() -> None:
    answered = Answered(Hand())
    for number in range(MOST + 5):
        answered.begin(number, "konna")
    assert len(answered) == MOST
    assert answered.find(4) is None
    assert answered.find(5) is not None


def test_words_are_new_once() -> None:
    question = Answered(Hand()).begin(1, "konna")
    assert [question.reword(words) for words in ("konna", "mali", "mali", "konna")] == [False, True, False, True]
    assert "konna" not in repr(question)
