"""What answers of every kind have in common: looking words up in either language, listing a page of events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.archive.archive import Archive
from bot.archive.familiar import is_familiar
from bot.archive.han import has_han
from bot.archive.lookup import Found
from bot.archive.snapshot import Snapshot
from bot.archive.words import fold, query_tokens
from bot.speech import Speech
from bot.talk.answer import Answer, Outcome, Shown
from bot.talk.reasons import period_words
from bot.talk.requests import About, OnThisDay, Period, Request
from bot.talk.translation import Translation, translated


class Answering:
    """One archive, asked on one day and answered in one language, with at most ``most`` events at a time."""

    def __init__(self, archive: Archive, speech: Speech, today: dt.date, most: int) -> None:
        self._archive = archive
        self._speech = speech
        self._today = today
        self._most = most

    def _readings(self, words: str) -> Iterator[str]:
        """Words as typed; then, for where those find nothing, in the other language, if they can be said in it."""
        yield words
        if words and (other := translated(words)) and _says_enough(other):
            yield other.words

    def _found(self, words: str, period: Period | None = None) -> tuple[str, Found, Snapshot]:
        """What words mean, and the words themselves: those of the other language where only they find anything."""
        first, last = (period.first, period.last) if period else (None, None)
        typed, snapshot = self._archive.about(words, first, last)
        # A Chinese question that an English archive knows but a name or a number of is asked in English too.
        if not typed.total and (not typed.numbers or has_han(words)) and words and (other := translated(words)):
            said = other.words if _says_enough(other) else ""
            found, latest = self._archive.about(said, first, last) if said else (Found(), snapshot)
            if found.corrections:  # nobody mistyped them: what the archive does not know is left out
                said = _without({typed for typed, _ in found.corrections}, said)
                found, latest = self._archive.about(said, first, last) if said else (Found(), latest)
            if found.total or (found.numbers and not typed.numbers):
                return said, found, latest
        return words, typed, snapshot

    def _reading_note(self, asked: str, said: str, correction: str | None) -> tuple[str, ...]:
        """For which words results are shown, and what of a question in another language was left out."""
        other = translated(asked) if said != asked else None
        if other and other.left_out:
            left_out = self._speech.join(list(other.left_out))
            return (
                self._speech.say("{left_out} is not known here; this is about {words}.", left_out=left_out, words=said),
            )
        return self._corrected_note(correction)

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

    def _either_way(self, given: Answer, request: OnThisDay | About) -> Answer:
        """``given`` with how "11/3" was read, and with the other day to ask for."""
        if request.otherwise is None or request.skip:
            return given
        say, other = self._speech.say, request.otherwise
        if isinstance(request, OnThisDay):
            day, instead = self._speech.month_and_day(request.month, request.day), (other.month, other.day)
            ask = say("on this day {day}", day=self._speech.month_and_day(*instead))
        else:
            day, ask = self._period(request), self._speech.date(other)
        note = say("Day and month were read as {day}. The other way round: {ask}", day=day, ask=ask)
        return replace(given, notes=(*given.notes, note), suggestions=(ask, *given.suggestions))

    def _page(self, numbers: Sequence[int], skip: int) -> Sequence[int]:
        return numbers[skip : skip + self._most]

    def _corrected_note(self, correction: str | None) -> tuple[str, ...]:
        return (self._speech.say("Showing results for {words}", words=correction),) if correction else ()

    def _period(self, request: OnThisDay | About) -> str:
        period: Period | None = request.period
        return period_words(self._speech, period) if period else ""


def _says_enough(other: Translation) -> bool:
    """Whether a translation says what was asked: with words left out, it has to name something; "war" names nothing."""
    words = other.words.split()
    return not other.left_out or any(word[0].isupper() or not is_familiar(fold(word)) for word in words)


def _without(unknown: set[str], words: str) -> str:
    return " ".join(word for word in words.split() if unknown.isdisjoint(query_tokens(word)))
