"""Words to events: the event meant, typed the way people type.

Every word of a question is a group of the archive's words: itself, its inflections, what it may be a slip of, and
everyday synonyms, each with a weight. An event scores by how rare the words are that it holds; holding all of them
counts most. Among equals, the beginning of a matter comes before its aftermath, and the important before the small.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.archive.postings import IN_CONTEXT, IN_HEADLINE, IN_STORY, IN_SUMMARY, PLACES, Floats
from bot.archive.snapshot import Snapshot
from bot.archive.words import fold, is_unspaced, query_tokens, stem

# What a match is worth by how the word was reached and where it stands (measured on held-out halves; see README).
_INFLECTION = 0.85
_SYNONYM = 0.55
_CORRECTION = 0.9
_OTHER_WORD = 0.75
_PLACES = ((IN_HEADLINE, 1.0), (IN_CONTEXT, 0.9), (IN_SUMMARY, 0.6))
_IN_TWO_PLACES = 0.15
_ALL_WORDS = 4.0
_ALL_WORDS_AS_TYPED = 3.0
_THE_YEAR = 4.5
_YEAR_IN_TEXT = 3.0
_IMPORTANCE = 0.25
# Of the characters asked for in a script without spaces so much has to be there, by how much pairs are words.
_SPACELESS_HELD = 2 / 3
# A word in more than this share of events need not be there: "of", "in", a language's grammar.
_COMMON = 0.12
# In an archive of a few pages a name stands in a great share of them and still has to be there.
_COMMON_FROM = 60
# The event has a context named just so ("Konna"), or with further words ("Battle of Konna"), which names a matter;
# either counts for more where the headline says the name too.
_NAME = 1.0
_LONGER_NAME = 1.0
_NAME_IN_HEADLINE = 1.5
_MOST_BY_NAMES = 3.0
# The story's name in front of the headline ("Battle of Konna: …") says what was asked for.
_STORY = 2.0
_NAMES_OF = 40
_MOST = 1000
# An event that lacks words is shown when it holds this share of what the best one holds.
_LEAST_BESIDE_ALL = 0.6
_LEAST_BESIDE_PART = 0.4
_READINGS = 20
_ONSET_DAYS = 30
_ONSET_OF = 120
_ONSET = 1.0
_ONSET_OF_PARTIAL = 1.0
# So many events that follow make a beginning; fewer count for little.
_FEW = 3.0

Within: TypeAlias = slice | NDArray[np.intp]
"""Event numbers that alone are wanted."""

_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Found:
    """Events that words mean: numbers, best first (at most 1000), of which the first ``total`` hold every word.

    ``corrections`` pairs a typed word with the archive's word it was taken for; ``outside`` when the period asked for
    has nothing and other days are shown.
    ``readings`` tells, of events found by another correction, by which (for the first twenty of them).
    """

    numbers: tuple[int, ...] = ()
    total: int = 0
    corrections: tuple[tuple[str, str], ...] = ()
    outside: bool = False
    readings: Mapping[int, str] = field(default_factory=dict)

    def corrected(self, text: str) -> str:
        """``text`` with every corrected word in place of the typed one, folded; without corrections as it is."""
        if not self.corrections:
            return text
        meant = dict(self.corrections)
        return " ".join(meant.get(token, token) for token in query_tokens(text))


@dataclass(frozen=True, slots=True)
class _Group:
    """One word of a question: the archive's words it stands for with their weights."""

    typed: str
    words: dict[int, float]
    known: bool
    required: bool


def look_up(snapshot: Snapshot, text: str, within: Within | None = None) -> Found:
    """The events that ``text`` means; with ``within`` only events of these numbers, unless there are none."""
    return _Search(snapshot, text).run(within)


class _Search:
    def __init__(self, snapshot: Snapshot, text: str) -> None:
        self._snapshot = snapshot
        self._vocabulary = snapshot.vocabulary
        self._size = len(snapshot)
        typed = query_tokens(text)
        self._years = [token for token in typed if _YEAR.fullmatch(token)]
        words = [token for token in typed if token not in self._years]
        if not words:
            words, self._years = self._years, []
        self._groups = [group for word in words if (group := self._group(word)).words]
        self._weigh_pairs()
        self._unknown = len(words) - len(self._groups)

    def run(self, within: Within | None) -> Found:
        if not self._groups or not self._size:
            return Found()
        hits = [self._hits(group) for group in self._groups]
        groups = self._groups
        required = self._required(hits)
        if within is None and not required.any() and len(hits) > 1:
            groups, hits = self._with_other_words(hits)
            required = self._required(hits)
        known = sum(group.known for group in groups)
        if len(hits) + self._unknown > 1 and not required.any() and 2 * known < len(hits) + self._unknown:
            return Found()  # guesses at most of the words, none of which stand together, mean nothing
        score = np.sum(hits, axis=0, dtype=np.float32)
        everything = required & (score > 0)
        score *= self._snapshot.shortness
        as_typed = everything & self._as_typed()
        score += everything * np.float32(_ALL_WORDS) + as_typed * np.float32(_ALL_WORDS_AS_TYPED)
        if self._years:
            score += (score > 0) * self._year_bonus()
        return self._rank(score, everything, groups, hits, within)

    def _rank(
        self,
        score: Floats,
        everything: NDArray[np.bool_],
        groups: list[_Group],
        hits: list[Floats],
        within: Within | None,
    ) -> Found:
        outside = False
        if within is not None:
            inside = np.zeros_like(score)
            inside[within] = score[within]
            # Half of what was asked has to be there, else the period holds nothing of the kind.
            outside = float(inside.max(initial=0)) < 0.5 * float(sum(hit.max() for hit in hits)) * self._least_shortness
            score = score if outside else inside
        candidates = np.flatnonzero(score > 0)
        if len(candidates) > _MOST:
            candidates = candidates[np.argpartition(-score[candidates], _MOST)[:_MOST]]
        value = score[candidates] + np.float32(_IMPORTANCE) * self._snapshot.contents.importance[candidates]
        candidates = candidates[np.argsort(-value, kind="stable")]
        value = np.sort(value)[::-1]
        whole = bool(everything[candidates[:1]].any())
        value = self._with_names(candidates, value, groups)
        order = np.argsort(-value, kind="stable")
        candidates = self._beginnings_first(candidates[order], value[order], whole)
        candidates = candidates[self._worth_showing(candidates, hits, everything)]
        meant = self._meant(groups, int(candidates[0])) if len(candidates) else {}
        complete = everything[candidates]
        for word in meant.values():
            complete = complete & self._holding(word)[candidates]
        # What has all words, in the sense taken, comes before what was found by another reading of them.
        candidates = np.concatenate([candidates[complete], candidates[~complete]])
        corrections = tuple((typed, self._vocabulary.words[word]) for typed, word in meant.items())
        total = int(np.count_nonzero(complete))
        readings = self._other_readings(groups, meant, candidates[total : total + _READINGS].tolist())
        return Found(tuple(candidates.tolist()), total, corrections, outside, readings)

    def _other_readings(self, groups: list[_Group], meant: dict[str, int], events: list[int]) -> dict[int, str]:
        """By which other word each of these events was found, where it has not the one that was meant."""
        found = {}
        for event in events:
            for group in groups:
                word = self._best_held(group, event)
                if group.typed in meant and word is not None and word != meant[group.typed]:
                    found[event] = self._vocabulary.words[word]
        return found

    def _best_held(self, group: _Group, event: int) -> int | None:
        words = self._vocabulary.postings
        held = set(words.words[words.held_by(event)].tolist())
        return max((word for word in group.words if word in held), key=group.words.__getitem__, default=None)

    def _worth_showing(
        self, candidates: NDArray[np.intp], hits: list[Floats], everything: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        """Which candidates hold enough of what was asked to stand beside the best of them."""
        held = np.sum([hit[candidates] for hit in hits], axis=0)
        share = _LEAST_BESIDE_ALL if everything[candidates].any() else _LEAST_BESIDE_PART
        return np.asarray((held >= share * held.max(initial=0)) | everything[candidates], np.bool_)

    def _holding(self, word: int) -> NDArray[np.bool_]:
        postings = self._vocabulary.postings
        held = np.zeros(self._size, np.bool_)
        held[postings.events[postings.holding(word)]] = True
        return held

    def _group(self, word: str) -> _Group:
        vocabulary = self._vocabulary
        words: dict[int, float] = {}
        own = vocabulary.number(word)
        if own is not None:
            words[own] = 1.0
        if is_unspaced(word):
            return _Group(word, words, own is not None, False)
        for number in vocabulary.same_stem(word):
            words.setdefault(number, _INFLECTION)
        known = bool(words)
        if own is not None:
            for synonym in _synonyms().get(stem(word), ()):
                for number in vocabulary.same_stem(synonym):
                    words.setdefault(number, _SYNONYM)
        else:
            # A word unknown as typed may be a rare inflection or a slip; what it stands beside decides.
            guesses = vocabulary.slips(word)
            for guess in guesses:
                words.setdefault(guess.word, _CORRECTION * math.exp(guesses[0].cost - guess.cost))
        common = own is not None and vocabulary.frequencies[own] > max(_COMMON * self._size, _COMMON_FROM)
        return _Group(word, words, known, not common)

    def _weigh_pairs(self) -> None:
        """Have pairs of characters count by how much they are words, the most like one fully."""
        cohesions = {
            group.typed: self._vocabulary.cohesion(group.typed) for group in self._groups if is_unspaced(group.typed)
        }
        most = max(cohesions.values(), default=0.0)
        if most:
            self._groups = [
                replace(group, words=dict.fromkeys(group.words, cohesions[group.typed] / most))
                if group.typed in cohesions
                else group
                for group in self._groups
            ]

    def _hits(self, group: _Group) -> Floats:
        """What each event gains from one word of the question."""
        postings = self._vocabulary.postings
        rarities = self._vocabulary.rarities
        hits = np.zeros(self._size, np.float32)
        own = self._vocabulary.number(group.typed)
        # A rare synonym must not count for more than the word that was typed.
        most = float(rarities[own]) if own is not None else max(float(rarities[word]) for word in group.words)
        for word, weight in group.words.items():
            span = postings.holding(word)
            events = postings.events[span]
            value = _place_weights()[postings.event_bits[span]] * np.float32(weight * min(float(rarities[word]), most))
            hits[events] = np.maximum(hits[events], value)
        return hits

    def _required(self, hits: list[Floats]) -> NDArray[np.bool_]:
        """Which events hold every word that has to be there. Unknown words without a guess are held by none."""
        required = [hit > 0 for hit, group in zip(hits, self._groups, strict=True) if group.required]
        spaceless = [hit > 0 for hit, group in zip(hits, self._groups, strict=True) if is_unspaced(group.typed)]
        result = np.ones(self._size, bool)
        if self._unknown and not spaceless:
            result[:] = False
        for held in required:
            result &= held
        if spaceless:
            weights = [max(group.words.values()) for group in self._groups if is_unspaced(group.typed)]
            held_weight = np.sum([hit * weight for hit, weight in zip(spaceless, weights, strict=True)], axis=0)
            result &= held_weight >= _SPACELESS_HELD * sum(weights)
        return result

    def _as_typed(self) -> NDArray[np.bool_]:
        """Which events hold every word just as it was typed."""
        result = np.full(self._size, not self._unknown)
        for group in self._groups:
            own = self._vocabulary.number(group.typed)
            if own is None:
                return np.zeros(self._size, bool)
            if group.required:
                result &= self._holding(own)
        return result

    def _with_other_words(self, hits: list[Floats]) -> tuple[list[_Group], list[Floats]]:
        """Where no event holds all words: one of them may be a slip that happens to be another word.

        Tried for each word the archive knows; kept where an event then holds everything.
        """
        groups, result = list(self._groups), list(hits)
        for place, group in enumerate(self._groups):
            others = [hit > 0 for number, hit in enumerate(hits) if number != place and self._groups[number].required]
            if not group.known or not others or self._unknown:
                continue
            together = np.logical_and.reduce(others)
            if not together.any():
                continue
            guesses = self._vocabulary.slips(group.typed, most=6)
            words = {guess.word: _OTHER_WORD * math.exp(-0.7 * max(0.0, guess.cost - 1)) for guess in guesses}
            other = _Group(group.typed, words, False, group.required)
            if words and (gained := self._hits(other))[together].any():
                result[place] = np.maximum(hits[place], gained)
                groups[place] = replace(other, words={**words, **group.words})
        return groups, result

    @property
    def _least_shortness(self) -> float:
        return 0.6

    def _year_bonus(self) -> Floats:
        bonus = np.zeros(self._size, np.float32)
        postings = self._vocabulary.postings
        for year in self._years:
            number = self._vocabulary.number(year)
            if number is not None:
                bonus[postings.events[postings.holding(number)]] += _YEAR_IN_TEXT
            bonus[self._snapshot.of_year(int(year))] += _THE_YEAR
        return bonus

    def _with_names(self, candidates: NDArray[np.intp], value: Floats, groups: list[_Group]) -> Floats:
        """The values, raised where one of the event's contexts is just what was asked for, or begins with it."""
        snapshot = self._snapshot
        contexts = snapshot.contents.contexts
        raised = value.copy()
        for place, event in enumerate(candidates[:_NAMES_OF].tolist()):
            in_headline = self._words_standing(event, IN_HEADLINE)
            in_story = self._words_standing(event, IN_STORY)
            gain = _STORY if all(not in_story.isdisjoint(group.words) for group in groups) else 0.0
            for context in contexts.words[contexts.held_by(event)].tolist():
                words = snapshot.words_of_context(context)
                if len(words) < len(groups) or not all(any(word in group.words for word in words) for group in groups):
                    continue
                name = _NAME if len(words) == len(groups) else _LONGER_NAME
                gain += name * (_NAME_IN_HEADLINE if in_headline.issuperset(words) else 1.0)
            raised[place] += min(gain, _MOST_BY_NAMES)
        return raised

    def _words_standing(self, event: int, place: np.uint8) -> set[int]:
        words = self._vocabulary.postings
        span = words.held_by(event)
        return set(words.words[span][words.word_bits[span] & place > 0].tolist())

    def _beginnings_first(self, candidates: NDArray[np.intp], value: Floats, whole: bool) -> NDArray[np.intp]:
        """The candidates again, those first that many others follow within a month and few precede."""
        top = candidates[:_ONSET_OF]
        if len(top) < 3:
            return candidates
        days = self._snapshot.contents.days[top]
        likely = np.exp((value[: len(top)] - value[0]) / 2)
        apart = days[None, :] - days[:, None]
        after = ((apart >= 0) & (apart <= _ONSET_DAYS)) @ likely
        before = ((apart < 0) & (apart >= -_ONSET_DAYS)) @ likely
        bonus = np.log1p(np.maximum(0, after - 2 * before) / _FEW)
        order = np.argsort(-(value[: len(top)] + (_ONSET if whole else _ONSET_OF_PARTIAL) * bonus), kind="stable")
        return np.concatenate([top[order], candidates[_ONSET_OF:]])

    def _meant(self, groups: list[_Group], best: int) -> dict[str, int]:
        """For each word that is not in the archive as typed, the word of the best event it was taken for."""
        meant = {}
        for group in groups:
            word = None if group.known else self._best_held(group, best)
            if word is not None and self._vocabulary.words[word] != group.typed:
                meant[group.typed] = word
        return meant


@cache
def _place_weights() -> Floats:
    """What a word counts by the bits that say where it stands."""
    weights = np.zeros(PLACES, np.float32)
    for bits in range(1, PLACES):
        held = [weight for bit, weight in _PLACES if bits & bit]
        weights[bits] = max(held, default=0.0) + (_IN_TWO_PLACES if len(held) > 1 else 0)
    return weights


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    """The other words of each group, by stem."""
    found: dict[str, list[str]] = defaultdict(list)
    text = resources.files("bot.archive").joinpath("synonyms.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        group = [] if line.startswith("#") else line.split()
        for word in group:
            found[stem(fold(word))].extend(other for other in group if other != word)
    return {word: tuple(dict.fromkeys(others)) for word, others in found.items()}
