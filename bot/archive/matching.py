"""Which events hold the words of a question, and how much each word gains them."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.archive.postings import IN_CONTEXT, IN_HEADLINE, IN_SUMMARY, PLACES, Floats
from bot.archive.question import Question, WordGroup
from bot.archive.vocabulary import Vocabulary

# What a word counts by where it stands (measured on held-out halves; see the README).
_PLACES = ((IN_HEADLINE, 1.0), (IN_CONTEXT, 0.9), (IN_SUMMARY, 0.6))
_IN_TWO_PLACES = 0.15
# An event of the day that is named is as good as one that names it in its summary.
_OF_DAY = 0.6
# Of the characters asked for in a script without spaces so much has to be there, by how much pairs are words.
_SPACELESS_HELD = 2 / 3
# So many of them have to stand in a pair that is there: a word that the archive does not know weighs nothing as pairs.
_SIGNS_HELD = 0.66

Mask = NDArray[np.bool_]


class Matches:
    """A question's words against all events.

    ``hits`` is what each group gains every event, ``all_held`` which events hold every word that has to be there,
    ``as_typed`` which hold them just as they were typed. ``lacking`` are the words that stand for nothing; ``waived``
    tells that words were let go, so that no event holds all. ``of_day`` are the events of the day that is named in the
    question, ``wanted`` those of the years in it (None where there are none).
    """

    def __init__(
        self, vocabulary: Vocabulary, question: Question, of_day: NDArray[np.intp], wanted: Mask | None
    ) -> None:
        self.vocabulary = vocabulary
        self.wanted = wanted
        self._of_day = of_day
        self._size = vocabulary.postings.event_count
        self.lacking = question.lacking
        self.waived = False
        self._signs = question.signs
        self.groups = list(question.groups)
        self.hits = [self.gain(group) for group in self.groups]
        self.signs_held = self._signs_held()
        self.all_held = self._all_held()

    @property
    def answered(self) -> bool:
        """Whether any event of the years asked for holds all words."""
        held = self.all_held if self.wanted is None else self.all_held & self.wanted
        return bool(held.any())

    def add(self, group: WordGroup, gain: Floats | None = None) -> int:
        """Take a word that stood for nothing as a group, and give its place."""
        self.groups.append(group)
        self.hits.append(self.gain(group) if gain is None else gain)
        self.lacking = tuple(word for word in self.lacking if word != group.typed)
        return len(self.groups) - 1

    def widen(self, place: int, group: WordGroup, gain: Floats) -> None:
        """Have other words be as good as those of a group."""
        self.groups[place] = group
        self.hits[place] = np.maximum(self.hits[place], gain)

    def waive(self, words: AbstractSet[str], weight: float) -> None:
        """Have these words only rank, by this weight, where any other has to be there."""
        required = {group.typed for group in self.groups if group.required}
        if words >= required or words.isdisjoint(required.union(self.lacking)):
            return
        self.waived = True
        for place, group in enumerate(self.groups):
            if group.required and group.typed in words:
                self.groups[place] = replace(group, required=False)
                self.hits[place] = self.hits[place] * np.float32(weight)
        self.lacking = tuple(word for word in self.lacking if word not in words)
        self.hold()

    def hold(self) -> None:
        """Tell again which events hold all words."""
        self.all_held = self._all_held()

    def held_but(self, place: int | None) -> Mask | None:
        """Which events hold every word that has to be there but the one at ``place``; None where there is no other."""
        held = [
            hit > 0
            for other, (group, hit) in enumerate(zip(self.groups, self.hits, strict=True))
            if other != place and group.required and not group.spaceless
        ]
        return np.logical_and.reduce(held) if held else None

    def as_typed(self) -> tuple[Mask, Mask]:
        """Which events hold every word just as it was typed but for everyday words, and which those just so too."""
        but_everyday = np.full(self._size, not self.lacking)
        everyday = but_everyday.copy()
        for group in self.groups:
            own = self.vocabulary.number(group.typed)
            mask = everyday if group.everyday else but_everyday
            if own is None:
                mask[:] = False
            elif group.everyday or group.required:
                mask &= self.holding(own)
        return but_everyday, but_everyday & everyday

    def holding(self, word: int) -> Mask:
        """Which events hold a word."""
        postings = self.vocabulary.postings
        held = np.zeros(self._size, np.bool_)
        held[postings.events[postings.holding(word)]] = True
        return held

    def best_held(self, group: WordGroup, event: int) -> int | None:
        """The word of a group by which an event was found."""
        postings = self.vocabulary.postings
        held = set(postings.words[postings.held_by(event)].tolist())
        return max((word for word in group.words if word in held), key=group.words.__getitem__, default=None)

    def gain(self, group: WordGroup) -> Floats:
        """What a group gains every event."""
        postings, rarities = self.vocabulary.postings, self.vocabulary.rarities
        gain = np.zeros(self._size, np.float32)
        own = self.vocabulary.number(group.typed)
        # A rare synonym must not count for more than the word that was typed.
        most = float(rarities[own]) if own is not None else max(float(rarities[word]) for word in group.words)
        for word, weight in group.words.items():
            span = postings.holding(word)
            events = postings.events[span]
            value = _place_weights()[postings.event_bits[span]] * np.float32(weight * min(float(rarities[word]), most))
            gain[events] = np.maximum(gain[events], value)
        if group.of_day:
            gain[self._of_day] = np.maximum(gain[self._of_day], np.float32(_OF_DAY * most))
        return gain

    def _all_held(self) -> Mask:
        result = np.ones(self._size, np.bool_)
        spaceless: list[tuple[Mask, float]] = []
        for group, hit in zip(self.groups, self.hits, strict=True):
            if group.spaceless:
                spaceless.append((hit > 0, max(group.words.values())))
            elif group.required:
                result &= hit > 0
        if self.lacking and not spaceless:
            result[:] = False
        if spaceless:
            held = np.sum([mask * weight for mask, weight in spaceless], axis=0)
            result &= held >= _SPACELESS_HELD * sum(weight for _, weight in spaceless)
            result &= self.signs_held >= _SIGNS_HELD
        sure = any(group.required and not group.spaceless for group in self.groups)
        return result if sure else result & _any(self.hits, self._size)

    def _signs_held(self) -> Floats:
        """What share of the characters of a script without spaces stands in a pair that an event holds."""
        if not self._signs:
            return np.zeros(self._size, np.float32)
        held = {group.typed: hit > 0 for group, hit in zip(self.groups, self.hits, strict=True) if group.spaceless}
        count = np.zeros(self._size, np.float32)
        for pairs in self._signs:
            count += _any([held[pair] for pair in pairs if pair in held], self._size)
        return count / np.float32(max(1, len(self._signs)))


def _any(hits: Sequence[Floats | Mask], size: int) -> Mask:
    result = np.zeros(size, np.bool_)
    for hit in hits:
        result |= hit > 0
    return result


@cache
def _place_weights() -> Floats:
    """What a word counts by the bits that say where it stands."""
    weights = np.zeros(PLACES, np.float32)
    for bits in range(1, PLACES):
        held = [weight for bit, weight in _PLACES if bits & bit]
        weights[bits] = max(held, default=0.0) + (_IN_TWO_PLACES if len(held) > 1 else 0)
    return weights
