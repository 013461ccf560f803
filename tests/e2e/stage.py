"""An archive to put on stage, and the app that serves it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import App
from bot.chat.archivist import Clock
from bot.settings import Settings, bundled_pages

TOKEN = "MTIz.sandbox.token"
PATIENCE = 20.0
"""Real seconds after which a test gives up."""
BUILDING = 180.0
"""Real seconds that an index may take."""
NOW = dt.datetime(2015, 1, 18, 12, tzinfo=dt.UTC)
RELOADING = 60.0
"""Real seconds that a reload may take."""


def surroundings(home: Path, pages: Path | None = None, **others: str) -> dict[str, str]:
    """The environment of a Clio that is a process of its own: on the bundled archive, unless told otherwise."""
    return {
        "CLIO_HOME": str(home),
        "CLIO_TOKEN": TOKEN,
        "CLIO_PAGES": str(pages or bundled_pages()),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        **others,
    }


class Today:
    """The app's clock: stands still until it is put forward."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        """Put it forward."""
        self.now += dt.timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Stage:
    """An archive: its pages, a folder beside them for tests to add pages to, and where its index is kept."""

    name: str
    pages: Path
    added: Path
    home: Path

    @property
    def settings(self) -> Settings:
        """What an operator would set for it."""
        return self.set()

    def set(self, **others: Any) -> Settings:
        """The same, with other settings beside."""
        folders = (self.pages, self.added)
        return Settings(pages=folders, home=self.home, token=SecretStr(TOKEN), _env_file=None, **others)

    def add(self, day: str, title: str, **others: str) -> Path:
        """Put down a page; ``day`` is as in 2014-12-31."""
        fields = "".join(f"{name}: {value}\n" for name, value in {"date": day, "title": title, **others}.items())
        path = self.added / "news" / f"{day}-{len(list(self.added.rglob('*.md')))}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\n{fields}---\n", "utf-8")
        return path


@asynccontextmanager
async def serving(
    settings: Settings, today: Clock | None = None, gone: asyncio.Event | None = None
) -> AsyncIterator[App]:
    """The app, ready, until the block ends; ``gone`` is set when it has stopped, which it may do before."""
    app = App(settings, today or Today())
    service = asyncio.create_task(app.serve())
    if gone is not None:
        service.add_done_callback(lambda _: gone.set())
    ready = asyncio.create_task(app.client.ready.wait())
    await asyncio.wait({service, ready}, timeout=BUILDING, return_when=asyncio.FIRST_COMPLETED)
    if service.done():
        ready.cancel()
        await service
    assert app.client.is_ready()
    try:
        yield app
    finally:
        app.stop()
        await asyncio.wait_for(service, PATIENCE)


async def come_true(holds: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait until something holds. Raises TimeoutError after ``patience`` real seconds."""
    async with asyncio.timeout(patience):
        for _ in iter(lambda: bool(holds()), True):
            await asyncio.sleep(0.01)
