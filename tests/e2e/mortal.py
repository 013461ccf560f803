"""``python -m tests.e2e.mortal API GATEWAY TIME START END``: a month of Clio's, killed for good again and again.

Every life is a process of its own, forked from one that has loaded everything, and ends by its own SIGKILL at a place
and time drawn by lot. The clock is eight bytes in the file TIME, so that the loopback Discord goes by the same. It says
on standard output how often it was killed at each place, as JSON.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import mmap
import os
import random
import signal
import struct
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import discord

from bot.app import App
from bot.chat import digest_desk
from bot.chat.client import COGS
from bot.chat.delivery import Post
from bot.chat.loopback import point_at
from bot.digest.ledger import Ledger
from bot.settings import read_settings
from bot.speech import languages, speech

KILLS = 200
PLACES = ("after plan", "after claim", "before the message", "before the answer", "before the record")
_SECOND = dt.timedelta(seconds=1)


class SharedClock:
    """A clock that all processes with the same file show alike, and any of them may set."""

    def __init__(self, path: Path, now: dt.datetime | None = None) -> None:
        if now is not None:
            path.write_bytes(struct.pack("d", now.timestamp()))
        with path.open("r+b") as file:
            self._shown = mmap.mmap(file.fileno(), 8)

    def seconds(self) -> float:
        """Seconds since 1970."""
        shown: float = struct.unpack("d", self._shown[:8])[0]
        return shown

    def __call__(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.seconds(), dt.UTC)

    def set(self, now: dt.datetime) -> None:
        """Show that instant."""
        self._shown[:8] = struct.pack("d", now.timestamp())


def main() -> None:
    """Live and die."""
    api, gateway, path, start, end = sys.argv[1:]
    point_at(api, gateway)
    clock, last = SharedClock(Path(path)), dt.datetime.fromisoformat(end)
    _load()
    chance = random.Random(20260306)
    length = (last - dt.datetime.fromisoformat(start)).total_seconds()
    # The last deaths leave time to be mended.
    deaths = sorted(chance.uniform(0, length - 86400) for _ in range(KILLS))
    killed: Counter[str] = Counter()
    for death in [*deaths, None]:
        place = chance.choice(PLACES)
        life = os.fork()
        if life == 0:
            at = None if death is None else dt.datetime.fromisoformat(start) + dt.timedelta(seconds=death)
            _live(clock, last, place, at)
        _, status = os.waitpid(life, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
            killed[place] += 1
        elif status or death is not None:
            sys.exit(f"a life ended by itself: {status}")
        if chance.random() < 0.05:
            clock.set(clock() + dt.timedelta(hours=1))  # it is some time before somebody starts it again
    print(json.dumps(killed))


def _load() -> None:
    """Load what every life needs. No thread and no event loop may come of that, or nothing could be forked."""
    for cog in COGS:
        __import__(cog)
    for language in languages():
        speech(language)


def _live(clock: SharedClock, end: dt.datetime, place: str, death: dt.datetime | None) -> None:
    """One life, up to its death, or to an hour after the end of the month: what failed then is tried again."""
    if death is not None:
        _doom(place, lambda: clock() >= death)
    try:
        asyncio.run(_work(clock, end))
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


async def _work(clock: SharedClock, end: dt.datetime) -> None:
    app = App(read_settings(), clock)
    # On loopback all guilds are there at once; a quarter of a second for each life would be most of the test.
    app.client._connection.guild_ready_timeout = 0.02
    service = asyncio.create_task(app.serve())
    opened = asyncio.create_task(app.digests.opened.wait())
    await asyncio.wait({service, opened}, return_when=asyncio.FIRST_COMPLETED)
    if service.done():
        await service
    desk = await app.digests.desk()
    while True:
        await desk.courier.wake()
        await desk.courier.idle()
        wanted = await desk.courier.next_wake()
        if wanted is None or wanted > end + dt.timedelta(hours=1):
            break
        clock.set(max(wanted, clock() + _SECOND))
    app.stop()
    await service


def _doom(place: str, is_time: Callable[[], bool]) -> None:
    """Have this process kill itself the first time it comes to a place from some instant on."""

    def perhaps_die() -> None:
        if is_time():
            os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(60)

    def before(owner: Any, name: str, concerns: Callable[..., bool] = lambda *told: True) -> None:
        ordinary = getattr(owner, name)

        async def doomed(*told: Any, **more: Any) -> Any:
            if concerns(*told):
                perhaps_die()
            return await ordinary(*told, **more)

        setattr(owner, name, doomed)

    def after(owner: Any, name: str) -> None:
        ordinary = getattr(owner, name)

        async def doomed(*told: Any, **more: Any) -> Any:
            done = await ordinary(*told, **more)
            if done:  # there was something to plan or to claim
                perhaps_die()
            return done

        setattr(owner, name, doomed)

    match place:
        case "after plan":
            before(digest_desk.Ledger, "claim")
        case "after claim":
            after(Ledger, "claim")
        case "before the message":
            before(Post, "deliver")
        case "before the answer":
            # Discord has stored the message, and its answer is not read.
            before(discord.http, "json_or_text", _answers_a_post)
        case "before the record":
            before(Ledger, "sent")


def _answers_a_post(response: Any) -> bool:
    return response.method == "POST" and response.url.path.endswith(("/messages", "/threads"))


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
