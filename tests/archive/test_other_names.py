"""The table of other names, and the names it finds in a question."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.other_names import is_name, names_in

LINES = resources.files("bot.archive").joinpath("other_names.txt").read_text(encoding="ascii").splitlines()
_LINE = re.compile(r"[a-z0-9]+(?:[ -][a-z0-9]+)*(?: [=>] [a-z0-9]+(?:[ -][a-z0-9]+)*)+")
_MOST_WORDS = 5


def others(words: str) -> set[str]:
    return {" ".join(other) for named in names_in(words.split()) for other in named.others}


def test_every_line_says_what_a_name_is_called_besides() -> None:
    for line in LINES:
        assert line.startswith("#") or _LINE.fullmatch(line), line


def test_no_name_is_a_sentence() -> None:
    names = [name for line in LINES if line[0] != "#" for name in re.split(" [=>] ", line)]

    assert [name for name in names if len(re.split("[ -]", name)) > _MOST_WORDS] == []


def test_no_line_stands_twice() -> None:
    lines = [line for line in LINES if line[0] != "#"]

    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("capital punishment", "death penalty"),
        ("death penalty", "capital punishment"),
        ("comorian", "comoros"),
        ("strategy of the international monetary fund", "imf"),
        ("heart attacks", "myocardial infarction"),
        ("the countries of europe", "european"),
        ("flights of al qaeda", "al qaida"),
    ],
)
def test_a_name_is_found_among_other_words_and_in_any_inflection(asked: str, other: str) -> None:
    assert other in others(asked)


def test_what_is_narrower_does_not_stand_for_the_wider() -> None:
    narrower = next(line.split(" > ") for line in LINES if re.fullmatch(r"[a-z]+ > [a-z]+", line))

    assert narrower[1] in others(narrower[0])
    wider = {f"{narrower[1]} > {narrower[0]}", f"{narrower[0]} = {narrower[1]}", f"{narrower[1]} = {narrower[0]}"}
    assert narrower[0] not in others(narrower[1]) or wider & set(LINES)


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_words_may_be_asked(words: list[str]) -> None:
    for named in names_in(words):
        assert 0 <= named.first < named.end <= len(words)
        assert named.others


def test_a_name_of_the_table_is_told_from_a_slip() -> None:
    assert is_name("comorian")
    assert not is_name("comoriann")
    assert not is_name("strategy of")
