"""Digests keep under Discord's rate for a bot, by themselves and together with other processes."""

from __future__ import annotations

import asyncio

import discord
import pytest

from bot.chat.delivery import Post, Selection
from bot.chat.rate import A_SECOND, Rate
from bot.digest.choice import Digest

DISCORDS = 50
"""Requests a second that Discord takes of a bot."""


class Seconds:
    """A clock that goes while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Seconds:
    clock = Seconds()
    monkeypatch.setattr(asyncio, "sleep", clock.sleep)
    return clock


def most_in_a_second(turns: list[float]) -> int:
    """How many of them lie within one second."""
    return max(sum(first <= turn < first + 1 for turn in turns) for first in turns)


@pytest.mark.parametrize("processes", [1, 3])
async def test_no_second_has_more_turns_than_discord_takes(seconds: Seconds, processes: int) -> None:
    rate = Rate(seconds)
    rate.among = processes
    turns, held_up = [], 0.0
    for number in range(300):
        await rate.turn()
        turns.append(seconds.now)
        if number % 50 == 0:  # so was the event loop
            seconds.now += 0.3
            held_up += 0.3
    assert most_in_a_second(turns) * processes <= DISCORDS
    assert len(turns) / (turns[-1] - held_up) >= 0.95 * A_SECOND / processes


async def test_who_comes_after_a_while_need_not_wait(seconds: Seconds) -> None:
    rate = Rate(seconds)
    await rate.turn()
    seconds.now += 5
    await rate.turn()
    assert seconds.now == 5


async def test_a_process_of_one_shard_of_three_keeps_to_its_part_before_it_knows_of_others(seconds: Seconds) -> None:
    rate = Rate(seconds)
    client = discord.AutoShardedClient(intents=discord.Intents.none(), shard_count=3, shard_ids=[1])
    post = Post(client, nothing_told, own_language, rate)
    turns = []
    for alone in (1, 2, 5):
        post.share(alone)
        turns.append(rate.among)
    assert turns == [3, 3, 5]


async def nothing_told(chosen: Selection, language: str) -> Digest:
    raise NotImplementedError


async def own_language(guild: int) -> str:
    return ""
