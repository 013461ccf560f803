"""The database: made, migrated, and honest about what is wrong with it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from bot.store.schema import HEAD, MIGRATIONS, StoreNewer, migrate
from bot.store.store import FILE_NAME, Store, StoreUnusable
from bot.store.tables import guilds, metadata, schedules


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


async def test_the_migrations_make_the_tables_that_the_code_uses(store: Store) -> None:
    async with store.reading() as connection:
        names = await connection.run_sync(lambda plain: inspect(plain).get_table_names())
        assert set(names) == {"alembic_version", "guilds", "occurrences", "schedules", "shown"}
        assert await connection.run_sync(_differences) == []


def test_a_new_file_is_what_all_migrations_make() -> None:
    def made(make: Callable[[Connection], None]) -> list[tuple[str, str]]:
        engine = create_engine("sqlite://")
        with engine.begin() as connection:
            make(connection)
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            assert revision == HEAD
            rows = connection.execute(text("SELECT name, sql FROM sqlite_master ORDER BY name")).all()
            return [(name, " ".join((sql or "").split())) for name, sql in rows]

    def migrated(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    assert made(migrate) == made(migrated)


async def test_what_was_kept_is_there_after_a_restart(database: str, tmp_path: Path) -> None:
    left = dt.datetime(2026, 3, 29, 1, 30, 15, 250, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    for kept in ([], [(7, left)]):
        store = await Store.open(tmp_path, database)
        async with store.reading() as connection:
            assert (await connection.execute(select(guilds.c.id, guilds.c.departed))).all() == kept
        if not kept:
            async with store.writing() as connection:
                await connection.execute(guilds.insert().values(id=7, departed=left))
        await store.close()


async def test_several_processes_may_start_at_once(database: str, tmp_path: Path) -> None:
    stores = await asyncio.gather(*(Store.open(tmp_path, database) for _ in range(4)))
    for store in stores:
        async with store.reading() as connection:
            assert (await connection.execute(select(guilds))).all() == []
        await store.close()


async def test_a_store_of_a_newer_clio_is_left_alone(store: Store, database: str, tmp_path: Path) -> None:
    async with store.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '999'"))
    with pytest.raises(StoreNewer, match="newer Clio"):
        await Store.open(tmp_path, database)
    async with store.reading() as connection:
        assert (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one() == "999"


async def test_what_a_broken_transaction_wrote_is_undone(store: Store) -> None:
    async def break_off() -> None:
        async with store.writing() as connection:
            await connection.execute(guilds.insert().values(id=7))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await break_off()
    async with store.reading() as connection:
        assert (await connection.execute(select(guilds.c.id))).all() == []


async def test_a_schedule_belongs_to_a_guild(store: Store) -> None:
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    values = {"guild": 404, "channel": 1, "time": dt.time(9), "zone": "UTC", "about": "", "without": "", "size": 5}
    values |= {"created": now, "renewed": now, "next_day": now.date()}
    with pytest.raises(IntegrityError):
        async with store.writing() as connection:
            await connection.execute(schedules.insert().values(values))


async def test_many_writers_side_by_side_lose_nothing(store: Store) -> None:
    async with store.writing() as connection:
        await connection.execute(guilds.insert().values(id=7, zone="0"))

    async def add_one() -> None:
        async with store.writing() as connection:
            zone = (await connection.execute(select(guilds.c.zone).with_for_update())).scalar_one()
            await connection.execute(update(guilds).values(zone=str(int(zone) + 1)))

    await asyncio.gather(*(add_one() for _ in range(40)))
    async with store.reading() as connection:
        assert (await connection.execute(select(guilds.c.zone))).scalar_one() == "40"


async def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="no time zone"):
        async with store.writing() as connection:
            await connection.execute(guilds.insert().values(id=7, departed=dt.datetime(2026, 1, 1)))


async def test_a_database_that_cannot_be_reached_says_so_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable) as raised:
        await Store.open(tmp_path, "postgresql+asyncpg://clio:hush-hush@127.0.0.1:1/clio")
    assert "127.0.0.1:1" in str(raised.value)
    assert "hush-hush" not in f"{raised.value}{raised.value.__cause__}"


async def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("Dear diary, " * 200)
    with pytest.raises(StoreUnusable, match="not a database"):
        await Store.open(tmp_path)
    assert (tmp_path / FILE_NAME).read_text().startswith("Dear diary")


async def test_the_file_is_written_so_that_readers_and_a_power_cut_do_no_harm(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "a new" / "home")
    async with store.reading() as connection:
        told = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    await store.close()


def test_the_last_migration_is_known_without_alembic() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD
