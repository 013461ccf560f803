"""A typed question as words of the archive: each with its inflections, synonyms and what it may be a slip of."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.archive.familiar import is_familiar, is_form, is_slight
from bot.archive.other_names import is_name
from bot.archive.spaces import mend_spaces
from bot.archive.vocabulary import Vocabulary
from bot.archive.words import fold, is_unspaced, query_tokens, stem, unspaced_runs

# What a word counts by how it was reached (measured on held-out halves; see the README).
_INFLECTION = 0.85
_SYNONYM = 0.7
_CORRECTION = 0.9
_BESIDE_INFLECTION = 0.45
_OTHER_WORD = 0.75
# A word in more than this share of events need not be there: "of", "in", a language's grammar.
_COMMON = 0.12
# In an archive of a few pages a name stands in a great share of them and still has to be there.
_COMMON_FROM = 60

_LONG = 6

# Words of the question itself, not of what is asked for: headlines hardly have them, so they would seem to tell much.
_ASKING = frozenset("why did does do what when where how which is are was were happened happen happens".split())
_ASKED = 0.1

# What only ranks or counts what is asked for; an event that lacks it may still be meant.
_RANKING = frozenset("biggest largest deadliest worst famous important interesting many".split())
# What kind of thing is asked for, as encyclopaedias name it, where headlines only say which ("Zapotec civilization").
KINDS = frozenset(
    "aftermath area bibliography championship championships city civilisation civilization company comparison "
    "convention corporation county culture demographics department discography district economy event events "
    "filmography final geography glossary governorate group history inc index industry island islands laureates "
    "legality list lists ltd members metropolitan municipality national nominees outline people prefecture "
    "preparations program programme progression province qualification ranking reaction reactions recipients region "
    "relations response results season services status structure syndrome team timeline tournament town village "
    "winners".split()
)
# Signs that join Chinese words and need not be held.
_JOINING = frozenset("的了在是与和及")

# News is told in the present, and remembered in a past that no stemmer knows.
_IRREGULAR = {
    "won": "win", "sank": "sink", "fell": "fall", "struck": "strike", "broke": "break", "flew": "fly", "fled": "flee",
    "stole": "steal", "fought": "fight", "began": "begin", "chose": "choose", "withdrew": "withdraw", "sold": "sell",
    "bought": "buy", "became": "become", "overthrew": "overthrow", "froze": "freeze", "burnt": "burn", "blew": "blow",
}  # fmt: skip

_YEAR = re.compile(r"(?:19|20)\d\d")
# "9/11", as a day is called in English: month and day.
_MONTH_AND_DAY = re.compile(r"(?<![\d/.])(1[0-2]|[1-9])/(3[01]|[12]\d|[1-9])(?![\d/.])")
_MONTHS = "january february march april may june july august september october november december".split()

# Days that have one date in every year, as month and day.
_DAYS = {
    ("boxing", "day"): (12, 26),
    ("christmas", "day"): (12, 25),
    ("christmas", "eve"): (12, 24),
    ("valentine", "day"): (2, 14),
    ("valentines", "day"): (2, 14),
    ("bastille", "day"): (7, 14),
}


@dataclass(frozen=True, slots=True)
class WordGroup:
    """One word of a question: the numbers of the archive's words it stands for, with their weights (at most 1).

    ``known`` when the archive has the word as typed or inflected; ``required`` when an answer has to hold it;
    ``everyday`` when it is one of the words people use for one another, so that any of them is as good as typed;
    ``of_day`` when it belongs to the name of a day, and an event of that day is as good as the word.
    """

    typed: str
    words: dict[int, float]
    known: bool
    required: bool
    everyday: bool = False
    of_day: bool = False

    @property
    def spaceless(self) -> bool:
        """Whether it is a pair of characters of a script without spaces."""
        return is_unspaced(self.typed)


@dataclass(frozen=True, slots=True)
class Question:
    """The groups of a question's words, the years in it, and the words that stand for nothing in the archive.

    ``day`` is the month and day that is named beside other words ("boxing day tsunami").
    ``doubted`` are groups for everyday words that the archive lacks: slips only where the rest bears it out.
    ``mended`` pairs what was typed with a space in the wrong place, or without one, with what was meant.
    ``words`` are those of the question in order, without years, and ``where`` those that only say where something is:
    what follows the last comma ("Manali, Himachal Pradesh").
    ``signs`` are, for every character of a script without spaces, the pairs it stands in.
    """

    groups: tuple[WordGroup, ...]
    years: tuple[int, ...]
    lacking: tuple[str, ...]
    day: tuple[int, int] | None = None
    doubted: tuple[WordGroup, ...] = ()
    signs: tuple[frozenset[str], ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    where: frozenset[str] = frozenset()

    @property
    def unknown(self) -> int:
        """How many words stand for nothing in the archive."""
        return len(self.lacking)

    @property
    def guessed(self) -> bool:
        """Whether most of its several words are guesses or unknown; a guess at a long word is as good as the word."""
        words = len(self.groups) + self.unknown
        sure = sum(group.known or len(group.typed) >= _LONG for group in self.groups)
        return words > 1 and 2 * sure < words


def read_question(vocabulary: Vocabulary, event_count: int, text: str) -> Question:
    """What ``text`` asks for in an archive's words. A year beside other words only prefers; alone it is a word."""
    typed = query_tokens(text)
    years = [token for token in typed if _YEAR.fullmatch(token)]
    words = [token for token in typed if token not in years]
    if not words:
        words, years = years, []
    words, mended = mend_spaces(vocabulary, words)
    common = max(_COMMON * event_count, _COMMON_FROM)
    groups = [group for word in words if (group := _group(vocabulary, word, common)).words]
    found = {group.typed for group in groups}
    if groups and len(words) > 1:
        words = [word for word in words if word not in _RANKING or vocabulary.number(word) is not None]
    lacking = tuple(word for word in words if word not in found)
    groups = _weigh_pairs(vocabulary, _join_neighbours(vocabulary, _name_months(vocabulary, groups, text)))
    groups, day = _name_day(groups)
    signs = tuple(pairs for run in unspaced_runs(text) for pairs in _pairs_of_signs(run))
    sure = {group.typed for group in groups if group.known and not group.everyday}
    doubted = tuple(group for word in words if word not in sure and (group := _doubted(vocabulary, word)).words)
    return Question(
        tuple(groups), tuple(map(int, years)), lacking, day, doubted, signs, mended, tuple(words), _where(text)
    )


def _where(text: str) -> frozenset[str]:
    """The words after the last comma; a year there is no place."""
    name, _, where = text.rpartition(",")
    return frozenset(query_tokens(where)).difference(query_tokens(name)) if name else frozenset()


def other_words(vocabulary: Vocabulary, group: WordGroup) -> WordGroup | None:
    """The group as if its word, which the archive knows, were a slip of another; None where it is near none."""
    guesses = vocabulary.slips(group.typed, most=6)
    words = {guess.word: _OTHER_WORD * math.exp(-0.7 * max(0.0, guess.cost - 1)) for guess in guesses}
    return replace(group, words=words, known=False) if words else None


def beside_words(vocabulary: Vocabulary, word: str, held: NDArray[np.bool_]) -> tuple[WordGroup, float] | None:
    """A word as if it were a slip of what stands beside the rest in the events ``held``, and how much speaks for it."""
    guesses = vocabulary.beside(word, held)
    words = {guess.word: _CORRECTION * guess.cost / guesses[0].cost for guess in guesses}
    return (WordGroup(word, words, known=False, required=True), -guesses[0].cost) if words else None


def _doubted(vocabulary: Vocabulary, word: str) -> WordGroup:
    """What an everyday word that the archive lacks may be a slip of."""
    lacking = (
        vocabulary.number(word) is None and (is_familiar(word) or is_name(word)) and not vocabulary.same_stem(word)
    )
    guesses = vocabulary.slips(word) if lacking else []
    words = {guess.word: _CORRECTION * math.exp(guesses[0].cost - guess.cost) for guess in guesses}
    return WordGroup(word, words, known=False, required=True)


def _group(vocabulary: Vocabulary, word: str, common: float) -> WordGroup:
    words: dict[int, float] = {}
    own = vocabulary.number(word)
    if own is not None:
        words[own] = 1.0
    if is_unspaced(word):
        return WordGroup(word, words, own is not None, False)
    for form in (word, *_IRREGULAR.get(word, "").split(), *_of_men(word)):
        for number in vocabulary.same_stem(form):
            words.setdefault(number, _INFLECTION)
    forms = tuple(words)
    synonyms = [number for synonym in _synonyms().get(stem(word), ()) for number in vocabulary.same_stem(synonym)]
    for number in synonyms:
        words.setdefault(number, _SYNONYM)
    known = bool(words)
    if own is None and (forms or not synonyms) and not is_familiar(word) and not is_name(word):
        # A word unknown as typed may be a rare inflection or a slip; what it stands beside decides.
        guesses = vocabulary.slips(word)
        inflected = any(is_form(word, form) or is_form(form, word) for form in vocabulary.words.at(forms))
        for guess in guesses:
            weight = _BESIDE_INFLECTION if inflected else _CORRECTION
            words.setdefault(guess.word, weight * math.exp(guesses[0].cost - guess.cost))
    if (word in _ASKING or word in _RANKING) and known:
        return WordGroup(word, {number: weight * _ASKED for number, weight in words.items()}, known, False)
    required = not is_slight(word) and (own is None or bool(vocabulary.frequencies[own] <= common))
    return WordGroup(word, words, known, required, bool(synonyms))


def _of_men(word: str) -> tuple[str, ...]:
    """The plural of "gunman", the singular of "gunmen"."""
    return (f"{word[:-3]}{'men' if word.endswith('man') else 'man'}",) if word.endswith(("man", "men")) else ()


def _pairs_of_signs(run: str) -> Iterator[frozenset[str]]:
    """For each character of a run that is not there to join others, the pairs it stands in; in a run of one itself."""
    for place, sign in enumerate(run):
        if sign not in _JOINING or len(run) == 1:
            yield frozenset({run[max(place - 1, 0) : place + 1], run[place : place + 2]})


def _name_day(groups: list[WordGroup]) -> tuple[list[WordGroup], tuple[int, int] | None]:
    """Have an event of a named day be as good as the words of its name, where more is asked for than the day."""
    for place, (one, other) in enumerate(pairwise(groups)):
        day = _DAYS.get((one.typed, other.typed))
        if day and len(groups) > 2:
            named = [replace(group, everyday=True, of_day=True) for group in (one, other)]
            return [*groups[:place], *named, *groups[place + 2 :]], day
    return groups, None


def _name_months(vocabulary: Vocabulary, groups: list[WordGroup], text: str) -> list[WordGroup]:
    """Have the month of "9/11" be as good by its name as by its number."""
    names = {month: _MONTHS[int(month) - 1] for month, _ in _MONTH_AND_DAY.findall(text)}
    if not names:
        return groups
    named = [(group, vocabulary.number(names.get(group.typed, ""))) for group in groups]
    return [
        group if month is None else replace(group, words={**group.words, month: 1.0}, everyday=True)
        for group, month in named
    ]


def _join_neighbours(vocabulary: Vocabulary, groups: list[WordGroup]) -> list[WordGroup]:
    """Have two neighbouring words stand for the one they are often written as ("wiki leaks": wikileaks)."""
    joined = list(groups)
    for place, (one, other) in enumerate(pairwise(groups)):
        word = None if one.spaceless or other.spaceless else vocabulary.number(one.typed + other.typed)
        if word is not None and one.known and other.known:
            for number in (place, place + 1):
                joined[number] = replace(joined[number], words={**joined[number].words, word: 1.0}, everyday=True)
    return joined


def _weigh_pairs(vocabulary: Vocabulary, groups: list[WordGroup]) -> list[WordGroup]:
    """Have pairs of characters count by how much they are words, the most like one fully."""
    cohesions = {group.typed: vocabulary.cohesion(group.typed) for group in groups if group.spaceless}
    most = max(cohesions.values(), default=0.0)
    if not most:
        return groups
    return [
        replace(group, words=dict.fromkeys(group.words, cohesions[group.typed] / most))
        if group.typed in cohesions
        else group
        for group in groups
    ]


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    """The other words of each group of synonyms, by stem."""
    found: dict[str, list[str]] = defaultdict(list)
    text = resources.files("bot.archive").joinpath("synonyms.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        group = [] if line.startswith("#") else line.split()
        for word in group:
            found[stem(fold(word))].extend(other for other in group if other != word)
    return {word: tuple(dict.fromkeys(others)) for word, others in found.items()}
