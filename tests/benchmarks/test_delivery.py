"""Clio in Discord with 5,000 digests, all due at one minute."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import itertools
import os
import random
import shutil
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.archive.archive import Archive
from bot.digest.records import read_records
from bot.digest.schedule import State
from bot.sandbox import Sandbox
from bot.sandbox.people.person import Person
from bot.sandbox.world.channels import Channel
from bot.store.store import Store
from tests.benchmarks.figures import Figures
from tests.e2e.digests import marks, scheduled
from tests.quality import questions

TOKEN = "MTIz.benchmark.token"
GUILDS, IN_EACH = 1_000, 5
SCHEDULES = GUILDS * IN_EACH
RATE = 50
"""Requests a second that Discord takes of one bot."""
REACH = 1.15 * SCHEDULES / RATE
PEOPLE = 60
EVERY = 0.2
"""Seconds from one command to the next."""
PATIENCE = 10.0
STARTING = 60.0
BUSY = 0.1
"""Part of the machine's time taken by others from which on times are printed and not held: they are not Clio's."""
AHEAD = 12.0
"""Seconds from the start of the process to the minute at which all is due."""
MESSAGES = "/channels/{channel_id}/messages"
DUE = dt.datetime(2015, 1, 18, 9, tzinfo=dt.UTC)

PROGRAM = """
import asyncio, datetime, pathlib, signal, sys
from sqlalchemy import Engine, event
from bot.app import App, here_and_now
from bot.chat.loopback import point_at
from bot.logs import set_up_logs
from bot.settings import read_settings

asked = []
event.listen(Engine, "before_cursor_execute", lambda *told: asked.append(None))

async def main():
    later = datetime.timedelta(seconds=float(sys.argv[3]))
    app = App(read_settings(), lambda: here_and_now() + later)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, app.stop)
    loop.add_signal_handler(signal.SIGUSR1, lambda: pathlib.Path("asked").write_text(f"{len(asked)}."))
    await app.serve()

set_up_logs("info", [])
point_at(sys.argv[1], sys.argv[2])
asyncio.run(main())
"""


@dataclass(slots=True)
class Served:
    """Clio as a process, on a loopback Discord of many guilds; ``due_at`` is when its clock shows DUE."""

    sandbox: Sandbox
    process: Process
    store: Store
    places: Sequence[Channel]
    lobby: Channel
    people: Sequence[Person]
    due_at: float

    def memory(self) -> float:
        """Megabytes the process holds: its resident set."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024

    def processor(self) -> float:
        """Seconds that the process has kept a core busy."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def asked(self) -> int:
        """How many statements the database was asked so far."""
        told = Path(f"/proc/{self.process.pid}/cwd/asked")
        self.process.send_signal(signal.SIGUSR1)
        return int(await asyncio.to_thread(_read_whole, told))


def _read_whole(told: Path) -> str:
    """What is written to a file, up to the point it ends with, once that is there; then the file is gone."""
    end = time.monotonic() + PATIENCE
    while not (told.is_file() and (text := told.read_text("ascii")).endswith(".")):
        assert time.monotonic() < end, "nothing was written"
        time.sleep(0.01)
    told.unlink()
    return text[:-1]


class Machine:
    """Looks at who keeps the machine busy, from when it is made."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._before = self._looked()

    def others(self) -> float:
        """The part of the machine's time that went to neither Clio nor this test, 0 to 1."""
        busy, all_, ours = (now - before for now, before in zip(self._looked(), self._before, strict=True))
        return max(0.0, busy - ours) / all_

    def _looked(self) -> tuple[float, float, float]:
        told = Path("/proc/stat").read_text("ascii").splitlines()[0].split()[1:9]
        times = [int(one) / os.sysconf("SC_CLK_TCK") for one in told]
        here = os.times()
        return sum(times) - times[3] - times[4], sum(times), here.user + here.system + self._served.processor()


@asynccontextmanager
async def serving(archive: Archive, pages: Path, home: Path, ahead: float) -> AsyncIterator[Served]:
    """Clio, ready, its index built before, ``ahead`` seconds before all is due."""
    shutil.copyfile(archive.path, home / archive.path.name)
    sandbox = await Sandbox.start()
    sandbox.rates.set_global(RATE, 1.0)
    world = sandbox.world
    application = world.add_application(TOKEN)
    users = [world.add_user(f"person{number}") for number in range(PEOPLE)]
    everywhere = [world.add_guild(f"Guild {number}", application) for number in range(GUILDS)]
    for user in users:
        world.join(everywhere[0], user)
    lobby = world.add_channel(everywhere[0], "lobby")
    places = [world.add_channel(guild, f"days-{number}") for guild in everywhere for number in range(IN_EACH)]
    store = await Store.open(home)
    await scheduled(store, places, DUE)
    due_at = time.time() + ahead
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", PROGRAM, sandbox.api_base, sandbox.gateway_url, str(DUE.timestamp() - due_at)),
        env={
            "CLIO_HOME": str(home),
            "CLIO_TOKEN": TOKEN,
            "CLIO_PAGES": str(pages),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
        cwd=home,
        stderr=PIPE,
    )
    assert process.stderr is not None
    async with asyncio.timeout(STARTING):
        while b"Digests are being delivered" not in (line := await process.stderr.readline()):
            assert line, "it ended before it was ready"
    assert time.time() < due_at, "it was ready too late"
    reading = asyncio.create_task(_drain(process.stderr))
    yield Served(sandbox, process, store, places, lobby, [sandbox.person(user) for user in users], due_at)
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 10) == 0
    await store.close()
    said = await reading
    assert "Traceback" not in said, said
    await sandbox.close()


async def _drain(stream: asyncio.StreamReader) -> str:
    return (await stream.read()).decode()


async def test_five_thousand_digests(
    archive: Archive, archive_en: Path, shared: Path, tmp_path: Path, figures: Figures
) -> None:
    """Posted as fast as Discord's rate for a bot allows, while people ask on and on."""
    asked = [row.query[:500] for row in questions.lookups(shared / "data" / "eval")]
    async with serving(archive, archive_en, tmp_path, AHEAD) as served:
        for person, about in zip(served.people, asked, strict=False):
            await person.slash(served.lobby, "event", about=about, patience=PATIENCE)
        answers = Counter[int]()
        served.sandbox.journal.listen(lambda one: answers.update([one.status] if one.route == MESSAGES else []))
        # The many guilds of the loopback Discord are not looked through for garbage while Clio is measured.
        gc.collect()
        gc.freeze()
        await asyncio.sleep(max(0.0, served.due_at - time.time()))
        machine, memory, used = Machine(served), [served.memory()], served.processor()
        people = asyncio.create_task(_ask_on(served, asked))
        while answers[200] < SCHEDULES and time.time() < served.due_at + 3 * REACH:
            await asyncio.sleep(0.5)
            memory.append(served.memory())
        taken, used, others = time.time() - served.due_at, served.processor() - used, machine.others()
        people.cancel()
        times = np.array(await people)
        gc.unfreeze()
        await _check_once_each(served)
        late = float(np.quantile(times, 0.99))
        beside = f"others took {others:.0%} of the machine"
        figures.tell("5,000 digests due at one minute", f"{taken:.1f} s, 0 lost, 0 doubled", beside, reach=f"{REACH} s")
        each = f"{used / SCHEDULES * 1000:.1f} ms of a core a post, {answers[429]} refused for their rate"
        figures.tell("… each of them", each, reach="")
        figures.add("… a command meanwhile, to its card", times, reach="p99 300 ms")
        # Once it is at work: what it needs for that at all is no growth. discord.py keeps more than 1 kB for the rate
        # of each channel written to, for five minutes: some 6 MB here.
        gained = max(memory) - memory[len(memory) // 10]
        figures.tell("… and the memory gained", f"{gained:.0f} MB", f"{memory[0]:.0f} MB before", reach="20 MB")
        assert gained <= 20
        assert others > BUSY or (taken <= REACH and late < 0.3), (taken, late, others)


async def _check_once_each(served: Served) -> None:
    """Every place has one digest, and the ledger knows it."""
    stood = served.sandbox.world.messages
    counts = Counter(sum(bool(marks(post)) for post in stood.of_channel(place.id)) for place in served.places)
    assert counts == {1: SCHEDULES}
    async with asyncio.timeout(PATIENCE):  # what was posted last may just be being recorded
        while True:
            records = await read_records(served.store, most=2 * SCHEDULES)
            states = Counter(record.state for record in records)
            if states[State.SENDING] == 0:
                break
    assert states == {State.SENT: SCHEDULES}


async def _ask_on(served: Served, asked: Sequence[str]) -> list[float]:
    """Ask five times a second until cancelled; how many seconds each answer took."""
    chance, times = random.Random(5), list[float]()

    async def ask(person: Person) -> None:
        begun = time.perf_counter()
        await person.slash(served.lobby, "event", about=chance.choice(asked), patience=PATIENCE)
        times.append(time.perf_counter() - begun)

    async with asyncio.TaskGroup() as group:
        try:
            for person in itertools.cycle(served.people):
                group.create_task(ask(person))
                await asyncio.sleep(EVERY)
        except asyncio.CancelledError:
            pass
    return times
