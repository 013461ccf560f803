"""``clio demo``: Clio on a local Discord, in the browser. No account, no token."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import signal
import tempfile
import time
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot.commands.hints import Hints
from bot.commands.ledger_panel import Ledger
from bot.commands.newsroom import TOKEN, Newsroom, furnish, retold
from bot.commands.newsroom_words import WORDS
from bot.logs import set_up_logs
from bot.sandbox import Sandbox
from bot.sandbox.page.hand import Hand
from bot.sandbox.page.page import Deed, Page
from bot.sandbox.world.clock import Clock
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.app import App
    from bot.chat.digest_desk import DigestDesk
    from bot.commands.demo_file import Kept

PORT = 8013
"""Where the page is, unless somebody else is there."""
_STOPPING = 20.0
"""Seconds that Clio may take to stop."""


class Program:
    """Clio on the sandbox: started, stopped and started again.

    What is in ``on_change`` is called when something of the digests may have changed.
    """

    def __init__(self, settings: Settings, hand: Hand, home: Path) -> None:
        # What is set up there is forgotten with it, and nothing of a real Discord's is taken for its own.
        own = {"token": SecretStr(TOKEN), "database_url": None, "shards": None, "shard_ids": None, "http": None}
        self._settings = settings.model_copy(update=own)
        self._hand = hand
        self.home = home
        self.on_change: list[Callable[[], None]] = []
        self._app: App | None = None
        self._turn = asyncio.Lock()
        self._restarts: set[asyncio.Task[None]] = set()
        self.service: asyncio.Task[None] | None = None
        self.failed: asyncio.Future[BaseException] = asyncio.get_running_loop().create_future()
        """What Clio ended with, where it did so by itself."""

    @property
    def digests(self) -> DigestDesk | None:
        """The digests of the Clio that is running; None while there are none, or it is not there."""
        return self._app.digests.open_desk if self._app is not None else None

    async def start(self) -> None:
        """Starts; the page is served meanwhile."""
        async with self._turn:
            await self._start()

    async def stop(self) -> None:
        """Stops, in order."""
        async with self._turn:
            await self._stop()

    async def restart(self) -> str:
        """Stops and starts anew, as an operator would; whoever asks meanwhile has it done once more after that."""
        restarting = asyncio.create_task(self._stop_and_start())
        self._restarts.add(restarting)
        restarting.add_done_callback(self._restarts.discard)
        # A page that is loaded again lets go of what it asked for; Clio must not stay stopped by that.
        await asyncio.shield(restarting)
        return "Clio was stopped and is starting again."

    async def end(self) -> None:
        """Stops for good: its turn is not given back, so that nobody starts it again."""
        await self._turn.acquire()
        await self._stop()
        for waiting in self._restarts:
            waiting.cancel()

    async def _stop_and_start(self) -> None:
        async with self._turn:
            await self._stop()
            await self._start()

    async def _start(self) -> None:
        made = await asyncio.to_thread(self._load)
        made.digests.changed = self._changed
        self._app = made
        self.service = asyncio.create_task(made.serve())
        self.service.add_done_callback(self.ended)

    async def _stop(self) -> None:
        if self._app is not None and self.service is not None:
            self._app.stop()
            self._app = None
            await asyncio.wait({self.service}, timeout=_STOPPING)

    async def turned(self) -> float | None:
        """Has Clio post what is due now; when something is due next, in seconds since 1970."""
        if (digests := self.digests) is None:
            return None
        wanted = await digests.pass_time()
        return wanted.timestamp() if wanted is not None else None

    def _changed(self) -> None:
        for changed in self.on_change:
            changed()

    def ended(self, task: asyncio.Task[None]) -> None:
        """Takes note of what starting or serving ended with."""
        error = None if task.cancelled() else task.exception()
        if error is not None and not self.failed.done():
            self.failed.set_result(error)

    def _load(self) -> App:
        # Discord's client takes long to load; the page is there before it.
        from bot.app import App

        return App(self._settings, lambda: dt.datetime.fromtimestamp(self._hand()).astimezone(), self.home)


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
async def demonstrated(
    settings: Settings, port: int = 0, real: Clock = time.time, save: Path | None = None
) -> AsyncIterator[Demo]:
    """The demonstration, its page served and Clio starting, until the block ends.

    `real` is the clock that the one at the page goes by. What happens is kept in the file `save`, and what that holds
    is gone on with. Raises OSError for a taken port, and Trouble for a file that cannot be used, or is by another.
    """
    async with AsyncExitStack() as held:
        kept = None if save is None else await asyncio.to_thread(_take, save, held)
        scratch = held.enter_context(tempfile.TemporaryDirectory(prefix="clio-demo-"))
        hand = Hand(real, 0.0 if kept is None else kept.ahead)
        page = Page(hand, words=WORDS)
        sandbox = await Sandbox.start(clock=hand, port=port, also=page.add_to)
        try:
            newsroom = furnish(sandbox.world) if kept is None else kept.take_up(sandbox, page, Path(scratch))
            program = Program(settings, hand, Path(scratch))
            hints = Hints(program, newsroom, sandbox.world)
            program.on_change += [page.panels_changed, hints.digests_changed]
            hand.on_turn(program.turned)
            ledger = Ledger(lambda: program.digests, newsroom.guild, sandbox.world)
            page.seats, page.panels = newsroom.seats, (ledger.panel,)
            page.retold = retold(newsroom)
            page.deeds = (Deed("Restart Clio", program.restart),)
            demo = Demo(sandbox, page, newsroom, program)
            async with AsyncExitStack() as stack:
                if save is not None:
                    await stack.enter_async_context(_saved(demo, save))
                starting = asyncio.create_task(_started(program, sandbox))
                starting.add_done_callback(program.ended)
                try:
                    yield demo
                finally:
                    await asyncio.wait({starting})
                    await program.end()
        finally:
            await sandbox.close()


def _take(path: Path, held: AsyncExitStack) -> Kept | None:
    """What a file keeps, and the file for itself until what is held is let go."""
    from bot.commands.demo_file import alone, read

    held.enter_context(alone(path))
    return read(path)


def _saved(demo: Demo, path: Path) -> AbstractAsyncContextManager[None]:
    from bot.commands.demo_file import saving

    return saving(demo, path)


async def _started(program: Program, sandbox: Sandbox) -> None:
    await asyncio.to_thread(_point_at, sandbox)
    await program.start()


def _point_at(sandbox: Sandbox) -> None:
    from bot.chat.loopback import point_at

    point_at(sandbox.api_base, sandbox.gateway_url)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line; `script` None: to be served until interrupted."""

    port: int | None = None
    browser: bool = True
    script: Path | None = None
    pictures: Path = Path()
    save: Path | None = None


def demo(settings: Settings, wanted: Wanted) -> int:
    """Serves until interrupted, or plays a script; gives the exit code. Raises Trouble when it cannot go on."""
    quiet = "log_level" not in settings.model_fields_set
    set_up_logs("warning" if quiet else settings.log_level, [TOKEN])
    return asyncio.run(_serve(settings, wanted))


async def _serve(settings: Settings, wanted: Wanted) -> int:
    port = (PORT if wanted.script is None else 0) if wanted.port is None else wanted.port
    async with AsyncExitStack() as stack:
        try:
            shown = await stack.enter_async_context(demonstrated(settings, port, save=wanted.save))
        except OSError as error:
            if wanted.port is not None:
                raise _trouble(f"--port: {port} cannot be had ({error.strerror}); choose another.", 2) from error
            shown = await stack.enter_async_context(demonstrated(settings, save=wanted.save))
        if wanted.script is not None:
            return await _play(shown, settings, wanted.script, wanted.pictures)
        return await _show(shown, wanted.browser)


async def _show(shown: Demo, browser: bool) -> int:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    print(f"{shown.address}  (Ctrl-C ends it)", flush=True)
    if browser:
        await asyncio.to_thread(webbrowser.open, shown.address)
    waiting = asyncio.create_task(stopped.wait())
    either: set[asyncio.Future[Any]] = {waiting, shown.program.failed}
    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if shown.program.failed.done():
        raise _trouble(f"Clio cannot go on: {shown.program.failed.result()}", 1)
    return 0


async def _play(shown: Demo, settings: Settings, script: Path, pictures: Path) -> int:
    from bot.commands.script import BROWSERS, ScriptError, play, read_script

    try:
        steps = read_script(await asyncio.to_thread(script.read_text, "utf-8"))
    except OSError as error:
        raise _trouble(f"--script: {script} cannot be read ({error.strerror}).", 2) from error
    except ScriptError as error:
        raise _trouble(f"{script}: {error}", 2) from error
    chromium = str(settings.chromium or "") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if chromium is None or find_spec("playwright") is None:
        raise _trouble("--script needs Chromium (or CLIO_CHROMIUM, its path) and the Python package playwright.", 2)
    await asyncio.to_thread(pictures.mkdir, parents=True, exist_ok=True)
    try:
        for path in await play(steps, shown.address, pictures, chromium):
            print(path)
    except ScriptError as error:
        raise _trouble(f"{script}: {error}", 1) from error
    return 0


def _trouble(message: str, exit_code: int) -> Exception:
    # What it comes with takes long to load, and is not needed where all goes well.
    from bot.commands.opening import Trouble

    return Trouble(message, exit_code)
