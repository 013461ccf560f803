"""A month of 50 digests in 20 zones, both clock changes in it, Clio killed for good 200 times: each stands once."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import random
import shutil
import sys
from asyncio.subprocess import PIPE
from collections import Counter
from pathlib import Path

from bot.digest.calendar import between
from bot.digest.records import read_records
from bot.digest.schedule import Plan, State
from bot.digest.schedules import Schedules
from bot.sandbox import Sandbox
from bot.sandbox.world.channels import ChannelType
from bot.store.store import Store

from .digests import DAY, marks
from .mortal import KILLS, PLACES, SharedClock
from .stage import TOKEN, Stage, surroundings

# From 6 March to 7 April 2026 clocks go forward in America, Europe, Egypt's neighbours and back in the south.
ZONES = (
    "America/New_York", "America/Los_Angeles", "America/St_Johns", "America/Havana", "America/Santiago",
    "Europe/London", "Europe/Paris", "Europe/Kyiv", "Asia/Beirut", "Asia/Jerusalem", "Africa/Casablanca",
    "Asia/Shanghai", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Sydney", "Australia/Adelaide",
    "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham", "UTC",
)  # fmt: skip
TIMES = (dt.time(0), dt.time(0, 30), dt.time(1, 45), dt.time(2, 30), dt.time(9), dt.time(21, 15), dt.time(23, 59))
SCHEDULES, IN_EACH = 50, 3
START = dt.datetime(2026, 3, 6, tzinfo=dt.UTC)
END = START + 32 * DAY
A_LIFETIME = 600.0
"""Real seconds that the month may take."""


async def test_a_month_of_200_kills_loses_and_doubles_nothing(indexed: Stage, tmp_path: Path) -> None:
    clock = SharedClock(tmp_path / "time", START)
    sandbox = await Sandbox.start(clock=clock.seconds)
    world, chance = sandbox.world, random.Random(20260306)
    application = world.add_application(TOKEN)
    everywhere = [world.add_guild(f"Guild {number}", application) for number in range(-(-SCHEDULES // IN_EACH))]
    kinds = [ChannelType.FORUM if number % 10 == 9 else ChannelType.TEXT for number in range(SCHEDULES)]
    places = [
        world.add_channel(everywhere[number // IN_EACH], f"days-{number}", kind) for number, kind in enumerate(kinds)
    ]
    for index in indexed.home.glob("*.index"):
        shutil.copyfile(index, tmp_path / index.name)
    store = await Store.open(tmp_path)
    made = [
        (
            await Schedules(store).add(
                place.guild_id or 0, Plan(place.id, chance.choice(TIMES), ZONES[number % 20]), START
            )
        )[0]
        for number, place in enumerate(places)
    ]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.e2e.mortal", sandbox.api_base, sandbox.gateway_url, str(tmp_path / "time")),
        *(START.isoformat(), END.isoformat()),
        env=surroundings(tmp_path),
        cwd=tmp_path,
        stdout=PIPE,
        stderr=PIPE,
    )
    async with asyncio.timeout(A_LIFETIME):
        out, err = await process.communicate()
    assert process.returncode == 0, err.decode()[-2000:]
    killed = json.loads(out)
    assert sum(killed.values()) == KILLS
    assert killed.keys() == set(PLACES)
    for schedule, place in zip(made, places, strict=True):
        stood = [place, *world.channels.threads_under(place.id)]
        found = Counter(mark for one in stood for post in world.messages.of_channel(one.id) for mark in marks(post)[:1])
        wanted = {one.mark for one in between(schedule, START, END)}
        assert len(wanted) >= 31
        assert wanted <= found.keys()
        assert set(found.values()) == {1}
        records = await read_records(store, schedule.id, most=100)
        assert {record.state for record in records} == {State.SENT}
    await store.close()
    await sandbox.close()
