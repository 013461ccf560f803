"""The order of what was found: what bears the name asked for, the beginning of a matter, what is important."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.archive.postings import IN_HEADLINE, IN_STORY, Floats
from bot.archive.question import WordGroup
from bot.archive.snapshot import Snapshot

Numbers = NDArray[np.intp]

# The event has a context named just so ("Konna"), or with further words ("Battle of Konna"), which names a matter;
# either counts for more where the headline says the name too.
_NAME = 1.0
_LONGER_NAME = 1.0
_NAME_IN_HEADLINE = 1.5
_MOST_BY_NAMES = 3.0
# The story's name in front of the headline ("Battle of Konna: …") says what was asked for.
_STORY = 2.0
_NAMES_OF = 30

_ONSET_DAYS = 30
_ONSET_OF = 120
_ONSET = 1.25
# So many events that follow make a beginning; fewer count for little.
_FEW = 3.0


def raise_names(snapshot: Snapshot, events: Numbers, value: Floats, groups: Sequence[WordGroup]) -> Floats:
    """The values of the first events, raised where a context or the story's name is what was asked for."""
    contexts = snapshot.contents.contexts
    words = snapshot.contents.words
    raised = value.copy()
    for place, event in enumerate(events[:_NAMES_OF].tolist()):
        span = words.held_by(event)
        held, bits = words.words[span], words.word_bits[span]
        gain = _STORY if _all_among(groups, held[bits & IN_STORY > 0].tolist()) else 0.0
        for context in contexts.words[contexts.held_by(event)].tolist():
            name = snapshot.words_of_context(context)
            if len(name) >= len(groups) and _all_among(groups, name):
                weight = _NAME if len(name) == len(groups) else _LONGER_NAME
                in_headline = set(held[bits & IN_HEADLINE > 0].tolist()).issuperset(name)
                gain += weight * (_NAME_IN_HEADLINE if in_headline else 1.0)
        raised[place] += min(gain, _MOST_BY_NAMES)
    return raised


def _all_among(groups: Sequence[WordGroup], words: Sequence[int]) -> bool:
    """Whether every group has a word among these."""
    return bool(words) and all(not group.words.keys().isdisjoint(words) for group in groups)


def beginnings_first(snapshot: Snapshot, events: Numbers, value: Floats) -> Numbers:
    """The events, ordered by value, again: those first that many others follow within a month and few precede."""
    top = events[:_ONSET_OF]
    if len(top) < 3:
        return events
    days = snapshot.contents.days[top]
    likely = np.exp((value[: len(top)] - value[0]) / 2)
    apart = days[None, :] - days[:, None]
    after = ((apart >= 0) & (apart <= _ONSET_DAYS)) @ likely
    before = ((apart < 0) & (apart >= -_ONSET_DAYS)) @ likely
    bonus = np.log1p(np.maximum(0, after - 2 * before) / _FEW)
    order = np.argsort(-(value[: len(top)] + _ONSET * bonus), kind="stable")
    return np.concatenate([top[order], events[_ONSET_OF:]])
