"""Why an event is in a digest: how many years ago it was, and what made it be chosen, in one line."""

from __future__ import annotations

import datetime as dt

import numpy as np

from bot.archive.archive import Archive
from bot.archive.kinds import Kind
from bot.archive.snapshot import Snapshot
from bot.digest.picking import Candidates
from bot.speech import Speech
from bot.talk.reasons import why_told, years_ago

# The standing in its year that is worth telling, and how many more events than that the year must have.
_STANDINGS = (10, 25, 50, 100, 250)
_MANY_MORE = 4


def digest_reason(voice: Speech, archive: Archive, candidates: Candidates, number: int, day: dt.date) -> str:
    """How many years ago an event was on a local date, and why it was chosen."""
    snapshot = candidates.snapshot
    date = snapshot.date(number)
    if number in candidates.marked:
        why = voice.say("still spoken of on this day in {year}", year=voice.year(candidates.marked[number]))
    else:
        why = why_told(voice, archive, snapshot, number) or _standing(voice, snapshot, number)
        # Where there was nothing to choose from, no kind was preferred.
        alone = len(candidates.numbers) == _events_on(snapshot, date) == 1
        told = candidates.kind(number)
        why = why or (_of_its_kind(voice, told.kind) if told.may_be_told and not alone else "")
        why = why or _of_its_date(voice, date, _events_on(snapshot, date))
    return voice.say("{years}; {why}", years=years_ago(voice, date, day.year), why=why)


def _standing(voice: Speech, snapshot: Snapshot, number: int) -> str:
    """That an event is among the first of its year; "" for others."""
    year = snapshot.date(number).year
    importance = snapshot.contents.importance[snapshot.of_year(year)]
    before = int(np.count_nonzero(importance > snapshot.contents.importance[number]))
    for standing in _STANDINGS:
        if before < standing and len(importance) >= _MANY_MORE * standing:
            return voice.say(
                "among the {n} most telling of {total} events of {year}",
                n=voice.number(standing), total=voice.number(len(importance)), year=voice.year(year),
            )  # fmt: skip
    return ""


def _of_its_kind(voice: Speech, kind: Kind) -> str:
    """What it adds to the mixture of a digest."""
    return {
        Kind.WAR: voice.say("chosen for what it tells of war and violence"),
        Kind.DISASTER: voice.say("chosen for the disaster it tells of"),
        Kind.POLITICS: voice.say("chosen for the day's politics"),
        Kind.LAW: voice.say("chosen for the day's law and justice"),
        Kind.BUSINESS: voice.say("chosen for the day's business"),
        Kind.SCIENCE: voice.say("chosen for the day's science"),
        Kind.ARTS: voice.say("chosen for the day's arts and culture"),
        Kind.SPORT: voice.say("chosen for the day's sport"),
        Kind.OTHER: "",
    }[kind]


def _events_on(snapshot: Snapshot, date: dt.date) -> int:
    of_day = snapshot.between(date, date)
    return len(range(of_day.start, of_day.stop))


def _of_its_date(voice: Speech, date: dt.date, events: int) -> str:
    """Among how many events of its date it stands."""
    told = voice.date(date)
    if events == 1:  # not as a plural's form: Chinese has one for all numbers
        return voice.say("the archive's only event of {date}", date=told)
    return voice.count(
        "one of the archive's {n} event of {date}", "one of the archive's {n} events of {date}", events, date=told
    )
