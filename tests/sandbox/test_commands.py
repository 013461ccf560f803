"""Slash commands: options, replies now and later, private ones, choices while typing."""

from __future__ import annotations

import asyncio

import discord
import pytest
from discord import app_commands

from bot.sandbox.people.offers import NotOfferedError
from bot.sandbox.people.reply import NoAnswerError, Reply, followed_up
from bot.sandbox.world.permissions import Permission

from .conftest import PATIENCE, Scene


async def test_slash_is_answered(scene: Scene) -> None:
    reply = await scene.ann.slash(scene.channel, "event about", what="konna", year=2012)
    assert reply.text == "About konna in 2012"
    assert not reply.ephemeral
    assert [message.text for message in scene.ann.sees(scene.channel)] == ["About konna in 2012"]


async def test_deferred_answer_takes_the_place_of_thinking(scene: Scene) -> None:
    reply = await scene.ann.slash(scene.channel, "slow", until=followed_up())
    assert [message.text for message in reply.messages] == ["thought", "and more"]
    assert not reply.thinking


async def test_private_answers_are_seen_by_one_person(scene: Scene) -> None:
    bob = scene.sandbox.world.add_user("bob")
    scene.sandbox.world.join(scene.guild, bob)
    reply = await scene.ann.slash(scene.channel, "whisper", who=bob)
    assert reply.ephemeral
    assert reply.text == "psst bob"
    assert len(scene.ann.sees(scene.channel)) == 1
    assert scene.sandbox.person(bob).sees(scene.channel) == []
    deferred = await scene.ann.slash(scene.channel, "slow", private=True)
    assert deferred.ephemeral


async def test_choices_are_offered_while_typing(scene: Scene) -> None:
    choices = await scene.ann.type(scene.channel, "event about", "what", "ko")
    assert [choice["value"] for choice in choices] == ["konna", "kona"]


async def test_the_client_refuses_what_discord_would_not_send(scene: Scene) -> None:
    with pytest.raises(NotOfferedError, match="requires"):
        await scene.ann.slash(scene.channel, "event about")
    with pytest.raises(NotOfferedError, match="1999 to 2014"):
        await scene.ann.slash(scene.channel, "event about", what="konna", year=1998)
    with pytest.raises(NotOfferedError, match="not offered"):
        await scene.ann.slash(scene.channel, "reload")


async def test_commands_for_moderators_are_offered_to_them(scene: Scene) -> None:
    role = scene.sandbox.world.add_role(scene.guild, "mods", Permission.MANAGE_GUILD)
    scene.sandbox.world.set_roles(scene.guild, scene.ann.user, [role])
    reply = await scene.ann.slash(scene.channel, "reload")
    assert reply.text == "may send: True"
    scene.sandbox.world.overwrite(scene.channel, scene.application, deny=Permission.SEND_MESSAGES)
    assert (await scene.ann.slash(scene.channel, "reload")).text == "may send: False"


async def test_a_guilds_own_command_is_offered_there_alone_and_goes_first(scene: Scene) -> None:
    world = scene.sandbox.world
    elsewhere = world.add_channel(world.add_guild("Elsewhere", scene.ann.user, scene.application), "lobby")

    async def here(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"{interaction.command.name} of {interaction.guild_id}")

    place = discord.Object(scene.guild.id)
    for name in ("local", "whisper"):
        scene.bot.tree.add_command(app_commands.Command(name=name, description="x", callback=here), guild=place)
    await scene.bot.tree.sync(guild=place)
    for name in ("local", "whisper"):
        assert (await scene.ann.slash(scene.channel, name)).text == f"{name} of {scene.guild.id}"
    with pytest.raises(NotOfferedError):
        await scene.ann.slash(elsewhere, "local")
    assert "psst" in (await scene.ann.slash(elsewhere, "whisper")).text
    scene.bot.tree.clear_commands(guild=place)
    await scene.bot.tree.sync(guild=place)
    with pytest.raises(NotOfferedError):
        await scene.ann.slash(scene.channel, "local")


async def test_commands_work_in_direct_messages(scene: Scene) -> None:
    reply = await scene.ann.slash(scene.ann.direct(scene.application), "event about", what="konna")
    assert reply.text == "About konna in 2013"


async def test_a_person_takes_the_application_along(scene: Scene) -> None:
    world = scene.sandbox.world
    elsewhere = world.add_channel(world.add_guild("Elsewhere", scene.ann.user), "lobby")
    private = scene.ann.direct(world.add_user("bob"))
    with pytest.raises(NotOfferedError):
        await scene.ann.slash(elsewhere, "along")
    world.install(scene.application, scene.ann.user)
    for channel in (elsewhere, private):
        assert (await scene.ann.slash(channel, "along")).text == "along, a guild's own: False"
    with pytest.raises(NotOfferedError):
        await scene.ann.slash(elsewhere, "event about", what="konna")


async def test_a_second_reply_is_refused(scene: Scene) -> None:
    reply = await scene.ann.slash(scene.channel, "twice")
    error = await asyncio.wait_for(scene.bot.errors.get(), PATIENCE)
    assert isinstance(error, discord.HTTPException)
    assert error.code == 40060
    assert reply.text == "once"


async def test_a_reply_after_three_seconds_is_refused(scene: Scene) -> None:
    route = "/interactions/{interaction_id}/{interaction_token}/callback"
    release = scene.sandbox.faults.hold("POST", route)
    with pytest.raises(NoAnswerError):
        await scene.ann.slash(scene.channel, "event about", what="konna", patience=0.05)
    reply = Reply(scene.sandbox.world, scene.sandbox.world.interactions.newest().id)
    assert not reply.failed
    scene.clock.forward(3.1)
    assert reply.failed
    release.set()
    error = await asyncio.wait_for(scene.bot.errors.get(), PATIENCE)
    assert isinstance(error, discord.NotFound)
    assert error.code == 10062


async def test_the_token_holds_for_a_quarter_of_an_hour(scene: Scene) -> None:
    seen: list[discord.Interaction] = []
    scene.bot.tree.interaction_check = _keeper(seen)  # type: ignore[method-assign]
    await scene.ann.slash(scene.channel, "event about", what="konna")
    scene.clock.forward(899)
    await seen[0].followup.send("in time")
    scene.clock.forward(2)
    with pytest.raises(discord.HTTPException) as late:
        await seen[0].followup.send("too late")
    assert (late.value.status, late.value.code) == (401, 50027)


def _keeper(seen: list[discord.Interaction]):  # type: ignore[no-untyped-def]
    async def check(interaction: discord.Interaction) -> bool:
        seen.append(interaction)
        return True

    return check
