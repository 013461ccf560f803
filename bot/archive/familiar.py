"""Words that everybody knows, so that none of them is taken for a slip of a word that happens to be in the archive."""

from __future__ import annotations

from functools import cache
from importlib import resources

from rapidfuzz.distance import OSA

from bot.archive.words import stem

# What says nothing of what is asked for, in an archive of any size.
_SLIGHT = frozenset("a an the of in on at by to from for with and or is was are were be as that all".split())
# How English inflects; a stemmer alone would take "electic" for a form of "elect".
_ENDINGS = frozenset("s es ies ed ied d ing er ers r rs ier iers est st iest ly ily".split())


def is_familiar(word: str) -> bool:
    """Whether a folded word is a common English one, in any inflection, or a name that everybody knows by now."""
    words, by_stem = _familiar()
    return word in words or (stem(word) in by_stem and any(is_form(word, plain) for plain in by_stem[stem(word)]))


def is_slight(word: str) -> bool:
    """Whether a folded word only joins others: "the", "of"."""
    return word in _SLIGHT


def is_slip_of_slight(word: str) -> bool:
    """Whether a folded word, none that people know, is one that only joins others with letters swapped: "teh", "fo"."""
    if is_familiar(word):
        return False
    return any(sorted(word) == sorted(slight) and OSA.distance(word, slight) == 1 for slight in _SLIGHT)


def is_form(word: str, plain: str) -> bool:
    """Whether ``word`` is what English makes of ``plain``: "stopped", "cities", "making"."""
    kept = plain[:-1] if plain[-1] in "ey" else plain
    ending = word.removeprefix(kept).removeprefix(plain[-1]) if word.startswith(kept) else word
    return ending in _ENDINGS


@cache
def _familiar() -> tuple[frozenset[str], dict[str, list[str]]]:
    text = resources.files("bot.archive").joinpath("familiar.txt").read_text(encoding="utf-8")
    words = [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
    by_stem: dict[str, list[str]] = {}
    for word in words:
        by_stem.setdefault(stem(word), []).append(word)
    return frozenset(words), by_stem
