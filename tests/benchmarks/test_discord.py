"""Clio in Discord, as a process of its own on the loopback Discord, with the large archive."""

from __future__ import annotations

import asyncio
import itertools
import random
import shutil
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.archive.archive import Archive
from bot.sandbox import Sandbox
from bot.sandbox.people.person import Person
from bot.sandbox.people.reply import NoAnswerError, Reply
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.message import Message
from bot.sandbox.world.permissions import Permission
from tests.benchmarks.figures import Figures
from tests.e2e.conftest import ended
from tests.e2e.reading import labels, press
from tests.e2e.test_process import PROGRAM
from tests.quality import questions

TOKEN = "MTIz.benchmark.token"
STARTING = 60.0
PEOPLE = 200
LOAD = 60.0
"""Seconds that all the people ask for."""
REST = 2.5
"""Seconds from one question of a person to the next."""
MOST_MEMORY = 150.0
"""Megabytes that the running bot may hold."""
PATIENCE = 10.0
"""Seconds after which an answer counts as failed."""


@dataclass(slots=True)
class Served:
    """Clio as a process, on a loopback Discord with a guild of people."""

    sandbox: Sandbox
    process: Process
    channel: Channel
    people: list[Person]
    moderator: Person
    starting: float
    index: Path
    asking: itertools.cycle[Person] = field(init=False)

    def __post_init__(self) -> None:
        self.asking = itertools.cycle(self.people)

    @property
    def memory(self) -> float:
        """Megabytes the process holds: its resident set."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024


@pytest.fixture
async def served(archive: Archive, archive_en: Path, tmp_path: Path) -> AsyncIterator[Served]:
    """Clio, ready, its index built before."""
    index = tmp_path / archive.path.name
    shutil.copyfile(archive.path, index)
    sandbox = await Sandbox.start()
    world = sandbox.world
    application = world.add_application(TOKEN)
    users = [world.add_user(f"person{number}") for number in range(PEOPLE)]
    guild = world.add_guild("Newsroom", *users, application)
    moderator = world.add_user("moderator")
    world.join(guild, moderator, world.add_role(guild, "mods", Permission.MANAGE_GUILD))
    channel = world.add_channel(guild, "general")
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", PROGRAM, sandbox.api_base, sandbox.gateway_url),
        env={
            "CLIO_HOME": str(tmp_path),
            "CLIO_TOKEN": TOKEN,
            "CLIO_PAGES": str(archive_en),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
        cwd=tmp_path,
        stderr=PIPE,
    )
    assert process.stderr is not None
    async with asyncio.timeout(STARTING):
        while b"Ready as" not in (line := await process.stderr.readline()):
            assert line, "it ended before it was ready"
    starting = time.perf_counter() - begun
    reading = asyncio.create_task(_drain(process.stderr))
    people = [sandbox.person(user) for user in users]
    yield Served(sandbox, process, channel, people, sandbox.person(moderator), starting, index)
    if process.returncode is None:
        process.terminate()
        await asyncio.wait_for(process.wait(), 10)
    reading.cancel()
    await sandbox.close()


async def _drain(stream: asyncio.StreamReader) -> None:
    while await stream.readline():
        pass


async def test_start_memory_and_end(served: Served, figures: Figures) -> None:
    """Process start to ready, what it holds after a hundred questions and with digests, SIGTERM to exit.

    What it holds hardly differs from run to run, so that it is failed on.
    """
    figures.tell("start to ready", f"{served.starting:.2f} s", reach="1.5 s")
    await _ask_a_hundred(served)
    without = served.memory
    figures.tell("memory of clio run after a hundred questions", f"{without:.0f} MB", reach="150 MB")
    await served.moderator.slash(served.channel, "digest add", channel=served.channel, patience=PATIENCE)
    posted = await served.moderator.slash(served.channel, "digest now", patience=PATIENCE)
    assert "posted" in posted.text, posted.text
    await _ask_a_hundred(served)
    figures.tell("… once a digest was set up and posted", f"{served.memory:.0f} MB", reach="150 MB")
    assert without < MOST_MEMORY
    assert served.memory < MOST_MEMORY
    begun = time.perf_counter()
    served.process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(served.process.wait(), 10) == 0
    figures.tell("SIGTERM to exit", f"{time.perf_counter() - begun:.2f} s", reach="5 s")


async def _ask_a_hundred(served: Served) -> None:
    for about in ("konna", "tsunami", "costa concordia", "hudson") * 25:
        await next(served.asking).slash(served.channel, "event", about=about)


async def test_commands_and_completion(served: Served, shared: Path, figures: Figures) -> None:
    """A command sent to its card received; letters typed to what is offered; one person after the other."""
    rows = questions.lookups(shared / "data" / "eval")[::3]
    asked = [row.query for row in rows]
    commands = await _times(
        lambda about: next(served.asking).slash(served.channel, "event", about=about[:500], patience=PATIENCE), asked
    )
    figures.add("a command to its card, over loopback", commands, reach="median 30 ms, p99 120 ms")
    typed = [text[: 1 + place % 9] for place, text in enumerate(asked)]
    offers = await _times(lambda text: next(served.asking).type(served.channel, "event", "about", text), typed)
    figures.add("completion over loopback", offers, reach="p99 50 ms")


async def _times(ask: Callable[[str], Awaitable[object]], texts: list[str]) -> NDArray[np.float64]:
    for text in texts[:20]:
        await ask(text)
    times = np.empty(len(texts))
    for place, text in enumerate(texts):
        begun = time.perf_counter()
        await ask(text)
        times[place] = time.perf_counter() - begun
    return times


async def test_two_hundred_people_and_a_reload(served: Served, shared: Path, figures: Figures) -> None:
    """All of them ask and press for a minute, eighty times a second, with a whole rebuild in the middle."""
    asked = [row.query[:500] for row in questions.lookups(shared / "data" / "eval")]
    times: list[float] = []
    failed: list[str] = []
    loop = asyncio.get_running_loop()
    end = loop.time() + LOAD

    async def person(one: Person, chance: random.Random) -> None:
        await asyncio.sleep(chance.random() * REST)
        last: Message | None = None
        while loop.time() < end:
            begun = time.perf_counter()
            try:
                last = (await _deed(served, one, chance, asked, last)).message
            except NoAnswerError as error:
                failed.append(str(error))
            else:
                if last is None or "Error " in last.text:
                    failed.append(last.text if last else "no message")
            taken = time.perf_counter() - begun
            times.append(taken)
            await asyncio.sleep(max(0.0, REST - taken))

    for one, about in zip(served.people, asked, strict=False):  # what is asked often is at hand from then on
        await one.slash(served.channel, "event", about=about, patience=PATIENCE)
    before = served.memory
    crowd = [asyncio.create_task(person(one, random.Random(place))) for place, one in enumerate(served.people)]
    await asyncio.sleep(LOAD / 6)
    served.index.unlink()  # so that every page is read again
    reload = await served.moderator.slash(served.channel, "archive reload", until=ended, patience=4 * LOAD)
    assert "was reloaded" in reload.text
    await asyncio.gather(*crowd)
    late = np.array(times)
    figures.tell(
        "200 people for 60 s, 80 questions a second, with a whole rebuild",
        f"{len(late):,}, {len(failed)} failed, median {np.median(late) * 1000:.0f} ms, latest {late.max():.2f} s",
        reach="0 failed, latest 2 s",
    )
    figures.tell("… and the memory gained", f"{served.memory - before:.0f} MB", reach="20 MB")
    assert not failed, failed[:3]


async def _deed(served: Served, one: Person, chance: random.Random, asked: list[str], last: Message | None) -> Reply:
    """A question, or now and then a press on the answer before."""
    if last is not None and chance.random() < 0.3:
        buttons = sorted({"Related", "On this day", "More"}.intersection(labels(last)))
        if buttons:
            return await press(one, last, chance.choice(buttons), patience=PATIENCE)
    return await one.slash(served.channel, "event", about=chance.choice(asked), patience=PATIENCE)
