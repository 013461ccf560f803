"""Three processes of Clio, a shard each, on one PostgreSQL; one is killed for good in the midst of its work."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import shutil
import signal
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import func, select

from bot.digest.records import read_records
from bot.digest.schedule import State
from bot.sandbox import Sandbox
from bot.sandbox.api.journal import Exchange
from bot.store.store import Store
from bot.store.tables import occurrences, schedules
from tests.postgres import Server

from .digests import marks, scheduled
from .stage import PATIENCE, TOKEN, Stage
from .test_digest_killed import LEASE_OVER, MESSAGES, start

PROCESSES = 3
GUILDS, IN_EACH = 50, 10
SCHEDULES = GUILDS * IN_EACH
KILLED_AFTER = 150
"""Posts."""
AHEAD = 10.0
"""Real seconds from the start until all is due."""
DUE = dt.datetime(2015, 1, 18, 9, tzinfo=dt.UTC)
RATE = 50
"""Requests a second that Discord takes of one bot, whichever of its processes makes them."""


async def test_three_processes_post_500_digests_once_though_one_is_killed(
    postgres: Server, indexed: Stage, tmp_path: Path
) -> None:
    ahead = itertools.count()
    sandbox = await Sandbox.start(clock=lambda: time.time() + next(ahead) / 1000)
    sandbox.rates.set_global(RATE)
    world = sandbox.world
    application = world.add_application(TOKEN)
    # Each in a millisecond of its own, so that they fall to all shards alike.
    everywhere = [world.add_guild(f"Guild {number}", application) for number in range(GUILDS)]
    of_shards = Counter((guild.id >> 22) % PROCESSES for guild in everywhere)
    assert min(of_shards[shard] for shard in range(PROCESSES)) >= GUILDS // PROCESSES // 2
    places = [world.add_channel(guild, f"days-{number}") for guild in everywhere for number in range(IN_EACH)]
    for index in indexed.home.glob("*.index"):
        shutil.copyfile(index, tmp_path / index.name)
    posts, enough = Counter[int](), asyncio.Event()

    def count(exchange: Exchange) -> None:
        posts.update([exchange.status] if (exchange.method, exchange.route) == ("POST", MESSAGES) else [])
        if posts[200] >= KILLED_AFTER:
            enough.set()

    sandbox.journal.listen(count)
    address = await asyncio.to_thread(postgres.database)
    store = await Store.open(tmp_path, address)
    await scheduled(store, places, DUE)
    later = DUE.timestamp() - time.time() - AHEAD
    database = {"CLIO_DATABASE_URL": address, "CLIO_SHARDS": str(PROCESSES)}

    async def process(shard: int, later: float) -> asyncio.subprocess.Process:
        with_shard = {**database, "CLIO_SHARD_IDS": str(shard)}
        return await start(sandbox, tmp_path, later, b"Digests are being delivered", **with_shard)

    processes = await asyncio.gather(*(process(shard, later) for shard in range(PROCESSES)))
    doomed, *survivors = processes
    await asyncio.wait_for(enough.wait(), PATIENCE * 3)
    doomed.send_signal(signal.SIGKILL)
    await doomed.wait()
    left = await _left_by(store, doomed.pid)
    assert left > 0, "it was killed in the midst of nothing"
    heir = await process(0, later + LEASE_OVER)
    assert await _states(store) == {State.SENT: SCHEDULES}
    for one in (*survivors, heir):
        one.terminate()
        assert await asyncio.wait_for(one.wait(), PATIENCE) == 0
    stood = world.messages
    assert Counter(sum(bool(marks(post)) for post in stood.of_channel(place.id)) for place in places) == {1: SCHEDULES}
    assert posts[200] == SCHEDULES
    await store.close()
    await sandbox.close()


async def _left_by(store: Store, pid: int) -> int:
    """Wait until nothing is left to do but in the guilds of a killed process; how much it had claimed."""
    query = select(occurrences.c.owner, schedules.c.guild).where(occurrences.c.ready.is_not(None))
    query = query.join(schedules, schedules.c.id == occurrences.c.schedule)
    async with asyncio.timeout(PATIENCE * 3):
        for _ in itertools.count():
            async with store.reading() as connection:
                left = (await connection.execute(query)).all()
                planned = (await connection.execute(select(func.count()).select_from(occurrences))).scalar_one()
            if planned == SCHEDULES and all((guild >> 22) % PROCESSES == 0 for _, guild in left):
                return sum(owner is not None and owner.split(":")[1] == str(pid) for owner, _ in left)
            await asyncio.sleep(0.2)
    raise AssertionError


async def _states(store: Store) -> Counter[State]:
    """What the ledger says once all is over."""
    async with asyncio.timeout(PATIENCE * 3):
        for _ in itertools.count():
            states = Counter(record.state for record in await read_records(store, most=2 * SCHEDULES))
            if not states.keys() & {State.PLANNED, State.SENDING}:
                break
            await asyncio.sleep(0.2)
    return states
