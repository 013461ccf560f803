"""Why an event is in an answer, in words."""

from __future__ import annotations

import datetime as dt
import re

from bot.archive.archive import Archive
from bot.archive.entry import Entry
from bot.archive.lookup import Found
from bot.archive.related import RelatedEvent
from bot.archive.snapshot import Snapshot
from bot.archive.words import fold, is_unspaced, query_tokens, tokens
from bot.speech import Speech
from bot.talk.requests import Period

_MOST_CONTEXTS = 3
_MANY_SOURCES = 3
_MOST_WORDS = 3
# A longer stretch of Chinese is a sentence, and these signs at its ends belong to what stands around it.
_LONGEST_RUN = 8
_JOINING = "的了在和与及是为从被将已向对于年月日时"
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")


def period_words(speech: Speech, period: Period) -> str:
    """A period as people say it: a date, a month, a year, or from one date to another."""
    if period.is_day:
        return speech.date(period.first)
    if period.is_month:
        return speech.month(period.first)
    if period.is_year:
        return speech.year(period.first.year)
    if period.is_months:
        return speech.say("{first} to {last}", first=speech.month(period.first), last=speech.month(period.last))
    if period.first == dt.date(period.first.year, 1, 1) and period.last == dt.date(period.last.year, 12, 31):
        if period.first.year == dt.MINYEAR:
            return speech.say("the years to {last}", last=str(period.last.year))
        if period.last.year == dt.MAXYEAR:
            return speech.say("the years from {first}", first=str(period.first.year))
        return speech.say("the years {first} to {last}", first=str(period.first.year), last=str(period.last.year))
    if period.last == dt.date.max:
        return speech.say("the time from {first}", first=speech.date(period.first))
    if period.first == dt.date.min:
        return speech.say("the time to {last}", last=speech.date(period.last))
    return speech.say("{first} to {last}", first=speech.date(period.first), last=speech.date(period.last))


def when_words(speech: Speech, period: Period) -> str:
    """A period as it stands behind "what happened": "in 2013", "on 18 January 2013", "from 9 to 15 March 2013"."""
    if period.is_day:
        return speech.say("on {date}", date=speech.date(period.first))
    if period.is_month or period.is_year:
        return speech.say("in {period}", period=period_words(speech, period))
    whole_years = (period.first.month, period.first.day, period.last.month, period.last.day) == (1, 1, 12, 31)
    tell = (lambda day: speech.year(day.year)) if whole_years else speech.month if period.is_months else speech.date
    if period.last == dt.date.max:
        return speech.say("since {first}", first=tell(period.first))
    if period.first == dt.date.min:
        return speech.say("until {last}", last=tell(period.last))
    return speech.say("from {first} to {last}", first=tell(period.first), last=tell(period.last))


def long_ago(speech: Speech, date: dt.date, today: dt.date) -> str:
    """How many full years ago a date was; "" for less than one."""
    years = today.year - date.year - ((today.month, today.day) < (date.month, date.day))
    return speech.count("{n} year ago", "{n} years ago", years) if years > 0 else ""


def anniversary_reason(speech: Speech, archive: Archive, snapshot: Snapshot, number: int, year: int) -> str:
    """How many years before ``year``, and what makes the event worth telling where the archive shows it."""
    years = years_ago(speech, snapshot.date(number), year)
    why = why_told(speech, archive, snapshot, number)
    return speech.say("{years}; {why}", years=years, why=why) if why else years


def years_ago(speech: Speech, date: dt.date, year: int) -> str:
    """How many years before ``year`` an anniversary's date was."""
    return speech.count("{n} year ago", "{n} years ago", year - date.year)


def why_told(speech: Speech, archive: Archive, snapshot: Snapshot, number: int) -> str:
    """What makes an event worth telling, where the archive shows it; else ""."""
    echo = archive.echo(snapshot, number)
    name = _as_written(snapshot.entry(number), echo.context) if echo.context else ""
    if name and echo.first_of:
        return speech.count(
            "the first of {n} event about {context}", "the first of {n} events about {context}",
            echo.first_of + 1, context=name,
        )  # fmt: skip
    if name and echo.month_after:
        return speech.count(
            "{n} more event about {context} in the month after", "{n} more events about {context} in the month after",
            echo.month_after, context=name,
        )  # fmt: skip
    if echo.sources >= _MANY_SOURCES:
        return speech.count("told by {n} source", "told by {n} sources", echo.sources)
    return ""


def match_reason(speech: Speech, entry: Entry, wanted: set[str], found: Found) -> str:
    """Which of its contexts an event was found by, where its own text does not say the words ``wanted``."""
    if entry.number in found.readings:
        return speech.say("in case you meant {word}", word=found.readings[entry.number])
    missing = wanted.difference(tokens(entry.event.headline))
    if missing:
        missing = missing.difference(tokens(entry.event.summary))
    if not missing:
        return ""
    named = [name for name in entry.event.contexts if not missing.isdisjoint(tokens(name))][:_MOST_CONTEXTS]
    return speech.say("filed under {contexts}", contexts=speech.join(named)) if named else ""


def related_reason(speech: Speech, event: RelatedEvent, other: Entry) -> str:
    """What ties a related event to the one asked about, and how far apart they are."""
    when = apart(speech, event.days)
    names = [_as_written(other, context) for context in event.contexts[:_MOST_CONTEXTS]]
    if names:
        return speech.say("also about {contexts}, {when}", contexts=speech.join(names), when=when)
    if event.listed:
        return speech.say("listed on its page, {when}", when=when)
    if words := _as_spoken(other, event.words):
        return speech.say("also speaks of {words}, {when}", words=speech.join(words), when=when)
    return speech.say("like other events around it, {when}", when=when)


def _as_spoken(entry: Entry, words: tuple[str, ...]) -> list[str]:
    """Some of these folded words as an event's page writes them, the first ones of the words first."""
    event = entry.event
    text = " ".join((event.headline, event.summary, *event.contexts))
    spoken: dict[str, str] = {}
    for word in _WORD.findall(text):
        spoken.setdefault(query_tokens(word)[0] if word.isascii() else fold(word), word)
    found = [spoken[word] for word in words if word in spoken and not is_unspaced(word)]
    return (found or _runs(text, {word for word in words if is_unspaced(word)}))[:_MOST_WORDS]


def _runs(text: str, pairs: set[str]) -> list[str]:
    """The longest stretches of a text written without spaces whose neighbouring characters are all among ``pairs``."""
    folded = fold(text)
    if len(folded) != len(text):
        return []
    found: dict[str, None] = {}
    start = 0
    for place in range(1, len(text) + 1):
        if folded[place - 1 : place + 1] not in pairs or place == len(text):
            run = text[start:place].strip(_JOINING)
            if 1 < len(run) <= _LONGEST_RUN:
                found[run] = None
            start = place
    return sorted(found, key=len, reverse=True)


def apart(speech: Speech, days: int) -> str:
    """How long after the one event the other was, in the largest unit that fits; negative days are before."""
    if days == 0:
        return speech.say("the same day")
    length = abs(days)
    in_days = length < 14 and length != 7
    if days > 0:
        if in_days:
            return speech.count("a day later", "{n} days later", length)
        if length < 61:
            return speech.count("a week later", "{n} weeks later", length // 7)
        if length < 730:
            return speech.count("a month later", "{n} months later", round(length / 30.44))
        return speech.count("a year later", "{n} years later", round(length / 365.25))
    if in_days:
        return speech.count("a day earlier", "{n} days earlier", length)
    if length < 61:
        return speech.count("a week earlier", "{n} weeks earlier", length // 7)
    if length < 730:
        return speech.count("a month earlier", "{n} months earlier", round(length / 30.44))
    return speech.count("a year earlier", "{n} years earlier", round(length / 365.25))


def _as_written(entry: Entry, context: str) -> str:
    """A folded context as the event's page writes it."""
    return next((name for name in entry.event.contexts if fold(name) == context), context)
