"""What the ledger says of an occurrence, for people to read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import RowMapping, func, select

from bot.digest.carrier import Posted
from bot.digest.failures import Cause
from bot.digest.schedule import Occurrence, State
from bot.digest.schedules import schedule_of
from bot.store.store import Store
from bot.store.tables import occurrences, schedules

RECORDED = (*occurrences.c, *schedules.c)
"""The columns that a record is made of."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the ledger says of an occurrence.

    ``channel`` (an id) is where it was posted, or tried last: not where its schedule posts by now. None for what is
    not begun, or came to nothing before anybody tried.
    """

    occurrence: Occurrence
    state: State
    attempts: int
    channel: int | None
    posted: Posted | None
    cause: Cause | None
    error: str
    planned: dt.datetime
    finished: dt.datetime | None


async def read_records(
    store: Store, schedule: int | None = None, guild: int | None = None, most: int = 14
) -> list[Record]:
    """The last ``most`` records of a schedule, of a guild or of all, the latest first."""
    query = select(*RECORDED).join(schedules, schedules.c.id == occurrences.c.schedule)
    if schedule is not None:
        query = query.where(occurrences.c.schedule == schedule)
    if guild is not None:
        query = query.where(schedules.c.guild == guild)
    query = query.order_by(occurrences.c.day.desc(), occurrences.c.id.desc()).limit(most)
    async with store.reading() as connection:
        return [record_of(row) for row in (await connection.execute(query)).mappings()]


async def count_due(store: Store, now: dt.datetime) -> int:
    """How many occurrences are due and not over, those that are not planned yet among them."""
    planned = select(func.count()).where(occurrences.c.ready.is_not(None), occurrences.c.due <= now)
    unplanned = select(func.count()).where(schedules.c.next_due <= now)
    async with store.reading() as connection:
        counts = [(await connection.execute(query)).scalar_one() for query in (planned, unplanned)]
    return sum(counts)


def occurrence_of(row: RowMapping) -> Occurrence:
    """An occurrence from what a query of RECORDED gave."""
    return Occurrence(schedule_of(row), row[occurrences.c.day], row[occurrences.c.due])


def cause_of(row: RowMapping) -> Cause | None:
    """Why it was refused last."""
    cause = row[occurrences.c.cause]
    return Cause(cause) if cause else None


def record_of(row: RowMapping) -> Record:
    """A record from what a query of RECORDED gave."""
    channel, message = row[occurrences.c.channel], row[occurrences.c.message]
    return Record(
        occurrence=occurrence_of(row),
        state=State(row[occurrences.c.state]),
        attempts=row[occurrences.c.attempts],
        channel=channel,
        posted=Posted(channel, message) if channel and message else None,
        cause=cause_of(row),
        error=row[occurrences.c.error],
        planned=row[occurrences.c.planned],
        finished=row[occurrences.c.finished],
    )
