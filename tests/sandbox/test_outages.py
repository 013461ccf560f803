"""Places that come, go, close and open again; a gateway that is away, forgets, or turns bots down."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import pytest

from bot.sandbox.world.channels import ChannelType
from bot.sandbox.world.permissions import Permission

from .conftest import PATIENCE, Scene, running
from .tiny import TinyBot


async def until(bot: TinyBot, event: str, **options: Any) -> Any:
    """What the bot's next event of that name brings."""
    return await bot.wait_for(event, timeout=PATIENCE, **options)


def hearing(bot: TinyBot, event: str) -> asyncio.Task[Any]:
    """The same, listened for from the next step of the loop on."""
    return asyncio.create_task(until(bot, event))


async def refusal(scene: Scene) -> int:
    """The JSON code with which a message is refused, 0 where it is sent."""
    try:
        await scene.bot.get_partial_messageable(scene.channel.id).send("digest")
    except discord.HTTPException as error:
        return error.code
    return 0


async def test_a_permission_is_taken_and_given_back(scene: Scene) -> None:
    world = scene.sandbox.world
    world.overwrite(scene.channel, scene.application, deny=Permission.SEND_MESSAGES)
    assert await refusal(scene) == 50013
    world.overwrite(scene.channel, scene.application, deny=Permission.VIEW_CHANNEL)
    assert await refusal(scene) == 50001
    world.overwrite(scene.channel, scene.application)
    assert await refusal(scene) == 0


async def test_a_channel_is_deleted_with_all_that_is_in_it(scene: Scene) -> None:
    world = scene.sandbox.world
    sent = await scene.place.send("digest")
    thread = world.add_thread(scene.channel, "Mali", scene.ann.user)
    gone = hearing(scene.bot, "guild_channel_delete")
    await asyncio.sleep(0)
    world.remove_channel(scene.channel)
    assert (await gone).id == scene.channel.id
    assert await refusal(scene) == 10003
    assert world.channels.find(thread.id) is None
    with pytest.raises(discord.NotFound) as deleted:
        await sent.edit(content="x")
    assert deleted.value.code == 10003


async def test_a_message_is_deleted_before_it_is_edited(scene: Scene) -> None:
    sent = await scene.place.send("digest")
    scene.sandbox.world.messages.delete(scene.sandbox.world.messages.get(scene.channel.id, sent.id))
    with pytest.raises(discord.NotFound) as deleted:
        await sent.edit(content="x")
    assert deleted.value.code == 10008


async def test_a_guild_is_left_and_joined_again(scene: Scene) -> None:
    world = scene.sandbox.world
    left = hearing(scene.bot, "guild_remove")
    await asyncio.sleep(0)
    world.leave(scene.guild, scene.application)
    assert (await left).id == scene.guild.id
    assert await refusal(scene) == 50001
    joined = hearing(scene.bot, "guild_join")
    await asyncio.sleep(0)
    world.join(scene.guild, scene.application)
    guild = await joined
    assert [channel.id for channel in guild.text_channels] == [scene.channel.id]
    own = [role for role in world.guilds.roles(scene.guild.id) if role.bot_id == scene.application.id]
    assert len(own) == 1
    assert await refusal(scene) == 0


async def test_a_bot_leaves_of_its_own_accord(scene: Scene) -> None:
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    left = hearing(scene.bot, "guild_remove")
    await asyncio.sleep(0)
    await guild.leave()
    assert (await left).id == scene.guild.id
    with pytest.raises(discord.NotFound):
        await guild.leave()


async def test_a_role_is_deleted(scene: Scene) -> None:
    world = scene.sandbox.world
    role = world.add_role(scene.guild, "mods", Permission.MANAGE_GUILD)
    world.set_roles(scene.guild, scene.ann.user, [role])
    gone = hearing(scene.bot, "guild_role_delete")
    await asyncio.sleep(0)
    world.remove_role(role)
    assert (await gone).id == role.id
    assert not world.permissions_in(scene.channel, scene.ann.user.id) & Permission.MANAGE_GUILD


async def test_a_guild_is_deleted(scene: Scene) -> None:
    left = hearing(scene.bot, "guild_remove")
    await asyncio.sleep(0)
    scene.sandbox.world.remove_guild(scene.guild)
    assert (await left).id == scene.guild.id
    assert await refusal(scene) == 10003
    with pytest.raises(discord.NotFound) as gone:
        await scene.bot.fetch_guild(scene.guild.id)
    assert gone.value.code == 10004
    assert [guild async for guild in scene.bot.fetch_guilds()] == []


async def test_an_outage_of_a_guild_is_no_leaving(scene: Scene) -> None:
    world, lost, found = (
        scene.sandbox.world,
        hearing(scene.bot, "guild_unavailable"),
        hearing(scene.bot, "guild_available"),
    )
    await asyncio.sleep(0)
    world.set_outage(scene.guild, out=True)
    assert (await lost).id == scene.guild.id
    world.set_outage(scene.guild, out=False)
    assert (await found).id == scene.guild.id


async def test_a_guild_that_is_out_comes_later(scene: Scene) -> None:
    await scene.bot.close()
    scene.sandbox.world.set_outage(scene.guild, out=True)
    async with running(TinyBot()) as bot:
        guild = bot.get_guild(scene.guild.id)
        assert guild is None or guild.unavailable
        found = hearing(bot, "guild_available")
        await asyncio.sleep(0)
        scene.sandbox.world.set_outage(scene.guild, out=False)
        assert (await found).name == "Newsroom"


async def test_the_system_channel_is_told(scene: Scene) -> None:
    changed = hearing(scene.bot, "guild_update")
    await asyncio.sleep(0)
    scene.sandbox.world.set_system_channel(scene.guild, scene.channel)
    await changed
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    assert guild.system_channel == scene.place
    assert (await scene.bot.fetch_guild(scene.guild.id)).id == guild.id


async def test_no_message_stands_in_a_category(scene: Scene) -> None:
    category = scene.sandbox.world.add_channel(scene.guild, "news", ChannelType.CATEGORY)
    with pytest.raises(discord.HTTPException) as refused:
        await scene.bot.get_partial_messageable(category.id).send("digest")
    assert refused.value.code == 50008


async def test_a_refused_resume_is_followed_by_a_fresh_identify(scene: Scene) -> None:
    scene.bot.shard_ready.clear()
    scene.sandbox.gateway.takes_resumes = False
    scene.sandbox.gateway.cut()
    await asyncio.wait_for(scene.bot.shard_ready.wait(), PATIENCE)
    assert (scene.sandbox.gateway.identified, scene.sandbox.gateway.resumed) == (2, 0)
    assert (await scene.ann.slash(scene.channel, "event about", what="konna")).text == "About konna in 2013"


async def test_a_gateway_that_is_away_is_knocked_at_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    gateway = scene.sandbox.gateway
    waited = asyncio.Event()
    sleep = asyncio.sleep

    async def note(seconds: float) -> None:
        if seconds > 0:
            waited.set()
        await sleep(0)

    monkeypatch.setattr(discord.client.asyncio, "sleep", note)
    gateway.is_open = False
    gateway.cut()
    await asyncio.wait_for(waited.wait(), PATIENCE)
    scene.bot.shard_ready.clear()
    gateway.is_open = True
    await asyncio.wait_for(scene.bot.shard_ready.wait(), PATIENCE)
    assert (gateway.identified, gateway.is_connected(scene.application)) == (2, True)
