"""Request + archive -> Answer: what is said back, in words of one language and with no platform in it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from importlib import metadata
from typing import Any

from bot.archive.archive import Archive
from bot.archive.description import ArchiveDescription
from bot.archive.lookup import Found
from bot.archive.words import query_tokens
from bot.speech import Speech
from bot.talk.answer import Answer, Outcome, Shown
from bot.talk.reasons import anniversary_reason, match_reason, period_words, related_reason
from bot.talk.requests import (
    About,
    Help,
    NotUnderstood,
    OnThisDay,
    Open,
    Period,
    Random,
    Related,
    Request,
    Sources,
    Status,
)

PAGE = 10
"""How many events an answer holds at most, unless less is asked for."""


def version() -> str:
    """Clio's version as installed."""
    try:
        return metadata.version("clio-archive-bot")
    except metadata.PackageNotFoundError:
        return "0"


def answer(
    request: Request,
    archive: Archive,
    speech: Speech,
    today: dt.date,
    chance: random.Random | None = None,
    most: int = PAGE,
) -> Answer:
    """Answer a request from the archive's current state, with at most ``most`` events.

    ``today`` is the asker's date and ``chance`` what random picks are made by. Raises IndexUnusable when the index
    is damaged.
    """
    teller = _Teller(archive, speech, today, chance or random.Random(), most)
    tell: Callable[[Any], Answer] = teller.ways[type(request)]
    return teller.with_credits(tell(request))


def credits_of(events: Iterable[Shown]) -> tuple[str, ...]:
    """The name, source, licence and link of every archive that events come from, each once."""
    return _credits(shown.entry.archive for shown in events)


def _credits(described: Iterable[ArchiveDescription]) -> tuple[str, ...]:
    parts = ((told.name, told.source, told.licence, told.link) for told in described)
    return tuple(dict.fromkeys(" · ".join(part for part in told if part) for told in parts))


class _Teller:
    def __init__(self, archive: Archive, speech: Speech, today: dt.date, chance: random.Random, most: int) -> None:
        self._archive = archive
        self._speech = speech
        self._today = today
        self._chance = chance
        self._most = most
        self.ways: dict[type, Callable[[Any], Answer]] = {
            OnThisDay: self._on_this_day,
            About: self._about,
            Related: self._related,
            Open: self._open,
            Sources: self._sources,
            Random: self._random,
            Status: self._status,
            Help: self._help,
            NotUnderstood: self._not_understood,
        }

    def with_credits(self, given: Answer) -> Answer:
        """The answer with the source and licence of every archive it quotes."""
        if isinstance(given.request, Status):
            return replace(given, credits=_credits(self._archive.status().folders))
        return replace(given, credits=credits_of(given.events))

    def _on_this_day(self, request: OnThisDay) -> Answer:
        say = self._speech.say
        day = self._speech.month_and_day(request.month, request.day)
        first, last = (request.period.first, request.period.last) if request.period else (None, None)
        numbers, found, snapshot = self._archive.on_day(
            request.month, request.day, self._today.year, request.about, first, last
        )
        about = _corrected(request.about, found) if found else request.about
        if about and request.period:
            title = say("On this day, {day}, in {period}: {words}", day=day, period=self._period(request), words=about)
        elif about:
            title = say("On this day, {day}: {words}", day=day, words=about)
        elif request.period:
            title = say("On this day, {day}, in {period}", day=day, period=self._period(request))
        else:
            title = say("On this day, {day}", day=day)
        shown = tuple(
            Shown(
                snapshot.entry(number), anniversary_reason(self._speech, self._archive, snapshot, number, self._today)
            )
            for number in self._page(numbers, request.skip)
        )
        if not shown:
            return self._nothing_on_day(request, title)
        correction = about if found and found.corrections else None
        return self._listed(request, title, shown, len(numbers), self._corrected_note(correction), correction)

    def _nothing_on_day(self, request: OnThisDay, title: str) -> Answer:
        say = self._speech.say
        if request.skip:
            return self._no_more(request, title)
        note = say("The archive has no event of this day that fits.")
        suggestions: list[str] = []
        day = self._speech.month_and_day(request.month, request.day)
        if request.about or request.period:
            suggestions.append(say("on this day {day}", day=day))
        if request.about:
            suggestions.append(say("event about {words}", words=request.about))
        suggestions.append(say("on this day"))
        return Answer(
            request, Outcome.NOTHING, self._speech.language, title, (note,), suggestions=tuple(suggestions[:3])
        )

    def _about(self, request: About) -> Answer:
        say = self._speech.say
        first, last = (request.period.first, request.period.last) if request.period else (None, None)
        found, snapshot = self._archive.about(request.words, first, last)
        words = _corrected(request.words, found)
        correction = words if found.corrections else None
        title = self._about_title(request, words)
        if not found.numbers:
            return self._nothing_about(request, title)
        total = found.total or len(found.numbers)
        numbers = found.numbers[: max(total, 1)] if request.skip else found.numbers
        page = self._page(numbers, request.skip)
        if not page:
            return self._no_more(request, title)
        notes = list(self._corrected_note(correction))
        if found.outside and request.period:
            notes.append(
                say("There is nothing about it in {period}; this is from other dates.", period=self._period(request))
            )
        if request.words and not found.total:
            notes.append(say("Nothing holds all of these words; these come nearest."))
        wanted = set(query_tokens(words))
        shown = tuple(
            Shown(entry, match_reason(self._speech, entry, wanted, found)) for entry in snapshot.entries(page)
        )
        meant = bool(request.words and found.total and not found.outside)
        return self._listed(request, title, shown, total, notes, correction, meant=meant)

    def _about_title(self, request: About, words: str) -> str:
        say = self._speech.say
        if not request.period:
            return say("About {words}", words=words)
        period = self._period(request)
        if words:
            return say("About {words}, in {period}", words=words, period=period)
        if request.period.is_day:
            return say("What happened on {date}", date=period)
        return say("What happened in {period}", period=period)

    def _nothing_about(self, request: About, title: str) -> Answer:
        say = self._speech.say
        if request.words:
            nearest = self._archive.nearest_contexts(request.words)
            suggestions = [say("event about {words}", words=name) for name in nearest]
            if suggestions:
                note = say("Nothing was found about {words}. The archive knows these:", words=request.words)
            else:
                note = say("Nothing was found about {words}.", words=request.words)
        else:
            period, years = self._period(request), self._archive.status().years
            if years:
                note = say(
                    "The archive has no event of {period}. It reaches from {first} to {last}.",
                    period=period, first=str(years[0]), last=str(years[1]),
                )  # fmt: skip
                suggestions = [say("what happened in {year}", year=str(years[1]))]
            else:
                note = say("The archive has no event of {period}.", period=period)
                suggestions = []
        suggestions += [say("on this day"), say("random"), say("help")]
        return Answer(
            request, Outcome.NOTHING, self._speech.language, title, (note,), suggestions=tuple(suggestions[:3])
        )

    def _related(self, request: Related) -> Answer:
        say = self._speech.say
        reference = request.to
        correction = None
        if not reference:
            found, snapshot = self._archive.about(request.words)
            if not found.numbers:
                return replace(self._nothing_about(About(request.words), say("Related")), request=request)
            reference = snapshot.entry(found.numbers[0]).id
            correction = _corrected(request.words, found) if found.corrections else None
        related = self._archive.related(reference)
        if related is None:
            return self._gone(request)
        entry, events, snapshot = related
        title = say("Related to: {headline}", headline=entry.event.headline)
        page = events[request.skip : request.skip + self._most]
        if not page:
            note = say("Nothing related was found.") if not request.skip else say("That was all.")
            return Answer(
                request, Outcome.NOTHING, self._speech.language, title, (note,), suggestions=(say("on this day"),)
            )
        shown = tuple(
            Shown(other := snapshot.entry(event.number), related_reason(self._speech, event, other)) for event in page
        )
        # What follows on is related to the same event, not to the words again.
        told = Related(to=entry.id, skip=request.skip)
        return self._listed(told, title, shown, len(events), self._corrected_note(correction), correction)

    def _open(self, request: Open) -> Answer:
        entry = self._archive.get(request.to)
        if entry is None:
            return self._gone(request)
        return Answer(
            request, Outcome.ANSWERED, self._speech.language, self._speech.date(entry.event.date, weekday=True),
            events=(Shown(entry),), total=1, in_full=True,
        )  # fmt: skip

    def _sources(self, request: Sources) -> Answer:
        say = self._speech.say
        entry = self._archive.get(request.to)
        if entry is None:
            return self._gone(request)
        title = say("Sources of: {headline}", headline=entry.event.headline)
        notes = tuple(
            say("{source}: {address}", source=source.name, address=source.url) for source in entry.event.sources
        )
        if not notes:
            notes = (say("The page names no source."),)
        return Answer(request, Outcome.ANSWERED, self._speech.language, title, notes, (Shown(entry),), 1, in_full=False)

    def _random(self, request: Random) -> Answer:
        say = self._speech.say
        entry = self._archive.any(self._chance, request.about)
        if entry is None:
            return replace(self._nothing_about(About(request.about), say("Picked at random")), request=request)
        title = say("Picked at random")
        return Answer(
            request, Outcome.ANSWERED, self._speech.language, title, events=(Shown(entry),), total=1, in_full=True
        )

    def _status(self, request: Status) -> Answer:
        say, count = self._speech.say, self._speech.count
        status = self._archive.status()
        title = say("Clio {version}, a conversational news assistant", version=version())
        notes = [count("The archive holds {n} event.", "The archive holds {n} events.", status.events)]
        if status.years:
            notes.append(
                say("They reach from {first} to {last}.", first=str(status.years[0]), last=str(status.years[1]))
            )
        return Answer(
            request, Outcome.ANSWERED, self._speech.language, title, tuple(notes), suggestions=self._three_things()
        )

    def _help(self, request: Help) -> Answer:
        say = self._speech.say
        note = say("Clio keeps an archive of news events. Ask in plain words, for example:")
        suggestions = (
            say("on this day"),
            say("event about {words}", words=self._example()),
            say("what happened in {year}", year=str(self._last_year())),
            say("related"),
            say("sources"),
            say("random"),
        )
        return Answer(request, Outcome.ANSWERED, self._speech.language, say("Help"), (note,), suggestions=suggestions)

    def _not_understood(self, request: NotUnderstood) -> Answer:
        say = self._speech.say
        title = say("Pardon?")
        if request.small_talk:
            title, note = say("Ask away"), say("Any event you would like to hear of, for example:")
        elif request.no_such_date:
            note = say("There is no such date as {date}.", date=request.no_such_date)
        elif request.shown_before:
            note = self._speech.count(
                "The last answer has only {n} event.",
                "The last answer has only {n} events; say the number of one.",
                request.shown_before,
            )
        elif request.needs_event:
            note = say("There is no event to follow on from yet. Ask for one first, for example:")
        else:
            note = say("That was not understood. Try one of these:")
        return Answer(
            request, Outcome.NOT_UNDERSTOOD, self._speech.language, title, (note,), suggestions=self._three_things()
        )

    def _three_things(self) -> tuple[str, ...]:
        say = self._speech.say
        return say("on this day"), say("event about {words}", words=self._example()), say("random")

    def _example(self) -> str:
        """Something the archive has: a context of its most important event."""
        snapshot = self._archive.snapshot
        if not len(snapshot):
            return "Konna"
        entry = snapshot.entry(int(snapshot.contents.importance.argmax()))
        return entry.event.contexts[0] if entry.event.contexts else entry.event.headline

    def _last_year(self) -> int:
        years = self._archive.snapshot.years
        return years[1] if years else self._today.year

    def _gone(self, request: Request) -> Answer:
        say = self._speech.say
        note = say("This event is not in the archive (any more).")
        return Answer(
            request, Outcome.NOTHING, self._speech.language, say("Not found"), (note,), suggestions=self._three_things()
        )

    def _no_more(self, request: Request, title: str) -> Answer:
        say = self._speech.say
        return Answer(
            request, Outcome.NOTHING, self._speech.language, title, (say("That was all."),),
            suggestions=(say("on this day"), say("random")),
        )  # fmt: skip

    def _listed(
        self,
        request: Request,
        title: str,
        shown: tuple[Shown, ...],
        total: int,
        notes: Sequence[str],
        correction: str | None = None,
        *,
        meant: bool = False,
    ) -> Answer:
        return Answer(
            request, Outcome.ANSWERED, self._speech.language, title, tuple(notes), shown, total, correction,
            in_full=(meant or len(shown) == 1) and not getattr(request, "skip", 0),
        )  # fmt: skip

    def _page(self, numbers: Sequence[int], skip: int) -> Sequence[int]:
        return numbers[skip : skip + self._most]

    def _corrected_note(self, correction: str | None) -> tuple[str, ...]:
        return (self._speech.say("Showing results for {words}", words=correction),) if correction else ()

    def _period(self, request: OnThisDay | About) -> str:
        period: Period | None = request.period
        return period_words(self._speech, period) if period else ""


def _corrected(words: str, found: Found) -> str:
    """The words as they were looked for."""
    return found.corrected(words)
