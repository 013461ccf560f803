"""Killed at any arrow, again and again: every local day of every schedule has exactly one message."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
from collections.abc import Awaitable, Callable, Collection
from typing import Any

import pytest
from sqlalchemy import event

from bot.digest.calendar import between
from bot.digest.carrier import Parcel, Posted
from bot.digest.claiming import Claim
from bot.digest.ledger import Ledger
from tests.digest.town import START, Events, Killed, Office, Time, Town

DAY = dt.timedelta(days=1)

# From 6 March to 7 April 2026 clocks go forward in America, Europe, Egypt's neighbours and back in the south.
ZONES = (
    "America/New_York", "America/Los_Angeles", "America/St_Johns", "America/Havana", "America/Santiago",
    "Europe/London", "Europe/Paris", "Europe/Kyiv", "Asia/Beirut", "Asia/Jerusalem", "Africa/Casablanca",
    "Asia/Shanghai", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Sydney", "Australia/Adelaide",
    "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham", "UTC",
)  # fmt: skip
TIMES = (dt.time(0), dt.time(0, 30), dt.time(1, 45), dt.time(2, 30), dt.time(9), dt.time(21, 15), dt.time(23, 59))
ARROWS = ("after plan", "after claim", "before the message", "before the answer", "before the record")


class Executioner:
    """Kills at the place it was told to, once."""

    def __init__(self) -> None:
        self.place = ""
        self.kills = 0
        self.dead = False

    def at(self, place: str) -> None:
        """Kill, if this is the place; and whatever a dead process still tries comes to nothing."""
        if self.dead or self.place == place:
            self.kills += not self.dead
            self.dead = True
            raise Killed(place)


def mortal(executioner: Executioner) -> type[Ledger]:
    """A ledger whose process may be killed around each of its steps."""

    class MortalLedger(Ledger):
        async def plan(self, now: dt.datetime) -> bool:
            more = await super().plan(now)
            executioner.at("after plan")
            return more

        async def claim(self, now: dt.datetime, most: int, busy: Collection[int] = ()) -> list[Claim]:
            claims = await super().claim(now, most, busy)
            if claims:
                executioner.at("after claim")
            return claims

        async def sent(self, claim: Claim, posted: Posted, events: Any, now: dt.datetime) -> None:
            executioner.at("before the record")
            await super().sent(claim, posted, events, now)

    return MortalLedger


def stepping(executioner: Executioner, place: str) -> Callable[[Parcel[Events]], Awaitable[None]]:
    """A step of the town's at which the process may be killed."""

    async def step(parcel: Parcel[Events]) -> None:
        executioner.at(place)

    return step


async def bury(office: Office) -> None:
    """Leave nothing of a killed process running; none of it may tidy up."""
    for task in list(office.courier._running):
        task.cancel()
    await office.courier.idle()


@pytest.fixture
def executioner(town: Town) -> Executioner:
    """One that waits for its order."""
    told = Executioner()
    town.before, town.after = stepping(told, "before the message"), stepping(told, "before the answer")
    return told


async def live_and_die(office: Office, executioner: Executioner, place: str) -> bool:
    """Work once, killed where that place is reached; whether it was."""
    executioner.place = place
    with contextlib.suppress(Killed):
        await office.work()
    was_killed = executioner.dead
    if was_killed:
        await bury(office)
    executioner.place, executioner.dead = "", False
    if was_killed:
        office.restart(mortal(executioner))
    return was_killed


async def without_waiting_for_the_disk(office: Office) -> None:
    """Have SQLite leave writing to the system: only a power cut could tell, and none is made here."""

    def hurry(connection: Any, record: object) -> None:
        connection.execute("PRAGMA synchronous = OFF").close()

    event.listen(office.store.engine.sync_engine, "connect", hurry)
    await office.store.engine.dispose()


@pytest.mark.parametrize("place", ARROWS)
async def test_killed_at_each_arrow_the_message_is_posted_once(
    office: Office, town: Town, executioner: Executioner, place: str
) -> None:
    office.restart(mortal(executioner))
    schedules = [await office.add(guild=guild) for guild in range(1, 4)]
    office.clock.now = START + dt.timedelta(hours=9)
    assert await live_and_die(office, executioner, place)
    await office.until(office.clock.now + dt.timedelta(minutes=4))
    assert town.counts() == {(schedule.id, START.date()): 1 for schedule in schedules}
    assert {tuple(await office.fate(schedule)) for schedule in schedules} == {("sent",)}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_month_of_200_random_kills_loses_and_doubles_nothing(
    office: Office, town: Town, clock: Time, executioner: Executioner
) -> None:
    await without_waiting_for_the_disk(office)
    chance = random.Random(20260306)
    office.restart(mortal(executioner))
    schedules = [
        await office.add(guild=number // 3 + 1, zone=ZONES[number % 20], time=chance.choice(TIMES), channel=number + 1)
        for number in range(50)
    ]
    end = START + 32 * DAY
    wakes = 0
    while clock.now < end:
        wakes += 1
        place = chance.choice(ARROWS) if executioner.kills < 200 and chance.random() < 0.4 else ""
        await live_and_die(office, executioner, place)
        if place and chance.random() < 0.05:
            clock.pass_(hours=2)  # it is some time before somebody starts it again
        wanted = await office.courier.next_wake()
        assert wanted is not None
        clock.now = max(wanted, clock.now + dt.timedelta(seconds=1))
    await office.until(clock.now + dt.timedelta(hours=1))
    counts = town.counts()
    assert executioner.kills == 200
    assert set(counts.values()) == {1}
    for schedule in schedules:
        wanted_days = [one.day for one in between(schedule, START, end)]
        found = sorted(day for which, day in counts if which == schedule.id)
        assert len(wanted_days) >= 31
        assert found[: len(wanted_days)] == wanted_days
