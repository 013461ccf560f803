"""The whole app on the loopback Discord: an unmodified client, a real archive, people in a guild."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.archive.archive import Archive, index_path
from bot.chat.archivist import PAUSE
from bot.chat.loopback import point_at
from bot.sandbox import Sandbox
from bot.sandbox.people.person import Person
from bot.sandbox.people.reply import Reply
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.guilds import Guild
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import Application
from bot.settings import bundled_pages
from tests.indexed import take_over
from tests.sandbox import openapi, told

from .digests import Newsroom, Travel, furnished
from .stage import BUILDING, NOW, PATIENCE, RELOADING, TOKEN, Stage, Today, serving

__all__ = ["BUILDING", "NOW", "PATIENCE", "RELOADING", "TOKEN", "Scene", "Stage", "Today", "serving", "staged"]


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
    assert [exchange.body for exchange in sandbox.journal if _may_ping(exchange.body)] == []
    if openapi.is_here():
        refused = [problem for exchange in sandbox.journal for problem in openapi.problems(exchange)]
        refused += told.problems(sandbox.gateway.told)
        assert not refused, "\n".join(refused)


def _may_ping(body: Any) -> bool:
    """Whether a body is a message, or a reply with one, that does not say that nobody is pinged."""
    message = (body.get("data") or body) if isinstance(body, dict) else {}
    if not isinstance(message, dict) or not {"content", "components", "embeds"} & set(message):
        return False
    allowed = message.get("allowed_mentions")
    return allowed is None or bool(allowed.get("parse") or allowed.get("users") or allowed.get("roles"))


@pytest.fixture(scope="session", params=["bundled", "archive-en"])
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Each archive in turn, indexed once for all tests."""
    if request.param == "archive-en":
        large: Stage = request.getfixturevalue("large")
        return large
    return Stage("bundled", bundled_pages(), tmp_path_factory.mktemp("added"), tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def large(archive_en: Path, home_en: Path, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The real archive with an index."""
    stage = Stage("archive-en", archive_en, tmp_path_factory.mktemp("added"), tmp_path_factory.mktemp("home"))
    roots = (stage.pages, stage.added)
    take_over(index_path(home_en, [archive_en]), index_path(stage.home, roots), roots)
    return stage


@pytest.fixture
async def scene(sandbox: Sandbox, stage: Stage) -> AsyncIterator[Scene]:
    """The scene on each archive in turn."""
    async with staged(sandbox, stage) as set_:
        yield set_


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The bundled archive alone; what one module adds to it is not there for the next."""
    return Stage("bundled", bundled_pages(), tmp_path_factory.mktemp("added"), tmp_path_factory.mktemp("home"))


@pytest.fixture
async def bundled_scene(sandbox: Sandbox, bundled: Stage) -> AsyncIterator[Scene]:
    """The scene on the bundled archive alone: a module's own where it says ``scene = bundled_scene``."""
    async with staged(sandbox, bundled) as set_:
        yield set_


@pytest.fixture(scope="module")
def indexed(bundled: Stage) -> Stage:
    """The bundled archive with its index built."""
    Archive(bundled.home, (bundled.pages, bundled.added)).reload(NOW.date())
    return bundled


@pytest.fixture
def clock() -> Travel:
    """Sunday, 18 January 2015, six o'clock UTC."""
    return Travel()


@pytest.fixture
async def room(clock: Travel, indexed: Stage, tmp_path: Path) -> AsyncIterator[Newsroom]:
    """A newsroom on a sandbox that goes by the same clock as Clio."""
    sandbox = await Sandbox.start(clock=clock.seconds)
    point_at(sandbox.api_base, sandbox.gateway_url)
    async with furnished(sandbox, clock, indexed, tmp_path) as newsroom:
        yield newsroom
    await sandbox.close()
