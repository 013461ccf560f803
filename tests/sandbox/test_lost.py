"""Messages whose fate a bot cannot know: cut before or after they were stored, answered too late, limited."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from .conftest import PATIENCE, Scene

MESSAGES = "/channels/{channel_id}/messages"
FAILED = (aiohttp.ClientError, discord.HTTPException)


@pytest.mark.parametrize("stored", [False, True])
async def test_a_cut_connection_leaves_the_message_stored_or_not(scene: Scene, stored: bool) -> None:
    scene.sandbox.faults.cut("POST", MESSAGES, carried_out=stored)
    with pytest.raises(FAILED):
        await scene.place.send("digest", nonce="2013-01-18")
    assert len(scene.ann.sees(scene.channel)) == stored
    assert [exchange.status for exchange in scene.sandbox.journal.of("POST", MESSAGES)] == [0]
    again = await scene.place.send("digest", nonce="2013-01-18")
    assert [message.id for message in scene.ann.sees(scene.channel)] == [again.id]


@pytest.mark.parametrize("stored", [False, True])
async def test_a_sender_who_gives_up_waiting_cannot_know(scene: Scene, stored: bool) -> None:
    release = scene.sandbox.faults.hold("POST", MESSAGES, carried_out=stored)
    sending = asyncio.create_task(scene.place.send("digest"))
    await asyncio.wait_for(release.reached.wait(), PATIENCE)
    assert len(scene.ann.sees(scene.channel)) == stored
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    release.set()
    world = scene.sandbox.world
    await world.events.until(scene.channel.id, lambda: scene.ann.sees(scene.channel) or None, PATIENCE)
    assert [message.content for message in scene.ann.sees(scene.channel)] == ["digest"]


@pytest.mark.parametrize("status", [500, 502])
async def test_500_and_502_are_tried_again_by_the_client(
    scene: Scene, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = _waits(monkeypatch)
    scene.sandbox.faults.fail("POST", MESSAGES, status, times=2)
    await scene.place.send("digest")
    assert [one.status for one in scene.sandbox.journal.of("POST", MESSAGES)] == [status, status, 200]
    assert len(waited) == 2


async def test_a_failure_may_have_a_code(scene: Scene) -> None:
    scene.sandbox.faults.fail("POST", MESSAGES, 400, code=50083)
    with pytest.raises(discord.HTTPException) as archived:
        await scene.place.send("digest")
    assert (archived.value.status, archived.value.code) == (400, 50083)


async def test_one_channels_trouble_leaves_the_others_alone(scene: Scene) -> None:
    other = scene.sandbox.world.add_channel(scene.guild, "other")
    scene.sandbox.faults.fail("POST", MESSAGES, 503, channel_id=other.id, times=2)
    await scene.place.send("here")
    elsewhere = scene.bot.get_channel(other.id)
    assert isinstance(elsewhere, discord.TextChannel)
    with pytest.raises(discord.DiscordServerError):
        await elsewhere.send("there")
    scene.sandbox.faults.lift("POST", MESSAGES)
    await elsewhere.send("there, at last")
    assert [message.content for message in scene.ann.sees(other)] == ["there, at last"]


async def test_a_429_for_the_whole_bot_is_waited_out(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.sandbox.faults.fail("POST", MESSAGES, 429, everywhere=True, retry_after=0.02)
    await scene.place.send("digest")
    limited, sent = scene.sandbox.journal.of("POST", MESSAGES)
    assert (limited.status, limited.answer["global"], sent.status) == (429, True, 200)
    assert "Global rate limit has been hit" in caplog.text


async def test_the_headers_of_a_429(scene: Scene) -> None:
    faults, url = scene.sandbox.faults, f"{scene.sandbox.api_base}/users/@me"
    faults.fail("GET", "/users/@me", 429, retry_after=2.5)
    faults.fail("GET", "/users/@me", 429, retry_after=1.5, everywhere=True)
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as answer:
            own = answer.headers
        async with session.get(url) as answer:
            whole = answer.headers
    assert (own["Retry-After"], own["X-RateLimit-Scope"], own["X-RateLimit-Remaining"]) == ("2.500", "user", "0")
    assert "X-RateLimit-Global" not in own
    assert (whole["Retry-After"], whole["X-RateLimit-Scope"], whole["X-RateLimit-Global"]) == (
        "1.500",
        "global",
        "true",
    )
    assert own["Via"]
    assert whole["Via"]


def _waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The client's waits between tries, which are noted instead of being waited out."""
    noted: list[float] = []
    sleep = asyncio.sleep

    async def note(seconds: float) -> None:
        noted.append(seconds)
        await sleep(0)

    monkeypatch.setattr(discord.http.asyncio, "sleep", note)
    return noted
