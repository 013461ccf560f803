"""Real processes, really killed: SQLite's file and PostgreSQL keep what was claimed, and nothing comes twice."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.digest.claiming import LEASE
from bot.store.store import Store
from tests.digest.child import read
from tests.digest.test_kills import ARROWS
from tests.digest.town import START, Office, Time, Town

NINE = START + dt.timedelta(hours=9)
PATIENCE = 60.0


@contextlib.asynccontextmanager
async def process(home: Path, address: str, channels: Path, place: str = "nowhere") -> AsyncIterator[Process]:
    """A courier in a process of its own, ready, its clock at nine."""
    arguments = (str(home), address, str(channels), NINE.isoformat(), place)
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.digest.child", *arguments, stdin=PIPE, stdout=PIPE
    )
    try:
        await hears(child, "ready")
        yield child
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


async def hears(child: Process, wanted: str) -> None:
    """Wait until a process says that."""
    assert child.stdout is not None
    async with asyncio.timeout(PATIENCE):
        line = await child.stdout.readline()
    assert line.decode().strip() == wanted


def later(child: Process, seconds: float) -> None:
    """Let time pass for a process."""
    assert child.stdin is not None
    child.stdin.write(f"later {seconds}\n".encode())


@pytest.mark.parametrize("place", ARROWS)
async def test_sigkill_at_each_arrow_loses_and_doubles_nothing(
    store: Store, database: str, tmp_path: Path, place: str
) -> None:
    office = Office(store, Town(Time()), Time())
    schedules = [await office.add(guild=guild) for guild in range(1, 6)]
    channels = tmp_path / "channels"
    async with process(tmp_path, database, channels, place) as child:
        later(child, 1)
        await hears(child, f"at {place}")
        child.kill()
    async with process(tmp_path, database, channels) as child:
        later(child, 2)
        await hears(child, "idle")
        later(child, LEASE.total_seconds())
        await hears(child, "idle")
    assert Counter(message["schedule"] for message in read(channels)) == {schedule.id: 1 for schedule in schedules}
    assert {tuple(await office.fate(schedule)) for schedule in schedules} == {("sent",)}
