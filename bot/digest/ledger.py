"""The record of what became of every occurrence: UNIQUE (schedule, local date), and it alone decides.

planned -> sending -> sent | failed | missed | empty. Claiming an occurrence makes it *sending*, in one transaction, for
as long as a lease; so whoever finds one in *sending* knows that it may have been posted, and looks before posting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digest.carrier import Posted
from bot.digest.failures import Cause
from bot.digest.planning import plan_due
from bot.digest.schedule import DEADLINE, Occurrence, State
from bot.digest.schedules import pause, schedule_of
from bot.store.store import Store
from bot.store.tables import guilds, occurrences, schedules, shown

LEASE = dt.timedelta(minutes=3)
"""How long a claim holds. A delivery that takes longer has to be given up before."""

DAYS_TO_PAUSE = 3
"""A schedule is paused when so many occurrences in a row have failed."""

_YEARS_WITHOUT_REPEATING = 2

RECORDED = (*occurrences.c, *schedules.c)
"""The columns that a record is made of."""

_CLAIMED = (*RECORDED, guilds.c.language)


@dataclass(frozen=True, slots=True)
class Claim:
    """An occurrence that is ours to deliver until ``lease``.

    ``begun_in`` is the channel where it may be posted already, since ``planned``: somebody began to, and did not
    record the end. ``running`` is False where nothing may be posted now: paused, or the guild left. ``attempts``
    counts this one too; ``cause`` and ``error`` are what became of the last. ``language`` is the guild's ("" for none
    set), ``id`` the ledger's own number.
    """

    id: int
    occurrence: Occurrence
    lease: dt.datetime
    planned: dt.datetime
    attempts: int
    begun_in: int | None
    cause: Cause | None
    error: str
    running: bool
    language: str


@dataclass(frozen=True, slots=True)
class Record:
    """What the ledger says of an occurrence."""

    occurrence: Occurrence
    state: State
    attempts: int
    posted: Posted | None
    cause: Cause | None
    error: str
    planned: dt.datetime
    finished: dt.datetime | None


class Ledger:
    """The ledger in a store, as one process writes it. ``owner`` is this process's name among those that do."""

    def __init__(self, store: Store, owner: str) -> None:
        self._store = store
        self._owner = owner

    async def plan(self, now: dt.datetime) -> None:
        """Take in what has become due."""
        await plan_due(self._store, now)

    async def claim(self, now: dt.datetime, most: int, busy: Collection[int] = ()) -> list[Claim]:
        """Up to ``most`` occurrences, now ours, the longest ready first: one a guild, and none of the guilds ``busy``.

        Of what is paused only that is given which has to be settled: begun by somebody, or past its deadline.
        """
        late = and_(occurrences.c.state == State.PLANNED.value, occurrences.c.due <= now - DEADLINE)
        running = schedules.c.next_due.is_not(None)
        query = (
            select(*_CLAIMED)
            .join(schedules, schedules.c.id == occurrences.c.schedule)
            .join(guilds, guilds.c.id == schedules.c.guild)
            .where(occurrences.c.ready <= now, or_(running, late, occurrences.c.state == State.SENDING.value))
            .order_by(occurrences.c.ready, occurrences.c.id)
            .limit(most)
            .with_for_update(skip_locked=True, of=occurrences)
        )
        if busy:
            query = query.where(schedules.c.guild.not_in(busy))
        async with self._store.writing() as connection:
            of_guilds = {
                row[schedules.c.guild]: row for row in (await connection.execute(query)).mappings().all()[::-1]
            }
            claims = [self._claim(row, now) for row in of_guilds.values()][::-1]
            if claims:
                values = {"state": State.SENDING.value, "owner": self._owner, "ready": now + LEASE, "claimed": now}
                change = update(occurrences).where(occurrences.c.id == bindparam("which"))
                change = change.values(**values, attempts=occurrences.c.attempts + 1, channel=bindparam("where"))
                places = [
                    {"which": claim.id, "where": claim.begun_in or claim.occurrence.schedule.plan.channel}
                    for claim in claims
                ]
                await connection.execute(change, places)
        return claims

    async def sent(self, claim: Claim, posted: Posted, events: Sequence[str], now: dt.datetime) -> None:
        """Record where an occurrence was posted, and which events (ids) it showed."""
        values = {"state": State.SENT.value, "channel": posted.channel, "message": posted.message, "cause": None}
        async with self._store.writing() as connection:
            if await self._end(connection, claim, now, values | {"error": ""}) and events:
                same = {"occurrence": claim.id, "channel": claim.occurrence.schedule.plan.channel}
                rows = [{**same, "day": claim.occurrence.day, "event": event} for event in dict.fromkeys(events)]
                await connection.execute(self._store.insert_new(shown), rows)

    async def empty(self, claim: Claim, now: dt.datetime) -> None:
        """Record that there was nothing to say."""
        async with self._store.writing() as connection:
            values = {"state": State.EMPTY.value, "channel": None, "cause": None, "error": ""}
            await self._end(connection, claim, now, values)

    async def missed(self, claim: Claim, error: str, now: dt.datetime) -> None:
        """Record that the deadline came first, and why."""
        async with self._store.writing() as connection:
            values = {"state": State.MISSED.value, "channel": None, "cause": None, "error": error}
            await self._end(connection, claim, now, values)

    async def failed(self, claim: Claim, cause: Cause | None, error: str, now: dt.datetime) -> bool:
        """Record that it could not be posted; whether the schedule is paused now, the third time in a row."""
        values = {"state": State.FAILED.value, "cause": cause and cause.value, "error": error}
        async with self._store.writing() as connection:
            if not await self._end(connection, claim, now, values) or cause is None:
                return False
            if not await _has_failed_too_often(connection, claim.occurrence.schedule.id):
                return False
            await pause(connection, claim.occurrence.schedule.id, cause)
            return True

    async def again(
        self, claim: Claim, ready: dt.datetime, error: str, *, begun: bool, cause: Cause | None = None
    ) -> None:
        """Give a claim back, to be claimed from ``ready`` on; ``begun`` when it may have been posted."""
        values: dict[str, Any] = {"ready": ready, "error": error, "cause": cause and cause.value, "owner": None}
        values |= {} if begun else {"state": State.PLANNED.value, "channel": None}
        async with self._store.writing() as connection:
            await connection.execute(update(occurrences).where(*self._ours(claim)).values(values))

    async def shown_before(self, channel: int, day: dt.date) -> frozenset[str]:
        """The events (ids) that were shown in a channel on the same date in the last two years."""
        days = [_years_before(day, years) for years in range(1, _YEARS_WITHOUT_REPEATING + 1)]
        query = select(shown.c.event).where(shown.c.channel == channel, shown.c.day.in_(filter(None, days)))
        async with self._store.reading() as connection:
            return frozenset((await connection.execute(query)).scalars())

    async def next_wake(self) -> dt.datetime | None:
        """The first instant at which something is due or to be claimed; None when nothing ever will be."""
        running = or_(schedules.c.next_due.is_not(None), occurrences.c.state == State.SENDING.value)
        ready = (
            select(func.min(occurrences.c.ready))
            .join(schedules, schedules.c.id == occurrences.c.schedule)
            .where(occurrences.c.ready.is_not(None), running)
        )
        async with self._store.reading() as connection:
            due = (await connection.execute(select(func.min(schedules.c.next_due)))).scalar_one()
            claimed = (await connection.execute(ready)).scalar_one()
        return min(filter(None, (due, claimed)), default=None)

    async def waiting(self, now: dt.datetime) -> int:
        """How many occurrences are due and not over, those that are not planned yet among them."""
        open_ = select(func.count()).where(occurrences.c.ready.is_not(None), occurrences.c.due <= now)
        unplanned = select(func.count()).where(schedules.c.next_due <= now)
        async with self._store.reading() as connection:
            counts = [(await connection.execute(query)).scalar_one() for query in (open_, unplanned)]
        return sum(counts)

    async def records(self, schedule: int | None = None, guild: int | None = None, most: int = 14) -> list[Record]:
        """The last ``most`` records of a schedule, of a guild or of all, the latest first."""
        query = select(*RECORDED).join(schedules, schedules.c.id == occurrences.c.schedule)
        if schedule is not None:
            query = query.where(occurrences.c.schedule == schedule)
        if guild is not None:
            query = query.where(schedules.c.guild == guild)
        query = query.order_by(occurrences.c.day.desc(), occurrences.c.id.desc()).limit(most)
        async with self._store.reading() as connection:
            return [record_of(row) for row in (await connection.execute(query)).mappings()]

    def _claim(self, row: RowMapping, now: dt.datetime) -> Claim:
        return Claim(
            id=row[occurrences.c.id],
            occurrence=_occurrence(row),
            lease=now + LEASE,
            planned=row[occurrences.c.planned],
            attempts=row[occurrences.c.attempts] + 1,
            begun_in=row[occurrences.c.channel] if row[occurrences.c.state] == State.SENDING.value else None,
            cause=_cause(row),
            error=row[occurrences.c.error],
            running=row[schedules.c.next_due] is not None,
            language=row[guilds.c.language],
        )

    async def _end(self, connection: AsyncConnection, claim: Claim, now: dt.datetime, values: dict[str, Any]) -> bool:
        """Write the end of an occurrence; whether it was still ours."""
        ended = {**values, "ready": None, "owner": None, "finished": now}
        return bool((await connection.execute(update(occurrences).where(*self._ours(claim)).values(ended))).rowcount)

    def _ours(self, claim: Claim) -> tuple[ColumnElement[bool], ...]:
        still = occurrences.c.state == State.SENDING.value
        return (
            occurrences.c.id == claim.id,
            occurrences.c.owner == self._owner,
            # A claim that outlived its lease is no longer ours, even where we ourselves claimed anew.
            occurrences.c.attempts == claim.attempts,
            still,
        )


async def _has_failed_too_often(connection: AsyncConnection, schedule: int) -> bool:
    """Whether the last three occurrences that had something to say failed, all since the schedule was last changed."""
    query = (
        select(occurrences.c.cause)
        .join(schedules, schedules.c.id == occurrences.c.schedule)
        .where(schedules.c.id == schedule, occurrences.c.finished >= schedules.c.renewed)
        .where(occurrences.c.state != State.EMPTY.value)
        .order_by(occurrences.c.day.desc())
        .limit(DAYS_TO_PAUSE)
    )
    causes = (await connection.execute(query)).scalars().all()
    return len(causes) == DAYS_TO_PAUSE and None not in causes


def _years_before(day: dt.date, years: int) -> dt.date | None:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return None


def _occurrence(row: RowMapping) -> Occurrence:
    return Occurrence(schedule_of(row), row[occurrences.c.day], row[occurrences.c.due])


def _cause(row: RowMapping) -> Cause | None:
    cause = row[occurrences.c.cause]
    return Cause(cause) if cause else None


def record_of(row: RowMapping) -> Record:
    """A record from what a query of RECORDED gave."""
    channel, message = row[occurrences.c.channel], row[occurrences.c.message]
    return Record(
        occurrence=_occurrence(row),
        state=State(row[occurrences.c.state]),
        attempts=row[occurrences.c.attempts],
        posted=Posted(channel, message) if channel and message else None,
        cause=_cause(row),
        error=row[occurrences.c.error],
        planned=row[occurrences.c.planned],
        finished=row[occurrences.c.finished],
    )
