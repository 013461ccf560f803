"""What a schedule wants of a day: names and words that narrow it, names and words that it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.archive.archive import Archive
from bot.archive.contexts import split_names
from bot.archive.kinds import Kinds, kinds_named, speaks_of_grim
from bot.archive.snapshot import Snapshot
from bot.archive.words import query_tokens
from bot.digest.schedule import LeapDay
from bot.speech import Speech

LEAST_SIZE, MOST_SIZE = 1, 10
"""How few and how many events a digest may hold."""
MOST_NAMES = 10
"""How many names ``about`` and ``without`` may each hold; what is beyond is passed over."""

_APART = re.compile(r"[;；、，\n]+")
_CLOSE = re.compile(r",(?=[^\s\d])")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is wanted: events of any of the names in ``about`` (all without any), and of none of those in ``without``.

    ``leap_day`` says when events of 29 February are wanted in years that have none.
    Names are contexts ("Washington, D.C."), words ("space walk") or kinds of news ("sports"), apart by commas.
    """

    about: str = ""
    without: str = ""
    leap_day: LeapDay = LeapDay.NEVER

    @property
    def asks_for_grim(self) -> bool:
        """Whether ``about`` is itself about war or disaster."""
        return any(map(speaks_of_grim, names(self.about)))


def names(text: str) -> tuple[str, ...]:
    """The names in a list that people typed, at most ten, each once."""
    found = (name for piece in _APART.split(_CLOSE.sub(", ", text)) for name in split_names(piece))
    return tuple(dict.fromkeys(name for name in found if query_tokens(name)))[:MOST_NAMES]


def fitting(archive: Archive, snapshot: Snapshot, kinds: Kinds, numbers: Sequence[int], filters: Filters) -> list[int]:
    """Those of some events that the filters let through, in the same order."""
    told = cache(kinds.of)

    def holding(name: str, among: Sequence[int], *, surely: bool) -> set[int]:
        """The events that are, surely or perhaps, of the kind a name names, or else hold all its words."""
        if named := kinds_named(name):
            return {number for number in among if told(number).kind in named and (told(number).is_sure or not surely)}
        return archive.among(snapshot, among, name) if among else set()

    left = list(numbers)
    if wanted := names(filters.about):
        held = set().union(*(holding(name, left, surely=True) for name in wanted))
        left = [number for number in left if number in held]
    for name in names(filters.without):
        held = holding(name, left, surely=False)
        left = [number for number in left if number not in held]
    return left


def unknown(archive: Archive, text: str) -> tuple[str, ...]:
    """The names in a list that no event of the archive holds, on any day."""
    found = ((name, archive.about(name)[0].total) for name in names(text) if not kinds_named(name))
    return tuple(name for name, events in found if not events)


def refusal(archive: Archive, voice: Speech, about: str) -> str:
    """One sentence that says why ``about`` cannot be wanted and what to do instead; "" when it can."""
    if about.strip() and not names(about):
        return voice.say("Nothing is named there; give a place, a person, a thing or a kind of news such as science.")
    missing = unknown(archive, about)
    if not missing:
        return ""
    nearest = list(dict.fromkeys(near for name in missing for near in archive.nearest_contexts(name)))
    if nearest:
        return voice.say(
            "The archive has nothing about {words}; it knows {names}.",
            words=voice.join(missing), names=voice.join(nearest[:3]),
        )  # fmt: skip
    return voice.say(
        "The archive has nothing about {words}; give another place, person, thing or a kind of news such as science.",
        words=voice.join(missing),
    )  # fmt: skip
