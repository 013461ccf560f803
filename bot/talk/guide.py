"""What can be asked, by example: a few things to begin with, and help that shows every form once."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from bot.archive.archive import Archive
from bot.speech import Speech

_BETWEEN = " · "
_SHORT = 16
_BEST = 40


class Guide:
    """Examples in one language, with names and years that the archive has."""

    def __init__(self, archive: Archive, speech: Speech, today: dt.date) -> None:
        self._archive = archive
        self._speech = speech
        self._today = today

    def three_things(self) -> tuple[str, ...]:
        """Three things to try."""
        say = self._speech.say
        return say("on this day"), say("event about {words}", words=self._name()), say("random")

    def first_steps(self) -> tuple[str, ...]:
        """Things to begin with that need no answer before them."""
        say, name = self._speech.say, self._name()
        return (
            say("on this day"),
            say("event about {words}", words=name),
            say("related to {words}", words=name),
            say("what happened in {year}", year=str(self._year())),
            say("random"),
        )

    def lessons(self) -> tuple[str, ...]:
        """Every form of question by example, a line for each kind."""
        say, name, year = self._speech.say, self._name(), str(self._year())
        day = self._speech.month_and_day(self._today.month, self._today.day)
        days = (
            say("on this day"),
            say("on this day about {words}", words=name),
            day,
            say("this week in history"),
        )
        events = (say("event about {words}", words=name), say("related to {words}", words=name), say("random"))
        times = (
            say("what happened in {year}", year=year),
            say("what happened in {words} in {year}", words=name, year=year),
            say("summer {year}", year=year),
        )
        after = (
            say("the second one"),
            say("related"),
            say("what happened next?"),
            say("sources"),
            say("more"),
            say("and in {year}?", year=str(int(year) - 1)),
        )
        return (
            say("Days: {examples}", examples=_BETWEEN.join(days)),
            say("Events: {examples}", examples=_BETWEEN.join(events)),
            say("Times: {examples}", examples=_BETWEEN.join(times)),
            say("Going on: {examples}", examples=_BETWEEN.join(after)),
            say("Clio: {examples}", examples=_BETWEEN.join((say("about"), say("help")))),
        )

    def _name(self) -> str:
        """Something the archive has much of: the short name that most of its most important events are about."""
        snapshot = self._archive.snapshot
        if not len(snapshot):
            return "Konna"
        best = snapshot.contents.importance.argsort(kind="stable")[::-1][:_BEST].tolist()
        entries = snapshot.entries(best)
        names = Counter(name for entry in entries for name in entry.event.contexts if len(name) <= _SHORT)
        return names.most_common(1)[0][0] if names else entries[0].event.headline

    def _year(self) -> int:
        years = self._archive.snapshot.years
        return years[1] if years else self._today.year
