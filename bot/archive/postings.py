"""Which event holds which word, as arrays: read by word to find events, by event to compare them.

Events are numbered by date. Each pair of an event and a word carries bits that say where the word stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int32]
Bits: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float32]

IN_HEADLINE = np.uint8(1)
IN_CONTEXT = np.uint8(2)
IN_SUMMARY = np.uint8(4)
IN_STORY = np.uint8(8)
"""The word is of the story's name that stands in front of the headline."""
PLACES = 16
"""How many different bits a pair can carry."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Pairs of event and word, sorted twice.

    ``words`` and ``word_bits`` run by event: those of event ``e`` are ``[event_start[e]:event_start[e + 1]]``.
    ``events`` and ``event_bits`` run by word: those of word ``w`` are ``[word_start[w]:word_start[w + 1]]``, by date.
    """

    event_start: Ints
    words: Ints
    word_bits: Bits
    word_start: Ints
    events: Ints
    event_bits: Bits

    @classmethod
    def of_pairs(cls, event: Ints, word: Ints, bits: Bits, event_count: int, word_count: int) -> Postings:
        """The postings of pairs that are already sorted by event."""
        order = stable_order(word)
        return cls(
            event_start=_starts(event, event_count),
            words=word,
            word_bits=bits,
            word_start=_starts(word[order], word_count),
            events=event[order],
            event_bits=bits[order],
        )

    @property
    def event_count(self) -> int:
        """How many events there are."""
        return len(self.event_start) - 1

    @property
    def word_count(self) -> int:
        """How many words have a number (some may stand in no event any more)."""
        return len(self.word_start) - 1

    @property
    def frequencies(self) -> Ints:
        """In how many events each word stands."""
        return np.diff(self.word_start)

    def frequencies_of(self, word: int) -> int:
        """In how many events one word stands."""
        return int(self.word_start[word + 1] - self.word_start[word])

    def rarities(self) -> Floats:
        """How much each word tells an event from others: ln(1 + events / (events with it + 0.5))."""
        return np.log1p(self.event_count / (self.frequencies + 0.5)).astype(np.float32)

    def holding(self, word: int) -> slice:
        """Where in ``events`` the events holding ``word`` are."""
        return slice(int(self.word_start[word]), int(self.word_start[word + 1]))

    def held_by(self, event: int) -> slice:
        """Where in ``words`` the words of ``event`` are."""
        return slice(int(self.event_start[event]), int(self.event_start[event + 1]))

    def held_by_each(self, events: NDArray[np.intp]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where in ``words`` the words of each of some events are, one event after the other, and where each ends."""
        starts = self.event_start[events].astype(np.int64)
        lengths = self.event_start[events + 1] - starts
        ends = np.cumsum(lengths)
        return np.repeat(starts - ends + lengths, lengths) + np.arange(int(lengths.sum())), ends


def stable_order(numbers: Ints) -> NDArray[np.intp]:
    """What puts numbers from 0 into ascending order, equal ones as they stand.

    Numpy sorts two bytes in linear time; two such rounds take a quarter of the time of one over four bytes.
    """
    order = np.argsort((numbers & 0xFFFF).astype(np.uint16), kind="stable")
    high = (numbers >> 16).astype(np.uint16)
    return order[np.argsort(high[order], kind="stable")] if high.any() else order


def _starts(sorted_numbers: Ints, count: int) -> Ints:
    return np.searchsorted(sorted_numbers, np.arange(count + 1)).astype(np.int32)
