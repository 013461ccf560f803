"""A sandbox with a guild, a person, and the tiny bot logged in."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import discord
import pytest

from bot.chat.loopback import point_at
from bot.sandbox import Sandbox
from bot.sandbox.people.person import Person
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.guilds import Guild
from bot.sandbox.world.users import Application

from . import openapi, told
from .tiny import TinyBot

TOKEN = "MTIz.sandbox.token"
PATIENCE = 20.0
"""Real seconds after which a test gives up."""


class HandClock:
    """A clock that stands still until it is put forward."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        """Puts it forward."""
        self.now += seconds


@dataclass(frozen=True, slots=True)
class Scene:
    """What most tests begin with."""

    sandbox: Sandbox
    application: Application
    guild: Guild
    channel: Channel
    ann: Person
    bot: TinyBot
    clock: HandClock

    @property
    def place(self) -> discord.TextChannel:
        """The channel as the bot knows it."""
        found = self.bot.get_channel(self.channel.id)
        assert isinstance(found, discord.TextChannel)
        return found


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def sandbox(clock: HandClock) -> AsyncIterator[Sandbox]:
    started = await Sandbox.start(clock=clock)
    point_at(started.api_base, started.gateway_url)
    yield started
    await started.close()
    if openapi.is_here():
        refused = _refused(started)
        assert not refused, "\n".join(refused)


def _refused(sandbox: Sandbox) -> list[str]:
    """What Discord's own description refuses in all that was asked, answered and told; bodies refused are not held."""
    exchanges = [p for one in sandbox.journal for p in openapi.problems(one, asked=one.status < 400)]
    return [*exchanges, *told.problems(sandbox.gateway.told)]


@asynccontextmanager
async def running(bot: TinyBot, token: str = TOKEN) -> AsyncIterator[TinyBot]:
    """The bot, logged in and ready, until the block ends."""
    async with bot:
        await bot.login(token)
        connection = asyncio.create_task(bot.connect())
        ready = asyncio.create_task(bot.wait_until_ready())
        await asyncio.wait({connection, ready}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if connection.done():
            ready.cancel()
            await connection
        assert bot.is_ready()
        yield bot
    await asyncio.wait({connection}, timeout=PATIENCE)


@pytest.fixture
async def scene(sandbox: Sandbox, clock: HandClock) -> AsyncIterator[Scene]:
    application = sandbox.world.add_application(TOKEN)
    ann = sandbox.world.add_user("ann", locale="zh-CN")
    guild = sandbox.world.add_guild("Newsroom", ann, application)
    channel = sandbox.world.add_channel(guild, "general")
    async with running(TinyBot()) as bot:
        yield Scene(sandbox, application, guild, channel, sandbox.person(ann), bot, clock)
