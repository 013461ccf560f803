"""A day's anniversaries as an answer: of one day or a run of them, or of the nearest that has any."""

from __future__ import annotations

from dataclasses import replace

from bot.archive.anniversaries import run_of_days
from bot.archive.lookup import Found
from bot.archive.snapshot import Snapshot
from bot.talk.answer import Answer, Outcome, Shown
from bot.talk.answering import Answering
from bot.talk.reasons import anniversary_reason
from bot.talk.requests import OnThisDay

_HALF_A_YEAR = 6  # months


class DayAnswers(Answering):
    """Answers to OnThisDay."""

    def answer(self, request: OnThisDay) -> Answer:
        """The anniversaries, narrowed as asked; those of the nearest day in the calendar where there are none."""
        given = self._either_way(self._anniversaries(request), request)
        if not request.ahead or request.skip or not given.events:
            return given
        note = self._speech.say("That day lies ahead, and the archive holds only what has been; in other years:")
        return replace(given, notes=(note, *given.notes))

    def has_any(self, request: OnThisDay) -> bool:
        """Whether the day itself, and not only another near it, has what was asked for."""
        return any(self._day(request, about)[0] for about in self._readings(request.about))

    def _anniversaries(self, request: OnThisDay) -> Answer:
        for about in self._readings(request.about):
            numbers, found, snapshot = self._day(request, about)
            nearest = None if numbers or request.skip else self._nearest(request, about)
            if nearest:
                numbers, found, snapshot = self._day(nearest, about)
            if not numbers:
                continue
            words = found.corrected(about) if found else about
            correction = words if words != about or about != request.about else None
            # A correction names the words already.
            title = self._day_title(request, "" if correction else words)
            page = self._page(numbers, request.skip)
            if not page:
                return self._no_more(request, title)
            shown = tuple(self._shown(nearest or request, snapshot, number) for number in page)
            notes = (*self._corrected_note(correction), *self._nearest_note(request, nearest))
            given = self._listed(request, title, shown, len(numbers), notes, correction)
            return replace(given, suggestions=self._instead_of_day(request, nearest)) if nearest else given
        return self._nothing_on_day(request)

    def _shown(self, request: OnThisDay, snapshot: Snapshot, number: int) -> Shown:
        year = self._anniversary(request, snapshot, number)
        reason = anniversary_reason(self._speech, self._archive, snapshot, number, year)
        return Shown(snapshot.entry(number), reason)

    def _day(self, request: OnThisDay, about: str) -> tuple[list[int], Found | None, Snapshot]:
        first, last = (request.period.first, request.period.last) if request.period else (None, None)
        year = self._year(request)
        return self._archive.on_day(
            request.month, request.day, year, about, first, last, request.days, request.with_leap_day
        )

    def _year(self, request: OnThisDay) -> int:
        """The year that anniversaries are told in: this one, but for days that began at the end of the last."""
        if request.days > 1 and request.month - self._today.month > _HALF_A_YEAR:
            return self._today.year - 1
        return self._today.year

    def _anniversary(self, request: OnThisDay, snapshot: Snapshot, number: int) -> int:
        """The year in which the anniversary of an event falls among the days asked about."""
        date = snapshot.date(number)
        after_new_year = request.days > 1 and (date.month, date.day) < (request.month, request.day)
        return self._year(request) + after_new_year

    def _nearest(self, request: OnThisDay, about: str) -> OnThisDay | None:
        """The same of the nearest day in the calendar that has something."""
        first, last = (request.period.first, request.period.last) if request.period else (None, None)
        year = self._year(request)
        found = self._archive.nearest_day(request.month, request.day, year, about, first, last)
        return replace(request, month=found[0], day=found[1], days=1, with_leap_day=False) if found else None

    def _nearest_note(self, request: OnThisDay, nearest: OnThisDay | None) -> tuple[str, ...]:
        if nearest is None:
            return ()
        say, day = self._speech.say, self._days(nearest)
        if request.days > 1:
            return (say("Nothing that fits happened on these days; the nearest in the calendar is {day}.", day=day),)
        return (say("Nothing that fits happened on this day; the nearest in the calendar is {day}.", day=day),)

    def _instead_of_day(self, request: OnThisDay, nearest: OnThisDay | None = None) -> tuple[str, ...]:
        """What else can be asked where a day has nothing."""
        say, whole = self._speech.say, nearest is None or request.about or request.period
        suggestions = [say("on this day {day}", day=self._days(replace(nearest or request, days=1)))] if whole else []
        if request.about:
            # What the archive knows nothing of is no use to ask about again; what is named nearly like it may be.
            names = [request.about] if nearest else self._archive.nearest_contexts(request.about, 2)
            suggestions += [say("event about {words}", words=name) for name in names]
        return (*suggestions, say("on this day"))[:3]

    def _day_title(self, request: OnThisDay, about: str) -> str:
        say, days = self._speech.say, self._days(request)
        title = say("On these days, {days}", days=days) if request.days > 1 else say("On this day, {day}", day=days)
        if request.period:
            one_day = request.period.is_day and request.days == 1
            period = self._speech.year(request.period.first.year) if one_day else self._period(request)
            title = say("{title}, in {period}", title=title, period=period)
        return say("{title}: {words}", title=title, words=about) if about else title

    def _days(self, request: OnThisDay) -> str:
        first = self._speech.month_and_day(request.month, request.day)
        if request.days == 1:
            return first
        *_, (month, day, _) = run_of_days(request.month, request.day, self._year(request), request.days)
        return self._speech.say("{first} to {last}", first=first, last=self._speech.month_and_day(month, day))

    def _nothing_on_day(self, request: OnThisDay) -> Answer:
        say, title = self._speech.say, self._day_title(request, request.about)
        if request.skip:
            return self._no_more(request, title)
        note = say("The archive has no event of this day that fits.")
        suggestions = self._instead_of_day(request)
        return Answer(request, Outcome.NOTHING, self._speech.language, title, (note,), suggestions=suggestions)
