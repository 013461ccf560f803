"""What stands on a message beside its words: reactions, flags, marks of an edit."""

from __future__ import annotations

import asyncio

import discord
import pytest

from bot.sandbox.people.offers import NotOfferedError
from bot.sandbox.world.channels import ChannelType
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.reactions import is_emoji

from .conftest import PATIENCE, Scene


async def test_reactions_are_told_counted_and_taken_away(scene: Scene) -> None:
    sent = await scene.place.send("digest")
    await sent.add_reaction("👍")
    message = scene.sandbox.world.messages.get(scene.channel.id, sent.id)

    def is_anns(_: discord.Reaction, who: discord.User | discord.Member) -> bool:
        return who.id == scene.ann.user.id

    added = asyncio.create_task(scene.bot.wait_for("reaction_add", check=is_anns, timeout=PATIENCE))
    removed = asyncio.create_task(scene.bot.wait_for("raw_reaction_remove", timeout=PATIENCE))
    await asyncio.sleep(0)
    scene.ann.react(message, "👍")
    assert str((await added)[0].emoji) == "👍"
    fetched = await scene.place.fetch_message(sent.id)
    assert [(str(one.emoji), one.count, one.me) for one in fetched.reactions] == [("👍", 2, True)]
    assert {user.id async for user in fetched.reactions[0].users()} == {scene.application.id, scene.ann.user.id}
    scene.ann.unreact(message, "👍")
    assert (await removed).user_id == scene.ann.user.id
    await sent.remove_reaction("👍", scene.bot.user)  # type: ignore[arg-type]
    assert (await scene.place.fetch_message(sent.id)).reactions == []


async def test_reactions_have_their_rules(scene: Scene) -> None:
    world = scene.sandbox.world
    sent = await scene.place.send("digest")
    with pytest.raises(discord.HTTPException) as unknown:
        await sent.add_reaction("nothing")
    assert unknown.value.code == 10014
    for number in range(20):
        await sent.add_reaction(chr(0x1F600 + number))
    with pytest.raises(discord.HTTPException) as many:
        await sent.add_reaction("👍")
    assert many.value.code == 30010
    with pytest.raises(discord.Forbidden):
        await sent.clear_reactions()
    world.overwrite(scene.channel, scene.application, allow=Permission.MANAGE_MESSAGES, deny=Permission.ADD_REACTIONS)
    await sent.clear_reactions()
    with pytest.raises(discord.Forbidden):
        await sent.add_reaction("👍")
    message = scene.ann.react(world.messages.get(scene.channel.id, sent.id), "👍")
    await sent.add_reaction("👍")
    world.overwrite(scene.channel, scene.guild, deny=Permission.ADD_REACTIONS)
    with pytest.raises(NotOfferedError):
        scene.ann.react(message, "👎")


@pytest.mark.parametrize("text", ["👍", "1️⃣", "🇲🇱", "❤️"])
def test_what_is_an_emoji(text: str) -> None:
    assert is_emoji(text)


@pytest.mark.parametrize("text", ["", "a", "konna", "👍 yes", "name:123"])
def test_what_is_none(text: str) -> None:
    assert not is_emoji(text)


async def test_an_announcement_is_published_once(scene: Scene) -> None:
    news = scene.sandbox.world.add_channel(scene.guild, "news", ChannelType.NEWS)
    place = scene.bot.get_partial_messageable(news.id)
    sent = await place.send("digest")
    await sent.publish()
    assert (await place.fetch_message(sent.id)).flags.crossposted
    with pytest.raises(discord.HTTPException) as twice:
        await sent.publish()
    assert twice.value.code == 40033
    with pytest.raises(discord.HTTPException) as elsewhere:
        await scene.bot.http.publish_message(scene.channel.id, (await scene.place.send("x")).id)
    assert elsewhere.value.code == 50024
    theirs = (await scene.ann.say(news, "mine")).message
    with pytest.raises(discord.Forbidden):
        await scene.bot.http.publish_message(news.id, theirs.id)


async def test_embeds_are_hidden_and_shown_again(scene: Scene) -> None:
    sent = await scene.place.send(embed=discord.Embed(title="Konna"))
    hidden = await sent.edit(suppress=True)
    assert (hidden.embeds, hidden.flags.suppress_embeds) == ([], True)
    assert hidden.edited_at is None
    shown = await sent.edit(suppress=False)
    assert [embed.title for embed in shown.embeds] == ["Konna"]


async def test_others_embeds_are_hidden_by_those_who_manage_messages(scene: Scene) -> None:
    theirs = (await scene.ann.say(scene.channel, "https://example.org")).message
    message = await scene.place.fetch_message(theirs.id)
    with pytest.raises(discord.Forbidden) as refused:
        await message.edit(suppress=True)
    assert refused.value.code == 50005
    scene.sandbox.world.overwrite(scene.channel, scene.application, allow=Permission.MANAGE_MESSAGES)
    assert (await message.edit(suppress=True)).flags.suppress_embeds
    with pytest.raises(discord.Forbidden):
        await message.edit(content="other words")


async def test_an_edit_is_marked_and_a_thought_is_none(scene: Scene) -> None:
    sent = await scene.place.send("digest")
    assert sent.edited_at is None
    assert (await sent.edit(content="digest, edited")).edited_at is not None
    reply = await scene.ann.slash(scene.channel, "slow")
    assert reply.message is not None
    assert (reply.message.content, reply.message.edited) == ("thought", None)


async def test_quiet_messages_keep_their_flag(scene: Scene) -> None:
    sent = await scene.place.send("digest", silent=True)
    assert sent.flags.suppress_notifications
