"""What things are called besides: the names of other_names.txt, found in a question.

Headlines say "death penalty" where somebody asks for capital punishment, and "voters in Comoros" for a Comorian
election. The table was written from general knowledge, without a look at any archive or at what is not found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TypeAlias

from bot.archive.familiar import is_form, is_slight
from bot.archive.words import stem

Name: TypeAlias = tuple[str, ...]
"""The folded words of a name."""

_SHORTEST = 2
_BEFORE_NAME = ("\n", " = ")


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a question: the places of its words from ``first`` to before ``end``, and what else it is called."""

    first: int
    end: int
    others: tuple[Name, ...]


def names_in(words: Sequence[str]) -> Iterator[Named]:
    """The names that stand in the folded words of a question, in any inflection."""
    for first, begin in enumerate(map(stem, words)):
        if len(begin) < _SHORTEST or is_slight(words[first]):
            continue
        for name, others in _beginning_with(begin).items():
            asked = words[first : first + len(name)]
            if len(asked) == len(name) and all(map(_is_same, asked, name)):
                yield Named(first, first + len(name), tuple(others))


def _is_same(word: str, named: str) -> bool:
    """Whether a word is one of a name in any inflection; a stemmer alone takes "holy" for a form of "holi"."""
    return word == named or is_form(word, named) or is_form(named, word)


def is_name(word: str) -> bool:
    """Whether a folded word alone is a name of the table, and so no slip of another."""
    return word in _names_of_a_word()


@cache
def _names_of_a_word() -> frozenset[str]:
    # A loop, which lets other threads go on meanwhile; one search through all of the text would not.
    return frozenset(
        name
        for line in _table().splitlines()
        for name in line.replace(" > ", " = ").split(" = ")
        if " " not in name and "-" not in name
    )


@lru_cache(maxsize=256)
def _beginning_with(begin: str) -> dict[Name, dict[Name, None]]:
    """Every name whose first word has a stem, with its other names."""
    found: dict[Name, dict[Name, None]] = {}
    for line in _lines_with(begin):
        # The names that stand for one another, then those that only stand in for them.
        names = [[tuple(name.replace("-", " ").split()) for name in part.split(" = ")] for part in line.split(" > ")]
        for name in names[0]:
            if stem(name[0]) == begin:
                others = found.setdefault(name, {})
                others.update((other, None) for part in names for other in part if other != name)
    return found


def _lines_with(begin: str) -> Iterator[str]:
    """The lines of the table in which a name may begin with a stem: few of fourteen thousand are ever read."""
    table = _table()
    beginning = begin.removesuffix("i")  # the stem of "country" is "countri"
    starts = set()
    for before in _BEFORE_NAME:
        at = table.find(before + beginning)
        while at >= 0:
            starts.add(table.rfind("\n", 0, at + 1) + 1)
            at = table.find(before + beginning, at + 1)
    return (table[start : table.index("\n", start)] for start in sorted(starts) if table[start] != "#")


@cache
def _table() -> str:
    text = resources.files("bot.archive").joinpath("other_names.txt").read_text(encoding="ascii")
    return f"\n{text}\n"
