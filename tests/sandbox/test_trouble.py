"""Trouble on order: rate limits, failures, lost answers, a cut gateway."""

from __future__ import annotations

import asyncio

import discord
import pytest

from .conftest import PATIENCE, Scene

MESSAGES = "/channels/{channel_id}/messages"


async def test_a_429_is_waited_out(scene: Scene) -> None:
    scene.sandbox.faults.fail("POST", MESSAGES, 429, retry_after=0.02)
    await scene.place.send("digest")
    assert [exchange.status for exchange in scene.sandbox.journal.of("POST", MESSAGES)] == [429, 200]
    assert len(scene.ann.sees(scene.channel)) == 1


async def test_a_tight_rate_is_kept_by_the_client(scene: Scene) -> None:
    scene.sandbox.rates.set("POST", MESSAGES, 2, 0.1)
    for number in range(5):
        await scene.place.send(str(number))
    assert [exchange.status for exchange in scene.sandbox.journal.of("POST", MESSAGES)] == [200] * 5


async def test_the_whole_bots_rate_loses_nothing(scene: Scene) -> None:
    channels = [scene.sandbox.world.add_channel(scene.guild, str(number)) for number in range(12)]
    scene.sandbox.rates.set_global(5, 0.05)
    await asyncio.gather(*(scene.bot.get_partial_messageable(one.id).send("digest") for one in channels))
    assert [len(scene.ann.sees(channel)) for channel in channels] == [1] * 12
    limited = [one for one in scene.sandbox.journal.of("POST", MESSAGES) if one.status == 429]
    assert limited
    assert all(one.answer["global"] for one in limited)
    assert scene.sandbox.bans.count == len(limited)


async def test_a_503_is_raised(scene: Scene) -> None:
    scene.sandbox.faults.fail("POST", MESSAGES, 503)
    with pytest.raises(discord.DiscordServerError) as failed:
        await scene.place.send("digest")
    assert failed.value.status == 503
    assert scene.ann.sees(scene.channel) == []


async def test_a_lost_answer_and_its_nonce(scene: Scene) -> None:
    scene.sandbox.faults.fail("POST", MESSAGES, 503, carried_out=True)
    with pytest.raises(discord.DiscordServerError):
        await scene.place.send("digest", nonce="2013-01-18")
    again = await scene.place.send("digest", nonce="2013-01-18")
    assert [message.id for message in scene.ann.sees(scene.channel)] == [again.id]


async def test_a_slow_answer_is_held_until_released(scene: Scene) -> None:
    release = scene.sandbox.faults.hold("POST", MESSAGES)
    sending = asyncio.create_task(scene.place.send("digest"))
    await scene.place.typing()
    assert not sending.done()
    release.set()
    assert (await sending).content == "digest"


async def test_a_cut_gateway_is_resumed_and_nothing_is_lost(scene: Scene) -> None:
    scene.sandbox.gateway.cut()
    reply = await scene.ann.slash(scene.channel, "event about", what="konna")
    assert reply.text == "About konna in 2013"
    await asyncio.wait_for(scene.bot.resumed.wait(), PATIENCE)
    assert (scene.sandbox.gateway.identified, scene.sandbox.gateway.resumed) == (1, 1)


@pytest.mark.parametrize("how", ["close", "reconnect", "invalid but resumable"])
async def test_a_gateway_that_asks_for_it_is_resumed(scene: Scene, how: str) -> None:
    if how == "close":
        await scene.sandbox.gateway.close(4000)
    elif how == "reconnect":
        scene.sandbox.gateway.ask_to_reconnect()
    else:
        scene.sandbox.gateway.invalidate(resumable=True)
    await asyncio.wait_for(scene.bot.resumed.wait(), PATIENCE)
    assert scene.sandbox.gateway.identified == 1


async def test_an_invalid_session_is_begun_anew(scene: Scene) -> None:
    scene.bot.shard_ready.clear()
    scene.sandbox.gateway.invalidate()
    await asyncio.wait_for(scene.bot.shard_ready.wait(), PATIENCE)
    assert scene.sandbox.gateway.identified == 2
    assert (await scene.ann.slash(scene.channel, "event about", what="konna")).text == "About konna in 2013"


async def test_guilds_come_and_go(scene: Scene) -> None:
    joined = asyncio.create_task(scene.bot.wait_for("guild_join", timeout=PATIENCE))
    left = asyncio.create_task(scene.bot.wait_for("guild_remove", timeout=PATIENCE))
    await asyncio.sleep(0)
    guild = scene.sandbox.world.add_guild("Other", scene.application)
    assert (await joined).name == "Other"
    scene.sandbox.world.leave(guild, scene.application)
    assert (await left).id == guild.id
