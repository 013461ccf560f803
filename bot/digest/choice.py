"""What a digest holds: of a day's events, a few that are worth telling together."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from bot.archive.archive import Archive
from bot.archive.snapshot import Snapshot
from bot.digest.filters import LEAST_SIZE, MOST_SIZE, Filters, fitting, names
from bot.digest.picking import Candidates, Senses
from bot.digest.reasons import digest_reason
from bot.speech import choose_language, speech
from bot.talk.answer import Answer, Outcome, Shown
from bot.talk.answers import credits_of
from bot.talk.requests import OnThisDay

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
        if not self.events:
            note = speech(self.language).say("The archive has no event of this day that fits.")
            return Answer(self.whole_day, Outcome.NOTHING, self.language, self.title, (note,))
        return Answer(
            self.whole_day, Outcome.ANSWERED, self.language, self.title,
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
        self._senses: Senses | None = None
        self._days: OrderedDict[tuple[dt.date, Filters], tuple[Candidates, int]] = OrderedDict()
        self._digests: OrderedDict[tuple[object, ...], Digest] = OrderedDict()
        archive.replaced.append(self._let_go)

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
            candidates, total = self._candidates(day, filters)
            shown = candidates.ids.intersection(already_shown)
            key = (day, filters, size, shown, language)
            if key not in self._digests:
                chosen = candidates.choose(size, shown, asked_for_grim=filters.asks_for_grim)
                self._digests[key] = self._told(day, filters, language, candidates, chosen, total)
                _forget(self._digests)
            return self._digests[key]

    def _candidates(self, day: dt.date, filters: Filters) -> tuple[Candidates, int]:
        """The day's events that fit, and how many the whole day has."""
        snapshot = self._archive.snapshot
        senses = self._senses
        if senses is None or snapshot is not self._snapshot:
            senses = Senses(snapshot)
            self._begin(snapshot, senses)
        key = (day, filters)
        if key not in self._days:
            whole = _whole_day(day, filters)
            ranked, _, ranked_in = self._archive.on_day(day.month, day.day, day.year, with_leap_day=whole.with_leap_day)
            if ranked_in is not snapshot:  # a new state came in between
                return self._candidates(day, filters)
            fit = fitting(self._archive, snapshot, senses.kinds, ranked, filters)
            self._days[key] = Candidates(snapshot, senses, fit), len(ranked)
            _forget(self._days)
        return self._days[key]

    def _let_go(self, of_all_but: Snapshot) -> None:
        """Keep nothing of a state that does not answer any more: it would stay in memory until the next digest."""
        with self._lock:
            if self._snapshot is not of_all_but:
                self._begin(None, None)

    def _begin(self, snapshot: Snapshot | None, senses: Senses | None) -> None:
        self._snapshot, self._senses = snapshot, senses
        self._days.clear()
        self._digests.clear()

    def _told(
        self, day: dt.date, filters: Filters, language: str, candidates: Candidates, chosen: list[int], total: int
    ) -> Digest:
        voice = speech(language)
        date = voice.month_and_day(day.month, day.day)
        title = voice.say("On this day, {day}", day=date)
        if wanted := names(filters.about):
            title = voice.say("On this day, {day}: {words}", day=date, words=voice.join(wanted))
        events = tuple(
            Shown(candidates.snapshot.entry(number), digest_reason(voice, self._archive, candidates, number, day))
            for number in chosen
        )
        return Digest(day, language, title, events, _whole_day(day, filters), total, credits_of(events))


def _whole_day(day: dt.date, filters: Filters) -> OnThisDay:
    return OnThisDay(day.month, day.day, with_leap_day=filters.leap_day.is_told_on(day))


def _forget(remembered: OrderedDict[Any, Any]) -> None:
    """Let go of what was remembered first."""
    while len(remembered) > _REMEMBERED:
        remembered.popitem(last=False)
