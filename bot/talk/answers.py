"""Request + archive -> Answer: what is said back, in words of one language and with no platform in it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from bot.archive.archive import Archive
from bot.archive.description import ArchiveDescription
from bot.archive.entry import Entry
from bot.archive.lookup import Found
from bot.archive.related import RelatedEvent
from bot.archive.snapshot import Snapshot
from bot.archive.words import query_tokens
from bot.speech import Speech
from bot.talk.answer import Answer, Outcome, Shown
from bot.talk.answering import Answering
from bot.talk.asides import Asides
from bot.talk.day_answers import DayAnswers
from bot.talk.guide import Guide
from bot.talk.reasons import long_ago, match_reason, related_reason, when_words
from bot.talk.requests import (
    About,
    Help,
    NotUnderstood,
    OfEvent,
    OnThisDay,
    Open,
    Period,
    Privacy,
    Random,
    Related,
    Request,
    Side,
    Sources,
    Status,
    Wanted,
)

_SEEKING = (OnThisDay, About, Related, Random)
_LONGEST_IN_TITLE = 100
PAGE = 10
"""How many events an answer holds at most, unless less is asked for."""


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
    if isinstance(request, _SEEKING) and not len(archive.snapshot):
        tell = teller.empty
    return teller.with_credits(tell(request))


def brief(headline: str) -> str:
    """A headline short enough for a title, of 100 characters at most; whole words where it has spaces."""
    if len(headline) <= _LONGEST_IN_TITLE:
        return headline
    cut = headline[: _LONGEST_IN_TITLE - 1]
    start, space, _ = cut.rpartition(" ")
    return (start if space and len(start) > _LONGEST_IN_TITLE // 2 else cut).rstrip(" ,;:—-") + "…"


def credits_of(events: Iterable[Shown]) -> tuple[str, ...]:
    """The name, source, licence and link of every archive that events come from, each once."""
    return _credits(shown.entry.archive for shown in events)


def credits_of_all(archive: Archive) -> tuple[str, ...]:
    """The same of every folder of an archive. Raises IndexUnusable."""
    return _credits(archive.snapshot.folders)


def _credits(described: Iterable[ArchiveDescription]) -> tuple[str, ...]:
    parts = ((told.name, told.source, told.licence, told.link) for told in described)
    return tuple(dict.fromkeys(" · ".join(part for part in told if part) for told in parts))


class _Teller(Answering):
    def __init__(self, archive: Archive, speech: Speech, today: dt.date, chance: random.Random, most: int) -> None:
        super().__init__(archive, speech, today, most)
        self._chance = chance
        self._guide = Guide(archive, speech, today)
        self._days = DayAnswers(archive, speech, today, most)
        asides = Asides(archive, speech, today)
        self.ways: dict[type, Callable[[Any], Answer]] = {
            OnThisDay: self._on_this_day,
            About: self._about,
            Related: self._related,
            Open: self._open,
            OfEvent: self._of_event,
            Sources: self._sources,
            Random: self._random,
            Status: asides.status,
            Privacy: asides.privacy,
            Help: asides.help,
            NotUnderstood: asides.not_understood,
        }

    def with_credits(self, given: Answer) -> Answer:
        """The answer with the source and licence of every archive it quotes."""
        if isinstance(given.request, Status):
            return replace(given, credits=_credits(self._archive.status().folders))
        return replace(given, credits=credits_of(given.events))

    def empty(self, request: Request) -> Answer:
        """What is said to any question where there is nothing to find."""
        say = self._speech.say
        note = say("There is nothing to tell of until there are pages in its folder.")
        return Answer(
            request, Outcome.NOTHING, self._speech.language, say("The archive is empty."), (note,),
            suggestions=(say("about"), say("help")),
        )  # fmt: skip

    def _on_this_day(self, request: OnThisDay) -> Answer:
        """A day's anniversaries; in one year, where nothing fits, what was asked about on whatever date it was."""
        asked = request.about and request.period and not request.skip and not self._days.has_any(request)
        if not asked or not self._found(request.about)[1].total:
            return self._days.answer(request)
        note = self._speech.say("Nothing that fits happened on this day; this is from other dates.")
        if request.days > 1:
            note = self._speech.say("Nothing that fits happened on these days; this is from other dates.")
        return replace(self._about(About(request.about)), notes=(note,))

    def _of_event(self, request: OfEvent) -> Answer:
        """What there is of the words and the matter they were asked of together, else of the words alone."""
        entry = self._archive.get(request.to)
        subject = request.subject or (entry.event.contexts[0] if entry and entry.event.contexts else "")
        words = f"{subject} {request.words}"
        together = subject and self._found(words)[1].total
        return self._about(About(words if together else request.words))

    def _about(self, request: About) -> Answer:
        return self._either_way(self._events_about(request), request)

    def _events_about(self, request: About) -> Answer:
        said, found, snapshot = self._found(request.words, request.period)
        if request.words and request.period and not found.numbers:  # "boxing day tsunami" in May
            said, found, snapshot = self._found(request.words)
            found = replace(found, outside=True)
        words = found.corrected(said)
        correction = words if found.reads_otherwise or said != request.words else None
        title = self._about_title(request, words)
        if not found.numbers:
            return self._told_of(request) or self._nothing_about(request, title)
        total = found.total or len(found.numbers)
        numbers = found.numbers[: max(total, 1)] if request.skip else found.numbers
        page = self._page(numbers, request.skip)
        if not page:
            return self._no_more(request, title)
        notes = self._notes_on(request, said, found, correction)
        if correction and notes == list(self._corrected_note(correction)):  # which names the words already
            title, notes = self._corrected_title(request, correction), []
        if request.counted and found.total and not found.outside and not request.skip:
            notes = [
                self._speech.count("The archive has {n} such event.", "The archive has {n} such events.", total),
                *notes,
            ]
        wanted = set(query_tokens(words))
        shown = tuple(
            Shown(entry, match_reason(self._speech, entry, wanted, found)) for entry in snapshot.entries(page)
        )
        meant = bool(request.words and found.total and not found.outside)
        whole = meant and not request.counted and not request.listed
        return self._listed(request, title, shown, total, notes, correction, meant=whole)

    def _notes_on(self, request: About, said: str, found: Found, correction: str | None) -> list[str]:
        """One sentence on how what was found differs from what was asked, the most telling one, or none."""
        say = self._speech.say
        if found.outside and request.period:
            return [self._outside_note(request.period, correction or "")]
        if request.words and not found.total:
            if correction:
                return [say("Nothing holds all of these words: {words}. These come nearest.", words=correction)]
            return [say("Nothing holds all of these words; these come nearest.")]
        return list(self._reading_note(request.words, said, correction))

    def _outside_note(self, period: Period, words: str) -> str:
        """That a period has nothing of what was asked, and why where the archive does not reach there."""
        say, years, when = self._speech.say, self._archive.snapshot.years, when_words(self._speech, period)
        if years and (period.last.year < years[0] or period.first.year > years[1]):
            first, last = str(years[0]), str(years[1])
            return say("The archive reaches from {first} to {last} only; this is from there.", first=first, last=last)
        if words:
            return say("There is nothing about {words} {when}; this is from other dates.", words=words, when=when)
        return say("There is nothing about it {when}; this is from other dates.", when=when)

    def _about_title(self, request: About, words: str) -> str:
        say = self._speech.say
        if not request.period:
            return say("About {words}", words=words)
        when = when_words(self._speech, request.period)
        return say("About {words}, {when}", words=words, when=when) if words else say("What happened {when}", when=when)

    def _corrected_title(self, request: About, words: str) -> str:
        say = self._speech.say
        if not request.period:
            return say("Showing results for {words}", words=words)
        return say("Showing results for {words}, {when}", words=words, when=when_words(self._speech, request.period))

    def _told_of(self, request: About) -> Answer | None:
        """What names a year or decade that has no event itself ("1966"); None where nothing does, or more was asked."""
        name = "" if request.words or not request.period else request.period.name
        told = self._events_about(About(name, skip=request.skip, listed=request.listed)) if name else None
        if told is None or (told.outcome is not Outcome.ANSWERED and not request.skip):
            return None
        # The year is still what was asked: what follows on changes it, and does not look for "1966".
        if not told.events:
            return replace(told, request=request)
        note = self._speech.say("The archive has no event of {period}; these tell of it.", period=self._period(request))
        return replace(told, request=request, notes=(note,))

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
                suggestions[:0] = self._in_earlier_years(request.period)
            else:
                note = say("The archive has no event of {period}.", period=period)
                suggestions = []
        suggestions += [say("on this day"), say("random"), say("help")]
        return Answer(
            request, Outcome.NOTHING, self._speech.language, title, (note,), suggestions=tuple(suggestions[:3])
        )

    def _in_earlier_years(self, period: Period | None) -> list[str]:
        """The anniversaries of a day or a time about today, of which itself the archive has nothing."""
        say = self._speech.say
        if period and period.is_day:
            return [say("on this day {day}", day=self._speech.month_and_day(period.first.month, period.first.day))]
        now = period and period.first <= self._today <= period.last and not period.is_year
        return [say("this week in history")] if now else []

    def _related(self, request: Related) -> Answer:
        say = self._speech.say
        reference, said = request.to, request.words
        correction = None
        if not reference:
            said, found, snapshot = self._found(request.words)
            if not found.numbers:
                return replace(self._nothing_about(About(request.words), say("Related")), request=request)
            reference = snapshot.entry(found.numbers[0]).id
            correction = found.corrected(said) if found.reads_otherwise or said != request.words else None
        related = self._related_to(reference, request.side)
        if related is None:
            return self._gone(request)
        entry, events, snapshot = related
        title = self._related_title(request.side, brief(entry.event.headline))
        page = events[request.skip : request.skip + self._most]
        if not page:
            note = self._nothing_related(request)
            steps = (say("related"),) if request.side is not Side.ALL and not request.skip else ()
            return Answer(
                request,
                Outcome.NOTHING,
                self._speech.language,
                title,
                (note,),
                suggestions=(*steps, say("on this day")),
            )
        shown = tuple(
            Shown(other := snapshot.entry(event.number), related_reason(self._speech, event, other)) for event in page
        )
        # What follows on is related to the same event, not to the words again.
        told = Related(to=entry.id, skip=request.skip, side=request.side)
        notes = self._reading_note(request.words, said, correction) if request.words else ()
        return self._listed(told, title, shown, len(events), notes, correction)

    def _related_to(self, reference: str, side: Side) -> tuple[Entry, list[RelatedEvent], Snapshot] | None:
        if side is Side.ALL:
            return self._archive.related(reference)
        return self._archive.unfolding(reference, after=side is Side.AFTER)

    def _related_title(self, side: Side, headline: str) -> str:
        say = self._speech.say
        match side:
            case Side.AFTER:
                return say("After: {headline}", headline=headline)
            case Side.BEFORE:
                return say("Before: {headline}", headline=headline)
            case _:
                return say("Related to: {headline}", headline=headline)

    def _nothing_related(self, request: Related) -> str:
        say = self._speech.say
        if request.skip:
            return say("That was all.")
        match request.side:
            case Side.AFTER:
                return say("The archive knows of nothing that followed from it.")
            case Side.BEFORE:
                return say("The archive knows of nothing that led to it.")
            case _:
                return say("Nothing related was found.")

    def _open(self, request: Open) -> Answer:
        entry = self._archive.get(request.to)
        if entry is None:
            return self._gone(request)
        date, note = self._speech.date(entry.event.date, weekday=True), ""
        if request.wanted is Wanted.DETAIL:
            note = self._speech.say("Clio does not pick out single facts; this is all that the page says.")
        elif request.wanted is Wanted.DATE:
            note = long_ago(self._speech, entry.event.date, self._today)
        return Answer(
            request, Outcome.ANSWERED, self._speech.language, date, (note,) if note else (),
            events=(Shown(entry),), total=1, in_full=request.wanted is not Wanted.DATE,
        )  # fmt: skip

    def _sources(self, request: Sources) -> Answer:
        say = self._speech.say
        entry = self._archive.get(request.to)
        if entry is None:
            return self._gone(request)
        title = say("Sources of: {headline}", headline=brief(entry.event.headline))
        notes = tuple(
            say("{source}: {address}", source=source.name, address=source.url) for source in entry.event.sources
        )
        if not notes:
            notes = (say("The page names no source."),)
        return Answer(request, Outcome.ANSWERED, self._speech.language, title, notes, (Shown(entry),), 1, in_full=False)

    def _random(self, request: Random) -> Answer:
        say = self._speech.say
        title = say("Picked at random")
        for about in self._readings(request.about):
            if entry := self._archive.any(self._chance, about):
                correction = about if about != request.about else None
                notes = self._corrected_note(correction)
                return self._listed(request, title, (Shown(entry),), 1, notes, correction)
        return replace(self._nothing_about(About(request.about), title), request=request)

    def _gone(self, request: Request) -> Answer:
        say = self._speech.say
        note = say("This event is not in the archive (any more).")
        return Answer(
            request,
            Outcome.NOTHING,
            self._speech.language,
            say("Not found"),
            (note,),
            suggestions=self._guide.three_things(),
        )
