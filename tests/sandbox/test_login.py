"""Logging in: the API, the gateway, and a wrong token."""

from __future__ import annotations

import discord
import pytest

from bot.sandbox import Sandbox

from .conftest import TOKEN, Scene, running
from .tiny import TinyBot


async def test_the_client_logs_in_and_sees_its_guild(scene: Scene) -> None:
    assert scene.bot.user is not None
    assert scene.bot.user.id == scene.application.id
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    assert [channel.name for channel in guild.text_channels] == ["general"]
    assert guild.me.guild_permissions.send_messages
    assert scene.sandbox.gateway.is_connected(scene.application)
    assert scene.sandbox.gateway.heartbeats >= 1


async def test_a_wrong_token_is_refused(sandbox: Sandbox) -> None:
    sandbox.world.add_application(TOKEN)
    with pytest.raises(discord.LoginFailure):
        async with running(TinyBot(), "something.else.entirely"):
            pytest.fail("logged in")


async def test_content_intent_must_be_granted(sandbox: Sandbox) -> None:
    sandbox.world.add_application(TOKEN)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(TinyBot(content=True)):
            pytest.fail("connected")


async def test_two_shards_share_the_guilds(sandbox: Sandbox) -> None:
    application = sandbox.world.add_application(TOKEN)
    guilds = [sandbox.world.add_guild(f"guild {number}", application) for number in range(4)]
    async with running(TinyBot(shards=2)) as bot:
        assert {guild.id: guild.shard_id for guild in bot.guilds} == {g.id: (g.id >> 22) % 2 for g in guilds}


async def test_commands_are_registered_as_sent(scene: Scene) -> None:
    names = {command.name for command in scene.sandbox.world.commands.listed(scene.application.id, None)}
    assert {"event", "slow", "panel"} <= names
    before = {c.name: c.id for c in scene.sandbox.world.commands.listed(scene.application.id, None)}
    synced = await scene.bot.tree.sync()
    assert {command.name: command.id for command in synced} == before
    await scene.bot.tree.sync(guild=discord.Object(scene.guild.id))
    assert scene.sandbox.world.commands.listed(scene.application.id, scene.guild.id) == []
    event = next(command for command in synced if command.name == "event")
    assert event.options[0].name == "about"


async def test_single_commands_are_added_edited_and_removed(scene: Scene) -> None:
    http, application_id = scene.bot.http, scene.application.id
    commands = scene.sandbox.world.commands
    added = await http.upsert_global_command(application_id, {"name": "new", "description": "x"})  # type: ignore[arg-type]
    edited = await http.edit_global_command(application_id, added["id"], {"description": "y"})
    assert (edited["name"], edited["description"]) == ("new", "y")
    fetched = await scene.bot.tree.fetch_command(int(added["id"]))
    assert fetched.description == "y"
    with pytest.raises(discord.HTTPException):
        await http.edit_global_command(application_id, added["id"], {"description": "y" * 101})
    await fetched.delete()
    assert "new" not in {command.name for command in commands.listed(application_id, None)}
    with pytest.raises(discord.NotFound) as gone:
        await scene.bot.tree.fetch_command(int(added["id"]))
    assert gone.value.code == 10063


async def test_members_are_asked_for(scene: Scene) -> None:
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    for number in range(3):
        scene.sandbox.world.join(scene.guild, scene.sandbox.world.add_user(f"bob{number}"))
    found = await guild.query_members("bob", limit=2)
    assert [member.name for member in found] == ["bob0", "bob1"]
    by_id = await guild.query_members(user_ids=[scene.ann.user.id])
    assert [member.name for member in by_id] == ["ann"]
    assert (await guild.fetch_member(scene.ann.user.id)).name == "ann"
    with pytest.raises(discord.Forbidden) as closed:
        await scene.bot.http.get_members(guild.id, 5, None)
    assert closed.value.code == 50001


async def test_members_are_listed_where_that_is_granted(sandbox: Sandbox) -> None:
    application = sandbox.world.add_application(TOKEN, members=True)
    users = [sandbox.world.add_user(f"ann{number}") for number in range(3)]
    guild = sandbox.world.add_guild("Newsroom", *users, application)
    async with running(TinyBot()) as bot:
        place = bot.get_guild(guild.id)
        assert place is not None
        listed = await bot.http.get_members(guild.id, 2, users[0].id)
        assert [member["user"]["id"] for member in listed] == [str(users[1].id), str(users[2].id)]
        with pytest.raises(discord.NotFound) as unknown:
            await bot.fetch_guild(1)
        assert unknown.value.code == 10004
