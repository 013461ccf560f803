"""What a digest holds: of a day's events, a few that are worth telling together."""

from __future__ import annotations

import datetime as dt
import math
import threading
from collections import Counter, OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field

from bot.archive.archive import Archive
from bot.archive.kinds import Kind, Kinds, KindTold
from bot.archive.lookbacks import looked_back_at
from bot.archive.snapshot import Snapshot
from bot.archive.stories import Stories
from bot.digest.filters import LEAST_SIZE, MOST_SIZE, Filters, fitting, names
from bot.digest.reasons import digest_reason
from bot.speech import choose_language, speech
from bot.talk.answer import Answer, Outcome, Shown
from bot.talk.answers import credits_of
from bot.talk.requests import OnThisDay

# At most so many events of war and disaster, and, where there is enough else, of one year.
_MOST_GRIM = 2
_MOST_OF_A_YEAR = 2
# An event is worth less the further down its day it stands; the first few are near to each other.
_HEAD_START = 3
# What an event loses for each that was chosen already of its kind and of its year, and for being dull.
_LOOKED_BACK_AT = 2.0
_SAME_KIND = 0.35
_SAME_OTHER = 0.15
_SAME_YEAR = 0.25
_COMMEMORATES = 1.0
_SMALL_TOLL = 0.6
_GRAVE_TOLL = 30
# So many of a day's events are compared with every chosen one at once; the others when their turn comes.
_NEAR = 40
# So many digests are remembered: a day of a few kinds of schedules and languages.
_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Digest:
    """What is posted on a local date: ``title`` is one line with the date, ``events`` the most worth telling first.

    Each event's reason begins with how many years ago it was. ``whole_day`` is the request that "more" opens, and
    ``total`` how many events that has. ``credits`` name the archives' sources and licences.
    """

    day: dt.date
    language: str
    title: str
    events: tuple[Shown, ...]
    whole_day: OnThisDay
    total: int
    credits: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the events, for remembering what a channel was shown."""
        return tuple(shown.entry.id for shown in self.events)

    @property
    def left(self) -> int:
        """How many more events the whole day has."""
        return max(0, self.total - len(self.events))

    @property
    def answer(self) -> Answer:
        """The digest as an answer, for whatever shows answers."""
        outcome = Outcome.ANSWERED if self.events else Outcome.NOTHING
        return Answer(
            self.whole_day, outcome, self.language, self.title,
            events=self.events, total=self.total, credits=self.credits,
        )  # fmt: skip


class Choices:
    """Chooses digests from an archive: the same day and filters once, for as long as the archive stays the same.

    May be called from any thread.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._days: OrderedDict[tuple[object, ...], _Day] = OrderedDict()
        self._digests: OrderedDict[tuple[object, ...], Digest] = OrderedDict()

    def choose(
        self,
        day: dt.date,
        filters: Filters | None = None,
        size: int = 5,
        already_shown: Collection[str] = (),
        language: str = "en",
    ) -> Digest:
        """The digest of a local date: at most ``size`` events (1 to 10, what is beyond counts as these).

        At most one event of a story, and two of war and disaster unless ``filters`` asks for them. Events whose ids
        are ``already_shown``, and a third event of one year, are taken only where there is not enough else. A day with
        nothing gives a digest without events. Raises IndexUnusable when the index is damaged.
        """
        filters, size = filters or Filters(), min(MOST_SIZE, max(LEAST_SIZE, size))
        language = choose_language(language)
        with self._lock:
            today = self._day(day, filters)
            shown = frozenset(already_shown) & today.ids if already_shown else frozenset()
            key = (day, filters, size, shown, language)
            digest = self._digests.get(key)
            if digest is None:
                digest = self._digests[key] = self._told(today, today.choose(size, shown), language)
            _keep(self._digests, key)
            return digest

    def _day(self, day: dt.date, filters: Filters) -> _Day:
        key = (day, filters)
        ranked, _, snapshot = self._archive.on_day(day.month, day.day, day.year)
        if snapshot is not self._snapshot:
            self._snapshot = snapshot
            self._days.clear()
            self._digests.clear()
            self._kinds, self._stories = Kinds(snapshot), Stories(snapshot)
        if key not in self._days:
            numbers = fitting(self._archive, snapshot, self._kinds, ranked, filters)
            self._days[key] = _Day(day, filters, snapshot, numbers, len(ranked), self._kinds, self._stories)
        _keep(self._days, key)
        return self._days[key]

    def _told(self, today: _Day, chosen: list[int], language: str) -> Digest:
        voice, day = speech(language), today.day
        date = voice.month_and_day(day.month, day.day)
        wanted = names(today.filters.about)
        title = voice.say("On this day, {day}", day=date)
        if wanted:
            title = voice.say("On this day, {day}: {words}", day=date, words=voice.join(wanted))
        events = tuple(
            Shown(
                today.snapshot.entry(number),
                digest_reason(
                    voice, self._archive, today.snapshot, number, day, today.kind(number).kind, today.marked.get(number)
                ),
            )
            for number in chosen
        )
        whole_day = OnThisDay(day.month, day.day)
        return Digest(day, language, title, events, whole_day, today.total, credits_of(events))


def _keep(remembered: OrderedDict[tuple[object, ...], object], key: tuple[object, ...]) -> None:
    """Have ``key`` be the last to be forgotten."""
    remembered.move_to_end(key)
    while len(remembered) > _REMEMBERED:
        remembered.popitem(last=False)


@dataclass(slots=True)
class _Day:
    """A day's events that fit, the most worth telling first, and what is known of them."""

    day: dt.date
    filters: Filters
    snapshot: Snapshot
    numbers: list[int]
    total: int
    kinds: Kinds
    stories: Stories
    ids: frozenset[str] = field(init=False)
    marked: dict[int, int] = field(init=False)
    _values: dict[int, float] = field(init=False)
    _told: dict[int, KindTold] = field(default_factory=dict)

    def __post_init__(self) -> None:
        name_only = self.snapshot.contents.name_only
        self.numbers = [number for number in self.numbers if not name_only[number]]
        self.ids = frozenset(self.snapshot.ids(self.numbers))
        self.marked = looked_back_at(self.snapshot, self.stories, self.numbers)
        standing = {number: -math.log(_HEAD_START + place) for place, number in enumerate(self.numbers)}
        for number in self.marked:
            standing[number] += _LOOKED_BACK_AT
        # What later years looked back at moves up before anything is picked.
        self.numbers.sort(key=lambda number: -standing[number])
        self._values = standing

    def value(self, number: int) -> float:
        """How much an event is worth telling by itself."""
        return self._values[number]

    def kind(self, number: int) -> KindTold:
        """The kind of one of the events."""
        if number not in self._told:
            self._told[number] = self.kinds.of(number)
        return self._told[number]

    def choose(self, size: int, shown: frozenset[str]) -> list[int]:
        """At most ``size`` events, the most worth telling first."""
        picking = _Picking(self, size)
        known = dict(zip(self.numbers, self.snapshot.ids(self.numbers), strict=True))
        fresh = [number for number in self.numbers if known[number] not in shown]
        picking.take(fresh, _MOST_OF_A_YEAR)
        picking.take(fresh, size)
        picking.take(self.numbers, _MOST_OF_A_YEAR)
        picking.take(self.numbers, size)
        place = {number: place for place, number in enumerate(self.numbers)}
        return sorted(picking.chosen, key=place.__getitem__)


class _Picking:
    """Picks events of a day one by one, each the most worth telling beside those before."""

    def __init__(self, day: _Day, size: int) -> None:
        self._day = day
        self._size = size
        self._most_grim = size if day.filters.asks_for_grim else _MOST_GRIM
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
        if kind.is_grim:
            loss += _SMALL_TOLL * (0 < int(signs.toll[number]) < _GRAVE_TOLL)
        return loss

    def _repeats(self, number: int) -> bool:
        """Whether an event, seen from itself, tells again what was chosen; then it is not looked at any more."""
        stories = self._day.stories
        repeats = any(stories.repeated(number, self.chosen))
        if not repeats and self._places[number] >= _NEAR:
            repeats = any(stories.repeated(other, [number])[0] for other in self.chosen)
        if repeats:
            self._told.add(number)
        return repeats

    def _choose(self, number: int) -> None:
        others = [other for other in self._day.numbers[:_NEAR] if other not in self._told]
        repeated = self._day.stories.repeated(number, others)
        self._told.update(other for other, again in zip(others, repeated, strict=True) if again)
        self._told.add(number)
        self._kinds[self._day.kind(number).kind] += 1
        self._years[self._year(number)] += 1
        self.chosen.append(number)

    def _year(self, number: int) -> int:
        return self._day.snapshot.date(number).year
