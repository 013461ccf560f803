"""The whole app on the loopback Discord: an unmodified client, a real archive, people in a guild."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import App
from bot.chat.loopback import point_at
from bot.sandbox import Sandbox
from bot.sandbox.people.person import Person
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.guilds import Guild
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import Application
from bot.settings import Settings, bundled_pages

TOKEN = "MTIz.sandbox.token"
PATIENCE = 20.0
"""Real seconds after which a test gives up."""
NOW = dt.datetime(2015, 1, 18, 12, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Scene:
    """A guild with a channel, Clio in it, and people: a member, a moderator, and a member who reads Chinese."""

    sandbox: Sandbox
    application: Application
    app: App
    guild: Guild
    channel: Channel
    member: Person
    moderator: Person
    reader: Person


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    started = await Sandbox.start()
    point_at(started.api_base, started.gateway_url)
    yield started
    await started.close()


@asynccontextmanager
async def staged(sandbox: Sandbox, home: Path, *pages: Path) -> AsyncIterator[Scene]:
    """The scene with the app ready, until the block ends; then the app has stopped in order."""
    world = sandbox.world
    application = world.add_application(TOKEN)
    member, moderator = world.add_user("ann"), world.add_user("mod")
    reader = world.add_user("wen", locale="zh-CN")
    guild = world.add_guild("Newsroom", member, reader, application)
    world.join(guild, moderator, world.add_role(guild, "mods", Permission.MANAGE_GUILD))
    channel = world.add_channel(guild, "general")
    people = (sandbox.person(member), sandbox.person(moderator), sandbox.person(reader))
    async with serving(Settings(pages=pages, home=home, token=TOKEN, _env_file=None)) as app:
        yield Scene(sandbox, application, app, guild, channel, *people)


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[App]:
    """The app, ready, until the block ends."""
    app = App(settings, lambda: NOW)
    service = asyncio.create_task(app.serve())
    ready = asyncio.create_task(app.client.ready.wait())
    await asyncio.wait({service, ready}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    if service.done():
        ready.cancel()
        await service
    assert app.client.is_ready()
    try:
        yield app
    finally:
        app.stop()
        await asyncio.wait_for(service, PATIENCE)


@pytest.fixture(scope="session")
def bundled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bundled archive's index is kept for all tests."""
    return tmp_path_factory.mktemp("bundled-home")


@pytest.fixture
async def bundled(sandbox: Sandbox, bundled_home: Path) -> AsyncIterator[Scene]:
    """The scene on the bundled archive."""
    async with staged(sandbox, bundled_home, bundled_pages()) as scene:
        yield scene
