"""Spaces that a question has in the wrong place, or lacks."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import numpy as np

from bot.archive.familiar import is_familiar, is_slight
from bot.archive.vocabulary import Vocabulary
from bot.archive.words import is_unspaced

# Shorter parts stand in too many words by chance.
_SHORTEST_MOVED = 2
_SHORTEST_PARTED = 3


def mend_spaces(vocabulary: Vocabulary, words: Sequence[str]) -> tuple[list[str], tuple[tuple[str, str], ...]]:
    """The words of a question with its spaces where the archive has them, and what was mended as typed and meant.

    A space is moved by one letter ("denh elder": "den helder") where that makes two words of the archive of one that it
    lacks; a word that is no slip of another is parted where two words meet that stand together in some event.
    """
    mended = list(words)
    meant: list[tuple[str, str]] = []
    lacking = {word for word in words if _lacks(vocabulary, word)}
    place = 0
    while lacking and place < len(mended):
        typed = mended[place : place + 2]
        found = _moved(vocabulary, typed, lacking) if len(typed) > 1 else None
        if found is None:
            typed = typed[:1]
            found = _parted(vocabulary, typed[0]) if typed[0] in lacking else None
        if found:
            mended[place : place + len(typed)] = found
            meant += zip(typed, found, strict=True) if len(typed) > 1 else [(typed[0], " ".join(found))]
        place += len(found or typed)
    return mended, tuple(meant)


def _moved(vocabulary: Vocabulary, typed: Sequence[str], lacking: AbstractSet[str]) -> list[str] | None:
    one, other = typed
    if is_slight(one) or is_slight(other):
        return None
    # The letter is taken from a word that is none with it.
    ways = [(one, [one[:-1], one[-1] + other]), (other, [one + other[0], other[1:]])]
    for word, parts in ways:
        if min(map(len, parts)) >= _SHORTEST_MOVED and word in lacking and _together(vocabulary, parts):
            return parts
    return None


def _parted(vocabulary: Vocabulary, word: str) -> list[str] | None:
    if len(word) < 2 * _SHORTEST_PARTED or vocabulary.slips(word):
        return None
    places = range(_SHORTEST_PARTED, len(word) - _SHORTEST_PARTED + 1)
    parts = max(([word[:place], word[place:]] for place in places), key=lambda parts: _together(vocabulary, parts))
    return parts if _together(vocabulary, parts) else None


def _together(vocabulary: Vocabulary, parts: Sequence[str]) -> int:
    """In how many events both words stand."""
    postings = vocabulary.postings
    numbers = [vocabulary.number(part) for part in parts]
    held = [postings.events[postings.holding(number)] for number in numbers if number is not None]
    return len(np.intersect1d(held[0], held[1], assume_unique=True)) if len(held) == len(numbers) else 0


def _lacks(vocabulary: Vocabulary, word: str) -> bool:
    """Whether neither the archive nor everybody knows a word in any form."""
    known = vocabulary.number(word) is not None or is_familiar(word) or bool(vocabulary.same_stem(word))
    return word.isalpha() and not is_unspaced(word) and not known
