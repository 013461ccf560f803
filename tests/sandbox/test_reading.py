"""JSON from outside: all of it can be sent on, and what can be sent already is not changed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.reading import read_json

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=8)


def values(texts: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    plain = st.none() | st.booleans() | st.integers() | texts
    return st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=8)


@given(values(ANY))
def test_what_is_read_can_be_sent_on(value: object) -> None:
    json.dumps(read_json(json.dumps(value)), ensure_ascii=False).encode()


@given(values(st.text(max_size=8)))
def test_what_is_whole_is_left_as_it_is(value: object) -> None:
    assert read_json(json.dumps(value)) == value


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r'"\ud83d"', "\ufffd"),
        (r'"\ude00\ud83d"', "\ufffd\ufffd"),
        (r'"\ud83d\ude00"', "😀"),
        (r'"\\ud83d"', "\\ud83d"),
        (r'{"\ud83d": "\n"}', {"\ufffd": "\n"}),
    ],
)
def test_halves_are_marked(text: str, read: object) -> None:
    assert read_json(text) == read
