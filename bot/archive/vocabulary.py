"""The archive's own words: which ones a typed word may have meant."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.archive.postings import Floats, Postings
from bot.archive.words import is_unspaced, stem, stems


@dataclass(frozen=True, slots=True)
class Guess:
    """A word of the archive that a typed word may be a slip of; ``cost`` is in slips, less for common words."""

    word: int
    cost: float


class Vocabulary:
    """All words of a snapshot by number and by spelling."""

    def __init__(self, words: list[str], postings: Postings) -> None:
        self.words = words
        self.postings = postings
        self.frequencies = postings.frequencies
        self.rarities: Floats = postings.rarities()
        self._by_stem: dict[str, dict[str, list[int]]] = {}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.words)}

    def number(self, word: str) -> int | None:
        """The number of a folded word that stands in some event."""
        number = self._numbers.get(word)
        return number if number is not None and self.frequencies[number] else None

    @cached_property
    def _by_first_letter(self) -> dict[str, list[int]]:
        grouped: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.words):
            grouped[word[:1]].append(number)
        return grouped

    def _stems_from(self, letter: str) -> dict[str, list[int]]:
        """The numbers of the words that begin with ``letter`` by their stems, which all keep it."""
        if letter not in self._by_stem:
            grouped: dict[str, list[int]] = defaultdict(list)
            numbers = self._by_first_letter.get(letter, [])
            for number, stemmed in zip(numbers, stems(self.words[number] for number in numbers), strict=True):
                grouped[stemmed].append(number)
            self._by_stem[letter] = grouped
        return self._by_stem[letter]

    def cohesion(self, pair: str) -> float:
        """How much two characters make one word, 0 to 1: how often the rarer one stands beside the other.

        In a script without spaces a pair may also straddle two words, as the middle one of "台湾地震" does.
        """
        number = self.number(pair)
        alone = [part for sign in pair if (part := self.number(sign)) is not None]
        if number is None or not alone:
            return 0.0
        return math.sqrt(float(self.frequencies[number]) / min(float(self.frequencies[part]) for part in alone))

    def same_stem(self, word: str) -> list[int]:
        """The numbers of the words that share a word's English stem, itself among them if it is known."""
        return [number for number in self._stems_from(word[:1]).get(stem(word), ()) if self.frequencies[number]]

    @cached_property
    def _by_length(self) -> dict[int, tuple[list[str], NDArray[np.uint64]]]:
        """The words of each length that may be corrected to, with the letters each is made of as bits."""
        grouped: dict[int, list[str]] = defaultdict(list)
        for number, word in enumerate(self.words):
            if len(word) > 2 and self.frequencies[number] and not is_unspaced(word) and not word.isdigit():
                grouped[len(word)].append(word)
        return {length: (words, _letters(words, length)) for length, words in grouped.items()}

    def slips(self, word: str, most: int = 16) -> list[Guess]:
        """The words that ``word`` may be a slip of, likeliest first: one slip from 4 letters, two from 8.

        A slip is a letter wrong, missing, too many, or swapped with its neighbour; a wrong first letter counts double
        (both measured, as the README tells). Numbers and words of scripts without spaces are taken as typed.
        """
        if len(word) < 4 or word.isdigit() or is_unspaced(word):
            return []
        return self._within(word, _allowed(word))[:most]

    def farther(self, word: str, most: int = 3) -> list[Guess]:
        """The words nearest to ``word`` with a slip more than :meth:`slips` forgives: to be offered, never taken."""
        if len(word) < _LONG or word.isdigit() or is_unspaced(word):
            return []
        return self._within(word, _allowed(word) + 1)[:most]

    def _within(self, word: str, allowed: int) -> list[Guess]:
        guesses: list[Guess] = []
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            words, letters = self._by_length.get(length, _NO_WORDS)
            # One slip adds or takes away two letters at most, so that most words need no closer look.
            near = np.flatnonzero(np.bitwise_count(letters ^ _letters([word], len(word))) <= 2 * allowed)
            choices = [words[place] for place in near.tolist()]
            for choice, slips, _ in process.extract(word, choices, scorer=OSA.distance, score_cutoff=allowed, limit=40):
                if choice == word:
                    continue
                number = self._numbers[choice]
                known = 0.06 * math.log(self.frequencies[number])
                guesses.append(Guess(number, slips + (choice[0] != word[0]) - known))
        return sorted(guesses, key=lambda guess: guess.cost)

    @cached_property
    def _ascending(self) -> list[str]:
        return [word for number, word in enumerate(self.words) if self.frequencies[number]]

    def beginning_with(self, prefix: str, most: int) -> list[int]:
        """The numbers of the commonest words that begin with a folded prefix."""
        start = bisect_left(self._ascending, prefix)
        end = bisect_left(self._ascending, prefix + "\U0010ffff", start)
        numbers = np.array([self._numbers[word] for word in self._ascending[start : min(end, start + 2000)]], np.int64)
        order = np.argsort(-self.frequencies[numbers], kind="stable") if len(numbers) else numbers
        return [int(number) for number in numbers[order][:most]]


# Letters from which two slips leave a word recognisable.
_LONG = 6


def _allowed(word: str) -> int:
    return 1 if len(word) < 8 else 2


_NO_WORDS: tuple[list[str], NDArray[np.uint64]] = ([], np.zeros(0, np.uint64))


def _letters(words: list[str], length: int) -> NDArray[np.uint64]:
    """For words of one length, which letters each holds: a bit for each, shared by letters 64 apart."""
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32).reshape(-1, length)
    return np.asarray(np.bitwise_or.reduce(np.uint64(1) << (codes.astype(np.uint64) & np.uint64(63)), axis=1))
