"""Words to events: the event meant, typed the way people type.

Every word of a question is a group of the archive's words: itself, its inflections, what it may be a slip of, and
everyday synonyms, each with a weight. An event scores by how rare the words are that it holds; holding all of them
counts most. Among equals, the beginning of a matter comes before its aftermath, and the important before the small.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.archive.familiar import is_familiar, is_slight
from bot.archive.matching import Matches
from bot.archive.order import beginnings_first, raise_names
from bot.archive.postings import Floats
from bot.archive.question import Question, read_question
from bot.archive.rereading import Renamed, read_again
from bot.archive.snapshot import Snapshot
from bot.archive.words import query_tokens

# What counts beside the words themselves (measured on held-out halves; see the README).
_ALL_WORDS = 4.0
# As typed: the words that say what it is about, and also those that say what happened ("dies", "died", "death").
_AS_TYPED = 3.0
_EVERYDAY_AS_TYPED = 2.0
_THE_YEAR = 7.0
_YEAR_IN_TEXT = 3.0
# What an event holds of the question: not all of it, all of it, all of it as typed. The more it holds, the more counts
# how important it is, and that it is a beginning; else what is held, and how, counts for more.
_IMPORTANCE = np.array([0.1, 0.25, 0.75], np.float32)
_BEGINNING = np.array([0.25, 0.7, 1.0], np.float32)
# Of many events that hold all as typed the words tell little, and importance more: by how much, and from how many on.
_BROAD = 0.8
_MANY = 50
_MOST = 1000
# An event that lacks words is shown when it holds this share of what the best one holds.
_LEAST_BESIDE_ALL = 0.6
_LEAST_BESIDE_PART = 0.65
_FEW_WORDS = 2
# Half of what was asked has to be there in a long event of the period, else it holds nothing of the kind.
_LEAST_INSIDE = 0.3
_READINGS = 20
# More than half of the characters of a script without spaces.
_LEAST_SIGNS = 0.51

Within: TypeAlias = slice | NDArray[np.intp]
"""Event numbers that alone are wanted."""


@dataclass(frozen=True, slots=True)
class Found:
    """Events that words mean: numbers, best first (at most 1000), of which the first ``total`` hold every word.

    ``corrections`` pairs what was typed with the archive's words it was taken for, ``other_names`` a name with
    what it is called in the first event; ``outside`` when the period asked for has nothing and other days are shown.
    ``readings`` tells, of events found by another correction, by which (for the first twenty of them).
    """

    numbers: tuple[int, ...] = ()
    total: int = 0
    corrections: tuple[tuple[str, str], ...] = ()
    outside: bool = False
    readings: Mapping[int, str] = field(default_factory=dict)
    other_names: tuple[tuple[str, str], ...] = ()

    @property
    def reads_otherwise(self) -> bool:
        """Whether anything was taken for something else than was typed."""
        return bool(self.corrections or self.other_names)

    def corrected(self, text: str) -> str:
        """``text`` with what was meant in place of what was typed, folded; without corrections as it is."""
        if not self.reads_otherwise:
            return text
        corrected = f" {' '.join(query_tokens(text))} "
        for typed, meant in (*self.corrections, *self.other_names):
            corrected = corrected.replace(f" {typed} ", f" {meant} ")
        return corrected.strip()


def look_up(snapshot: Snapshot, text: str, within: Within | None = None) -> Found:
    """The events that ``text`` means; with ``within`` only events of these numbers, unless there are none."""
    question = read_question(snapshot.vocabulary, len(snapshot), text)
    if not (question.groups or question.lacking) or not len(snapshot):
        return Found()
    return _Search(snapshot, question).run(within)


class _Search:
    def __init__(self, snapshot: Snapshot, question: Question) -> None:
        self._snapshot = snapshot
        self._question = question
        of_day = snapshot.of_day(*question.day) if question.day else np.zeros(0, np.intp)
        self._matches = Matches(snapshot.vocabulary, question, of_day, self._wanted())
        self._renamed: list[Renamed] = []

    def run(self, within: Within | None) -> Found:
        matches = self._matches
        self._renamed = read_again(matches, self._question)
        if not matches.groups:
            return Found()
        if self._question.guessed and not matches.all_held.any():
            return Found()  # guesses at most of the words, none of which stand together, mean nothing
        score = self._score()
        outside = False
        if within is not None:
            inside = np.zeros_like(score)
            inside[within] = score[within]
            asked = float(sum(hit.max() for hit in matches.hits))
            outside = float(inside.max(initial=0)) < _LEAST_INSIDE * asked
            score = score if outside else inside
        events = self._ordered(score)
        if not len(events):
            return Found()
        events = events[self._worth_showing(events)]
        return self._found(events, outside) if len(events) else Found()

    def _wanted(self) -> NDArray[np.bool_] | None:
        """The events of the years in the question; None where it names none of the archive."""
        if not self._question.years:
            return None
        wanted = np.zeros(len(self._snapshot), np.bool_)
        for year in self._question.years:
            wanted[self._snapshot.of_year(year)] = True
        return wanted if wanted.any() else None

    def _score(self) -> Floats:
        matches = self._matches
        score = matches.hits[0].copy()
        for hit in matches.hits[1:]:  # in place: numpy.sum would copy all of them first
            score += hit
        score *= self._snapshot.shortness
        # In place and by mask, which takes less than half the time of indexing.
        np.add(score, _ALL_WORDS, out=score, where=matches.all_held)
        np.add(score, _AS_TYPED, out=score, where=self._whole)
        np.add(score, _EVERYDAY_AS_TYPED, out=score, where=matches.all_held & self._typed[1])
        if self._question.years:
            score += (score > 0) * self._year_bonus()
        return score

    @cached_property
    def _typed(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        return self._matches.as_typed()

    @cached_property
    def _whole(self) -> NDArray[np.bool_]:
        """Which events hold every word just as it was typed, everyday words in some form."""
        return self._matches.all_held & self._typed[0]

    def _year_bonus(self) -> Floats:
        bonus = np.zeros(len(self._snapshot), np.float32)
        for year in self._question.years:
            number = self._snapshot.vocabulary.number(str(year))
            if number is not None:
                bonus += self._matches.holding(number) * np.float32(_YEAR_IN_TEXT)
            bonus[self._snapshot.of_year(year)] += _THE_YEAR
        return bonus

    def _ordered(self, score: Floats) -> NDArray[np.intp]:
        """The events with a score, best first, at most a thousand."""
        events = np.flatnonzero(score > 0)
        if len(events) > _MOST:
            rank = self._value(score, events) if np.count_nonzero(self._whole) > _MOST else score[events]
            events = events[np.argpartition(-rank, _MOST)[:_MOST]]
        value = self._value(score, events)
        order = np.argsort(-value, kind="stable")
        events, value = events[order], value[order]
        value = raise_names(self._snapshot, events, value, self._matches.groups)
        order = np.argsort(-value, kind="stable")
        events, value = events[order], value[order]
        sure = _BEGINNING[self._holds(events)]
        if self._matches.wanted is not None:
            sure = sure * self._matches.wanted[events]
        for word in self._meant(int(events[0])).values() if len(events) else ():
            # What another reading of a word finds is not of the same matter.
            sure = sure * self._matches.holding(word)[events]
        return beginnings_first(self._snapshot, events, value, sure)

    def _value(self, score: Floats, events: NDArray[np.intp]) -> Floats:
        """What these events score together with their importance."""
        broad = 1 + _BROAD * math.log1p(np.count_nonzero(self._whole) / _MANY)
        weight = np.float32(broad) * _IMPORTANCE[self._holds(events)]
        return np.asarray(score[events] + weight * self._snapshot.contents.importance[events], np.float32)

    def _holds(self, events: NDArray[np.intp]) -> NDArray[np.uint8]:
        """Of each event 0 if it lacks words, 1 if it holds all, 2 if it holds them as typed."""
        return self._matches.all_held[events].astype(np.uint8) + self._whole[events]

    def _worth_showing(self, events: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Which events hold enough of what was asked to stand beside the best of them."""
        held = np.sum([hit[events] for hit in self._matches.hits], axis=0)
        complete = self._matches.all_held[events]
        if complete.any():
            if self._renamed and len(self._matches.hits) <= _FEW_WORDS:
                return complete  # one of the two words of a name is no better for what the name is called besides
            return np.asarray((held >= _LEAST_BESIDE_ALL * held.max()) | complete, np.bool_)
        near = held >= _LEAST_BESIDE_PART * held.max(initial=0)
        return np.asarray(near & self._is_of_the_matter(events), np.bool_)

    def _is_of_the_matter(self, events: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Which events hold more than half of what tells what is asked for, or something that is no everyday word.

        An event with "table" in it is not what "drop table" asks for; one with "Tibet" may be, for "tibet riots".
        """
        matches = self._matches
        telling = [
            (group, hit[events] > 0)
            for group, hit in zip(matches.groups, matches.hits, strict=True)
            if group.required and not group.spaceless and not is_slight(group.typed)
        ]
        count = np.sum([hit for _, hit in telling], axis=0, dtype=np.int32) if telling else np.zeros(len(events))
        names = [hit for group, hit in telling if not is_familiar(group.typed)]
        named = np.logical_or.reduce(names) if names else np.zeros(len(events), np.bool_)
        unknown = 0 if self._question.signs else self._question.unknown
        most = 2 * count > len(telling) + unknown
        signs = matches.signs_held[events] > _LEAST_SIGNS if self._question.signs else False
        return np.asarray(named | most | signs, np.bool_)

    def _found(self, events: NDArray[np.intp], outside: bool) -> Found:
        """What has all words, in the sense taken, comes before what was found by another reading of them."""
        meant = self._meant(int(events[0]))
        complete = self._matches.all_held[events]
        for word in meant.values():
            complete = complete & self._matches.holding(word)[events]
        events = np.concatenate([events[complete], events[~complete]])
        total = 0 if self._matches.waived else int(np.count_nonzero(complete))
        words = self._snapshot.vocabulary.words
        slips = ((typed, words[word]) for typed, word in meant.items())
        corrections = (*self._question.mended, *slips)
        other_names = tuple(self._other_names(int(events[0])).items())
        readings = self._other_readings(meant, events[total : total + _READINGS].tolist()) if meant else {}
        return Found(tuple(events.tolist()), total, corrections, outside, readings, other_names)

    def _meant(self, best: int) -> dict[str, int]:
        """For each word that is not in the archive as typed, the word of the best event it was taken for."""
        meant = {}
        for group in self._matches.groups:
            word = None if group.known else self._matches.best_held(group, best)
            if word is not None and self._snapshot.vocabulary.words[word] != group.typed:
                meant[group.typed] = word
        return meant

    def _other_names(self, best: int) -> dict[str, str]:
        """For each name that the best event lacks as typed, what it is called there."""
        found: dict[str, str] = {}
        for renamed in sorted(self._renamed, key=lambda renamed: -np.count_nonzero(renamed.held)):
            if renamed.held[best] and not self._holds_words(best, renamed.typed):
                found.setdefault(" ".join(renamed.typed), " ".join(renamed.other))
        return found

    def _holds_words(self, event: int, words: Sequence[str]) -> bool:
        vocabulary = self._snapshot.vocabulary
        held = set(vocabulary.postings.words[vocabulary.postings.held_by(event)].tolist())
        return all(not held.isdisjoint(vocabulary.same_stem(word)) for word in words)

    def _other_readings(self, meant: dict[str, int], events: list[int]) -> dict[int, str]:
        """By which other word each of these events was found, where it has not the one that was meant."""
        found = {}
        for event in events:
            for group in self._matches.groups:
                word = self._matches.best_held(group, event) if group.typed in meant else None
                if word is not None and word != meant[group.typed]:
                    found[event] = self._snapshot.vocabulary.words[word]
        return found
