"""The archive's own words: which ones a typed word may have meant."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.archive.familiar import is_slight
from bot.archive.names import Names
from bot.archive.postings import Floats, Postings
from bot.archive.spellings import Spellings
from bot.archive.words import is_unspaced, stem, stems

_REMEMBERED = 4096
_REMEMBERED_SLIPS = 64
# Shorter words are not corrected to: almost anything is near to them. No pair of characters of a script without spaces
# is longer.
_SHORTEST = 3
_SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")
# Letters from which two slips leave a word recognisable.
_LONG = 6
# Words of a beginning that are looked at for the commonest.
_LOOKED_AT = 2000
# Beside other words a slip is recognised in a word of two letters.
_SHORTEST_BESIDE = 2
_SLIGHT = 0.02
# Words of one length that are compared as guesses, the nearest of them.
_OF_A_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Guess:
    """A word of the archive that a typed word may be a slip of; ``cost`` is in slips, less for common words."""

    word: int
    cost: float


class Vocabulary:
    """All words of a snapshot by number and by spelling; every one of them stands in some event.

    ``number`` gives the number of a folded word, or None.
    """

    def __init__(self, words: Names, postings: Postings) -> None:
        self.words = words
        self.postings = postings
        self.frequencies = postings.frequencies
        self.rarities: Floats = postings.rarities()
        self._by_stem: dict[str, _Stems] = {}
        # Looked up several times for a question, and the same words in many.
        self.number = lru_cache(_REMEMBERED)(words.place)
        self._of_stem: dict[str, tuple[int, ...]] = {}
        self._slips: dict[str, list[Guess]] = {}

    def cohesion(self, pair: str) -> float:
        """How much two characters make one word, 0 to 1: how often the rarer one stands beside the other.

        In a script without spaces a pair may also straddle two words, as the middle one of "台湾地震" does.
        """
        number = self.number(pair)
        alone = [part for sign in pair if (part := self.number(sign)) is not None]
        if number is None or not alone:
            return 0.0
        return math.sqrt(float(self.frequencies[number]) / min(float(self.frequencies[part]) for part in alone))

    def same_stem(self, word: str) -> tuple[int, ...]:
        """The numbers of the words that share a word's English stem, itself among them if it is known."""
        found = self._of_stem.get(word)
        if found is None:
            letter = word[:1]  # which all of them keep
            if letter not in self._by_stem:
                self._by_stem[letter] = _Stems(self.words, self.words.beginning_with(letter))
            if len(self._of_stem) >= _REMEMBERED:
                self._of_stem.clear()
            found = self._of_stem[word] = tuple(self._by_stem[letter].of(word))
        return found

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self.words)

    def slips(self, word: str, most: int = 16) -> list[Guess]:
        """The words that ``word`` may be a slip of, likeliest first: one slip from 4 letters, two from 8.

        A slip is a letter wrong, missing, too many, or swapped with its neighbour; a wrong first letter counts double
        (both measured, as the README tells). Numbers and words of scripts without spaces are taken as typed.
        """
        if len(word) < 4 or word.isdigit() or is_unspaced(word):
            return []
        if word not in self._slips:
            if len(self._slips) >= _REMEMBERED_SLIPS:
                self._slips.clear()
            self._slips[word] = self._within(word, _allowed(word))
        return self._slips[word][:most]

    def farther(self, word: str, most: int = 3) -> list[Guess]:
        """The words nearest to ``word`` with a slip more than :meth:`slips` forgives: to be offered, never taken."""
        if len(word) < _LONG or word.isdigit() or is_unspaced(word):
            return []
        return self._within(word, _allowed(word) + 1)[:most]

    def beside(self, word: str, held: NDArray[np.bool_], most: int = 3) -> list[Guess]:
        """The words that ``word`` may be a slip of, told by what they stand beside, likeliest first.

        ``held`` says of each event whether it holds the rest of what was asked. Beside other words even two letters
        tell what is meant ("gulf wur"). ``cost`` falls with how many such events hold the word, and how much more
        often than by chance.
        """
        rest = int(np.count_nonzero(held))
        if len(word) < _SHORTEST_BESIDE or word.isdigit() or is_unspaced(word) or not rest:
            return []
        guesses = []
        for guess in self._within(word, _allowed(word), _SHORTEST_BESIDE, most=_LOOKED_AT):
            events = self.postings.events[self.postings.holding(guess.word)]
            together = int(np.count_nonzero(held[events]))
            lift = together * len(held) / (rest * max(1, len(events)))
            if lift > 1:
                # A word that only joins others stands beside most of them, and is meant where no other is.
                sure = _SLIGHT if is_slight(self.words[guess.word]) else 1.0
                guesses.append(Guess(guess.word, -sure * together * math.log(lift)))
        return sorted(guesses, key=lambda guess: guess.cost)[:most]

    def _within(self, word: str, allowed: int, shortest: int = _SHORTEST, most: int = _OF_A_LENGTH) -> list[Guess]:
        guesses: list[Guess] = []
        for length in range(max(shortest, len(word) - allowed), len(word) + allowed + 1):
            numbers = self._spellings.near(word, length, allowed)
            choices = self.words.at(numbers)
            for choice, slips, place in process.extract(
                word, choices, scorer=OSA.distance, score_cutoff=allowed, limit=most
            ):
                if choice == word or choice.isdigit():
                    continue
                number = numbers[place]
                known = 0.06 * math.log(self.frequencies[number])
                guesses.append(Guess(number, slips + (choice[0] != word[0]) - known))
        return sorted(guesses, key=lambda guess: guess.cost)

    def beginning_with(self, prefix: str, most: int) -> list[int]:
        """The numbers of the commonest words that begin with a folded prefix."""
        places = self.words.beginning_with(prefix)[:_LOOKED_AT]
        order = np.argsort(-self.frequencies[places.start : places.stop], kind="stable")
        return [places[place] for place in order[:most].tolist()]


class _Stems:
    """Words that begin with one letter by their stems, of which only the hashes are kept."""

    def __init__(self, words: Names, places: range) -> None:
        self._words = words
        hashes = np.array([hash(stemmed) for stemmed in stems(words[places.start : places.stop])], np.int64)
        order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[order]
        self._numbers = (order + places.start).astype(np.int32)

    def of(self, word: str) -> list[int]:
        """The numbers of the words that have the stem of a word."""
        sought = stem(word)
        first, end = (int(np.searchsorted(self._hashes, hash(sought), side)) for side in _SIDES)
        numbers: list[int] = self._numbers[first:end].tolist()
        return [number for number, word in zip(numbers, self._words.at(numbers), strict=True) if stem(word) == sought]


def _allowed(word: str) -> int:
    return 1 if len(word) < 8 else 2
