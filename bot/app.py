"""Wiring: settings -> archive -> Discord; started and stopped in order."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.archive.archive import Archive
from bot.chat.archivist import Clock
from bot.chat.client import CONNECTION_ERRORS, Clio, Shards, WrongToken
from bot.chat.desk import Desk
from bot.chat.digests import Digests, DigestsUnusable
from bot.chat.moderators import Moderators
from bot.chat.rebuild import RebuildEnded
from bot.chat.watching import keep_watching
from bot.logs import set_up_logs
from bot.memory import keep_little
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.health import Health, Vitals

_log = logging.getLogger(__name__)

DONE, FAILED, WRONG_TOKEN = 0, 1, 2
"""What the process ends with."""

# Seconds that each part may take to end, less than 5 in all: what runs processes kills them soon after.
_LAST_LOOK = 0.5
_LAST_DIGESTS = 2.0
_GOODBYE = 2.0


def here_and_now() -> dt.datetime:
    """The present moment, in the time zone of the machine."""
    return dt.datetime.now().astimezone()


class PortTaken(Exception):
    """Health cannot be served at the port of CLIO_HTTP; the message is the reason."""


class App:
    """Clio from start to stop, on one event loop.

    ``home`` holds the digests and what is known of the commands registered, where the settings' shall not.
    """

    def __init__(self, settings: Settings, clock: Clock = here_and_now, home: Path | None = None) -> None:
        home = home or settings.home
        self._token = settings.token.get_secret_value().strip() if settings.token else ""
        self.archive = Archive(settings.home, settings.pages)
        self.desk = Desk(self.archive, clock)
        address = settings.database_url.get_secret_value() if settings.database_url else ""
        self.digests = Digests(self.archive, clock, home, address)
        shards = Shards(settings.shards, settings.shard_ids)
        self.client = Clio(self.desk, self.digests, home, shards)
        self.client.moderators = Moderators(settings.moderator_roles, settings.home_guild)
        self._watches = settings.watch
        self._http = settings.http
        self._health: Health | None = None
        self.health_at: tuple[str, int] | None = None
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Have :meth:`serve` end."""
        self._stop.set()

    async def serve(self) -> None:
        """Log in, open the archive, connect to Discord and answer until :meth:`stop`.

        Raises WrongToken for a wrong token, OSError when the index cannot be written, DigestsUnusable and PortTaken,
        and what discord.py raises when Discord cannot be reached at the start.
        """
        # Not "async with", which waits without end for a connection that is not let go.
        stopping = asyncio.create_task(self._stop.wait())
        working = asyncio.create_task(self._work())
        posting = asyncio.create_task(self._post())
        try:
            await asyncio.wait({stopping, working, posting}, return_when=asyncio.FIRST_COMPLETED)
            for task in (working, posting):
                if task.done():
                    task.result()
        finally:
            stopping.cancel()
            await self._close(working, posting)

    async def _work(self) -> None:
        # A wrong token is told at once, not after an index was built.
        await self.client.login(self._token)
        await self.desk.open()
        async with self._watching():
            await self.client.connect()

    @contextlib.asynccontextmanager
    async def _watching(self) -> AsyncIterator[None]:
        """Pages are watched until the block ends, if that was set."""
        if not self._watches:
            yield
            return
        watching = asyncio.create_task(keep_watching(self.desk.archivist, self.archive.roots, self.archive.path))
        await asyncio.sleep(0)  # to begin takes a while, and nobody asks yet
        try:
            yield
        finally:
            watching.cancel()
            await asyncio.wait({watching})

    async def _post(self) -> None:
        """Deliver digests once Discord is there, and tell how all goes where that is wanted, until the end."""
        await self.client.ready.wait()
        await self.digests.open(self.client)
        if self._http is not None:
            from bot.health import Health

            self._health = Health(self._vitals, self.digests.counts, *self._http)
            try:
                self.health_at = await self._health.start()
            except OSError as error:
                raise PortTaken(error.strerror or str(error)) from error
        await self._stop.wait()

    async def _vitals(self) -> Vitals:
        from bot.health import Vitals

        written = self.archive.written
        age = None if written is None else max(0.0, time.time() - written)
        return Vitals(self.client.is_connected, await self.digests.due(), age)

    async def _close(self, working: asyncio.Task[None], posting: asyncio.Task[None]) -> None:
        """Deliver no more; then leave Discord, so that nobody asks any more; then let go of the archive.

        Whatever ails one of them, the next is closed all the same.
        """
        try:
            posting.cancel()
            await asyncio.wait({posting})
            if self._health is not None:
                await _ended("The health server", self._health.close(), _LAST_LOOK)
            await _ended("The digests' database", self.digests.close(), _LAST_DIGESTS)
            await _ended("The connection to Discord", self.client.close(), _GOODBYE)
            working.cancel()
            await asyncio.wait({working})
        finally:
            self.desk.close()


async def _ended(what: str, closing: Awaitable[None], most: float) -> None:
    """Wait until something is closed, ``most`` seconds at the longest; that it was not is told in the log."""
    try:
        async with asyncio.timeout(most):
            await closing
    except TimeoutError:
        _log.warning("%s was not closed in %.1f s", what, most)
    except Exception:
        _log.exception("%s could not be closed", what)


def run(settings: Settings) -> int:
    """Run the bot until SIGTERM or SIGINT. 0 when it was stopped, 1 when it failed, 2 for a wrong token."""
    keep_little()
    token = settings.token.get_secret_value().strip() if settings.token else ""
    set_up_logs(settings.log_level, settings.secrets)
    if not token:
        _say("There is no token. Set CLIO_TOKEN to the bot's token from Discord's developer portal.")
        return WRONG_TOKEN
    try:
        asyncio.run(_serve(settings))
    except WrongToken:
        _say("Discord does not take the token. Set CLIO_TOKEN to the bot's token from Discord's developer portal.")
        return WRONG_TOKEN
    except CONNECTION_ERRORS as error:
        _say(f"Discord cannot be reached or refuses the bot: {error}")
        return FAILED
    except DigestsUnusable as error:
        _say(str(error))
        return FAILED
    except PortTaken as error:
        _say(f"Nothing can be served at CLIO_HTTP ({error}). Choose another port, or leave it empty.")
        return FAILED
    except (OSError, RebuildEnded) as error:
        _say(f"The archive's index cannot be opened or written: {error}")
        return FAILED
    return DONE


async def _serve(settings: Settings) -> None:
    app = App(settings)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, app.stop)
    await app.serve()
    _log.info("Clio has stopped.")


def _say(line: str) -> None:
    print(f"clio: {line}", file=sys.stderr)
