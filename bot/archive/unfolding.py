"""Event to what came of it, and to what led to it: the related events of the same matter, in order of time."""

from __future__ import annotations

from bot.archive.related import RelatedEvent, find_related
from bot.archive.snapshot import Snapshot
from bot.archive.stories import Stories

# How much an event has to be told in the words of the matter (see Stories.alike) to belong to it when it is not of its
# unbroken run: within the weeks around, by words alone, of a later time, and of a later time when the page lists it.
_NEAR_DAYS = 60
_NEAR = 0.2
_BY_WORDS = 0.25
_FAR = 0.5
_FAR_LISTED = 0.25


def find_unfolding(snapshot: Snapshot, number: int, *, after: bool) -> list[RelatedEvent]:
    """The events of the same matter after the event of this number, or before it, the nearest in time first.

    Never those of the same day. Fewer than are related: what is only like it, or only about the same place, is not.
    """
    related = [one for one in find_related(snapshot, number) if one.is_plain and (one.days > 0) is after and one.days]
    stories = Stories(snapshot)
    run = set(stories.of(number).numbers)
    likenesses = stories.alike(number, [one.number for one in related]).tolist()
    kept = [
        one
        for one, alike in zip(related, likenesses, strict=True)
        if one.number in run or alike >= _least(one, abs(one.days))
    ]
    return sorted(kept, key=lambda one: abs(one.days))


def _least(one: RelatedEvent, days: int) -> float:
    if days > _NEAR_DAYS:
        return _FAR_LISTED if one.listed else _FAR
    return _NEAR if one.contexts or one.listed else _BY_WORDS
