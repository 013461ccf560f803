"""Which events hold the words of a question, and how much each word gains them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.archive.familiar import is_familiar, is_slip_of_slight
from bot.archive.postings import IN_CONTEXT, IN_HEADLINE, IN_SUMMARY, PLACES, Floats
from bot.archive.question import Question, WordGroup, beside_words, other_words
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
    """A question's words against all events: ``hits`` is what each group gains every event, ``all_held`` which events

    hold every word that has to be there, ``as_typed`` which hold them just as they were typed. ``of_day`` are the
    events of the day that is named in the question.
    """

    def __init__(self, vocabulary: Vocabulary, question: Question, of_day: NDArray[np.intp]) -> None:
        self._vocabulary = vocabulary
        self._of_day = of_day
        self._size = vocabulary.postings.event_count
        self._lacking = question.lacking
        self._doubted = question.doubted
        self._signs = question.signs
        self.groups = list(question.groups)
        self.hits = [self._gain(group) for group in self.groups]
        self.signs_held = self._signs_held()
        self.all_held = self._all_held()

    def try_other_words(self) -> None:
        """Where no event holds all words: take a known word for a slip of another, if an event then holds all.

        One slip in twenty-five makes another word.
        """
        self._try_doubted()
        if not self.all_held.any() and len(self.hits) > 1 and not self._lacking:
            for place, hits in self._better():
                self.hits[place] = np.maximum(self.hits[place], hits)
            self.all_held = self._all_held()
        if not self.all_held.any():
            self._try_beside()

    def _try_doubted(self) -> None:
        """Take everyday words that the archive lacks for slips where an event then holds all, a name among it."""
        if not self._named() or not self._doubted or len(self._doubted) != len(self._lacking):
            return
        gains = [self._gain(group) for group in self._doubted]
        held = [hit > 0 for group, hit in zip(self.groups, self.hits, strict=True) if group.required]
        if np.logical_and.reduce([*held, *(gain > 0 for gain in gains)]).any():
            self.groups += self._doubted
            self.hits += gains
            self._lacking = ()
            self.all_held = self._all_held()

    def _try_beside(self) -> None:
        """Take one word for a slip of what stands beside the others in some event, or of one that only joins them."""
        telling = tuple(word for word in self._lacking if not is_slip_of_slight(word))
        if len(self._lacking) > 1:
            self._lacking = telling
        if len(self._lacking) > 1 or not self.groups:
            return
        places = [None] if self._lacking else range(len(self.groups))
        best: tuple[float, WordGroup, int | None] | None = None
        for place in places:
            word = self._lacking[0] if place is None else self.groups[place].typed
            held = self._held_but(place)
            found = None if is_familiar(word) or held is None else beside_words(self._vocabulary, word, held)
            if found and (best is None or found[1] > best[0]):
                best = found[1], found[0], place
        if best is None:
            self._lacking = telling
            self.all_held = self._all_held()
            return
        _, group, place = best
        gain = self._gain(group)
        if place is None:
            self.groups.append(group)
            self.hits.append(gain)
            self._lacking = ()
        else:
            self.groups[place] = group
            self.hits[place] = np.maximum(self.hits[place], gain)
        self.all_held = self._all_held()

    def _held_but(self, place: int | None) -> Mask | None:
        """Which events hold every word that has to be there but the one at ``place``; None where there is no other."""
        held = [
            hit > 0
            for other, (group, hit) in enumerate(zip(self.groups, self.hits, strict=True))
            if other != place and group.required and not group.spaceless
        ]
        return np.logical_and.reduce(held) if held else None

    def _named(self, place: int = -1) -> bool:
        """Whether a name is asked for, or anything else that is no everyday word, but at ``place``."""
        groups = (group for number, group in enumerate(self.groups) if number != place)
        return any(group.required and not is_familiar(group.typed) for group in groups)

    def _better(self) -> list[tuple[int, Floats]]:
        found = []
        held = [hit > 0 for hit in self.hits]
        for place, group in enumerate(list(self.groups)):
            if is_familiar(group.typed) and not self._named(place):
                continue  # "drop table" does not mean "drop able", wherever those two stand together
            others = [held[other] for other, mask in enumerate(self.groups) if other != place and mask.required]
            together = np.logical_and.reduce(others) if others and group.known else np.zeros(0, np.bool_)
            other = other_words(self._vocabulary, group) if together.any() else None
            if other is not None and (gain := self._gain(other))[together].any():
                self.groups[place] = replace(other, words={**other.words, **group.words})
                found.append((place, gain))
        return found

    def as_typed(self) -> tuple[Mask, Mask]:
        """Which events hold every word just as it was typed but for everyday words, and which those just so too."""
        but_everyday = np.full(self._size, not self._lacking)
        everyday = but_everyday.copy()
        for group in self.groups:
            own = self._vocabulary.number(group.typed)
            mask = everyday if group.everyday else but_everyday
            if own is None:
                mask[:] = False
            elif group.everyday or group.required:
                mask &= self.holding(own)
        return but_everyday, but_everyday & everyday

    def holding(self, word: int) -> Mask:
        """Which events hold a word."""
        postings = self._vocabulary.postings
        held = np.zeros(self._size, np.bool_)
        held[postings.events[postings.holding(word)]] = True
        return held

    def best_held(self, group: WordGroup, event: int) -> int | None:
        """The word of a group by which an event was found."""
        postings = self._vocabulary.postings
        held = set(postings.words[postings.held_by(event)].tolist())
        return max((word for word in group.words if word in held), key=group.words.__getitem__, default=None)

    def _gain(self, group: WordGroup) -> Floats:
        postings, rarities = self._vocabulary.postings, self._vocabulary.rarities
        gain = np.zeros(self._size, np.float32)
        own = self._vocabulary.number(group.typed)
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
        if self._lacking and not spaceless:
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
