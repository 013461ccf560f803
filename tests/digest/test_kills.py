"""Killed at any arrow: every message is posted once, on each kind of database."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Awaitable, Callable, Collection
from typing import Any

import pytest

from bot.digest.carrier import Parcel, Posted
from bot.digest.claiming import Claim
from bot.digest.ledger import Ledger
from tests.digest.town import START, Events, Killed, Office, Town

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
