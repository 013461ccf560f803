"""Pairs of event and word, read from both sides."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.postings import Postings, stable_order

pairs = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6), st.integers(1, 7)), max_size=30)


@given(pairs)
def test_both_sides_tell_the_same_pairs(given_pairs: list[tuple[int, int, int]]) -> None:
    given_pairs.sort(key=lambda pair: pair[0])
    event, word, bits = (np.array([pair[place] for pair in given_pairs], np.int32) for place in range(3))
    postings = Postings.of_pairs(event, word, bits.astype(np.uint8), 6, 7)
    assert (postings.event_count, postings.word_count) == (6, 7)
    by_event = [
        (number, *pair)
        for number in range(6)
        for pair in zip(
            postings.words[postings.held_by(number)].tolist(),
            postings.word_bits[postings.held_by(number)].tolist(),
            strict=True,
        )
    ]
    by_word = [
        (held, number, bit)
        for number in range(7)
        for held, bit in zip(
            postings.events[postings.holding(number)].tolist(),
            postings.event_bits[postings.holding(number)].tolist(),
            strict=True,
        )
    ]
    assert by_event == given_pairs
    assert sorted(by_word) == sorted(given_pairs)
    assert [postings.frequencies_of(number) for number in range(7)] == postings.frequencies.tolist()


def test_rare_words_tell_more_than_common_ones() -> None:
    event = np.array([0, 0, 1, 2], np.int32)
    word = np.array([0, 1, 0, 0], np.int32)
    rarities = Postings.of_pairs(event, word, np.ones(4, np.uint8), 3, 3).rarities()
    assert rarities[2] > rarities[1] > rarities[0] > 0


@given(st.lists(st.integers(0, 200_000)))
def test_numbers_are_put_in_order_and_equal_ones_stay_as_they_stand(numbers: list[int]) -> None:
    array = np.array(numbers, np.int32)
    assert stable_order(array).tolist() == np.argsort(array, kind="stable").tolist()
