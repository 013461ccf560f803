"""Event -> its story: the run of events about the same unfolding matter.

Two events are of one story when they carry its name, when both are about a thing that the archive speaks of for a short
time only ("Costa Concordia disaster", but not "Italy"), or when they are told in much the same rare words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.archive.likeness import Likeness
from bot.archive.postings import IN_STORY, Floats
from bot.archive.snapshot import Snapshot

# An event's nearest few of the days around say in further words what its story is about.
_DAYS_AROUND = 15
_NEIGHBOURS = 5
_NEIGHBOURS_WEIGHT = 1.5
_LEAST_NEIGHBOUR = 0.06
_NEARNESS_DAYS = 5.0
# Likeness from which events belong together: those of a story's run, and, less strictly, those that a reader of a day
# would find to tell the same again; of another time more strictly, since every earthquake is told like the last.
_OF_THE_RUN = 0.3
_REPEATS = 0.14
_REPEATS_FAR = 0.2
# A story goes on for as long as no more than so many days pass without an event of it.
_PAUSE_DAYS = 30
_MOST_EVENTS = 500
# A thing is a matter of its time when half of the events about it lie within so many days, and within so small a part
# of the archive's years; it goes on for half as long before and after them.
_BURST_DAYS = 365
_BURST_SHARE = 8
_SAME_NAME = 0.75
# A profile takes four bytes for each of the archive's words.
_KEPT = 16


@dataclass(frozen=True, slots=True)
class Story:
    """A story's events, by date, and what it is called (a folded context that most of them have; "" without)."""

    name: str
    numbers: tuple[int, ...]


class Stories:
    """Finds the stories of a snapshot's events. For one thread at a time."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._contents = snapshot.contents
        self._likeness = Likeness(snapshot)
        days = self._contents.days
        self._longest = min(_BURST_DAYS, (int(days[-1]) - int(days[0])) // _BURST_SHARE) if len(days) else 0
        self._profiles: dict[int, Floats] = {}
        self._bursts: dict[int, tuple[int, int] | None] = {}

    def of(self, number: int) -> Story:
        """The story of the event of this number, itself among its events (at most 500)."""
        days = self._contents.days
        profile = self._profile(number)
        sharing = self._sharing(number)
        members = {number}
        looked = slice(number, number + 1)
        while len(members) < _MOST_EVENTS:
            run = self._days(int(days[min(members)]) - _PAUSE_DAYS, int(days[max(members)]) + _PAUSE_DAYS)
            if run == looked:
                break
            for new in (slice(run.start, looked.start), slice(looked.stop, run.stop)):
                alike = self._likeness.of_run(profile, new) >= _OF_THE_RUN
                members.update((new.start + np.flatnonzero(alike)).tolist())
                members |= {other for other in sharing if new.start <= other < new.stop}
            looked = run
        return Story(self._called(members, number), tuple(sorted(members))[:_MOST_EVENTS])

    def repeated(self, number: int, others: Sequence[int]) -> list[bool]:
        """Whether each of the others, of any year, tells of the same matter as the event of this number."""
        if not others:
            return []
        numbers = np.asarray(others, np.intp)
        far = np.abs(self._contents.days[numbers] - self._contents.days[number]) > _PAUSE_DAYS
        alike = self.alike(number, others) >= np.where(far, _REPEATS_FAR, _REPEATS)
        matters, name = set(self._matters(number)), self._name(number)
        return [
            bool(like)
            or (bool(name) and _is_name(name, self._name(other)))
            or (bool(matters) and not matters.isdisjoint(self._matters(other)))
            for other, like in zip(others, alike, strict=True)
        ]

    def alike(self, number: int, others: Sequence[int]) -> Floats:
        """How much each of the others is told in the words of an event and of those around it; 1 is much."""
        return self._likeness.of_each(self._profile(number), np.asarray(others, np.intp))

    def _profile(self, number: int) -> Floats:
        """The words of an event and, weighing less, of the nearest of the days around; the last few are kept."""
        profile = self._profiles.get(number)
        if profile is None:
            if len(self._profiles) >= _KEPT:
                self._profiles.clear()
            profile = self._profiles[number] = self._new_profile(number)
        return profile

    def _new_profile(self, number: int) -> Floats:
        days = self._contents.days
        profile = self._likeness.no_profile()
        self._likeness.add(profile, number)
        run = self._days(int(days[number]) - _DAYS_AROUND, int(days[number]) + _DAYS_AROUND)
        apart = np.abs(days[run] - days[number]) / np.float32(_NEARNESS_DAYS)
        near = self._likeness.of_run(profile, run) / (1 + apart)
        near[number - run.start] = 0
        for place in np.argsort(-near, kind="stable")[:_NEIGHBOURS].tolist():
            if near[place] > _LEAST_NEIGHBOUR:
                self._likeness.add(profile, run.start + place, _NEIGHBOURS_WEIGHT * float(near[place]))
        return profile

    def _days(self, first: int, last: int) -> slice:
        """The numbers of the events of these days, given as ordinals, both included."""
        days = self._contents.days
        return slice(int(np.searchsorted(days, first, "left")), int(np.searchsorted(days, last, "right")))

    def _sharing(self, number: int) -> set[int]:
        """The events that share a matter of its time, or the story's name, with an event."""
        contexts, words = self._contents.contexts, self._contents.words
        found = {
            other
            for matter in self._matters(number)
            for other in contexts.events[contexts.holding(matter)].tolist()
            if matter in self._matters(other)
        }
        if name := self._name(number):
            rarest = min(name, key=words.frequencies_of)
            holding = words.holding(rarest)
            named = words.events[holding][words.event_bits[holding] & IN_STORY > 0]
            found.update(other for other in named.tolist() if _is_name(name, self._name(other)))
        return found

    def _name(self, number: int) -> frozenset[int]:
        """The words of the story's name that stands in front of a headline."""
        words = self._contents.words
        held = words.held_by(number)
        return frozenset(words.words[held][words.word_bits[held] & IN_STORY > 0].tolist())

    def _matters(self, number: int) -> Iterable[int]:
        """The contexts of an event that are matters of its time."""
        day = int(self._contents.days[number])
        contexts = self._contents.contexts
        for context in contexts.words[contexts.held_by(number)].tolist():
            burst = self._burst(context)
            if burst and burst[0] <= day <= burst[1]:
                yield context

    def _burst(self, context: int) -> tuple[int, int] | None:
        """From when to when a context is the matter of its time, as ordinals; None for one that always may be."""
        if context not in self._bursts:
            contexts = self._contents.contexts
            days: NDArray[np.int32] = self._contents.days[contexts.events[contexts.holding(context)]]
            quarter = len(days) // 4
            early, late = int(days[quarter]), int(days[-1 - quarter])
            short = len(days) > 1 and late - early <= self._longest
            self._bursts[context] = (early - self._longest // 2, late + self._longest // 2) if short else None
        return self._bursts[context]

    def _called(self, members: set[int], number: int) -> str:
        contexts = self._contents.contexts
        matters = set(self._matters(number))
        held = Counter(
            context for member in members for context in contexts.words[contexts.held_by(member)].tolist()
            if context in matters
        )  # fmt: skip
        return self._contents.context_names[held.most_common(1)[0][0]] if held else ""


def _is_name(name: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two stories' names are the same, give or take a word of a long one."""
    return bool(name) and len(name & other) >= _SAME_NAME * len(name | other)
