"""Picks a few of a day's events that are worth telling together."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

from bot.archive.freshness import Freshness
from bot.archive.kinds import Kind, Kinds, KindTold
from bot.archive.lookbacks import looked_back_at
from bot.archive.snapshot import Snapshot
from bot.archive.stories import Stories

# At most so many events of war and disaster, and, where there is enough else, of one year.
_MOST_GRIM = 2
_MOST_OF_A_YEAR = 2
# An event is worth less the further down its day it stands; the first few are near to each other.
_HEAD_START = 3
# What it gains when later years looked back at it; what it loses for each event of its kind and of its year that was
# chosen already, for looking back itself, and for a small number of dead.
_LOOKED_BACK_AT = 2.0
_SAME_KIND = 0.25
_SAME_OTHER = 0.15
_SAME_YEAR = 0.25
_COMMEMORATES = 1.0
_SMALL_TOLL = 0.6
_GRAVE_TOLL = 30
_GRAVITY, _MOST_GRAVITY = 0.3, 0.5
# So many of a day's events are compared with every chosen one at once; the others when their turn comes.
_NEAR = 40


class Senses:
    """What can be told of a snapshot's events beside what their pages say."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.kinds = Kinds(snapshot)
        self.stories = Stories(snapshot)
        self.freshness = Freshness(snapshot)


@dataclass(slots=True)
class Candidates:
    """A day's events that fit, the most worth telling first, and what is known of them."""

    snapshot: Snapshot
    senses: Senses
    numbers: list[int]
    ids: frozenset[str] = field(init=False)
    marked: dict[int, int] = field(init=False)
    _values: dict[int, float] = field(init=False)
    _told: dict[int, KindTold] = field(default_factory=dict)

    def __post_init__(self) -> None:
        name_only = self.snapshot.contents.name_only
        self.numbers = [number for number in self.numbers if not name_only[number]]
        self.ids = frozenset(self.snapshot.ids(self.numbers))
        self.marked = looked_back_at(self.snapshot, self.senses.stories, self.numbers)
        fresh = self.senses.freshness.of(self.numbers)
        standing = {number: fresh[place] - math.log(_HEAD_START + place) for place, number in enumerate(self.numbers)}
        for number in self.marked:
            standing[number] += _LOOKED_BACK_AT
        for number in self.numbers:
            standing[number] += _gravity(int(self.snapshot.contents.signs.toll[number]))
        # What later years looked back at moves up before anything is picked.
        self.numbers.sort(key=lambda number: -standing[number])
        self._values = standing

    def value(self, number: int) -> float:
        """How much an event is worth telling by itself."""
        return self._values[number]

    def kind(self, number: int) -> KindTold:
        """The kind of one of the events."""
        if number not in self._told:
            self._told[number] = self.senses.kinds.of(number)
        return self._told[number]

    def choose(self, size: int, shown: frozenset[str], *, asked_for_grim: bool) -> list[int]:
        """At most ``size`` events, the most worth telling first; of the ids in ``shown`` only for want of others."""
        picking = _Picking(self, size, size if asked_for_grim else _MOST_GRIM)
        known = dict(zip(self.numbers, self.snapshot.ids(self.numbers), strict=True))
        fresh = [number for number in self.numbers if known[number] not in shown]
        picking.take(fresh, _MOST_OF_A_YEAR)
        picking.take(fresh, size)
        picking.take(self.numbers, _MOST_OF_A_YEAR)
        picking.take(self.numbers, size)
        place = {number: place for place, number in enumerate(self.numbers)}
        return sorted(picking.chosen, key=place.__getitem__)


def _gravity(toll: int) -> float:
    """What a number of dead adds to an event's worth, less than 0 for a small one: of the grim only a few are told."""
    if not toll:
        return 0.0
    return min(_MOST_GRAVITY, _GRAVITY * math.log10(toll / _GRAVE_TOLL)) if toll >= _GRAVE_TOLL else -_SMALL_TOLL


class _Picking:
    """Picks events of a day one by one, each the most worth telling beside those before."""

    def __init__(self, day: Candidates, size: int, most_grim: int) -> None:
        self._day = day
        self._size = size
        self._most_grim = most_grim
        self._places = {number: place for place, number in enumerate(day.numbers)}
        self._told: set[int] = set()
        self._kinds: Counter[Kind] = Counter()
        self._years: Counter[int] = Counter()
        self.chosen: list[int] = []

    def take(self, numbers: list[int], most_of_a_year: int) -> None:
        """Fill up from some of the day's events, given in the day's order."""
        while len(self.chosen) < self._size:
            best = self._best(numbers, most_of_a_year)
            if best is None:
                return
            self._choose(best)

    def _best(self, numbers: list[int], most_of_a_year: int) -> int | None:
        best, highest = None, -math.inf
        for number in numbers:
            standing = self._day.value(number)
            if standing <= highest:
                break  # what follows stands lower, and loses further at most
            if number in self._told or self._years[self._year(number)] >= most_of_a_year:
                continue
            if self._day.kind(number).kind.is_grim and self._grim >= self._most_grim:
                continue
            value = standing - self._losses(number)
            if value > highest and not self._repeats(number):
                best, highest = number, value
        return best

    @property
    def _grim(self) -> int:
        return sum(count for kind, count in self._kinds.items() if kind.is_grim)

    def _losses(self, number: int) -> float:
        kind = self._day.kind(number).kind
        signs = self._day.snapshot.contents.signs
        loss = self._kinds[kind] * (_SAME_OTHER if kind is Kind.OTHER else _SAME_KIND)
        loss += self._years[self._year(number)] * _SAME_YEAR
        loss += _COMMEMORATES * bool(signs.commemorates[number])
        return loss

    def _repeats(self, number: int) -> bool:
        """Whether an event, seen from itself, tells again what was chosen; then it is not looked at any more."""
        stories = self._day.senses.stories
        repeats = any(stories.repeated(number, self.chosen))
        if not repeats and self._places[number] >= _NEAR:
            repeats = any(stories.repeated(other, [number])[0] for other in self.chosen)
        if repeats:
            self._told.add(number)
        return repeats

    def _choose(self, number: int) -> None:
        others = [other for other in self._day.numbers[:_NEAR] if other not in self._told]
        repeated = self._day.senses.stories.repeated(number, others)
        self._told.update(other for other, again in zip(others, repeated, strict=True) if again)
        self._told.add(number)
        self._kinds[self._day.kind(number).kind] += 1
        self._years[self._year(number)] += 1
        self.chosen.append(number)

    def _year(self, number: int) -> int:
        return self._day.snapshot.date(number).year
