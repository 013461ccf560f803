"""An application that a person brought along to where its bot is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
import pytest

from bot.sandbox.world.channels import Channel
from bot.sandbox.world.permissions import Permission

from .conftest import Scene


@pytest.fixture
async def along(scene: Scene) -> Callable[[Channel], Any]:
    """Calls a command of a user-installed application in a channel; gives the interaction's body as it was told."""
    scene.sandbox.world.install(scene.application, scene.ann.user)

    async def call(channel: Channel) -> Any:
        await scene.ann.slash(channel, "along")
        return [event.data for event in scene.sandbox.gateway.told if event.name == "INTERACTION_CREATE"][-1]

    return call


def elsewhere(scene: Scene) -> Channel:
    """A channel of a guild that the bot is not in."""
    world = scene.sandbox.world
    return world.add_channel(world.add_guild("Elsewhere", scene.ann.user), "lobby")


async def test_owners_and_context_say_where_it_is_called(scene: Scene, along: Callable[[Channel], Any]) -> None:
    world, ann = scene.sandbox.world, str(scene.ann.user.id)
    told = await along(elsewhere(scene))
    assert (told["context"], told["authorizing_integration_owners"]) == (0, {"1": ann})
    told = await along(scene.ann.direct(world.add_user("bob")))
    assert (told["context"], told["authorizing_integration_owners"]) == (2, {"1": ann})
    told = await along(scene.ann.direct(scene.application))
    assert (told["context"], told["authorizing_integration_owners"]) == (1, {"1": ann})
    told = await along(scene.channel)
    assert (told["context"], told["authorizing_integration_owners"]) == (0, {"1": ann})
    await scene.ann.slash(scene.ann.direct(scene.application), "panel")
    told = [event.data for event in scene.sandbox.gateway.told if event.name == "INTERACTION_CREATE"][-1]
    assert (told["context"], told["authorizing_integration_owners"]) == (1, {"0": "0"})


async def test_a_guest_may_little(scene: Scene, along: Callable[[Channel], Any]) -> None:
    held = discord.Permissions(int((await along(elsewhere(scene)))["app_permissions"]))
    assert held.embed_links
    assert not held.send_messages
    held = discord.Permissions(int((await along(scene.channel))["app_permissions"]))
    assert held.send_messages


async def test_replies_are_not_heard_where_the_bot_is_not(scene: Scene, along: Callable[[Channel], Any]) -> None:
    channel = elsewhere(scene)
    await along(channel)
    assert [message.text for message in scene.ann.sees(channel)] == ["along, a guild's own: False"]
    created = [event for event in scene.sandbox.gateway.told if event.name == "MESSAGE_CREATE"]
    assert created == []
    with pytest.raises(discord.Forbidden) as closed:
        await scene.bot.fetch_channel(channel.id)
    assert closed.value.code == 50001


async def test_replies_are_private_where_the_person_may_not_bring_applications(scene: Scene) -> None:
    world = scene.sandbox.world
    world.install(scene.application, scene.ann.user)
    channel = elsewhere(scene)
    assert not (await scene.ann.slash(channel, "along")).ephemeral
    world.overwrite(channel, world.guilds.get(channel.guild_id or 0), deny=Permission.USE_EXTERNAL_APPS)
    assert (await scene.ann.slash(channel, "along")).ephemeral


async def test_a_guest_follows_up_five_times(scene: Scene) -> None:
    world = scene.sandbox.world
    world.install(scene.application, scene.ann.user)
    kept: list[discord.Interaction] = []

    async def check(interaction: discord.Interaction) -> bool:
        kept.append(interaction)
        return True

    scene.bot.tree.interaction_check = check  # type: ignore[method-assign]
    await scene.ann.slash(elsewhere(scene), "along")
    for number in range(5):
        await kept[-1].followup.send(str(number))
    with pytest.raises(discord.HTTPException) as enough:
        await kept[-1].followup.send("a sixth")
    assert enough.value.code == 40094
    await scene.ann.slash(scene.channel, "along")
    for number in range(6):
        await kept[-1].followup.send(str(number))
