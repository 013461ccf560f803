"""A question that no event answers as it was typed, read once more: slips, other names, words that may be left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.archive.familiar import is_familiar, is_slight, is_slip_of_slight
from bot.archive.matching import Mask, Matches
from bot.archive.other_names import Name, Named, names_in
from bot.archive.postings import Floats
from bot.archive.question import KINDS, Question, WordGroup, beside_words, other_words

# What words count by this reading, beside words as typed (measured on held-out halves; see the README).
_OTHER_NAME = 0.6
_WHERE = 0.6
_KIND = 0.3


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
    if not matches.all_held.any() and question.where:
        matches.waive(question.where, _WHERE)
    if not matches.all_held.any():
        _take_neighbour(matches)
    renamed = [] if matches.answered else _take_other_names(matches, question.words)
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
    """Take one word for a slip of what stands beside the others in some event, or of one that only joins them."""
    telling = tuple(word for word in matches.lacking if not is_slip_of_slight(word))
    if len(matches.lacking) > 1:
        matches.lacking = telling
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
        matches.lacking = telling
    elif best[2] is None:
        matches.add(best[1])
    else:
        matches.widen(best[2], best[1], matches.gain(best[1]))
    matches.hold()


def _is_named(matches: Matches, place: int = -1) -> bool:
    """Whether a name is asked for, or anything else that is no everyday word, but at ``place``."""
    groups = (group for number, group in enumerate(matches.groups) if number != place)
    return any(group.required and not is_familiar(group.typed) for group in groups)


def _take_other_names(matches: Matches, words: Sequence[str]) -> list[Renamed]:
    """Take what else a thing is called as nearly as good as the name that was typed."""
    renamed = []
    for named in names_in(words):
        typed = tuple(words[named.first : named.end])
        others = [Renamed(typed, other, held) for other, held in _held_names(matches, named) if held.any()]
        if others:
            _credit(matches, typed, np.logical_or.reduce([other.held for other in others]))
            renamed += others
    matches.hold()
    return renamed


def _held_names(matches: Matches, named: Named) -> list[tuple[Name, Mask]]:
    """The other names of a name, each with the events that hold all of its words in any inflection."""
    return [(other, _holding(matches, [word for word in other if not is_slight(word)])) for other in named.others]


def _holding(matches: Matches, words: Sequence[str]) -> Mask:
    held = [_holding_any(matches, matches.vocabulary.same_stem(word)) for word in words]
    return np.logical_and.reduce(held) if held else np.zeros(len(matches.all_held), np.bool_)


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
