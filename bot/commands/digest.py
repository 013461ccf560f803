"""``clio digest due | ledger``, ``clio guild export | delete``, ``clio doctor``: for whoever runs Clio."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bot.commands.ask import write_json
from bot.commands.opening import Trouble
from bot.digest.diagnosis import Condition, Diagnosis, diagnose
from bot.digest.failures import told
from bot.digest.records import Record, read_records
from bot.digest.schedule import Occurrence, Schedule
from bot.digest.schedules import Schedules
from bot.settings import Settings
from bot.speech import SOURCE_LANGUAGE, speech
from bot.store import FILE_NAME
from bot.store.guilds import Guilds
from bot.store.schema import StoreNewer
from bot.store.store import Store, StoreUnusable
from bot.talk.as_json import json_line
from bot.talk.plain import safe

_T = TypeVar("_T")


def due(settings: Settings, guild: int | None, most: int, *, as_json: bool) -> int:
    """Print what comes next of each running schedule."""
    coming = _with_store(settings, lambda store: Schedules(store).coming(guild, most))
    if as_json:
        write_json(json_line({"due": [_occurrence_object(occurrence) for occurrence in coming]}))
    elif coming:
        print("\n".join(f"{_instant(one.due)}  {_named(one.schedule)}" for one in coming))
    else:
        print("No schedule is running.")
    return 0


def ledger(settings: Settings, guild: int | None, schedule: int | None, most: int, *, as_json: bool) -> int:
    """Print what became of what was due."""
    records = _with_store(settings, lambda store: read_records(store, schedule, guild, most))
    if as_json:
        write_json(json_line({"ledger": [_record_object(record) for record in records]}))
    elif records:
        print("\n".join(_record_line(record) for record in records))
    else:
        print("Nothing was due yet.")
    return 0


def export(settings: Settings, guild: int) -> int:
    """Print all that is kept about a guild, as JSON; 1 where that is nothing."""
    kept = _with_store(settings, lambda store: Guilds(store).export(guild))
    if not kept["guilds"]:
        raise Trouble(f"Nothing is kept about guild {guild}.", 1)
    write_json(json_line(kept))
    return 0


def delete(settings: Settings, guild: int) -> int:
    """Forget a guild; 1 where nothing was kept about it."""
    if not _with_store(settings, lambda store: Guilds(store).delete(guild)):
        raise Trouble(f"Nothing is kept about guild {guild}.", 1)
    print(f"Everything about guild {guild} is forgotten.")
    return 0


def doctor(settings: Settings, guild: int | None, *, as_json: bool) -> int:
    """Print how each schedule is doing, what is wrong first; 1 where something is."""
    found = _with_store(settings, lambda store: diagnose(store, _now(), guild))
    found.sort(key=lambda one: one.is_well)
    if as_json:
        write_json(json_line({"schedules": [_diagnosis_object(one) for one in found]}))
    elif found:
        print("\n".join(f"{_named(one.schedule)}\n  {safe(diagnosis_text(one))}" for one in found))
    else:
        print("There are no schedules.")
    return int(not all(one.is_well for one in found))


def diagnosis_text(found: Diagnosis) -> str:
    """How a schedule is doing, in a sentence or two."""
    voice, last = speech(SOURCE_LANGUAGE), found.last
    reason = told(found.cause, voice) if found.cause else ""
    match found.condition:
        case Condition.LEFT:
            return "Clio has left the guild; thirty days after that it is forgotten."
        case Condition.PAUSED:
            return f"Paused. {reason}"
        case Condition.UNATTENDED if found.next_due:
            return f"Due since {_instant(found.next_due)}, and nobody takes care of it: is clio run running?"
        case Condition.TRYING if last:
            times = f"after {last.attempts} tries" if last.attempts else "no try yet"
            return f"The digest of {last.occurrence.day} is on its way, {times}. {last.error} {reason}".rstrip()
        case Condition.FAILED | Condition.MISSED if last:
            state, following = last.state.value, found.next_due and _instant(found.next_due)
            return f"The digest of {last.occurrence.day} was {state}: {last.error} {reason} Next: {following}."
    sent = f"Last: {last.occurrence.day}, {last.state.value}. " if last else ""
    return f"Well. {sent}Next: {found.next_due and _instant(found.next_due)}."


def _with_store(settings: Settings, work: Callable[[Store], Awaitable[_T]]) -> _T:
    """What ``work`` gives on the settings' database. Raises Trouble where there is none, or it cannot be opened."""
    if not settings.database and not (settings.home / FILE_NAME).is_file():
        raise Trouble(f"There is no database in {settings.home} yet; clio run makes it.", 1)

    async def run() -> _T:
        store = await Store.open(settings.home, settings.database)
        try:
            return await work(store)
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except (StoreNewer, StoreUnusable) as error:
        raise Trouble(str(error)) from error


def _named(schedule: Schedule) -> str:
    plan = schedule.plan
    parts = [f"schedule {schedule.id}", f"guild {schedule.guild}", f"channel {plan.channel}"]
    parts.append(f"{plan.time:%H:%M} {plan.zone}")
    parts += [f"{name} {words}" for name, words in (("about", plan.about), ("without", plan.without)) if words]
    return safe(", ".join(parts))


def _record_line(record: Record) -> str:
    occurrence = record.occurrence
    line = f"{occurrence.day}  {record.state.value:<7}  schedule {occurrence.schedule.id}, "
    line += f"guild {occurrence.schedule.guild}, due {_instant(occurrence.due)}"
    if record.posted:
        late = (record.finished or occurrence.due) - occurrence.due
        line += f", message {record.posted.message} after {late.total_seconds():.0f} s"
    return safe(f"{line}: {record.error}" if record.error else line)


def _occurrence_object(occurrence: Occurrence) -> dict[str, Any]:
    schedule, plan = occurrence.schedule, occurrence.schedule.plan
    return {
        "schedule": schedule.id, "guild": schedule.guild, "channel": plan.channel, "day": occurrence.day.isoformat(),
        "due": occurrence.due.isoformat(), "time": f"{plan.time:%H:%M}", "zone": plan.zone,
    }  # fmt: skip


def _record_object(record: Record) -> dict[str, Any]:
    return _occurrence_object(record.occurrence) | {
        "state": record.state.value, "attempts": record.attempts, "message": record.posted and record.posted.message,
        "cause": record.cause and record.cause.value, "error": record.error,
        "finished": record.finished and record.finished.isoformat(),
    }  # fmt: skip


def _diagnosis_object(found: Diagnosis) -> dict[str, Any]:
    schedule = found.schedule
    return {
        "schedule": schedule.id, "guild": schedule.guild, "condition": found.condition.value,
        "cause": found.cause and found.cause.value, "next": found.next_due and found.next_due.isoformat(),
        "last": found.last and _record_object(found.last), "told": diagnosis_text(found),
    }  # fmt: skip


def _instant(instant: dt.datetime) -> str:
    return instant.strftime("%Y-%m-%d %H:%M UTC")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
