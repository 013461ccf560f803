"""A guild's own settings for commands: who is offered them, and where."""

from __future__ import annotations

import asyncio

import discord
import pytest

from bot.sandbox.people.offers import commands_for
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.commands import Command
from bot.sandbox.world.grants import Grant, everyone, everywhere, grant
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import User

from .conftest import PATIENCE, Scene


def command(scene: Scene, name: str) -> Command:
    """The registered command of that name."""
    listed = scene.sandbox.world.commands.listed(scene.application.id, None)
    return next(one for one in listed if one.name == name)


def offers(scene: Scene, name: str, user: User | None = None, channel: Channel | None = None) -> bool:
    """Whether somebody (Ann) is offered a command in a channel (#general)."""
    offered = commands_for(scene.sandbox.world, user or scene.ann.user, channel or scene.channel)
    return name in {one.name for _, one in offered}


def allow(scene: Scene, name: str | None, *grants: Grant) -> None:
    """Sets exactly these lines for a command, or for all."""
    one = None if name is None else command(scene, name)
    scene.sandbox.world.grants.set(scene.application, scene.guild, grants, one)


async def test_a_role_is_let_in_past_the_default_permissions(scene: Scene) -> None:
    world = scene.sandbox.world
    editors = world.add_role(scene.guild, "editors")
    assert not offers(scene, "reload")
    allow(scene, "reload", grant(editors, allowed=True))
    assert not offers(scene, "reload")
    world.set_roles(scene.guild, scene.ann.user, [editors])
    assert offers(scene, "reload")
    assert (await scene.ann.slash(scene.channel, "reload")).text.startswith("may send")
    allow(scene, "reload", grant(editors, allowed=True), grant(scene.ann.user, allowed=False))
    assert not offers(scene, "reload")


async def test_everyone_is_kept_out_but_administrators(scene: Scene) -> None:
    allow(scene, "panel", everyone(scene.guild, allowed=False))
    assert not offers(scene, "panel")
    assert offers(scene, "slow")
    chief = scene.sandbox.world.add_role(scene.guild, "chief", Permission.ADMINISTRATOR)
    scene.sandbox.world.set_roles(scene.guild, scene.ann.user, [chief])
    assert offers(scene, "panel")


async def test_channels_are_opened_and_closed(scene: Scene) -> None:
    world = scene.sandbox.world
    other = world.add_channel(scene.guild, "bots")
    thread = world.add_thread(other, "more", scene.ann.user)
    allow(scene, "panel", everywhere(scene.guild, allowed=False), grant(other, allowed=True))
    assert [offers(scene, "panel", channel=one) for one in (scene.channel, other, thread)] == [False, True, True]


async def test_a_commands_own_lines_go_before_the_applications(scene: Scene) -> None:
    allow(scene, None, everyone(scene.guild, allowed=False), everywhere(scene.guild, allowed=False))
    assert not offers(scene, "panel")
    allow(scene, "panel", grant(scene.ann.user, allowed=True), grant(scene.channel, allowed=True))
    assert offers(scene, "panel")
    assert not offers(scene, "slow")
    allow(scene, None, everyone(scene.guild, allowed=True))
    assert not offers(scene, "reload")


async def test_nobody_is_offered_commands_without_the_permission(scene: Scene) -> None:
    world = scene.sandbox.world
    world.overwrite(scene.channel, scene.guild, deny=Permission.USE_APPLICATION_COMMANDS)
    assert not offers(scene, "panel")


async def test_the_bot_reads_and_hears_of_the_settings(scene: Scene) -> None:
    hearing = scene.bot.wait_for("raw_app_command_permissions_update", timeout=PATIENCE)
    heard = asyncio.create_task(hearing)
    await asyncio.sleep(0)
    allow(scene, "panel", grant(scene.ann.user, allowed=False))
    assert (await heard).target_id == command(scene, "panel").id
    fetched = await scene.bot.tree.fetch_command(command(scene, "panel").id)
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    lines = (await fetched.fetch_permissions(guild)).permissions
    assert [(line.id, line.permission) for line in lines] == [(scene.ann.user.id, False)]
    listed = await scene.bot.http.get_guild_application_command_permissions(scene.application.id, guild.id)
    assert [one["id"] for one in listed] == [str(fetched.id)]
    unset = await scene.bot.tree.fetch_command(command(scene, "slow").id)
    with pytest.raises(discord.NotFound) as unknown:
        await unset.fetch_permissions(guild)
    assert unknown.value.code == 10066
