"""Commands in menus, files given to commands, and names in the language of who reads them."""

from __future__ import annotations

import discord
import pytest

from bot.sandbox.people.offers import NotOfferedError, commands_for, description, find_command, names
from bot.sandbox.world.channels import ChannelType
from bot.sandbox.world.commands import CommandType
from bot.sandbox.world.permissions import Permission

from .conftest import Scene
from .menus import add_menus


async def test_a_message_is_looked_up_from_its_menu_with_its_content(scene: Scene) -> None:
    await add_menus(scene.bot)
    said = await scene.ann.say(scene.channel, "not meant for bots")
    reply = await scene.ann.use("Look up", said.message)
    assert reply.text == "Looking up: not meant for bots"
    assert reply.ephemeral
    assert reply.message is not None
    assert reply.message.metadata is not None
    assert reply.message.metadata["target_message_id"] == str(said.message.id)


async def test_a_user_is_greeted_from_their_menu(scene: Scene) -> None:
    await add_menus(scene.bot)
    bob = scene.sandbox.world.add_user("bob")
    scene.sandbox.world.join(scene.guild, bob)
    assert (await scene.ann.use("Greet", bob, channel=scene.channel)).text == "Hello bob"
    with pytest.raises(NotOfferedError):
        await scene.ann.use("Greet", (await scene.ann.say(scene.channel, "hm")).message)
    with pytest.raises(NotOfferedError):
        await scene.ann.slash(scene.channel, "Greet")


async def test_menus_hold_their_own_commands_only(scene: Scene) -> None:
    await add_menus(scene.bot)
    world, ann = scene.sandbox.world, scene.ann.user
    offered = {kind: commands_for(world, ann, scene.channel, kind) for kind in CommandType}
    assert [command.name for _, command in offered[CommandType.MESSAGE]] == ["Look up"]
    assert [command.name for _, command in offered[CommandType.USER]] == ["Greet"]
    assert "panel" in [command.name for _, command in offered[CommandType.CHAT_INPUT]]


async def test_a_file_is_given_to_a_command(scene: Scene) -> None:
    await add_menus(scene.bot)
    file = scene.ann.file(scene.channel, "note.txt", b"konna")
    assert (await scene.ann.slash(scene.channel, "read", file=file)).text == "note.txt: konna"
    with pytest.raises(NotOfferedError, match="does not take"):
        await scene.ann.slash(scene.channel, "read", file="note.txt")


async def test_a_channel_of_the_right_kind_is_given_to_a_command(scene: Scene) -> None:
    await add_menus(scene.bot)
    world = scene.sandbox.world
    news = world.add_channel(scene.guild, "news", ChannelType.NEWS)
    forum = world.add_channel(scene.guild, "posts", ChannelType.FORUM)
    assert (await scene.ann.slash(scene.channel, "subscribe", channel=news)).text == "news: True"
    world.overwrite(news, scene.ann.user, deny=Permission.SEND_MESSAGES)
    assert (await scene.ann.slash(scene.channel, "subscribe", channel=news)).text == "news: False"
    with pytest.raises(NotOfferedError, match="like 'posts'"):
        await scene.ann.slash(scene.channel, "subscribe", channel=forum)


async def test_a_file_is_sent_with_a_message(scene: Scene) -> None:
    file = scene.ann.file(scene.channel, "note.txt", b"konna")
    said = await scene.ann.say(scene.channel, f"{scene.application.bot.mention} this", files=[file])
    await said.answer()
    fetched = await scene.place.fetch_message(said.message.id)
    assert await fetched.attachments[0].read() == b"konna"


async def test_people_are_offered_names_in_their_language(scene: Scene) -> None:
    await add_menus(scene.bot)
    world = scene.sandbox.world
    offer = find_command(world, scene.ann.user, scene.channel, "回忆")
    assert names(offer.command.body, "zh-CN") == ("回忆", "recall")
    assert description(offer.command.body, "zh-CN") == "回忆一个事件"
    assert (await scene.ann.slash(scene.channel, "回忆", 内容="战争")).text == "recalled war"
    bob = world.add_user("bob", locale="de")
    world.join(scene.guild, bob)
    with pytest.raises(NotOfferedError):
        await scene.sandbox.person(bob).slash(scene.channel, "回忆", 内容="战争")
    assert (await scene.sandbox.person(bob).slash(scene.channel, "recall", what="War")).text == "recalled war"


async def test_translations_are_listed_where_they_are_asked_for(scene: Scene) -> None:
    await add_menus(scene.bot)
    plain = await scene.bot.http.get_global_commands(scene.application.id)
    assert not any("name_localizations" in command for command in plain)
    fetched = await scene.bot.tree.fetch_commands()
    recall = next(command for command in fetched if command.name == "recall")
    whole = await scene.bot.tree.fetch_command(recall.id)
    assert whole.name_localizations == {discord.Locale.chinese: "回忆"}
