"""Claiming occurrences: one transaction makes them ours for as long as a lease, whoever else is claiming."""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, RowMapping, and_, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digest.failures import Cause
from bot.digest.records import RECORDED, cause_of, occurrence_of
from bot.digest.schedule import DEADLINE, Occurrence, State
from bot.store.store import Store
from bot.store.tables import guilds, occurrences, schedules, shown

LEASE = dt.timedelta(minutes=3)
"""How long a claim holds. A delivery that takes longer has to be given up before."""

FOR_ITS_OWN = dt.timedelta(minutes=1)
"""How long what is ready is left to the process it belongs to; then it is anybody's."""

Ours = Callable[[ColumnElement[int]], ColumnElement[bool]]
"""Says of a column of guilds, in SQL, which of them belong to this process."""

_YEARS_WITHOUT_REPEATING = 2
_CLAIMED = (*RECORDED, guilds.c.language)


@dataclass(frozen=True, slots=True)
class Claim:
    """An occurrence that is ours to deliver until ``lease``.

    ``begun_in`` is the channel where it may be posted already, since ``planned``: somebody began to, and did not
    record the end. ``running`` is False where nothing may be posted now: paused, or the guild left. ``attempts``
    counts this one too; ``cause`` and ``error`` are what became of the last. ``shown`` are the events (ids) that the
    channel was shown on the same date in the last two years. ``language`` is the guild's ("" for none set), ``id`` the
    ledger's own number.
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
    shown: frozenset[str]
    language: str


async def claim_some(
    store: Store, owner: str, now: dt.datetime, most: int, busy: Collection[int] = (), ours: Ours | None = None
) -> list[Claim]:
    """Up to ``most`` occurrences, now ours, the longest ready first: one a guild, and none of the guilds ``busy``.

    With ``ours``, of other guilds only what has been ready for a minute, since nobody seems to be there for them.

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
    if ours is not None:
        query = query.where(or_(ours(schedules.c.guild), occurrences.c.ready <= now - FOR_ITS_OWN))
    if busy:
        query = query.where(schedules.c.guild.not_in(busy))
    async with store.writing() as connection:
        rows = (await connection.execute(query)).mappings().all()
        one_each = list({row[schedules.c.guild]: row for row in rows[::-1]}.values())[::-1]
        wanted = {(row[schedules.c.channel], row[occurrences.c.day]) for row in one_each}
        before = await shown_before(connection, wanted)
        claims = [_claim(row, now, before) for row in one_each]
        if claims:
            values = {"state": State.SENDING.value, "owner": owner, "ready": now + LEASE, "claimed": now}
            change = update(occurrences).where(occurrences.c.id == bindparam("which"))
            change = change.values(**values, attempts=occurrences.c.attempts + 1, channel=bindparam("where"))
            places = [
                {"which": claim.id, "where": claim.begun_in or claim.occurrence.schedule.plan.channel}
                for claim in claims
            ]
            await connection.execute(change, places)
    return claims


def _claim(row: RowMapping, now: dt.datetime, before: Mapping[tuple[int, dt.date], frozenset[str]]) -> Claim:
    return Claim(
        id=row[occurrences.c.id],
        occurrence=occurrence_of(row),
        lease=now + LEASE,
        planned=row[occurrences.c.planned],
        attempts=row[occurrences.c.attempts] + 1,
        begun_in=row[occurrences.c.channel] if row[occurrences.c.state] == State.SENDING.value else None,
        cause=cause_of(row),
        error=row[occurrences.c.error],
        running=row[schedules.c.next_due] is not None,
        shown=before.get((row[schedules.c.channel], row[occurrences.c.day]), frozenset()),
        language=row[guilds.c.language],
    )


async def shown_before(
    connection: AsyncConnection, wanted: Collection[tuple[int, dt.date]]
) -> dict[tuple[int, dt.date], frozenset[str]]:
    """For each channel (its id) and date: the events (ids) shown there on the same date in the last two years."""
    days = {before for _, day in wanted for before in _years_before(day)}
    if not days:
        return {}
    channels = {channel for channel, _ in wanted}
    query = select(shown.c.channel, shown.c.day, shown.c.event).where(
        shown.c.channel.in_(channels), shown.c.day.in_(days)
    )
    found: dict[tuple[int, dt.date], set[str]] = {}
    for channel, day, event in await connection.execute(query):
        found.setdefault((channel, day), set()).add(event)
    return {
        (channel, day): frozenset().union(*(found.get((channel, before), ()) for before in _years_before(day)))
        for channel, day in wanted
    }


def _years_before(day: dt.date) -> list[dt.date]:
    """The same date in each of the last two years that had it."""
    years = range(day.year - _YEARS_WITHOUT_REPEATING, day.year)
    return [day.replace(year=year) for year in years if (day.month, day.day) != (2, 29) or isleap(year)]
