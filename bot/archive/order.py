"""The order of what was found: what bears the name asked for, the beginning of a matter, what is important."""

from __future__ import annotations

from collections.abc import KeysView, Sequence
from functools import reduce
from operator import and_

import numpy as np
from numpy.typing import NDArray

from bot.archive.postings import IN_CONTEXT, IN_STORY, PLACES, Floats
from bot.archive.question import WordGroup
from bot.archive.snapshot import Snapshot

Numbers = NDArray[np.intp]

# Each context that is named just so ("Konna") or with further words ("Battle of Konna"), and the story's name in front
# of the headline ("Battle of Konna: …"), says what was asked for.
_NAME = 1.0
_MOST_BY_NAMES = 2.0
_STORY = 1.5
_NAMES_OF = 30

_BEGINNINGS_OF = 120
# A beginning is what many events follow within a month and few precede, and still more so within a year.
_MONTH = 30
_YEAR = 365
_ONSET = 3.0
_ONSET_IN_YEAR = 0.65
# What is older than a month, and as likely meant, makes later events that are likely themselves echoes.
_LONG_BEFORE = 0.8
_LIKELY = 0.2
# So many events that follow make a beginning; fewer count for little.
_FEW = 2.0
# Between a few events there is no telling a beginning: it counts fully where so many are as likely as the likeliest.
_TOO_FEW = 1.5
_ENOUGH = 4.5
# Later pages call a matter by its year ("2004 Madrid train bombings"): that year's events are meant.
_YEAR_NAMED = 1.5
# An anniversary of a matter is no beginning of it.
_LOOKS_BACK = 2.5


def raise_names(snapshot: Snapshot, events: Numbers, value: Floats, groups: Sequence[WordGroup]) -> Floats:
    """The values of the first events, raised where a context or the story's name is what was asked for."""
    contexts = snapshot.contents.contexts
    wanted = [group.words.keys() for group in groups]
    raised = value.copy()
    top = events[:_NAMES_OF]
    for place, (event, shared) in enumerate(zip(top.tolist(), _places_of_all(snapshot, top, wanted), strict=True)):
        gain = _STORY if shared & IN_STORY else 0.0
        if shared & IN_CONTEXT:
            for context in contexts.words[contexts.held_by(event)].tolist():
                name = snapshot.words_of_context(context)
                if len(name) >= len(wanted) and all(not named.isdisjoint(name) for named in wanted):
                    gain += _NAME
        raised[place] += min(gain, _MOST_BY_NAMES)
    return raised


def _places_of_all(snapshot: Snapshot, events: Numbers, wanted: Sequence[KeysView[int]]) -> list[int]:
    """Of each event the places, as bits, in which it holds a word of each group."""
    words = snapshot.contents.words
    groups_of: dict[int, list[int]] = {}
    for group, named in enumerate(wanted):
        for word in named:
            groups_of.setdefault(word, []).append(group)
    asked = np.zeros(words.word_count, np.bool_)
    asked[list(groups_of)] = True
    at, ends = words.held_by_each(events)
    held = np.flatnonzero(asked[words.words[at]])
    at, places = at[held], [[0] * len(wanted) for _ in range(len(events))]
    holders = np.searchsorted(ends, held, "right").tolist()
    for place, word, bits in zip(holders, words.words[at].tolist(), words.word_bits[at].tolist(), strict=True):
        for group in groups_of[word]:
            places[place][group] |= bits
    return [reduce(and_, of_event, PLACES - 1) for of_event in places]


def beginnings_first(snapshot: Snapshot, events: Numbers, value: Floats, sure: Floats) -> Numbers:
    """The events, ordered by value, again: where a matter begins before what follows from it.

    ``sure`` says of each event how much that may count, from 0 (it is of no matter that the first belongs to) to 1.
    """
    top = events[:_BEGINNINGS_OF]
    if len(top) < 3:
        return events
    own = value[: len(top)]
    likely = np.exp((own - own[0]) / 2) * (sure[: len(top)] > 0)
    beginning = _beginning(snapshot, top, likely) + _named(snapshot, top, likely)
    beginning -= _LOOKS_BACK * snapshot.contents.signs.commemorates[top]
    order = np.argsort(-(own + sure[: len(top)] * beginning), kind="stable")
    return np.concatenate([top[order], events[_BEGINNINGS_OF:]])


def _beginning(snapshot: Snapshot, events: Numbers, likely: Floats) -> Floats:
    """How much each event is a beginning, told from how likely the others are meant and when they were."""
    days = snapshot.contents.days[events]
    by_day = np.argsort(days, kind="stable")
    sorted_days = days[by_day]
    sums = np.concatenate([[0.0], np.cumsum(likely[by_day], dtype=np.float64)])

    def until(later: int) -> NDArray[np.float64]:
        """How likely all those together are that are at most so many days later than each event."""
        return np.asarray(sums[np.searchsorted(sorted_days, days + later, "right")])

    before_day, on_day = until(-1), until(0)
    in_month = np.maximum(0, until(_MONTH) - before_day - 2 * (before_day - until(-_MONTH - 1)))
    in_year = np.log1p(until(_YEAR) - on_day) - np.log1p(before_day - until(-_YEAR - 1))
    enough = np.clip((sums[-1] - _TOO_FEW) / (_ENOUGH - _TOO_FEW), 0, 1)
    echoes = np.log1p(until(-_MONTH - 1)) * (likely > _LIKELY)
    onset = enough * (_ONSET * np.log1p(in_month / _FEW) + _ONSET_IN_YEAR * in_year)
    return np.asarray(onset - _LONG_BEFORE * echoes, np.float32)


def _named(snapshot: Snapshot, events: Numbers, likely: Floats) -> Floats:
    """How much the year of each event is named among them."""
    votes = likely @ snapshot.years_named(events)
    return np.asarray(_YEAR_NAMED * np.log1p(votes[snapshot.year_numbers[events]]), np.float32)
