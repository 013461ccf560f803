"""What holds in a guild: its date today, and the language of what everybody there sees."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from bot.chat.archivist import Clock
from bot.digest.calendar import NoSuchZone, zone_named

_log = logging.getLogger(__name__)

# With another process on the same database, this long until what was set there holds here too.
_FRESH = 60.0
# Seconds that a question waits for the database: Discord gives it 3 in all.
_PATIENCE = 0.5
_MOST_GUILDS = 10_000


class GuildSettings(Protocol):
    """What a guild has set: an IANA time zone and a language, "" for none."""

    @property
    def zone(self) -> str: ...
    @property
    def language(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NothingSet:
    """The settings of a guild that has set nothing."""

    zone: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Customs:
    """The date it is, and the language to answer all in ("" where none was set: the asking person's own)."""

    today: dt.date
    language: str = ""


Read = Callable[[int], Awaitable[GuildSettings]]
"""Reads what a guild has set. May raise anything that a database raises."""


class GuildCustoms:
    """Knows the customs of guilds, asking the store at most once a minute for each. ``ticks`` gives seconds."""

    def __init__(self, read: Read, clock: Clock, ticks: Callable[[], float]) -> None:
        self._read = read
        self._clock = clock
        self._ticks = ticks
        self._known: dict[int, tuple[float, GuildSettings]] = {}

    async def of(self, guild: int | None) -> Customs:
        """The customs of a guild; None is a direct message. Where they cannot be learnt, those of Clio's machine."""
        now = self._clock()
        if guild is None:
            return Customs(now.date())
        try:
            async with asyncio.timeout(_PATIENCE):
                settings = await self._settings(guild)
        except Exception:  # a question is answered all the same, whatever ails the database
            _log.exception("What guild %d has set cannot be read", guild)
            return Customs(now.date())
        return Customs(_date(now, settings.zone), settings.language)

    def forget(self, guild: int) -> None:
        """Read anew next time, since a guild has set something."""
        self._known.pop(guild, None)

    async def _settings(self, guild: int) -> GuildSettings:
        at, known = self._known.get(guild, (0.0, None))
        if known is not None and self._ticks() - at < _FRESH:
            return known
        settings = await self._read(guild)
        if len(self._known) >= _MOST_GUILDS:
            self._known.clear()
        self._known[guild] = (self._ticks(), settings)
        return settings


def _date(now: dt.datetime, zone: str) -> dt.date:
    try:
        return now.astimezone(zone_named(zone)).date() if zone else now.date()
    except NoSuchZone:
        return now.date()
