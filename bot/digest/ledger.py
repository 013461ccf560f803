"""The record of what became of every occurrence: UNIQUE (schedule, local date), and it alone decides.

planned -> sending -> sent | failed | missed | empty. Claiming an occurrence makes it *sending*, in one transaction, for
as long as a lease; so whoever finds one in *sending* knows that it may have been posted, and looks before posting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digest.carrier import Posted
from bot.digest.claiming import Claim, Ours, claim_some
from bot.digest.failures import Cause
from bot.digest.planning import plan_some
from bot.digest.recording import Recorder
from bot.digest.schedule import State
from bot.digest.schedules import pause
from bot.store.store import Store
from bot.store.tables import occurrences, schedules

DAYS_TO_PAUSE = 3
"""A schedule is paused when so many occurrences in a row have failed."""


class Ledger:
    """The ledger in a store, as one process writes it. ``owner`` is this process's name among those that do.

    ``ours`` says which guilds it is to care for first; None for all of them.
    """

    def __init__(self, store: Store, owner: str, ours: Ours | None = None) -> None:
        self._store = store
        self._owner = owner
        self._ours_first = ours
        self._recorder = Recorder(store, owner)

    async def plan(self, now: dt.datetime) -> bool:
        """Take in some of what has become due; whether there may be more."""
        return await plan_some(self._store, now)

    async def claim(self, now: dt.datetime, most: int, busy: Collection[int] = ()) -> list[Claim]:
        """Up to ``most`` occurrences, now ours: one a guild, and none of the guilds ``busy``."""
        return await claim_some(self._store, self._owner, now, most, busy, self._ours_first)

    async def sent(self, claim: Claim, posted: Posted, events: Sequence[str], now: dt.datetime) -> None:
        """Record where an occurrence was posted, and which events (ids) it showed. Raises NotRecorded."""
        await self._recorder.sent(claim, posted, events, now)

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

    async def release(self, now: dt.datetime) -> None:
        """Let others claim at once what was claimed and never begun, as when a process ends between the two."""
        ours = (occurrences.c.owner == self._owner, occurrences.c.state == State.SENDING.value)
        async with self._store.writing() as connection:
            await connection.execute(update(occurrences).where(*ours).values(ready=now, owner=None))

    async def others(self, now: dt.datetime) -> int:
        """How many other processes have claims that hold."""
        claimed = (occurrences.c.ready > now, occurrences.c.owner.is_not(None), occurrences.c.owner != self._owner)
        async with self._store.reading() as connection:
            count = select(func.count(occurrences.c.owner.distinct())).where(*claimed)
            return int((await connection.execute(count)).scalar_one())

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
