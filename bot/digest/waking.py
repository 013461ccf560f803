"""APScheduler wakes the courier, and decides nothing: a wake too many or too few changes when, never what."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Any

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.digest.courier import Clock, Courier
from bot.store.guilds import Guilds

_log = logging.getLogger(__name__)

LONGEST_SLEEP = dt.timedelta(seconds=60)
"""So often the ledger is looked at even where nothing is known to be due: another process may have added something."""

# What is ready and was not claimed waits for a free hand, which is not for us to see to, or for another process.
_SHORTEST_SLEEP = dt.timedelta(seconds=1)
_LAST_WAKE = 1.0
"""Seconds that a wake under way has at the end."""

_TIDYING = dt.timedelta(hours=6)
_JOB = "wake"


class Waking:
    """Wakes a courier when something is due, and has what is past its time forgotten. Belongs to one event loop."""

    def __init__(self, courier: Courier[Any], guilds: Guilds, clock: Clock) -> None:
        self._courier = courier
        self._guilds = guilds
        self._clock = clock
        self._armed: dt.datetime | None = None
        self._waking: asyncio.Task[None] | None = None
        self._asked: dt.datetime | None = None
        self._tidied: dt.datetime | None = None
        # A late wake is as good as one in time. The job only begins a task of our own, on the event loop itself: one of
        # the scheduler's would be cancelled when that is stopped, and be told of in the log as a failure.
        self._scheduler = AsyncIOScheduler(
            timezone=dt.UTC,
            executors={"default": DebugExecutor()},
            job_defaults={"misfire_grace_time": None, "coalesce": True},
        )

    def start(self) -> None:
        """Wake at once, and from then on when something is due."""
        self._courier.wake_by = self.by
        self._scheduler.start()
        self._arm(self._clock())

    def soon(self) -> None:
        """Wake now, since a schedule was added or changed."""
        self.by(self._clock())

    def by(self, instant: dt.datetime) -> None:
        """Wake no later than at an instant."""
        if self._waking is not None:
            self._asked = instant if self._asked is None else min(instant, self._asked)
        elif self._scheduler.running and (self._armed is None or instant < self._armed):
            self._arm(instant)

    async def turned(self) -> None:
        """Wake now, and wait for that: the clock was turned, and what was armed goes by what it showed before."""
        await self._wake()

    def stop(self) -> None:
        """Wake no more."""
        self._courier.wake_by = lambda instant: None
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def ended(self) -> None:
        """Wait until no wake is under way any more; one that takes too long is given up."""
        if self._waking is not None:
            _, late = await asyncio.wait({self._waking}, timeout=_LAST_WAKE)
            for task in late:
                task.cancel()

    def _ring(self) -> None:
        if self._waking is None:
            self._armed = self._asked = None
            self._waking = asyncio.create_task(self._wake())

    async def _wake(self) -> None:
        wanted = None
        try:
            await self._courier.wake()
            await self._tidy()
            wanted = await self._courier.next_wake()
        except Exception:
            _log.exception("The digests could not be looked after; that is tried again within a minute")
        finally:
            self._waking = None
        now = self._clock()
        if wanted is not None:
            wanted = max(wanted, now + _SHORTEST_SLEEP) if wanted <= now else wanted
        self.by(min(filter(None, (wanted, self._asked, now + LONGEST_SLEEP))))

    async def _tidy(self) -> None:
        now = self._clock()
        if self._tidied is None or now - self._tidied >= _TIDYING:
            self._tidied = now
            if gone := await self._guilds.sweep(now):
                _log.info("%d guilds were left 30 days ago and are forgotten", gone)

    def _arm(self, instant: dt.datetime) -> None:
        """Have the scheduler, which goes by the machine's clock, wake us when ours shows ``instant``."""
        self._armed = instant
        at = dt.datetime.now(dt.UTC) + max(dt.timedelta(), instant - self._clock())
        self._scheduler.add_job(self._ring, "date", run_date=at, id=_JOB, replace_existing=True)
