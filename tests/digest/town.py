"""A platform of the tests' own behind the courier's port: channels that outlive whoever posts, faults, and crashes."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from bot.digest.carrier import Choose, Parcel, Posted, Wish
from bot.digest.courier import Courier
from bot.digest.failures import Cause
from bot.digest.ledger import Ledger
from bot.digest.records import read_records
from bot.digest.schedule import Occurrence, Plan, Schedule
from bot.digest.schedules import Schedules
from bot.store.store import Store

START = dt.datetime(2026, 3, 6, tzinfo=dt.UTC)


class Killed(BaseException):
    """The process is gone at this very place."""


class Time:
    """A clock that goes only when it is told to."""

    def __init__(self, now: dt.datetime = START) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_(self, **more: float) -> None:
        """Let time pass (negative: set the clock back)."""
        self.now += dt.timedelta(**more)


@dataclass(frozen=True)
class Events:
    """What was chosen for a digest."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """One message that people see."""

    id: int
    channel: int
    schedule: int
    day: dt.date
    mark: str
    at: dt.datetime
    ids: tuple[str, ...]
    plainest: bool


Step = Callable[[Parcel[Events]], Awaitable[None]]


async def _nothing(parcel: Parcel[Events]) -> None:
    pass


@dataclass
class Town:
    """All channels. ``before`` and ``after`` run around the moment in which a message is stored, and may raise."""

    clock: Time
    messages: list[Message] = field(default_factory=list)
    told: list[tuple[int, Cause]] = field(default_factory=list)
    before: Step = _nothing
    after: Step = _nothing
    searching: Callable[[Occurrence], Awaitable[None]] | None = None
    searches: int = 0
    deliveries: int = 0
    at_work: int = 0
    most_at_work: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1000))

    def share(self, processes: int) -> None:
        """It takes any number of posts."""

    async def turn(self) -> None:
        """At once."""

    async def deliver(self, parcel: Parcel[Events]) -> Posted:
        """Store a message. There is no nonce: who delivers twice is seen to."""
        self.deliveries += 1
        self.at_work += 1
        self.most_at_work = max(self.most_at_work, self.at_work)
        try:
            await self.before(parcel)
            one, plan = parcel.occurrence, parcel.occurrence.schedule.plan
            message = Message(
                next(self.numbers), plan.channel, one.schedule.id, one.day, one.mark, self.clock(),
                parcel.chosen.ids, parcel.plainest,
            )  # fmt: skip
            self.messages.append(message)
            await self.after(parcel)
            return Posted(message.channel, message.id)
        finally:
            self.at_work -= 1

    async def find(self, occurrence: Occurrence, channel: int, since: dt.datetime) -> Posted | None:
        """Look through a channel."""
        self.searches += 1
        if self.searching is not None:
            await self.searching(occurrence)
        for message in self.messages:
            if message.channel == channel and message.mark == occurrence.mark and message.at >= since:
                return Posted(channel, message.id)
        return None

    async def tell_paused(self, schedule: Schedule, cause: Cause) -> None:
        """Note who was told."""
        self.told.append((schedule.id, cause))

    def counts(self) -> Counter[tuple[int, dt.date]]:
        """How many messages each schedule has on each local date."""
        return Counter((message.schedule, message.day) for message in self.messages)


async def choose(wish: Wish) -> Events:
    """Events by number, those shown before last; about "nothing" there are none."""
    if wish.about == "nothing":
        return Events(())
    names = [f"{wish.day:%m-%d}/{number}" for number in range(wish.size * 3)]
    return Events(tuple(sorted(names, key=lambda name: name in wish.shown)[: wish.size]))


@dataclass
class Office:
    """One process: a store, a town and a clock that outlive it, and a courier that does not."""

    store: Store
    town: Town
    clock: Time
    names: Iterator[str] = field(default_factory=lambda: (f"process-{n}" for n in itertools.count()))
    choose: Choose[Events] = choose
    at_once: int = 24

    def __post_init__(self) -> None:
        self.schedules = Schedules(self.store)
        self.restart()

    def restart(self, ledger: type[Ledger] = Ledger) -> None:
        """Another courier, that knows nothing of the last."""
        self.ledger = ledger(self.store, next(self.names))
        self.courier = Courier(self.ledger, self.town, self.choose, self.clock, at_once=self.at_once)

    async def add(
        self, guild: int = 1, zone: str = "UTC", time: dt.time = dt.time(9), channel: int = 0, **more: object
    ) -> Schedule:
        """A schedule; unless told otherwise in a channel of its guild's number."""
        plan = Plan(channel or guild, time, zone, **more)  # type: ignore[arg-type]
        return (await self.schedules.add(guild, plan, self.clock()))[0]

    async def work(self) -> None:
        """Wake the courier, and wait until it has done what can be done now."""
        await self.courier.wake()
        await self.courier.idle()

    async def until(self, end: dt.datetime) -> None:
        """Let time pass as far as ``end``, waking whenever the courier wants to be woken."""
        while True:
            await self.work()
            wanted = await self.courier.next_wake()
            if wanted is None or wanted > end:
                break
            self.clock.now = max(wanted, self.clock.now + dt.timedelta(seconds=1))
        self.clock.now = max(self.clock.now, end)
        await self.work()

    async def fate(self, schedule: Schedule) -> list[str]:
        """What became of a schedule's occurrences, in order, as words."""
        records = await read_records(self.store, schedule.id, most=1000)
        return [str(record.state) for record in records[::-1]]


async def long(parcel: Parcel[Events]) -> None:
    """Never end by itself."""
    await asyncio.Event().wait()
