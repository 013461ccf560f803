"""The whole app on the loopback Discord: an unmodified client, a real archive, people in a guild."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import App
from bot.chat.archivist import PAUSE
from bot.chat.loopback import point_at
from bot.sandbox import Sandbox
from bot.sandbox.people.person import Person
from bot.sandbox.people.reply import Reply
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.guilds import Guild
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import Application
from bot.settings import Settings, bundled_pages
from tests.sandbox import openapi, told

TOKEN = "MTIz.sandbox.token"
PATIENCE = 20.0
"""Real seconds after which a test gives up."""
BUILDING = 180.0
"""Real seconds that an index may take."""
NOW = dt.datetime(2015, 1, 18, 12, tzinfo=dt.UTC)
RELOADING = 60.0
"""Real seconds that a reload may take."""


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


@dataclass(frozen=True, slots=True)
class Scene:
    """A guild with a channel, Clio in it, and people: a member, a moderator, and a member who reads Chinese."""

    stage: Stage
    sandbox: Sandbox
    application: Application
    app: App
    guild: Guild
    channel: Channel
    member: Person
    moderator: Person
    reader: Person
    today: Today

    async def reload(self, by: Person | None = None) -> Reply:
        """A reload asked for a minute later than anything before, and its end."""
        self.today.forward(PAUSE)
        person = by or self.moderator
        return await person.slash(self.channel, "archive reload", until=ended, patience=RELOADING)


def ended(reply: Reply) -> bool:
    """Holds once a reload has ended in one way or the other."""
    return "was reloaded" in reply.text or "was not reloaded" in reply.text


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    started = await Sandbox.start()
    point_at(started.api_base, started.gateway_url)
    yield started
    await started.close()


@asynccontextmanager
async def staged(sandbox: Sandbox, stage: Stage, **settings: Any) -> AsyncIterator[Scene]:
    """The scene with the app ready, until the block ends; then the app has stopped in order.

    Every body it sent and was answered is one that Discord's own description takes, where that is at hand.
    """
    world = sandbox.world
    application = world.add_application(TOKEN)
    member, moderator = world.add_user("ann"), world.add_user("mod")
    reader = world.add_user("wen", locale="zh-CN")
    guild = world.add_guild("Newsroom", member, reader, application)
    world.join(guild, moderator, world.add_role(guild, "mods", Permission.MANAGE_GUILD))
    channel = world.add_channel(guild, "general")
    people = (sandbox.person(member), sandbox.person(moderator), sandbox.person(reader))
    today = Today()
    async with serving(stage.set(**settings), today) as app:
        yield Scene(stage, sandbox, application, app, guild, channel, *people, today)
    if openapi.is_here():
        refused = [problem for exchange in sandbox.journal for problem in openapi.problems(exchange)]
        refused += told.problems(sandbox.gateway.told)
        assert not refused, "\n".join(refused)


@asynccontextmanager
async def serving(settings: Settings, today: Today | None = None) -> AsyncIterator[App]:
    """The app, ready, until the block ends."""
    app = App(settings, today or Today())
    service = asyncio.create_task(app.serve())
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


@pytest.fixture(scope="session", params=["bundled", "archive-en"])
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Each archive in turn, indexed once for all tests."""
    pages = bundled_pages() if request.param == "bundled" else request.getfixturevalue("archive_en")
    return Stage(request.param, pages, tmp_path_factory.mktemp("added"), tmp_path_factory.mktemp("home"))


@pytest.fixture
async def scene(sandbox: Sandbox, stage: Stage) -> AsyncIterator[Scene]:
    """The scene on each archive in turn."""
    async with staged(sandbox, stage) as set_:
        yield set_


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The bundled archive alone."""
    return Stage("bundled", bundled_pages(), tmp_path_factory.mktemp("added"), tmp_path_factory.mktemp("home"))
