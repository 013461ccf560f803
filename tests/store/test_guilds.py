"""What is kept about a guild: its settings, a copy of everything, and forgetting it."""

from __future__ import annotations

import datetime as dt
import json

from sqlalchemy import func, select

from bot.digest.records import read_records
from bot.store.guilds import Guilds, GuildSettings
from bot.store.store import Store
from bot.store.tables import guilds, metadata
from tests.digest.town import START, Office, Time, Town

NINE = START + dt.timedelta(hours=9)


async def _posted(store: Store) -> Office:
    """Two guilds with a digest each, posted."""
    clock = Time()
    office = Office(store, Town(clock), clock)
    await office.add(guild=1, zone="Europe/Paris", size=2)
    await office.add(guild=2)
    await office.until(NINE)
    return office


async def test_settings_are_kept_and_changed(store: Store) -> None:
    kept = Guilds(store)
    assert await kept.settings(7) == GuildSettings("", "")
    await kept.set(7, GuildSettings("Europe/Paris", "zh_Hans"))
    await kept.set(8, GuildSettings("UTC"))
    await kept.set(7, GuildSettings("Asia/Tokyo", "en"))
    assert await kept.settings(7) == GuildSettings("Asia/Tokyo", "en")
    assert await kept.settings(8) == GuildSettings("UTC", "")


async def test_a_guild_is_exported_whole_and_alone_as_json(store: Store) -> None:
    office = await _posted(store)
    kept = Guilds(store)
    await kept.set(1, GuildSettings("Europe/Paris", "en"))
    told = json.loads(json.dumps(await kept.export(1)))
    assert set(told) == {"guild", *metadata.tables}
    assert told["guilds"] == [{"id": 1, "zone": "Europe/Paris", "language": "en", "departed": None}]
    (schedule,), (occurrence,) = told["schedules"], told["occurrences"]
    assert (schedule["guild"], schedule["time"], schedule["created"]) == (1, "09:00:00", "2026-03-06T00:00:00+00:00")
    assert (occurrence["day"], occurrence["state"], occurrence["due"]) == (
        "2026-03-06", "sent", "2026-03-06T08:00:00+00:00",
    )  # fmt: skip
    assert occurrence["message"] == office.town.messages[0].id
    assert [row["event"] for row in told["shown"]] == ["03-06/0", "03-06/1"]


async def test_a_guild_that_is_unknown_has_nothing_to_export(store: Store) -> None:
    told = await Guilds(store).export(404)
    assert told == {"guild": 404, "guilds": [], "schedules": [], "occurrences": [], "shown": []}


async def test_deleting_a_guild_leaves_nothing_of_it_and_all_of_others(store: Store) -> None:
    await _posted(store)
    kept = Guilds(store)
    before = await kept.export(2)
    assert await kept.delete(1)
    assert not await kept.delete(1)
    assert await kept.export(1) == {"guild": 1, "guilds": [], "schedules": [], "occurrences": [], "shown": []}
    assert await kept.export(2) == before
    async with store.reading() as connection:
        for table, rows in (("guilds", 1), ("schedules", 1), ("occurrences", 1), ("shown", 5)):
            count = select(func.count()).select_from(metadata.tables[table])
            assert (await connection.execute(count)).scalar_one() == rows, table


async def test_the_ledger_is_forgotten_when_no_rule_needs_it_any_more(store: Store) -> None:
    office = await _posted(store)
    kept = Guilds(store)
    assert await kept.sweep(NINE + dt.timedelta(days=799)) == 0
    assert len(await read_records(office.store)) == 2
    assert await kept.sweep(NINE + dt.timedelta(days=802)) == 0
    assert await read_records(office.store) == []
    async with store.reading() as connection:
        assert (await connection.execute(select(func.count()).select_from(guilds))).scalar_one() == 2
