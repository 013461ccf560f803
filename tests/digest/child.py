"""``python -m tests.digest.child HOME ADDRESS CHANNELS NOW PLACE``: a courier in a process of its own, to be killed.

Channels are a file that outlives it. It says on standard output where it is ("at …": there it stays for ever, "idle"),
and does what standard input says: "later SECONDS" lets time pass, "end" stops it in good order.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from bot.digest.carrier import Parcel, Posted
from bot.digest.claiming import Claim
from bot.digest.courier import Courier
from bot.digest.failures import Cause
from bot.digest.ledger import Ledger
from bot.digest.schedule import Occurrence, Schedule
from bot.store.store import Store
from tests.digest.town import Events, Time, choose


def say(line: str) -> None:
    """A line to whoever started this."""
    print(line, flush=True)


class Places:
    """Where to stay for ever."""

    def __init__(self, place: str) -> None:
        self._place = place

    async def at(self, place: str) -> None:
        """Stay, if this is the place."""
        if place == self._place:
            say(f"at {place}")
            await asyncio.Event().wait()


class Channels:
    """Messages, a line of a file each. What is written is there for every process, whatever becomes of the writer."""

    def __init__(self, path: Path, places: Places) -> None:
        self._path = path
        self._places = places

    def share(self, processes: int) -> None:
        """It takes any number of posts."""

    async def turn(self) -> None:
        """At once."""

    async def deliver(self, parcel: Parcel[Events]) -> Posted:
        """Append a message."""
        await self._places.at("before the message")
        one = parcel.occurrence
        told = {"channel": one.schedule.plan.channel, "mark": one.mark, "schedule": one.schedule.id}
        file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(file, json.dumps(told | {"day": one.day.isoformat(), "process": os.getpid()}).encode() + b"\n")
        os.close(file)
        await asyncio.sleep(0)
        await self._places.at("before the answer")
        return Posted(one.schedule.plan.channel, 1)

    async def find(self, occurrence: Occurrence, channel: int, since: dt.datetime) -> Posted | None:
        """Look through the file."""
        for message in read(self._path):
            if message["channel"] == channel and message["mark"] == occurrence.mark:
                return Posted(channel, 1)
        return None

    async def tell_paused(self, schedule: Schedule, cause: Cause) -> None:
        """Nobody is told."""


def read(path: Path) -> list[dict[str, Any]]:
    """All messages."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def ledger(store: Store, places: Places) -> Ledger:
    """A ledger that stays where it is to stay."""

    class Stopping(Ledger):
        async def plan(self, now: dt.datetime) -> bool:
            more = await super().plan(now)
            await places.at("after plan")
            return more

        async def claim(self, now: dt.datetime, most: int, busy: Collection[int] = ()) -> list[Claim]:
            claims = await super().claim(now, most, busy)
            await places.at("after claim")
            return claims

        async def sent(self, claim: Claim, posted: Posted, events: Any, now: dt.datetime) -> None:
            await places.at("before the record")
            await super().sent(claim, posted, events, now)

    return Stopping(store, f"process-{os.getpid()}")


async def main(home: str, address: str, channels: str, now: str, place: str) -> None:
    """Work until told to end."""
    clock, places = Time(dt.datetime.fromisoformat(now)), Places(place)
    store = await Store.open(Path(home), address)
    courier = Courier(ledger(store, places), Channels(Path(channels), places), choose, clock)
    say("ready")
    while (line := (await asyncio.to_thread(sys.stdin.readline)).split()) and line[0] == "later":
        clock.pass_(seconds=float(line[1]))
        await courier.wake()
        await courier.idle()
        say("idle")
    await courier.close()
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
