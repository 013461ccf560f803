"""What the client asks and the sandbox answers, held against Discord's own description of its API."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.sandbox.api.application import ROUTES
from bot.sandbox.api.journal import Exchange
from bot.sandbox.gateway.sessions import Told
from bot.sandbox.people.reply import acknowledged, followed_up

from . import openapi, told
from .conftest import Scene
from .tiny import card

pytestmark = pytest.mark.skipif(not openapi.is_here(), reason=f"no description of Discord's API at {openapi.SHARED}")

ONLY_IN_DOCUMENTATION = {("GET", "/oauth2/applications/@me")}


def test_every_route_is_one_of_discords() -> None:
    ours = {(route.method, route.path) for route in ROUTES}
    assert {route for route in ours if not openapi.knows(*route)} <= ONLY_IN_DOCUMENTATION


async def test_a_whole_conversation_is_as_described(scene: Scene) -> None:
    await talk(scene)
    await look_around(scene)
    found = [problem for exchange in scene.sandbox.journal for problem in openapi.problems(exchange)]
    assert not found, "\n".join(found)
    asked = {(exchange.method, exchange.route) for exchange in scene.sandbox.journal}
    assert len(asked) >= 20


async def talk(scene: Scene) -> None:
    """Everything that people and the bot say to each other."""
    ann, channel = scene.ann, scene.channel
    await ann.slash(channel, "event about", what="konna")
    await ann.slash(channel, "slow", until=followed_up())
    await ann.slash(channel, "whisper", who=ann.user)
    await ann.slash(channel, "long", kind="fits")
    await ann.slash(ann.direct(scene.application), "event about", what="konna")
    await ann.type(channel, "event about", "what", "ko")
    panel = (await ann.slash(channel, "panel")).message
    assert panel is not None
    await ann.press(panel, "edit")
    await ann.press(panel, "later")
    await ann.choose(panel, "pick", "mali")
    await ann.submit(await ann.press(panel, "ask", until=acknowledged), {"what": "Konna"})
    said = await ann.say(channel, f"{scene.application.bot.mention} konna?")
    await said.answer()
    posted = await scene.place.send(
        "digest", nonce="2013-01-18", embed=discord.Embed(title="Konna", url="https://x.org")
    )
    await posted.edit(content="digest, edited")
    picture = discord.File(io.BytesIO(b"x"), "cover.png", description="A cover")
    await scene.place.send(view=card("# Konna"), file=picture)
    await posted.delete()


async def look_around(scene: Scene) -> None:
    """Everything that the bot can look up."""
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    messages = [message async for message in scene.place.history()]
    await scene.place.fetch_message(messages[0].id)
    await scene.bot.fetch_channel(scene.channel.id)
    await scene.bot.fetch_guild(guild.id)
    await guild.fetch_channels()
    await guild.fetch_roles()
    await guild.fetch_member(scene.ann.user.id)
    await scene.bot.fetch_user(scene.ann.user.id)
    await scene.bot.tree.fetch_commands()
    await scene.bot.tree.sync(guild=guild)
    async with scene.place.typing():
        await scene.place.create_thread(name="Mali", type=discord.ChannelType.public_thread)
    assert [found.id async for found in scene.bot.fetch_guilds()] == [guild.id]


def test_a_body_that_is_not_as_described_is_told() -> None:
    exchange = Exchange(0.0, "POST", "/channels/{channel_id}/messages", "", {}, {"embeds": "none"}, (), 200, {})
    asked, answered = openapi.problems(exchange)[0], openapi.problems(exchange)[-1]
    assert "asked embeds: 'none' is not" in asked
    assert "answered body" in answered


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"status": 201}, "answered with 201, not one of"),
        ({"status": 429, "answer": {"message": "slow"}}, "'code' is a required property"),
        ({"status": 404, "answer": {"code": 10003}}, "'message' is a required property"),
        ({"query": {"limit": "101"}}, "asked ?limit body: 101 is greater than the maximum"),
        ({"query": {"newest": "1"}}, "asked ?newest, which is not described"),
    ],
)
def test_an_answer_or_query_that_is_not_as_described_is_told(changes: dict[str, Any], problem: str) -> None:
    sound = Exchange(0.0, "GET", "/channels/{channel_id}/messages", "", {}, None, (), 200, [])
    assert openapi.problems(sound) == []
    assert any(problem in found for found in openapi.problems(replace(sound, **changes)))


def test_an_event_that_is_not_as_described_is_told() -> None:
    event = Told(1, 0, "GUILD_ROLE_CREATE", {"role": {"id": "1"}})
    assert any("is a required property" in problem for problem in told.problems([event]))
    assert told.problems([Told(1, 0, "TYPING_START", {"user_id": "1"})]) == []
