"""``clio demo``: Clio on a local Discord, in the browser. No account, no token."""

from __future__ import annotations

import asyncio
import datetime as dt
import signal
import tempfile
import time
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.commands.newsroom import TOKEN, Newsroom, furnish
from bot.commands.opening import Trouble
from bot.logs import set_up_logs
from bot.sandbox import Sandbox
from bot.sandbox.page.hand import Hand
from bot.sandbox.page.page import Deed, Page
from bot.sandbox.world.clock import Clock
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.app import App

PORT = 8013
"""Where the page is, unless somebody else is there."""
_STOPPING = 20.0
"""Seconds that Clio may take to stop."""


class Program:
    """Clio on the sandbox: started, stopped and started again."""

    def __init__(self, settings: Settings, hand: Hand, home: Path) -> None:
        self._settings = settings.model_copy(update={"token": SecretStr(TOKEN)})
        self._hand = hand
        self._home = home
        self._app: App | None = None
        self.service: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Starts; the page is served meanwhile."""
        made = await asyncio.to_thread(self._load)
        # The sandbox's application is new each time: what is registered with it is not kept beside the index.
        made.client.home = self._home
        self._app = made
        self.service = asyncio.create_task(made.serve())

    async def stop(self) -> None:
        """Stops, in order."""
        if self._app is not None and self.service is not None:
            self._app.stop()
            await asyncio.wait({self.service}, timeout=_STOPPING)

    async def restart(self) -> str:
        """Stops and starts anew, as an operator would."""
        await self.stop()
        await self.start()
        return "Clio was stopped and is starting again."

    async def ready(self) -> None:
        """Waits until Clio is there. Raises what serving raised when it ends first."""
        if self._app is None or self.service is None:
            raise RuntimeError("Clio was not started.")
        waiting = asyncio.create_task(self._app.client.ready.wait())
        await asyncio.wait({waiting, self.service}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self.service.done():
            self.service.result()

    def _load(self) -> App:
        # Discord's client takes long to load; the page is there before it.
        from bot.app import App

        return App(self._settings, lambda: dt.datetime.fromtimestamp(self._hand()).astimezone())


class Demo:
    """A sandbox with its page and its newsroom, and Clio on it."""

    def __init__(self, sandbox: Sandbox, page: Page, newsroom: Newsroom, program: Program) -> None:
        self.sandbox = sandbox
        self.page = page
        self.newsroom = newsroom
        self.program = program

    @property
    def address(self) -> str:
        """Where the page is."""
        return self.sandbox.api_base.partition("/api/")[0]


@asynccontextmanager
async def demonstrated(settings: Settings, port: int = 0, real: Clock = time.time) -> AsyncIterator[Demo]:
    """The demonstration, its page served and Clio starting, until the block ends.

    `real` is the clock that the one at the page goes by. Raises OSError for a taken port.
    """
    with tempfile.TemporaryDirectory(prefix="clio-demo-") as scratch:
        hand = Hand(real)
        program = Program(settings, hand, Path(scratch))
        page = Page(hand, deeds=(Deed("Restart Clio", program.restart),))
        sandbox = await Sandbox.start(clock=hand, port=port, also=page.add_to)
        try:
            newsroom = furnish(sandbox.world)
            page.seats = newsroom.seats
            demo = Demo(sandbox, page, newsroom, program)
            starting = asyncio.create_task(_started(program, sandbox))
            try:
                yield demo
            finally:
                await asyncio.wait({starting})
                await program.stop()
        finally:
            await sandbox.close()


async def _started(program: Program, sandbox: Sandbox) -> None:
    await asyncio.to_thread(_point_at, sandbox)
    await program.start()


def _point_at(sandbox: Sandbox) -> None:
    from bot.chat.loopback import point_at

    point_at(sandbox.api_base, sandbox.gateway_url)


def demo(settings: Settings, *, port: int | None, browser: bool) -> int:
    """Serves until interrupted; gives the exit code. Raises Trouble when it cannot begin or go on."""
    quiet = "log_level" not in settings.model_fields_set
    set_up_logs("warning" if quiet else settings.log_level, [TOKEN])
    return asyncio.run(_serve(settings, port, browser))


async def _serve(settings: Settings, port: int | None, browser: bool) -> int:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    try:
        async with demonstrated(settings, PORT if port is None else port) as shown:
            return await _show(shown, browser, stopped)
    except OSError as error:
        if port is not None:
            raise Trouble(f"--port: {port} is taken ({error.strerror}); choose another or leave it out.", 2) from error
    async with demonstrated(settings) as shown:
        return await _show(shown, browser, stopped)


async def _show(shown: Demo, browser: bool, stopped: asyncio.Event) -> int:
    print(f"{shown.address}  (Ctrl-C ends it)", flush=True)
    if browser:
        await asyncio.to_thread(webbrowser.open, shown.address)
    await stopped.wait()
    return 0
