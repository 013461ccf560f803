"""The digests as the rest of Clio meets them: there once the database is open, which comes after Discord.

Where nothing was ever kept there is no database, and none is opened before somebody has something to keep: what it
needs to be loaded is a tenth of all the memory that Clio takes.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.archive.archive import Archive
from bot.chat.archivist import Clock
from bot.chat.customs import Customs, GuildCustoms, GuildSettings, NothingSet
from bot.chat.digest_counts import Counts
from bot.chat.own_guilds import is_own
from bot.store import FILE_NAME

if TYPE_CHECKING:
    import discord

    from bot.chat.digest_desk import DigestDesk

_log = logging.getLogger(__name__)

_PATIENCE = 2.0
"""Seconds that who asks waits for the database at the start; Discord waits 3."""
_GRACE = 1.0
"""Seconds that deliveries under way have at the end."""


class DigestsNotOpen(Exception):
    """The database of the digests is still being opened."""


class DigestsUnusable(Exception):
    """The database of the digests cannot be used; the message says why and what to do, without its password."""


class Digests:
    """Opened once Discord is connected, closed before it is left. Belongs to one event loop.

    ``home`` holds the database where ``address`` is "". ``changed``, which may be set, is called when something of the
    schedules or the ledger may have changed.
    """

    def __init__(self, archive: Archive, clock: Clock, home: Path, address: str = "") -> None:
        self._archive = archive
        self._clock = clock
        self._home = home
        self._address = address
        self._client: discord.AutoShardedClient | None = None
        self._desk: DigestDesk | None = None
        self._opening = asyncio.Lock()
        self._customs = GuildCustoms(self._settings, clock, time.monotonic)
        self.counts = Counts()
        self.opened = asyncio.Event()
        self.changed: Callable[[], None] = lambda: None

    async def open(self, client: discord.AutoShardedClient) -> None:
        """Open the database, where there is one, and begin to deliver. Raises DigestsUnusable."""
        self._client = client
        if not self._is_bare(client):
            await self._open(client)
        self.opened.set()

    async def _open(self, client: discord.AutoShardedClient) -> DigestDesk:
        # Loading all that takes a third of a second, and must not hold up who asks meanwhile.
        await asyncio.to_thread(importlib.import_module, "bot.chat.digest_desk")
        from bot.chat.digest_desk import DigestDesk

        desk = await DigestDesk.open(self._home, self._address, self._archive, client, self._clock, self.counts)
        await desk.schedules.guilds_present([guild.id for guild in client.guilds], self._clock(), is_own(client))
        desk.on_change(lambda: self.changed())
        desk.start()
        self._desk = desk
        _log.info("Digests are being delivered")
        return desk

    def _is_bare(self, client: discord.AutoShardedClient) -> bool:
        """Whether nothing was ever kept, and no other process may keep something meanwhile."""
        return not self._address and client.shard_ids is None and not (self._home / FILE_NAME).exists()

    async def desk(self) -> DigestDesk:
        """The desk that looks after them. Raises DigestsNotOpen when that takes too long, and DigestsUnusable."""
        if not self.opened.is_set():
            try:
                async with asyncio.timeout(_PATIENCE):
                    await self.opened.wait()
            except TimeoutError:
                raise DigestsNotOpen from None
        async with self._opening:
            if self._desk is None:
                assert self._client is not None, "the digests are opened with a client"
                return await self._open(self._client)
            return self._desk

    @property
    def open_desk(self) -> DigestDesk | None:
        """The desk, where anything is kept and the database is open."""
        return self._desk

    async def customs(self, guild: int | None) -> Customs:
        """What holds in a guild (None for a direct message)."""
        return await self._customs.of(guild)

    async def set(self, guild: int, zone: str, language: str) -> None:
        """Keep what a guild sets. Raises DigestsNotOpen."""
        await (await self.desk()).set(guild, zone, language)
        self._customs.forget(guild)

    async def due(self) -> int | None:
        """How many digests are due and not yet posted; None while the database does not say."""
        if not self.opened.is_set():
            return None
        if self._desk is None:
            return 0
        try:
            return await self._desk.count_due()
        except Exception:  # whatever ails the database, this is where it is seen
            _log.exception("The database does not say what is due")
            return None

    async def guild_joined(self, guild: int) -> None:
        """Go on with what a guild had before it was left."""
        if self._desk is not None:
            await self._desk.schedules.guild_joined(guild, self._clock())
            self._desk.waking.soon()

    async def guild_left(self, guild: int) -> None:
        """Keep what a guild has, and post nothing there."""
        if self._desk is not None:
            await self._desk.schedules.guild_left(guild, self._clock())

    async def channel_gone(self, guild: int, channel: int) -> None:
        """Keep what is posted in a channel that was deleted, but paused, and tell the guild."""
        if self._desk is not None:
            await self._desk.channel_gone(guild, channel)

    async def close(self) -> None:
        """Deliver no more, give what was claimed back to the ledger, and close the database."""
        if self._desk is not None:
            await self._desk.close(_GRACE)

    async def _settings(self, guild: int) -> GuildSettings:
        if self.opened.is_set() and self._desk is None:
            return NothingSet()
        return await (await self.desk()).settings(guild)
