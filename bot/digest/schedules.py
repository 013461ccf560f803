"""The schedules of all guilds: made, changed, paused and removed; and what happens to them when Clio leaves a guild.

Each keeps which local date comes next and when that is due. Whatever is changed, the dates go on one after another:
none that was posted is posted again, none is left out; a time that is over already today is due at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import Row, RowMapping, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digest.calendar import NoSuchZone, first_after, on_or_after
from bot.digest.failures import Cause
from bot.digest.schedule import MOST_IN_GUILD, LeapDay, Occurrence, Plan, Schedule
from bot.store.store import Store
from bot.store.tables import guilds, occurrences, schedules

_DAY = dt.timedelta(days=1)


class TooManySchedules(Exception):
    """A guild has as many schedules as it may have."""


class NoSuchSchedule(Exception):
    """A guild has no schedule with this id (any more)."""


class Schedules:
    """The schedules in a store. ``now`` is always the present instant."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, guild: int, plan: Plan, now: dt.datetime) -> tuple[Schedule, Occurrence]:
        """Keep a new plan; the schedule, and its first occurrence. Raises TooManySchedules and NoSuchZone."""
        first = first_after(Schedule(0, guild, plan, now), now)
        async with self._store.writing() as connection:
            await connection.execute(self._store.insert_new(guilds), {"id": guild})
            # Who adds to the same guild at the same time waits here, so that both cannot be the tenth.
            await connection.execute(select(guilds.c.id).where(guilds.c.id == guild).with_for_update())
            count = select(func.count()).select_from(schedules).where(schedules.c.guild == guild)
            if (await connection.execute(count)).scalar_one() >= MOST_IN_GUILD:
                raise TooManySchedules
            values = {"guild": guild, **plan_values(plan), "created": now, "renewed": now}
            values |= {"next_day": first.day, "next_due": first.due}
            id_ = (await connection.execute(schedules.insert().values(values).returning(schedules.c.id))).scalar_one()
        schedule = Schedule(id_, guild, plan, now)
        return schedule, Occurrence(schedule, first.day, first.due)

    async def of_guild(self, guild: int) -> list[Schedule]:
        """A guild's schedules, the oldest first."""
        async with self._store.reading() as connection:
            query = select(schedules).where(schedules.c.guild == guild).order_by(schedules.c.id)
            return [schedule_of(row._mapping) for row in await connection.execute(query)]

    async def get(self, guild: int, id_: int) -> Schedule:
        """One schedule of a guild. Raises NoSuchSchedule, also for that of another guild."""
        async with self._store.reading() as connection:
            return schedule_of((await _row(connection, guild, id_, to_change=False))._mapping)

    async def coming(self, guild: int | None = None, most: int = 100) -> list[Occurrence]:
        """What comes next of each running schedule (of a guild, or of all), the soonest first."""
        query = select(schedules).where(schedules.c.next_due.is_not(None))
        if guild is not None:
            query = query.where(schedules.c.guild == guild)
        async with self._store.reading() as connection:
            rows = (await connection.execute(query.order_by(schedules.c.next_due, schedules.c.id).limit(most))).all()
        return [Occurrence(schedule_of(row._mapping), row.next_day, row.next_due) for row in rows]

    async def edit(self, guild: int, id_: int, plan: Plan, now: dt.datetime) -> tuple[Schedule, Occurrence | None]:
        """Put another plan in a schedule's place; its next occurrence, None while it is paused.

        The next date stays the next date; when its new time is over already, it is due now. Raises NoSuchSchedule
        and NoSuchZone.
        """
        async with self._store.writing() as connection:
            row = await _row(connection, guild, id_)
            schedule = Schedule(id_, guild, plan, row.created, schedule_of(row._mapping).paused)
            following = None
            values = {**plan_values(plan), "renewed": now}
            if row.next_due is not None:
                following = on_or_after(schedule, row.next_day, now)
                values |= {"next_day": following.day, "next_due": following.due}
            await connection.execute(update(schedules).where(schedules.c.id == id_).values(values))
        return schedule, following

    async def pause(self, guild: int, id_: int, cause: Cause = Cause.BY_HAND) -> None:
        """Post nothing of a schedule until it is resumed. Raises NoSuchSchedule."""
        async with self._store.writing() as connection:
            await _row(connection, guild, id_)
            await pause(connection, id_, cause)

    async def channel_gone(self, guild: int, channel: int) -> list[Schedule]:
        """Post nothing more in a channel that is no longer there; the schedules that are paused for it now."""
        if not any(one.plan.channel == channel and one.paused is None for one in await self.of_guild(guild)):
            return []
        running = (schedules.c.guild == guild, schedules.c.channel == channel, schedules.c.paused.is_(None))
        values = {"paused": Cause.CHANNEL_GONE.value, "next_due": None}
        async with self._store.writing() as connection:
            paused = update(schedules).where(*running).values(values).returning(*schedules.c)
            return [schedule_of(row) for row in (await connection.execute(paused)).mappings()]

    async def resume(self, guild: int, id_: int, now: dt.datetime) -> Occurrence:
        """Go on with a schedule; its next occurrence. What was due meanwhile is not posted. Raises NoSuchSchedule."""
        async with self._store.writing() as connection:
            row = await _row(connection, guild, id_)
            if row.next_due is not None:
                return Occurrence(schedule_of(row._mapping), row.next_day, row.next_due)
            return await _resume(connection, row, now)

    async def remove(self, guild: int, id_: int) -> None:
        """Forget a schedule with all that was posted of it. Raises NoSuchSchedule."""
        async with self._store.writing() as connection:
            await _row(connection, guild, id_)
            await connection.execute(delete(schedules).where(schedules.c.id == id_))

    async def guild_left(self, guild: int, now: dt.datetime) -> None:
        """Post nothing more in a guild; its schedules are kept for 30 days. A guild unknown here is nothing to do."""
        async with self._store.writing() as connection:
            left = update(guilds).where(guilds.c.id == guild, guilds.c.departed.is_(None)).values(departed=now)
            await connection.execute(left)
            await connection.execute(update(schedules).where(schedules.c.guild == guild).values(next_due=None))

    async def guild_joined(self, guild: int, now: dt.datetime) -> None:
        """Go on in a guild that was left: what moderators did not pause runs again. Nothing to do in others."""
        async with self._store.writing() as connection:
            back = update(guilds).where(guilds.c.id == guild, guilds.c.departed.is_not(None)).values(departed=None)
            if (await connection.execute(back)).rowcount:
                query = select(schedules).where(schedules.c.guild == guild, schedules.c.paused.is_(None))
                for row in (await connection.execute(query)).all():
                    try:
                        await _resume(connection, row, now)
                    except NoSuchZone:
                        await pause(connection, row.id, Cause.ZONE_UNKNOWN)

    async def guilds_present(
        self, present: Collection[int], now: dt.datetime, ours: Callable[[int], bool] = lambda guild: True
    ) -> None:
        """Take note of all guilds that Clio is in, once they are known: of those joined or left while nobody looked.

        Where several processes share the guilds, ``ours`` says whether one is for this process to know.
        """
        async with self._store.reading() as connection:
            known = (await connection.execute(select(guilds.c.id, guilds.c.departed))).all()
        here = frozenset(present)
        for id_, departed in known:
            if id_ in here and departed is not None:
                await self.guild_joined(id_, now)
            elif id_ not in here and departed is None and ours(id_):
                await self.guild_left(id_, now)


def schedule_of(row: RowMapping) -> Schedule:
    """A schedule from what a query gave of its table."""
    own = schedules.c
    plan = Plan(
        row[own.channel],
        row[own.time],
        row[own.zone],
        row[own.about],
        row[own.without],
        row[own.size],
        row[own.mention],
        LeapDay(row[own.leap_day]),
    )
    paused = row[own.paused]
    return Schedule(row[own.id], row[own.guild], plan, row[own.created], Cause(paused) if paused else None)


def plan_values(plan: Plan) -> dict[str, Any]:
    """A plan as a row has it."""
    return {
        "channel": plan.channel, "time": plan.time, "zone": plan.zone, "about": plan.about, "without": plan.without,
        "size": plan.size, "mention": plan.mention, "leap_day": plan.leap_day.value,
    }  # fmt: skip


async def pause(connection: AsyncConnection, id_: int, cause: Cause) -> None:
    """Pause a schedule within a transaction."""
    values = {"paused": cause.value, "next_due": None}
    await connection.execute(update(schedules).where(schedules.c.id == id_).values(values))


async def _resume(connection: AsyncConnection, row: Row[Any], now: dt.datetime) -> Occurrence:
    schedule = schedule_of(row._mapping)
    schedule = Schedule(schedule.id, schedule.guild, schedule.plan, schedule.created)
    last = select(func.max(occurrences.c.day)).where(occurrences.c.schedule == row.id)
    following, done = first_after(schedule, now), (await connection.execute(last)).scalar_one()
    if done is not None and following.day <= done:
        following = on_or_after(schedule, done + _DAY, now)
    values = {"paused": None, "renewed": now, "next_day": following.day, "next_due": following.due}
    await connection.execute(update(schedules).where(schedules.c.id == row.id).values(values))
    return following


async def _row(connection: AsyncConnection, guild: int, id_: int, *, to_change: bool = True) -> Row[Any]:
    query = select(schedules).where(schedules.c.id == id_, schedules.c.guild == guild)
    row = (await connection.execute(query.with_for_update() if to_change else query)).one_or_none()
    if row is None:
        raise NoSuchSchedule
    return row
