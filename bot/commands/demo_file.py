"""``clio demo --save FILE``: the demonstration in a file, so that it goes on where it was left.

The file is JSON: the sandbox's world with the files that were sent, what the page remembers of people, how far the
clock was turned, and Clio's own database. It is written beside its place and then put there, so that it is whole at any
time.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from filelock import FileLock, Timeout
from pydantic import ConfigDict, TypeAdapter, ValidationError

from bot.commands.newsroom import Newsroom
from bot.commands.opening import Trouble
from bot.sandbox.page.page import Page, PageState
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world.state import State, furnish, state_of

if TYPE_CHECKING:
    from bot.commands.demo import Demo

PAUSE = 2.0
"""Seconds between what happens and its being written, at most; so much is lost where the machine is switched off."""
_ANOTHERS_END = 0.5
"""Seconds that one that is just ending is waited for."""
FORM: Literal["clio demo 1"] = "clio demo 1"
DATABASE = "clio.db"
_SERVED = b"sandbox://files"
"""What stands in the file for where the sandbox serves files: its port may be another one the next time."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A demonstration as it was left; `ahead` is how many seconds its clock was before the real time."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    form: Literal["clio demo 1"]
    ahead: float
    world: State
    page: PageState
    newsroom: Newsroom
    database: bytes

    def take_up(self, sandbox: Sandbox, page: Page, home: Path) -> Newsroom:
        """Furnishes a sandbox that is empty still, its page, and Clio's folder; gives the newsroom there."""
        text = _adapter().dump_json(self).replace(_SERVED, sandbox.world.uploads.url.encode())
        here = _adapter().validate_json(text)
        furnish(sandbox.world, here.world)
        page.resume(here.page)
        if here.database:
            (home / DATABASE).write_bytes(here.database)
        return here.newsroom


def read(path: Path) -> Kept | None:
    """What a file keeps, None where there is no file yet. Raises Trouble for one that keeps no demonstration."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Trouble(f"--save: {path} cannot be read ({error.strerror}); name another file.", 2) from error
    try:
        return _adapter().validate_json(text)
    except ValidationError as error:
        said = "keeps no demonstration of this version of Clio, or is damaged; it was left as it is. Name another file."
        raise Trouble(f"--save: {path} {said}", 2) from error


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Has no other demonstration use a file until the block ends. Raises Trouble where one does, or none can.

    What says so is a lock that the system holds on a file beside it: it ends with the process, however that ends.
    """
    beside = path.with_name(f".{path.name}.lock")
    lock = FileLock(beside, timeout=_ANOTHERS_END, thread_local=False)
    try:
        path.parent.stat()  # else the lock would make the folder
        lock.acquire()
    except Timeout as error:
        said = f"{path} is in use by another clio demo; end that one, or name another file."
        raise Trouble(f"--save: {said}", 2) from error
    except OSError as error:
        raise Trouble(f"--save: {path} cannot be written ({error.strerror}); name another file.", 2) from error
    try:
        yield
    finally:
        # Taken away while it is held: whoever opened it just now sees that it is gone, and looks anew.
        with contextlib.suppress(OSError):
            beside.unlink()
        lock.release()


@asynccontextmanager
async def saving(demo: Demo, path: Path) -> AsyncIterator[None]:
    """Keeps a demonstration in a file until the block ends.

    Raises Trouble where that cannot be written at the start or at the end; in between it is logged and tried again.
    """
    changed = asyncio.Event()
    events = demo.sandbox.world.events
    endings = [events.watch(lambda _: changed.set()), events.listen(lambda _: changed.set())]

    async def turned() -> None:
        changed.set()

    demo.page.hand.on_turn(turned)
    await _write(demo, path)
    writer = asyncio.create_task(_write_on(demo, path, changed))
    try:
        yield
    finally:
        for end in endings:
            end()
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)
        await _write(demo, path)


async def _write_on(demo: Demo, path: Path, changed: asyncio.Event) -> None:
    while True:
        await changed.wait()
        await asyncio.sleep(PAUSE)
        changed.clear()
        try:
            await _write(demo, path)
        except Trouble as error:
            _log.warning("%s It is tried again.", error)
            changed.set()
        except Exception:  # bots put into a world what they like; a later change may be one that can be written
            _log.exception("--save: %s could not be written; it is tried again at the next change.", path)


async def _write(demo: Demo, path: Path) -> None:
    world, page, ahead = state_of(demo.sandbox.world), demo.page.state(), demo.page.hand.ahead
    served = demo.sandbox.world.uploads.url.encode()

    def write() -> None:
        kept = Kept(FORM, ahead, world, page, demo.newsroom, _database(demo.program.home / DATABASE))
        _put(path, _adapter().dump_json(kept).replace(served, _SERVED))

    try:
        await _to_its_end(asyncio.create_task(asyncio.to_thread(write)))
    except OSError as error:
        raise Trouble(f"--save: {path} cannot be written ({error.strerror}); name another file.", 2) from error
    except sqlite3.Error as error:
        said = f"{path} was left as it was, as Clio's database cannot be read ({error})."
        raise Trouble(f"--save: {said}", 2) from error


async def _to_its_end(writing: asyncio.Task[None]) -> None:
    """Waits for a thread that writes, also when cancelled: the next write must neither meet nor be undone by it."""
    try:
        await asyncio.shield(writing)
    except asyncio.CancelledError:
        await asyncio.wait({writing})
        raise


def _database(path: Path) -> bytes:
    """Clio's database as it stands, while Clio may be writing in it; empty before there is one."""
    if not path.exists():
        return b""
    with closing(sqlite3.connect(path)) as standing, closing(sqlite3.connect(":memory:")) as copy:
        standing.backup(copy)
        return copy.serialize()


def _put(path: Path, text: bytes) -> None:
    """Puts a file in place of the one there, if any, at once."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


@cache
def _adapter() -> TypeAdapter[Kept]:
    return TypeAdapter(Kept)
