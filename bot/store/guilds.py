"""What is kept about a guild as a whole: its settings, and all of it as a copy or not at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, delete, select, update

from bot.store.store import Store
from bot.store.tables import guilds, occurrences, schedules, shown

KEPT_AFTER_LEAVING = dt.timedelta(days=30)
"""How long a guild that Clio has left keeps its schedules."""

KEPT_IN_LEDGER = dt.timedelta(days=800)
"""How long what was posted is remembered: two years, since nothing shown in them is to come again, and some more."""


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """A guild's time zone (an IANA name) and language (a tag); "" for what was never set."""

    zone: str = ""
    language: str = ""


class Guilds:
    """The guilds in a store. An id that is not there is a guild without settings."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def settings(self, guild: int) -> GuildSettings:
        """What a guild has set."""
        async with self._store.reading() as connection:
            row = (await connection.execute(select(guilds).where(guilds.c.id == guild))).one_or_none()
        return GuildSettings(row.zone, row.language) if row else GuildSettings()

    async def set(self, guild: int, settings: GuildSettings) -> None:
        """Keep what a guild sets."""
        async with self._store.writing() as connection:
            await connection.execute(self._store.insert_new(guilds), {"id": guild})
            values = {"zone": settings.zone, "language": settings.language}
            await connection.execute(update(guilds).where(guilds.c.id == guild).values(values))

    async def export(self, guild: int) -> dict[str, Any]:
        """All that is kept about a guild, as JSON takes it: instants in UTC, dates and times in ISO 8601."""
        of_guild = select(schedules.c.id).where(schedules.c.guild == guild)
        own = select(occurrences.c.id).where(occurrences.c.schedule.in_(of_guild))
        wanted: list[tuple[Table, ColumnElement[bool]]] = [
            (guilds, guilds.c.id == guild),
            (schedules, schedules.c.guild == guild),
            (occurrences, occurrences.c.schedule.in_(of_guild)),
            (shown, shown.c.occurrence.in_(own)),
        ]
        told: dict[str, Any] = {"guild": guild}
        async with self._store.reading() as connection:
            for table, which in wanted:
                query: Select[Any] = select(table).where(which).order_by(*table.primary_key)
                told[table.name] = [_plain(row) for row in await connection.execute(query)]
        return told

    async def delete(self, guild: int) -> bool:
        """Forget everything about a guild; whether there was something."""
        async with self._store.writing() as connection:
            return bool((await connection.execute(delete(guilds).where(guilds.c.id == guild))).rowcount)

    async def sweep(self, now: dt.datetime) -> int:
        """Forget guilds that were left 30 days ago, and what the ledger need not remember; how many guilds."""
        async with self._store.writing() as connection:
            gone = await connection.execute(delete(guilds).where(guilds.c.departed <= now - KEPT_AFTER_LEAVING))
            await connection.execute(
                delete(occurrences).where(
                    occurrences.c.day < (now - KEPT_IN_LEDGER).date(), occurrences.c.ready.is_(None)
                )
            )
            return gone.rowcount


def _plain(row: Row[Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.date | dt.time) else value
        for name, value in row._mapping.items()
    }
