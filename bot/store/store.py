"""The database: opened, brought up to date, and used in transactions."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Table, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store import FILE_NAME
from bot.store.schema import migrate

# Seconds to wait for another process that writes to the same file.
_PATIENCE = 15
_CONNECTIONS = 8


class StoreUnusable(Exception):
    """The database cannot be opened; the message says why, without its password."""


class Store:
    """One database, belonging to one event loop. Everything in it is read and written in transactions.

    ``changed``, which may be set, is called after each transaction that may have written something.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.changed: Callable[[], None] = lambda: None
        self._one_file = engine.dialect.name == "sqlite"
        # One writer at a time: others would only wait in SQLite, each holding a thread.
        self._writing = asyncio.Lock()

    @classmethod
    async def open(cls, home: Path, address: str = "") -> Store:
        """The database at ``address``, or the file in ``home`` where that is ""; made and migrated where it has to be.

        Raises StoreNewer for one of a newer Clio, StoreUnusable where it cannot be reached or written.
        """
        url = make_url(address) if address else URL.create("sqlite+aiosqlite", database=str(home / FILE_NAME))
        store = cls(_engine(url))
        try:
            if url.get_backend_name() == "sqlite":
                await asyncio.to_thread(home.mkdir, parents=True, exist_ok=True)
            async with store.writing() as connection:
                await connection.run_sync(migrate)
        except (SQLAlchemyError, OSError) as error:
            await store.close()
            raise StoreUnusable(f"The database {url!r} cannot be opened: {_reason(error)}.") from error
        except BaseException:
            await store.close()
            raise
        return store

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads."""
        async with self.engine.begin() as connection:
            yield connection

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes: kept when the block ends, undone when it raises."""
        if self._one_file:
            async with self._writing, self.engine.connect() as connection:
                await connection.execution_options(writing=True)
                async with connection.begin():
                    yield connection
        else:
            async with self.engine.begin() as connection:
                yield connection
        self.changed()

    def insert_new(self, table: Table) -> Any:
        """An INSERT that passes over rows which a unique constraint has already."""
        if self._one_file:
            from sqlalchemy.dialects import sqlite

            return sqlite.insert(table).on_conflict_do_nothing()
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table).on_conflict_do_nothing()

    async def close(self) -> None:
        """Let go of every connection."""
        await self.engine.dispose()


def _engine(url: URL) -> AsyncEngine:
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_size=_CONNECTIONS, max_overflow=0, pool_pre_ping=True)
    engine = create_async_engine(url, pool_size=_CONNECTIONS, max_overflow=0, connect_args={"timeout": _PATIENCE})
    event.listen(engine.sync_engine, "connect", _set_up_file)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _set_up_file(connection: Any, record: object) -> None:
    # Transactions are begun below, by name: the driver's own begin after the first read, and so can meet one another.
    connection.isolation_level = None
    cursor = connection.cursor()
    # FULL: what was claimed stays claimed when the power fails, so that nothing is sent twice.
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _reason(error: BaseException) -> str:
    told = getattr(error, "orig", None) or error
    return (" ".join(str(told).split()) or type(told).__name__).rstrip(".")
