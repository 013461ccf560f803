"""What day it is in a guild, and in which language it is answered, whatever ails the database."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from dataclasses import dataclass
from enum import Enum, auto

import pytest

from bot.chat.customs import Customs, GuildCustoms

NOW = dt.datetime(2015, 1, 18, 12, tzinfo=dt.UTC)


@dataclass
class Settings:
    zone: str = ""
    language: str = ""


class Ails(Enum):
    """What ails the database; the last is one that cannot even be given up at once."""

    NOTHING = auto()
    AWAY = auto()
    SLOW = auto()
    STUCK = auto()


class Guilds:
    """Settings by guild, counting how often they are read."""

    def __init__(self, **settings: Settings) -> None:
        self.settings = settings.get("settings", Settings())
        self.reads = 0
        self.ticks = 100.0
        self.ails = Ails.NOTHING
        self.let_go = asyncio.Event()

    async def read(self, guild: int) -> Settings:
        self.reads += 1
        if guild == 13 or self.ails is Ails.AWAY:
            raise OSError("the database is away")
        if guild == 14 or self.ails is Ails.SLOW:
            await asyncio.Event().wait()
        if self.ails is Ails.STUCK:
            try:
                await asyncio.Event().wait()
            finally:
                await self.let_go.wait()
        return self.settings

    def customs(self) -> GuildCustoms:
        return GuildCustoms(self.read, lambda: NOW, lambda: self.ticks)


@pytest.mark.parametrize(
    ("zone", "day"), [("", 18), ("Pacific/Auckland", 19), ("America/New_York", 18), ("Gone/Zone", 18)]
)
async def test_today_is_the_guilds(zone: str, day: int) -> None:
    customs = Guilds(settings=Settings(zone, "zh_Hans")).customs()
    assert await customs.of(1) == Customs(dt.date(2015, 1, day), "zh_Hans")
    assert await customs.of(None) == Customs(dt.date(2015, 1, 18))


async def test_a_guild_is_read_once_a_minute_and_when_it_has_set_something() -> None:
    guilds = Guilds()
    customs = guilds.customs()
    for _ in range(5):
        await customs.of(1)
    assert guilds.reads == 1
    guilds.ticks += 61
    await customs.of(1)
    assert guilds.reads == 2
    guilds.settings = Settings(language="en")
    customs.forget(1)
    assert (await customs.of(1)).language == "en"


@pytest.mark.parametrize("guild", [13, 14])
async def test_a_database_that_is_away_or_slow_costs_no_answer(guild: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.chat.customs._PATIENCE", 0.05)
    assert await Guilds().customs().of(guild) == Customs(dt.date(2015, 1, 18))


@pytest.mark.parametrize("ails", [Ails.AWAY, Ails.SLOW, Ails.STUCK])
async def test_what_was_known_holds_while_the_database_does_not_answer(
    ails: Ails, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat.customs._PATIENCE", 0.05)
    guilds = Guilds(settings=Settings("Pacific/Auckland", "zh_Hans"))
    customs = guilds.customs()
    known = await customs.of(1)
    assert known == Customs(dt.date(2015, 1, 19), "zh_Hans")
    guilds.ails = ails
    for _ in range(3):
        guilds.ticks += 3600
        async with asyncio.timeout(5):
            assert await customs.of(1) == known
    assert guilds.reads == 4
    guilds.let_go.set()
    guilds.ails, guilds.settings = Ails.NOTHING, Settings(language="en")
    guilds.ticks += 3600
    assert await customs.of(1) == Customs(dt.date(2015, 1, 18), "en")


@pytest.mark.parametrize("ails", [Ails.AWAY, Ails.SLOW, Ails.STUCK])
async def test_who_asks_next_does_not_wait_for_the_same_failure(
    ails: Ails, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.chat.customs._PATIENCE", 0.05)
    guilds = Guilds()
    guilds.ails = ails
    customs = guilds.customs()
    await asyncio.gather(customs.of(1), customs.of(2), customs.of(3))
    asked = guilds.reads
    for guild in (1, 2, 3, 4):
        await customs.of(guild)
    assert guilds.reads == asked
    lines = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(lines) == 1
    assert lines[0].exc_info is None
    guilds.ticks += 6
    await customs.of(1)
    assert guilds.reads == asked + 1
    guilds.let_go.set()


async def test_what_a_guild_sets_holds_although_the_database_failed_a_moment_ago() -> None:
    guilds = Guilds()
    customs = guilds.customs()
    await customs.of(13)
    guilds.settings = Settings(language="en")
    customs.forget(1)
    assert (await customs.of(1)).language == "en"


async def test_the_guilds_longest_known_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.chat.customs._MOST_GUILDS", 2)
    guilds = Guilds()
    customs = guilds.customs()
    for guild in (1, 2, 3, 3, 2):
        await customs.of(guild)
    assert guilds.reads == 3
    await customs.of(1)
    assert guilds.reads == 4
