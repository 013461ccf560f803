"""What day it is in a guild, and in which language it is answered, whatever ails the database."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass

import pytest

from bot.chat.customs import Customs, GuildCustoms

NOW = dt.datetime(2015, 1, 18, 12, tzinfo=dt.UTC)


@dataclass
class Settings:
    zone: str = ""
    language: str = ""


class Guilds:
    """Settings by guild, counting how often they are read."""

    def __init__(self, **settings: Settings) -> None:
        self.settings = settings.get("settings", Settings())
        self.reads = 0
        self.ticks = 100.0

    async def read(self, guild: int) -> Settings:
        self.reads += 1
        if guild == 13:
            raise OSError("the database is away")
        if guild == 14:
            await asyncio.Event().wait()
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
