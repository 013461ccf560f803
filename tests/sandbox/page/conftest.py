"""A sandbox with its page, a bot on it, and a visitor at the page's socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bot.chat.loopback import point_at
from bot.sandbox import Sandbox
from bot.sandbox.page.hand import Hand
from bot.sandbox.page.page import Deed, Page, Seat
from bot.sandbox.page.panels import Cell, Moment, Panel, Post, Word
from bot.sandbox.people.person import Person
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.guilds import Guild
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import Application
from tests.sandbox.conftest import PATIENCE, TOKEN, running
from tests.sandbox.tiny import TinyBot


@dataclass(frozen=True, slots=True)
class Stage:
    """A page with a guild behind it: two people who can be played, and an application."""

    sandbox: Sandbox
    page: Page
    hand: Hand
    application: Application
    guild: Guild
    channel: Channel
    hidden: Channel
    ann: Person
    mod: Person
    done: list[str]

    @property
    def base(self) -> str:
        """Where the page is."""
        return self.sandbox.api_base.partition("/api/")[0]


class Visitor:
    """What a browser does at the socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self.number = 0
        self.pushed: list[dict[str, Any]] = []
        self.opened: dict[str, Any] = {}

    async def ask(self, deed: str, /, **body: Any) -> dict[str, Any]:
        """The answer to a deed."""
        self.number += 1
        await self._socket.send_str(json.dumps({**body, "id": self.number, "do": deed}))
        async with asyncio.timeout(PATIENCE):
            while True:
                told = await self._read()
                if told.get("re") == self.number:
                    return told

    async def push(self, name: str) -> dict[str, Any]:
        """The next thing of that name that is pushed, or was and has not been looked at."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for place, told in enumerate(self.pushed):
                    if told["push"] == name:
                        return self.pushed.pop(place)
                await self._read()

    async def _read(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(await self._socket.receive_str())
        if "push" in told:
            self.pushed.append(told)
        return told


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    done: list[str] = []

    async def deed() -> str:
        done.append("done")
        return "It is done."

    async def rows(language: str) -> list[list[Cell]]:
        return [
            [
                "18 January",
                Word("<sent>", "good"),
                Moment(1_421_571_600.0),
                Moment(1_421_571_600.0),
                Post("Read it", 7, 8),
            ],
            ["19 January", "", "", "", ""],
        ]

    hand = Hand()
    panel = Panel("Ledger", ("Day", "State", "Due", "Ended", "Post"), rows)
    page = Page(hand)
    page.panels, page.deeds = (panel,), (Deed("Do it", deed),)
    sandbox = await Sandbox.start(clock=hand, also=page.add_to)
    point_at(sandbox.api_base, sandbox.gateway_url)
    world = sandbox.world
    application = world.add_application(TOKEN, "Tiny")
    ann, mod = world.add_user("ann"), world.add_user("mod")
    guild = world.add_guild("Newsroom", ann, application)
    role = world.add_role(guild, "mods", Permission.MANAGE_GUILD)
    world.join(guild, mod, role)
    channel, hidden = world.add_channel(guild, "general"), world.add_channel(guild, "secret")
    world.overwrite(hidden, guild, deny=Permission.VIEW_CHANNEL)
    world.overwrite(hidden, role, allow=Permission.VIEW_CHANNEL)
    page.seats = (Seat(ann, "member"), Seat(mod, "moderator"))
    people = (sandbox.person(ann), sandbox.person(mod))
    yield Stage(sandbox, page, hand, application, guild, channel, hidden, *people, done)
    await sandbox.close()


@pytest.fixture
async def bot(stage: Stage) -> AsyncIterator[TinyBot]:
    async with running(TinyBot()) as started:
        yield started


@asynccontextmanager
async def visiting(stage: Stage, query: str = "", accepts: str = "en") -> AsyncIterator[Visitor]:
    """Somebody at the page, with the first channel open; their browser accepts those languages."""
    url = f"{stage.base.replace('http', 'ws')}/page/socket{query}"
    headers = {"Accept-Language": accepts}
    async with aiohttp.ClientSession(headers=headers) as session, session.ws_connect(url, origin=stage.base) as socket:
        visitor = Visitor(socket)
        await visitor.ask("be")
        visitor.opened = await visitor.ask("open", channel=str(stage.channel.id))
        yield visitor


@pytest.fixture
async def visitor(stage: Stage) -> AsyncIterator[Visitor]:
    async with visiting(stage) as one:
        yield one
