"""Names held as one text, and the coarse look at their spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.archive.names import Names
from bot.archive.spellings import Spellings

NAMES = st.sets(st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=12)).map(sorted)
WORDS = st.sets(st.text("abcdeé水", min_size=1, max_size=9), max_size=30).map(sorted)


@given(NAMES, st.text(st.characters(exclude_characters="\n"), max_size=3))
def test_they_are_read_and_found_as_in_a_list(names: list[str], other: str) -> None:
    held = Names(Names.of(names).text)
    assert list(held) == names
    assert [held[place] for place in range(len(held))] == names
    assert held.at(range(len(held))) == names
    assert [held.place(name) for name in names] == list(range(len(names)))
    assert held.place(other) == (names.index(other) if other in names else None)
    beginning = [name for name in names if name.startswith(other)]
    assert held[slice(*((places := held.beginning_with(other)).start, places.stop))] == beginning


def test_lone_surrogates_and_places_beyond_the_end() -> None:
    held = Names.of(["a", "\ud800", "\ue000", "\U0001f600"])
    assert held.place("\ud800") == 1
    assert held[-1] == "\U0001f600"
    assert held[1:9] == ["\ud800", "\ue000", "\U0001f600"]
    assert held[3:1] == []
    assert held[::2] == ["a", "\ue000"]
    with pytest.raises(IndexError):
        held[4]
    with pytest.raises(IndexError):
        Names(b"")[0]


@given(WORDS, st.text("abcdeé水", min_size=1, max_size=9), st.integers(0, 3))
def test_no_word_within_so_many_slips_is_overlooked(words: list[str], typed: str, slips: int) -> None:
    spellings = Spellings(Names.of(words))
    for length in range(-1, 12):
        near = spellings.near(typed, length, slips)
        assert near == sorted(near)
        assert all(len(words[number]) == length for number in near)
        wanted = [
            number for number, word in enumerate(words) if len(word) == length and OSA.distance(typed, word) <= slips
        ]
        assert set(wanted) <= set(near)
