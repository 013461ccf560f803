"""Where digests are looked after: schedules made and changed, previews chosen, the courier kept at work.

Imported only when Discord is connected: what it needs (SQLAlchemy, APScheduler) takes its time to load.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
import secrets
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import discord
from sqlalchemy.exc import SQLAlchemyError

from bot.archive.archive import Archive
from bot.chat.archivist import Clock
from bot.chat.delivery import Post, Selection
from bot.chat.digest_counts import Counts
from bot.chat.digests import DigestsUnusable
from bot.chat.own_guilds import own_column
from bot.digest import choice
from bot.digest.carrier import Wish
from bot.digest.claiming import shown_before
from bot.digest.courier import Courier
from bot.digest.failures import Cause
from bot.digest.filters import Filters, refusal
from bot.digest.ledger import Ledger
from bot.digest.planning import plan_today
from bot.digest.records import Record, count_due, read_records
from bot.digest.schedule import Occurrence, Plan, Schedule, State
from bot.digest.schedules import Schedules
from bot.digest.waking import Waking
from bot.speech import SOURCE_LANGUAGE, Speech
from bot.store.guilds import Guilds, GuildSettings
from bot.store.schema import StoreNewer
from bot.store.store import Store, StoreUnusable

_log = logging.getLogger(__name__)

RESULTS = 14
"""How many of a schedule's last results are told."""


class DigestDesk:
    """The digests of all guilds, as one process looks after them. Belongs to one event loop."""

    def __init__(self, store: Store, archive: Archive, client: discord.Client, clock: Clock, counts: Counts) -> None:
        self._store = store
        self._archive = archive
        self._clock = clock
        self._chooser = choice.Choices(archive)
        self._choosing = ThreadPoolExecutor(1, thread_name_prefix="choosing")
        self._awaited: dict[tuple[int, dt.date], asyncio.Event] = {}
        self._counts = counts
        self.guilds = Guilds(store)
        self.schedules = Schedules(store)
        # Posting in other guilds takes three requests.
        self.ledger = Ledger(store, _owner(), own_column(client))
        self.courier = Courier(self.ledger, Post(client, self._told, self._language_of), self._choose, clock)
        self.waking = Waking(self.courier, self.guilds, clock)
        self.courier.ended = self._ended

    @classmethod
    async def open(
        cls, home: Path, address: str, archive: Archive, client: discord.Client, clock: Clock, counts: Counts
    ) -> DigestDesk:
        """The desk on its database. Raises DigestsUnusable."""
        try:
            store = await Store.open(home, address)
        except (StoreNewer, StoreUnusable) as error:
            raise DigestsUnusable(str(error)) from error
        except (SQLAlchemyError, ImportError) as error:
            raise DigestsUnusable(
                "CLIO_DATABASE_URL is no address of a database; write it as "
                "postgresql+asyncpg://user:password@host/clio, or leave it empty for a file of Clio's own."
            ) from error
        return cls(store, archive, client, clock, counts)

    def start(self) -> None:
        """Begin to deliver."""
        self.waking.start()

    def on_change(self, changed: Callable[[], None]) -> None:
        """Call ``changed`` when something of the schedules or the ledger may have changed."""
        self._store.changed = changed

    async def pass_time(self) -> dt.datetime | None:
        """Do what is due now that the clock was turned, and wait for it; the instant at which something is due next.

        Raises what the database raises.
        """
        await self.waking.turned()
        await self.courier.idle()
        return await self.courier.next_wake()

    async def close(self, grace: float) -> None:
        """Deliver no more: what is under way has ``grace`` seconds, the rest goes back to the ledger."""
        self.waking.stop()
        try:
            await self.courier.close(grace)
        except SQLAlchemyError as error:
            _log.warning("What was claimed waits for the end of its lease: %s", type(error).__name__)
        await self.waking.ended()
        self._choosing.shutdown(wait=False, cancel_futures=True)
        await self._store.close()

    async def add(self, guild: int, plan: Plan) -> tuple[Schedule, Occurrence]:
        """Keep a new plan. Raises TooManySchedules and NoSuchZone."""
        added = await self.schedules.add(guild, plan, self._clock())
        self.waking.by(added[1].due)
        return added

    async def edit(self, schedule: Schedule, plan: Plan) -> tuple[Schedule, Occurrence | None]:
        """Put another plan in a schedule's place; one that lost its channel goes on with another one.

        Raises NoSuchSchedule and NoSuchZone.
        """
        changed, following = await self.schedules.edit(schedule.guild, schedule.id, plan, self._clock())
        if changed.paused is Cause.CHANNEL_GONE and plan.channel != schedule.plan.channel:
            following = await self.schedules.resume(schedule.guild, schedule.id, self._clock())
            changed = following.schedule
        if following is not None:
            self.waking.by(following.due)
        return changed, following

    async def pause(self, schedule: Schedule) -> None:
        """Post nothing of a schedule until it is resumed. Raises NoSuchSchedule."""
        await self.schedules.pause(schedule.guild, schedule.id, Cause.BY_HAND)

    async def channel_gone(self, guild: int, channel: int) -> None:
        """Pause what is posted in a channel that was deleted, and tell the guild."""
        for schedule in await self.schedules.channel_gone(guild, channel):
            await self.courier.tell_paused(schedule, Cause.CHANNEL_GONE)

    async def resume(self, guild: int, id_: int) -> Occurrence:
        """Go on with a schedule. Raises NoSuchSchedule and NoSuchZone."""
        following = await self.schedules.resume(guild, id_, self._clock())
        self.waking.by(following.due)
        return following

    async def post_now(self, schedule: Schedule, patience: float) -> Record | None:
        """Post today's digest now and wait for it, ``patience`` seconds at most: what the ledger says then.

        Raises NoSuchSchedule, NotRunning, NoSuchZone and AlreadyPosted.
        """
        occurrence = await plan_today(self._store, schedule.guild, schedule.id, self._clock())
        ended = self._awaited[schedule.id, occurrence.day] = asyncio.Event()
        try:
            await self.courier.wake()
            async with asyncio.timeout(patience):
                await ended.wait()
        except TimeoutError:
            pass
        finally:
            self._awaited.pop((schedule.id, occurrence.day), None)
        records = await read_records(self._store, schedule.id)
        return next((record for record in records if record.occurrence.day == occurrence.day), None)

    async def next_of(self, guild: int) -> dict[int, Occurrence]:
        """What comes next of each running schedule of a guild, by the schedule's id, the soonest first."""
        return {one.schedule.id: one for one in await self.schedules.coming(guild)}

    async def results(self, schedule: Schedule) -> list[Record]:
        """A schedule's last results, the latest first."""
        return await read_records(self._store, schedule.id, most=RESULTS)

    async def records(self, guild: int, most: int = RESULTS) -> list[Record]:
        """What the ledger says last of a guild's schedules, the latest first."""
        return await read_records(self._store, guild=guild, most=most)

    async def count_due(self) -> int:
        """How many digests are due and not posted yet, of all processes."""
        return await count_due(self._store, self._clock())

    async def preview(self, schedule: Schedule, day: dt.date, language: str) -> choice.Digest:
        """The digest of a local date as a schedule would post it. Raises IndexUnusable."""
        plan = schedule.plan
        async with self._store.reading() as connection:
            shown = (await shown_before(connection, {(plan.channel, day)}))[plan.channel, day]
        return await self._digest(
            Wish(day, plan.about, plan.without, plan.size, shown, leap_day=plan.leap_day), language
        )

    async def refusal(self, voice: Speech, words: str) -> str:
        """Why words cannot be wanted of a digest, in a sentence that says what to do; "" when they can."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._choosing, refusal, self._archive, voice, words)

    async def settings(self, guild: int) -> GuildSettings:
        """What a guild has set."""
        return await self.guilds.settings(guild)

    async def set(self, guild: int, zone: str, language: str) -> None:
        """Keep what a guild sets; "" sets nothing."""
        await self.guilds.set(guild, GuildSettings(zone, language))

    async def _language_of(self, guild: int) -> str:
        return (await self.guilds.settings(guild)).language

    async def _choose(self, wish: Wish) -> Selection:
        return Selection(wish, (await self._digest(wish, wish.language or SOURCE_LANGUAGE)).ids)

    async def _told(self, selection: Selection, language: str) -> choice.Digest:
        return await self._digest(selection.wish, language)

    async def _digest(self, wish: Wish, language: str) -> choice.Digest:
        filters = Filters(wish.about, wish.without, wish.leap_day)
        choose = partial(self._chooser.choose, wish.day, filters, wish.size, wish.shown, language)
        return await asyncio.get_running_loop().run_in_executor(self._choosing, choose)

    def _ended(self, occurrence: Occurrence, state: State, at: dt.datetime) -> None:
        self._counts.ended(state, (at - occurrence.due).total_seconds())
        if (awaited := self._awaited.get((occurrence.schedule.id, occurrence.day))) is not None:
            awaited.set()


def _owner() -> str:
    """A name for this process among all that use the database."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
