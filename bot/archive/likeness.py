"""How alike events are told: the cosine of their words, each weighed by its rarity and by where it stands."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from bot.archive.postings import IN_CONTEXT, IN_HEADLINE, IN_SUMMARY, PLACES, Floats
from bot.archive.snapshot import Snapshot

# What a shared word counts by where it stands (measured; see the README's figures).
_PLACES = ((IN_HEADLINE, 1.0), (IN_CONTEXT, 0.8), (IN_SUMMARY, 0.5))
_IN_TWO_PLACES = 0.4
# Words less rare than this (in more than about an eighth of all events) say nothing of what an event is about.
_TELLING = 2.0
# A word of fewer events than this may tell something all the same: in a small archive every word is common.
_FEW = 60


class Likeness:
    """Compares the events of a snapshot: all of them with one, or a run of them with a profile."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._words = snapshot.contents.words
        self._rarities = snapshot.vocabulary.rarities
        self._telling = min(_TELLING, math.log1p(len(snapshot) / (_FEW + 0.5)))
        self._places = _weights_of_places()
        self._norms = snapshot.word_norms(self._places, self._telling)

    def to(self, number: int) -> Floats:
        """How alike every event is to this one, 0 to 1."""
        score = np.zeros(self._words.event_count, np.float32)
        held = self._words.held_by(number)
        words = self._words.words[held]
        bits = self._words.word_bits[held]
        for word, bit in zip(words.tolist(), bits.tolist(), strict=True):
            if self._rarities[word] <= self._telling:
                continue
            weight = float(self._places[bit]) * float(self._rarities[word])
            holding = self._words.holding(word)
            value = self._places[self._words.event_bits[holding]] * np.float32(weight * float(self._rarities[word]))
            score[self._words.events[holding]] += value
        return score / (self._norms * max(float(self._norms[number]), 1e-6))

    def no_profile(self) -> Floats:
        """A profile of no event: what :meth:`add` adds to."""
        return np.zeros(self._words.word_count, np.float32)

    def add(self, profile: Floats, number: int, weight: float = 1.0) -> None:
        """Add an event's words to a profile, as much as ``weight`` says."""
        held = self._words.held_by(number)
        profile[self._words.words[held]] += self._weights(held) * np.float32(
            weight / max(float(self._norms[number]), 1e-6)
        )

    def of_run(self, profile: Floats, run: slice) -> Floats:
        """How alike each event of a run of numbers is to a profile; 0 to 1 where it is of one event."""
        return self.of_each(profile, np.arange(run.start, run.stop))

    def of_each(self, profile: Floats, numbers: NDArray[np.intp]) -> Floats:
        """How alike each of some events is to a profile."""
        pairs, ends = self._words.held_by_each(numbers)
        shared = np.cumsum(np.append(0, profile[self._words.words[pairs]] * self._weights(pairs)), dtype=np.float64)
        return np.asarray(np.diff(shared[np.append(0, ends)]) / self._norms[numbers], np.float32)

    def _weights(self, pairs: slice | NDArray[np.int64]) -> Floats:
        rarities = self._rarities[self._words.words[pairs]]
        return np.asarray(np.where(rarities > self._telling, rarities * self._places[self._words.word_bits[pairs]], 0))


def _weights_of_places() -> Floats:
    weights = np.zeros(PLACES, np.float32)
    for bits in range(1, PLACES):
        held = [weight for bit, weight in _PLACES if bits & bit]
        weights[bits] = max(held, default=0.0) + (_IN_TWO_PLACES * (len(held) - 1))
    return weights
