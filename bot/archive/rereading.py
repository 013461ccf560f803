"""A question that no event answers as it was typed, read once more: slips, other names, words that may be left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.archive.familiar import is_familiar, is_form, is_slight, is_slip_of_slight
from bot.archive.matching import Mask, Matches
from bot.archive.other_names import Name, Named, names_in
from bot.archive.postings import Floats
from bot.archive.question import KINDS, Question, WordGroup, beside_words, other_words
from bot.archive.vocabulary import Vocabulary

# What words count by this reading, beside words as typed (measured on held-out halves; see the README).
_OTHER_NAME = 0.6
_WHERE = 0.6
_KIND = 0.3
# "World Trade Center" tells what is meant wherever its words stand; "US open player" does not.
_MOST_EVERYDAY = 2
_COMMON = 0.1


@dataclass(frozen=True, slots=True)
class Renamed:
    """Words of a question, what they name besides, and which events hold that name."""

    typed: tuple[str, ...]
    other: Name
    held: Mask


def read_again(matches: Matches, question: Question) -> list[Renamed]:
    """Try other readings, the likeliest first, until events of the years asked for hold all words.

    ``matches`` is what it was by the reading taken. Gives the other names that were taken for names of the question.
    """
    _take_doubted(matches, question.doubted)
    if not matches.all_held.any() and len(matches.groups) > 1 and not matches.lacking:
        _take_other_words(matches)
    if not matches.all_held.any():
        _take_neighbour(matches)
    renamed = [] if matches.answered else _take_other_names(matches, question.words)
    if not matches.all_held.any() and question.where.isdisjoint(matches.lacking):
        matches.waive(question.where, _WHERE)
    if not matches.all_held.any():
        matches.waive(KINDS, _KIND)
    return renamed


def _take_doubted(matches: Matches, doubted: Sequence[WordGroup]) -> None:
    """Take everyday words that the archive lacks for slips where an event then holds all, a name among it."""
    if not doubted or len(doubted) != len(matches.lacking) or not _is_named(matches):
        return
    gains = [matches.gain(group) for group in doubted]
    held = matches.held_but(None)
    if held is not None and np.logical_and.reduce([held, *(gain > 0 for gain in gains)]).any():
        for group, gain in zip(doubted, gains, strict=True):
            matches.add(group, gain)
        matches.hold()


def _take_other_words(matches: Matches) -> None:
    """Take a known word for a slip of another, if an event then holds all: one slip in twenty-five makes a word."""
    better = []
    for place, group in enumerate(list(matches.groups)):
        if is_familiar(group.typed) and not _is_named(matches, place):
            continue  # "drop table" does not mean "drop able", wherever those two stand together
        together = matches.held_but(place) if group.known else None
        other = other_words(matches.vocabulary, group) if together is not None and together.any() else None
        if other is not None and (gain := matches.gain(other))[together].any():
            better.append((place, replace(other, words={**other.words, **group.words}), gain))
    for place, group, gain in better:
        matches.widen(place, group, gain)
    matches.hold()


def _take_neighbour(matches: Matches) -> None:
    """Take one word for a slip of one that only joins others, or of what stands beside the others in some event."""
    if _take_joining(matches):
        return
    if len(matches.lacking) > 1:
        matches.lacking = tuple(word for word in matches.lacking if not is_slip_of_slight(word))
    if len(matches.lacking) > 1 or not matches.groups:
        return
    best: tuple[float, WordGroup, int | None] | None = None
    for place in [None] if matches.lacking else range(len(matches.groups)):
        word = matches.lacking[0] if place is None else matches.groups[place].typed
        held = None if is_familiar(word) else matches.held_but(place)
        found = None if held is None else beside_words(matches.vocabulary, word, held)
        if found and (best is None or found[1] > best[0]):
            best = found[1], found[0], place
    if best is None:
        return
    if best[2] is None:
        matches.add(best[1])
    else:
        matches.widen(best[2], best[1], matches.gain(best[1]))
    matches.hold()


def _take_joining(matches: Matches) -> bool:
    """Leave out a word that is one that only joins others with letters swapped, where the rest is held without it."""
    for place in [None] if matches.lacking else range(len(matches.groups)):
        words = matches.lacking if place is None else (matches.groups[place].typed,)
        held = matches.held_but(place)
        if all(map(is_slip_of_slight, words)) and held is not None and held.any():
            if place is None:
                matches.lacking = ()
            else:
                matches.groups[place] = replace(matches.groups[place], required=False)
            matches.hold()
            return True
    return False


def _is_named(matches: Matches, place: int = -1) -> bool:
    """Whether a name is asked for, or anything else that is no everyday word, but at ``place``."""
    groups = (group for number, group in enumerate(matches.groups) if number != place)
    return any(group.required and not is_familiar(group.typed) for group in groups)


def _take_other_names(matches: Matches, words: Sequence[str]) -> list[Renamed]:
    """Take what else a thing is called as nearly as good as the name that was typed."""
    renamed = []
    for named in names_in(words):
        typed = tuple(words[named.first : named.end])
        others = [
            Renamed(typed, other, held)
            for other, held in _held_names(matches, named)
            if held.any() and not set(other).issubset(typed)
        ]
        if others:
            _credit(matches, typed, np.logical_or.reduce([other.held for other in others]))
            renamed += others
    matches.hold()
    return renamed


def _held_names(matches: Matches, named: Named) -> list[tuple[Name, Mask]]:
    """The other names of a name, each with the events that hold all of its words in any inflection."""
    told = [(other, [word for word in other if not is_slight(word)]) for other in named.others]
    return [(other, _holding(matches, words)) for other, words in told if not _is_loose(matches, words)]


def _is_loose(matches: Matches, words: Sequence[str]) -> bool:
    """Whether a name is everyday words, one of them in so many events that they often meet for other reasons."""
    if len(words) <= _MOST_EVERYDAY or not all(map(is_familiar, words)):
        return False
    numbers = (number for word in words if (number := matches.vocabulary.number(word)) is not None)
    return any(matches.vocabulary.frequencies[number] > _COMMON * len(matches.all_held) for number in numbers)


def _holding(matches: Matches, words: Sequence[str]) -> Mask:
    held = [_holding_any(matches, _forms(matches.vocabulary, word)) for word in words]
    return np.logical_and.reduce(held) if held else np.zeros(len(matches.all_held), np.bool_)


def _forms(vocabulary: Vocabulary, word: str) -> list[int]:
    """A word of another name and its inflections; a stemmer alone takes "als" for a form of "al"."""
    numbers = vocabulary.same_stem(word)
    forms = vocabulary.words.at(numbers)
    return [number for number, form in zip(numbers, forms, strict=True) if form == word or is_form(form, word)]


def _holding_any(matches: Matches, numbers: Sequence[int]) -> Mask:
    held = np.zeros(len(matches.all_held), np.bool_)
    for number in numbers:
        held |= matches.holding(number)
    return held


def _credit(matches: Matches, typed: Sequence[str], held: Mask) -> None:
    """Let every word of a name count in the events that hold another name, rare ones no more than the words typed."""
    places = {group.typed: place for place, group in enumerate(matches.groups)}
    rarity = float(np.log1p(len(held) / (np.count_nonzero(held) + 0.5)))
    own = [float(matches.hits[places[word]].max()) for word in typed if word in places]
    value = _OTHER_NAME * min(rarity, sum(own) if own else rarity) / len(typed)
    gain: Floats = np.where(held, np.float32(value), np.float32(0))
    for word in dict.fromkeys(typed):
        if word in places:
            matches.widen(places[word], matches.groups[places[word]], gain)
        else:
            matches.add(WordGroup(word, {}, known=True, required=True), gain)
