"""What holds in a guild: its date today, and the language of what everybody there sees."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import math
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
# Seconds that a database which did not answer is not asked again, so that what is asked meanwhile does not wait too.
_REST = 5.0
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
    """Knows the customs of guilds, asking the store at most once a minute for each. ``ticks`` gives seconds.

    While the store does not answer, what it said last holds, however long ago that was.
    """

    def __init__(self, read: Read, clock: Clock, ticks: Callable[[], float]) -> None:
        self._read = read
        self._clock = clock
        self._ticks = ticks
        self._known: dict[int, GuildSettings] = {}
        self._stale_at: dict[int, float] = {}
        self._resting_until = -math.inf
        self._reading: set[asyncio.Future[GuildSettings]] = set()

    async def of(self, guild: int | None) -> Customs:
        """The customs of a guild; None is a direct message. Where none were ever learnt, those of Clio's machine."""
        now = self._clock()
        if guild is None:
            return Customs(now.date())
        settings = await self._settings(guild)
        return Customs(_date(now, settings.zone), settings.language)

    def forget(self, guild: int) -> None:
        """Read anew next time, since a guild has set something."""
        self._stale_at.pop(guild, None)
        self._resting_until = -math.inf  # what was set was written, so the database answers

    async def _settings(self, guild: int) -> GuildSettings:
        now = self._ticks()
        if now >= self._stale_at.get(guild, -math.inf) and now >= self._resting_until:
            try:
                self._learn(guild, await self._read_soon(guild))
            except Exception as error:  # a question is answered all the same, whatever ails the database
                self._rest(error)
        return self._known.get(guild, NothingSet())

    async def _read_soon(self, guild: int) -> GuildSettings:
        """What the store says. Raises TimeoutError when it takes too long, and what the store raises."""
        reading = asyncio.ensure_future(self._read(guild))
        self._reading.add(reading)
        reading.add_done_callback(self._read_ended)
        try:
            # A database that has stalled may take its time to be given up, too: nobody waits for that.
            if not (await asyncio.wait({reading}, timeout=_PATIENCE))[0]:
                raise TimeoutError
            return reading.result()
        finally:
            reading.cancel()

    def _read_ended(self, reading: asyncio.Future[GuildSettings]) -> None:
        self._reading.discard(reading)
        if not reading.cancelled():
            reading.exception()  # it was told where somebody waited for it

    def _learn(self, guild: int, settings: GuildSettings) -> None:
        if guild not in self._known and len(self._known) >= _MOST_GUILDS:
            oldest = next(iter(self._known))
            del self._known[oldest]
            self._stale_at.pop(oldest, None)
        self._known[guild] = settings
        self._stale_at[guild] = self._ticks() + _FRESH

    def _rest(self, error: Exception) -> None:
        now = self._ticks()
        if now >= self._resting_until:  # of all who waited for the same failure, the first tells it
            _log.warning("What servers have set cannot be read (%s); what is known holds on", type(error).__name__)
            _log.debug("That failed so", exc_info=error)
        self._resting_until = now + _REST


def _date(now: dt.datetime, zone: str) -> dt.date:
    try:
        return now.astimezone(zone_named(zone)).date() if zone else now.date()
    except NoSuchZone:
        return now.date()
