"""Event to events: what belongs to the same matter, near in time first, each with the reason it was chosen."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.archive.likeness import Likeness
from bot.archive.postings import Floats
from bot.archive.snapshot import Snapshot
from bot.archive.words import is_unspaced

# Nearness falls to half after so many days; what is far keeps a twentieth, so that a close match is still found.
_HALF_LIFE = 5.0
_FAR = 0.05
# The nearest few say in further words what the matter is about.
_NEIGHBOURS = 5
_NEIGHBOURS_WEIGHT = 1.5
_LISTED = 1.3
_MOST = 100
_LEAST = 0.01
# Like words alone, with no context in common and no page that lists the event, have to be this like.
_LEAST_BY_WORDS = 0.02
# Where no more events than this are so near in time, there is nothing to choose among: there the words in common have
# to be several, and so much of both events, or it is the date alone that brings them together.
_FEW_NEAR = 10
_LEAST_IN_COMMON = 0.03
# A word in fewer than about one of fifty events tells something, and in a small archive one in fewer than so many.
_TELLING = 4.0
_FEW = 25
# Characters of a script without spaces make words by twos and threes, the parts of which are commoner.
_TELLING_PAIR = 2.5
# The closest tell for themselves: what is alike in words alone is of the same story there as often as what is not.
_FIRST = 10


@dataclass(frozen=True, slots=True)
class RelatedEvent:
    """A related event's number and why: contexts it shares (as folded names), days after the event (before: negative),

    whether the page itself lists it, and the words that both speak of (folded, the rarest first).
    """

    number: int
    contexts: tuple[str, ...]
    days: int
    listed: bool
    words: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it can be said what ties the two: a context, the page's own word, or more than a single word."""
        return bool(self.contexts) or self.listed or len(self.words) > 1


def find_related(snapshot: Snapshot, number: int) -> list[RelatedEvent]:
    """Up to 100 events related to the event of this number, closest first; never itself.

    After the first ten those that are alike without a plain reason stand last.
    """
    weights = Likeness(snapshot)
    days = snapshot.contents.days
    nearness = _FAR + 1 / (1 + np.abs(days - days[number]) / np.float32(_HALF_LIFE))
    likeness = in_common = weights.to(number)
    score = likeness * nearness
    score[number] = 0
    nearest = _highest(score, _NEIGHBOURS)
    for neighbour in nearest.tolist():
        likeness = likeness + np.float32(_NEIGHBOURS_WEIGHT) * score[neighbour] * weights.to(neighbour)
    score = likeness * nearness
    listed = _listed(snapshot, number)
    for other in listed:
        score[other] = score[other] * _LISTED + _LEAST
    score[number] = 0
    found = [_reason(snapshot, number, other, other in listed) for other in _highest(score, _MOST).tolist()]
    kept = [one for one in found if one.contexts or one.listed or score[one.number] >= _LEAST_BY_WORDS]
    if np.count_nonzero(np.abs(days - days[number]) <= _HALF_LIFE) <= _FEW_NEAR:
        kept = [
            one
            for one in kept
            if one.contexts or one.listed or (one.is_plain and in_common[one.number] >= _LEAST_IN_COMMON)
        ]
    return [*kept[:_FIRST], *sorted(kept[_FIRST:], key=lambda one: not one.is_plain)]


def _highest(score: Floats, count: int) -> NDArray[np.intp]:
    count = min(count, len(score))
    top = np.argpartition(-score, count - 1)[:count] if count else np.zeros(0, np.intp)
    top = top[score[top] > _LEAST / 2]
    return top[np.argsort(-score[top], kind="stable")]


def _listed(snapshot: Snapshot, number: int) -> set[int]:
    """The events that the page lists as related, and that are there."""
    links = snapshot.stored(number).links
    found = {snapshot.number_of_link(link) for link in links}
    return {other for other in found if other is not None and other != number}


def _reason(snapshot: Snapshot, number: int, other: int, listed: bool) -> RelatedEvent:
    contexts = snapshot.contents.contexts
    own = set(contexts.words[contexts.held_by(number)].tolist())
    shared = [name for name in contexts.words[contexts.held_by(other)].tolist() if name in own]
    # The rarest say most.
    shared.sort(key=lambda name: int(contexts.frequencies_of(name)))
    names = tuple(snapshot.contents.context_names[name] for name in shared)
    days = int(snapshot.contents.days[other]) - int(snapshot.contents.days[number])
    return RelatedEvent(other, names, days, listed, _shared_words(snapshot, number, other))


def _shared_words(snapshot: Snapshot, number: int, other: int) -> tuple[str, ...]:
    """The words rare enough to tell something that both events hold, the rarest first."""
    words, vocabulary = snapshot.contents.words, snapshot.vocabulary
    shared = np.intersect1d(words.words[words.held_by(number)], words.words[words.held_by(other)])
    shared = shared[np.argsort(-vocabulary.rarities[shared], kind="stable")]
    most = math.log1p(len(snapshot) / _FEW)
    found = ((vocabulary.words[word], float(vocabulary.rarities[word])) for word in shared.tolist())
    return tuple(
        word
        for word, rarity in found
        if len(word) > 1 and not word.isdigit() and rarity > min(most, _TELLING_PAIR if is_unspaced(word) else _TELLING)
    )
