"""Writing into the ledger what has become due: each local date once, in one transaction with going on to the next."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from bot.digest.calendar import NoSuchZone, local_date, on_or_after
from bot.digest.failures import WAS_DOWN, Cause
from bot.digest.schedule import Occurrence, State
from bot.digest.schedules import NoSuchSchedule, pause, schedule_of
from bot.store.guilds import KEPT_IN_LEDGER
from bot.store.store import Store
from bot.store.tables import occurrences, schedules

_DAY = dt.timedelta(days=1)
# So many schedules, and local dates of them all, in one transaction: few enough that others, and the event loop, need
# not wait.
_AT_ONCE = 100
_DATES_AT_ONCE = 400


class AlreadyPosted(Exception):
    """Today's digest of a schedule is posted or just being posted."""


class NotRunning(Exception):
    """The schedule is paused; it has to be resumed first."""


async def plan_some(store: Store, now: dt.datetime) -> bool:
    """Have the ledger hold what was due up to ``now`` for the schedules waiting longest; whether there are more.

    What has passed its deadline is recorded as missed. Several processes may do this at the same time.
    """
    wanted = select(schedules).where(schedules.c.next_due <= now).order_by(schedules.c.next_due).limit(_AT_ONCE)
    async with store.writing() as connection:
        rows = (await connection.execute(wanted.with_for_update(skip_locked=True))).all()
        new: list[dict[str, Any]] = []
        following: list[dict[str, Any]] = []
        more = len(rows) == _AT_ONCE
        for row in rows:
            if len(new) >= _DATES_AT_ONCE:
                more = True
                break
            try:
                found, after = _found_due(row, now, _DATES_AT_ONCE - len(new))
            except NoSuchZone:
                await pause(connection, row.id, Cause.ZONE_UNKNOWN)
                continue
            new += found
            more |= after.due <= now
            following.append({"which": row.id, "next_day": after.day, "next_due": after.due})
        if new:
            await connection.execute(store.insert_new(occurrences), new)
        if following:
            await connection.execute(update(schedules).where(schedules.c.id == bindparam("which")), following)
    return more


async def plan_today(store: Store, guild: int, id_: int, now: dt.datetime) -> Occurrence:
    """Have today's occurrence of a schedule be due now; what was due later today is then done.

    Also for one that failed, was missed or had nothing to say today. Raises NoSuchSchedule, NotRunning, NoSuchZone
    and AlreadyPosted.
    """
    async with store.writing() as connection:
        query = select(schedules).where(schedules.c.id == id_, schedules.c.guild == guild).with_for_update()
        row = (await connection.execute(query)).one_or_none()
        if row is None:
            raise NoSuchSchedule
        if row.next_due is None:
            raise NotRunning
        schedule = schedule_of(row._mapping)
        today = local_date(schedule, now)
        values = _planned(id_, today, now, now)
        here = (occurrences.c.schedule == id_, occurrences.c.day == today)
        if not (await connection.execute(store.insert_new(occurrences), values)).rowcount:
            again = (State.PLANNED, State.FAILED, State.MISSED, State.EMPTY)
            values |= {"finished": None, "cause": None, "error": ""}
            changed = update(occurrences).where(*here, occurrences.c.state.in_(again)).values(values)
            if not (await connection.execute(changed)).rowcount:
                raise AlreadyPosted
        if row.next_day <= today:
            following = on_or_after(schedule, today + _DAY, now)
            going_on = {"next_day": following.day, "next_due": following.due}
            await connection.execute(update(schedules).where(schedules.c.id == id_).values(going_on))
    return Occurrence(schedule, today, now)


def _found_due(row: Row[Any], now: dt.datetime, most: int) -> tuple[list[dict[str, Any]], Occurrence]:
    """What is due of a schedule on up to ``most`` dates, as rows, and what follows then."""
    schedule = schedule_of(row._mapping)
    # What the ledger would forget at once is not written down.
    first = max(row.next_day, (now - KEPT_IN_LEDGER).date())
    occurrence = on_or_after(schedule, first, row.next_due)
    found: list[dict[str, Any]] = []
    while occurrence.due <= now and len(found) < most:
        values = _planned(schedule.id, occurrence.day, occurrence.due, now)
        if occurrence.deadline <= now:
            values |= {"state": State.MISSED.value, "error": WAS_DOWN, "ready": None, "finished": now}
        found.append(values)
        occurrence = on_or_after(schedule, occurrence.day + _DAY, occurrence.due)
    return found, occurrence


def _planned(schedule: int, day: dt.date, due: dt.datetime, now: dt.datetime) -> dict[str, Any]:
    return {
        "schedule": schedule, "day": day, "due": due, "state": State.PLANNED.value, "planned": now, "ready": due,
        "error": "", "finished": None,
    }  # fmt: skip
