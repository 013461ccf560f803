"""What the client asks and the sandbox answers, held against Discord's own description of its API."""

from __future__ import annotations

import asyncio
import io
import re
from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.sandbox.api.application import ROUTES
from bot.sandbox.api.journal import Exchange
from bot.sandbox.gateway.sessions import Told
from bot.sandbox.people.reply import acknowledged, followed_up
from bot.sandbox.world.channels import ChannelType
from bot.sandbox.world.grants import grant
from bot.sandbox.world.permissions import Permission

from . import openapi, told
from .conftest import PATIENCE, Scene
from .tiny import card

pytestmark = pytest.mark.skipif(not openapi.is_here(), reason=f"no description of Discord's API at {openapi.SHARED}")

ONLY_IN_DOCUMENTATION = {("GET", "/oauth2/applications/@me")}


def test_every_route_is_one_of_discords() -> None:
    ours = {(route.method, route.path) for route in ROUTES}
    assert {route for route in ours if not openapi.knows(*route)} <= ONLY_IN_DOCUMENTATION


async def test_a_whole_conversation_is_as_described(scene: Scene) -> None:
    await talk(scene)
    await keep_commands(scene)
    await mark(scene)
    await open_threads(scene)
    await look_around(scene)
    found = [problem for exchange in scene.sandbox.journal for problem in openapi.problems(exchange)]
    assert not found, "\n".join(found)
    asked = {(exchange.method, exchange.route) for exchange in scene.sandbox.journal}
    assert {(route.method, route.path) for route in ROUTES} - asked == set()


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


async def keep_commands(scene: Scene) -> None:
    """Commands one by one, globally and in a guild, and their permissions."""
    http, application_id, guild_id = scene.bot.http, scene.application.id, scene.guild.id
    body: Any = {"name": "new", "description": "x"}
    one = await http.upsert_global_command(application_id, body)
    await http.edit_global_command(application_id, one["id"], {"description": "y"})
    await http.get_global_command(application_id, one["id"])
    await http.delete_global_command(application_id, one["id"])
    two: Any = await http.upsert_guild_command(application_id, guild_id, body)
    await http.edit_guild_command(application_id, guild_id, two["id"], {"description": "y"})
    await http.get_guild_command(application_id, guild_id, two["id"])
    await http.get_guild_commands(application_id, guild_id)
    command = scene.sandbox.world.commands.get(application_id, guild_id, int(two["id"]))
    lines = [grant(scene.ann.user, allowed=False)]
    scene.sandbox.world.grants.set(scene.application, scene.guild, lines, command)
    await http.get_application_command_permissions(application_id, guild_id, two["id"])
    await http.get_guild_application_command_permissions(application_id, guild_id)
    await http.delete_guild_command(application_id, guild_id, two["id"])


async def mark(scene: Scene) -> None:
    """Reactions, announcements, and replies by an interaction's token."""
    world = scene.sandbox.world
    world.overwrite(scene.channel, scene.application, allow=Permission.MANAGE_MESSAGES)
    sent = await scene.place.send("digest")
    await sent.add_reaction("👍")
    fetched = await scene.place.fetch_message(sent.id)
    assert [user.id async for user in fetched.reactions[0].users()] == [scene.application.id]
    await scene.bot.http.remove_own_reaction(scene.channel.id, sent.id, "👍")
    scene.ann.react(world.messages.get(scene.channel.id, sent.id), "👎")
    await sent.remove_reaction("👎", discord.Object(scene.ann.user.id))
    await sent.clear_reactions()
    news = world.add_channel(scene.guild, "news", ChannelType.NEWS)
    await (await scene.bot.get_partial_messageable(news.id).send("digest")).publish()
    kept: list[discord.Interaction] = []

    async def check(interaction: discord.Interaction) -> bool:
        kept.append(interaction)
        return True

    scene.bot.tree.interaction_check = check  # type: ignore[method-assign]
    await scene.ann.slash(scene.channel, "whisper")
    await kept[0].original_response()
    further = await kept[0].followup.send("further", wait=True)
    await (await kept[0].followup.fetch_message(further.id)).edit(content="further, edited")
    await kept[0].followup.delete_message(further.id)
    await kept[0].edit_original_response(content="edited")
    await kept[0].delete_original_response()


async def open_threads(scene: Scene) -> None:
    """Threads under channels and messages, posts in a forum, and their lists."""
    world = scene.sandbox.world
    world.overwrite(scene.channel, scene.application, allow=Permission.MANAGE_THREADS | Permission.MANAGE_CHANNELS)
    made = asyncio.create_task(scene.bot.wait_for("guild_channel_create", timeout=PATIENCE))
    await asyncio.sleep(0)
    world.add_channel(scene.guild, "digests", ChannelType.FORUM, tags=("war",))
    forum = await made
    await forum.create_thread(name="18 January", view=card("# Konna"), applied_tags=[forum.available_tags[0]])
    public = await scene.place.create_thread(name="Mali", type=discord.ChannelType.public_thread)
    private = await scene.place.create_thread(name="Aside", auto_archive_duration=60, invitable=False)
    hung = await (await scene.place.send("digest")).create_thread(name="Talk")
    await hung.leave()
    await hung.join()
    await scene.bot.fetch_channel(hung.id)
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    assert len(await guild.active_threads()) == 4
    await public.edit(archived=True, name="Mali, 2013")
    await private.edit(archived=True, locked=True)
    for kind in (False, True):
        assert len([thread async for thread in scene.place.archived_threads(private=kind)]) == 1
    await scene.place.edit(topic="On this day")
    await hung.delete()


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
    await (await scene.bot.fetch_user(scene.ann.user.id)).send("of my own accord")
    await scene.bot.tree.fetch_commands()
    await scene.bot.tree.sync(guild=guild)
    async with scene.place.typing():
        await scene.place.create_thread(name="Mali", type=discord.ChannelType.public_thread)
    assert [found.id async for found in scene.bot.fetch_guilds()] == [guild.id]
    with pytest.raises(discord.Forbidden):
        await scene.bot.http.get_members(guild.id, 5, None)
    await scene.bot.application_info()
    await scene.bot.http.get_bot_gateway()
    await scene.bot.http.request(discord.http.Route("GET", "/applications/@me"))
    await guild.leave()


def test_a_body_that_is_not_as_described_is_told() -> None:
    exchange = Exchange(0.0, "POST", "/channels/{channel_id}/messages", "", {}, {"embeds": "none"}, (), 200, {})
    asked, answered = openapi.problems(exchange)[0], openapi.problems(exchange)[-1]
    assert 'asked embeds: "none" is not' in asked
    assert "answered body" in answered


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"status": 201}, "answered with 201, not one of"),
        ({"status": 429, "answer": {"message": "slow"}}, "code.? is a required property"),
        ({"status": 404, "answer": {"code": 10003}}, "message.? is a required property"),
        ({"query": {"limit": "101"}}, r"asked \?limit body: 101 is greater than the maximum"),
        ({"query": {"newest": "1"}}, r"asked \?newest, which is not described"),
    ],
)
def test_an_answer_or_query_that_is_not_as_described_is_told(changes: dict[str, Any], problem: str) -> None:
    sound = Exchange(0.0, "GET", "/channels/{channel_id}/messages", "", {}, None, (), 200, [])
    assert openapi.problems(sound) == []
    assert any(re.search(problem, found) for found in openapi.problems(replace(sound, **changes)))


def test_an_event_that_is_not_as_described_is_told() -> None:
    event = Told(1, 0, "GUILD_ROLE_CREATE", {"role": {"id": "1"}})
    assert any("is a required property" in problem for problem in told.problems([event]))
    assert told.problems([Told(1, 0, "TYPING_START", {"user_id": "1"})]) == []
