"""Whether a schedule's digests come, and why one did not: from what is kept alone, without asking any platform."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from bot.digest.failures import Cause
from bot.digest.records import RECORDED, Record, record_of
from bot.digest.schedule import Schedule, State
from bot.digest.schedules import schedule_of
from bot.store.store import Store
from bot.store.tables import guilds, occurrences, schedules

# A running Clio looks at least once a minute.
_UNATTENDED = dt.timedelta(minutes=3)


class Condition(StrEnum):
    """How a schedule is doing."""

    WELL = "well"
    PAUSED = "paused"
    LEFT = "left"
    UNATTENDED = "unattended"
    TRYING = "trying"
    FAILED = "failed"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """How a schedule is doing: when it is due next (None while nothing is to come), and its last record.

    ``cause`` is why it is paused or was refused, where that is known.
    """

    schedule: Schedule
    condition: Condition
    next_due: dt.datetime | None
    last: Record | None
    cause: Cause | None

    @property
    def is_well(self) -> bool:
        """Whether nobody need do anything."""
        return self.condition is Condition.WELL or self.cause is Cause.BY_HAND


async def diagnose(store: Store, now: dt.datetime, guild: int | None = None) -> list[Diagnosis]:
    """How every schedule is doing, of a guild or of all, in the order in which they were made."""
    latest = select(occurrences.c.schedule, func.max(occurrences.c.day).label("day")).group_by(occurrences.c.schedule)
    latest_day = latest.subquery()
    last = (
        select(*RECORDED)
        .join(schedules, schedules.c.id == occurrences.c.schedule)
        .join(
            latest_day,
            (latest_day.c.schedule == occurrences.c.schedule) & (latest_day.c.day == occurrences.c.day),
        )
    )
    every = select(*schedules.c, guilds.c.departed).join(guilds, guilds.c.id == schedules.c.guild)
    if guild is not None:
        last, every = last.where(schedules.c.guild == guild), every.where(schedules.c.guild == guild)
    async with store.reading() as connection:
        records = [record_of(row) for row in (await connection.execute(last)).mappings()]
        rows = (await connection.execute(every.order_by(schedules.c.id))).mappings().all()
    of = {record.occurrence.schedule.id: record for record in records}
    return [
        _diagnosis(schedule_of(row), row[schedules.c.next_due], row[guilds.c.departed] is not None, of, now)
        for row in rows
    ]


def _diagnosis(
    schedule: Schedule, next_due: dt.datetime | None, left: bool, records: dict[int, Record], now: dt.datetime
) -> Diagnosis:
    last = records.get(schedule.id)
    cause = schedule.paused or (last.cause if last else None)
    return Diagnosis(schedule, _condition(schedule, next_due, left, last, now), next_due, last, cause)


def _condition(
    schedule: Schedule, next_due: dt.datetime | None, left: bool, last: Record | None, now: dt.datetime
) -> Condition:
    if left:
        return Condition.LEFT
    if schedule.paused is not None or next_due is None:
        return Condition.PAUSED
    if next_due <= now - _UNATTENDED:
        return Condition.UNATTENDED
    if last is None:
        return Condition.WELL
    match last.state:
        case State.PLANNED | State.SENDING:
            return Condition.TRYING
        case State.FAILED:
            return Condition.FAILED
        case State.MISSED:
            return Condition.MISSED
    return Condition.WELL
