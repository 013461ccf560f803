"""Plain words: which of them reach a bot, and how much of each it may read."""

from __future__ import annotations

import asyncio
from typing import TypeVar

import discord
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.people.offers import NotOfferedError
from bot.sandbox.world.message import Message, MessageType
from bot.sandbox.world.permissions import Permission

from .conftest import PATIENCE, TOKEN, Scene, running
from .tiny import Panel, TinyBot

T = TypeVar("T")


async def soon(queue: asyncio.Queue[T]) -> T:
    """The next thing in the queue."""
    return await asyncio.wait_for(queue.get(), PATIENCE)


async def posted(scene: Scene, text: str = "Konna was recaptured") -> Message:
    """A message of the bot's, with buttons."""
    sent = await scene.place.send(text, view=Panel())
    return scene.sandbox.world.messages.get(scene.channel.id, sent.id)


async def test_a_reply_brings_the_whole_message_replied_to(scene: Scene) -> None:
    message = await posted(scene)
    await scene.ann.say(scene.channel, "and then?", reply_to=message)
    heard = await soon(scene.bot.heard)
    assert heard.content == "and then?"
    assert heard.reference is not None
    replied = heard.reference.resolved
    assert isinstance(replied, discord.Message)
    assert replied.content == "Konna was recaptured"
    assert [child.custom_id for row in replied.components for child in row.children][:2] == ["edit", "later"]  # type: ignore[union-attr]


async def test_a_reply_without_its_ping_is_empty_but_names_the_message(scene: Scene) -> None:
    message = await posted(scene)
    await scene.ann.say(scene.channel, "and then?", reply_to=message, ping=False)
    heard = await soon(scene.bot.heard)
    assert (heard.content, heard.mentions) == ("", [])
    assert heard.reference is not None
    assert isinstance(heard.reference.resolved, discord.Message)
    assert heard.reference.resolved.content == "Konna was recaptured"
    assert heard.reference.resolved.components


async def test_another_persons_message_stays_closed_where_it_is_replied_to(scene: Scene) -> None:
    said = await scene.ann.say(scene.channel, "between us")
    await soon(scene.bot.heard)
    bob = scene.sandbox.world.add_user("bob")
    scene.sandbox.world.join(scene.guild, bob)
    mention = scene.application.bot.mention
    await scene.sandbox.person(bob).say(scene.channel, f"{mention} what of this?", reply_to=said.message)
    heard = await soon(scene.bot.heard)
    assert heard.content.endswith("what of this?")
    assert heard.reference is not None
    assert isinstance(heard.reference.resolved, discord.Message)
    assert heard.reference.resolved.content == ""


async def test_a_reply_to_a_message_that_is_deleted_says_so(scene: Scene) -> None:
    message = await posted(scene)
    said = await scene.ann.say(scene.channel, "and then?", reply_to=message)
    await soon(scene.bot.heard)
    scene.sandbox.world.messages.delete(message)
    fetched = await scene.place.fetch_message(said.message.id)
    assert fetched.reference is not None
    assert isinstance(fetched.reference.resolved, discord.DeletedReferencedMessage)
    with pytest.raises(NotOfferedError, match="gone"):
        await scene.ann.say(scene.channel, "hello?", reply_to=message)


async def test_a_role_mention_opens_nothing(scene: Scene) -> None:
    role = next(role for role in scene.sandbox.world.guilds.roles(scene.guild.id) if role.bot_id is not None)
    await scene.ann.say(scene.channel, f"<@&{role.id}> konna?")
    assert (await soon(scene.bot.heard)).content == ""


async def test_granted_content_is_read_everywhere(sandbox: Sandbox) -> None:
    application = sandbox.world.add_application(TOKEN, message_content=True)
    ann = sandbox.world.add_user("ann")
    channel = sandbox.world.add_channel(sandbox.world.add_guild("Newsroom", ann, application), "general")
    async with running(TinyBot(content=True)) as bot:
        await sandbox.person(ann).say(channel, "nothing for you")
        assert (await soon(bot.heard)).content == "nothing for you"


@pytest.mark.parametrize(("without", "hears"), [("guild_messages", "direct"), ("dm_messages", "guild")])
async def test_intents_decide_what_is_heard(sandbox: Sandbox, without: str, hears: str) -> None:
    application = sandbox.world.add_application(TOKEN)
    ann = sandbox.person(sandbox.world.add_user("ann"))
    guild = sandbox.world.add_guild("Newsroom", ann.user, application)
    places = {"guild": sandbox.world.add_channel(guild, "general"), "direct": ann.direct(application)}
    async with running(TinyBot(without=(without,))) as bot:
        for name in sorted(places, key=lambda name: name == hears):
            await ann.say(places[name], f"{application.bot.mention} {name}")
        assert (await soon(bot.heard)).content.endswith(hears)
        assert bot.heard.empty()


async def test_a_channel_that_is_not_seen_is_not_heard(scene: Scene) -> None:
    world = scene.sandbox.world
    hidden = world.add_channel(scene.guild, "hidden")
    world.overwrite(hidden, scene.application, deny=Permission.VIEW_CHANNEL)
    mention = scene.application.bot.mention
    await scene.ann.say(hidden, f"{mention} here?")
    await scene.ann.say(scene.channel, f"{mention} there?")
    assert (await soon(scene.bot.heard)).content.endswith("there?")


async def test_webhooks_and_other_bots_are_heard_and_not_answered(scene: Scene) -> None:
    world, mention = scene.sandbox.world, scene.application.bot.mention
    webhook = world.webhooks.add(scene.channel, "News feed")
    world.webhooks.say(webhook, f"{mention} konna?")
    heard = await soon(scene.bot.others)
    assert (heard.webhook_id, heard.author.name, heard.author.bot) == (webhook.id, "News feed", True)
    assert heard.content.endswith("konna?")
    other = world.add_user("Otto", bot=True)
    world.join(scene.guild, other)
    await scene.sandbox.person(other).say(scene.channel, f"{mention} mali?")
    assert (await soon(scene.bot.others)).author.id == other.id
    said = await scene.ann.say(scene.channel, f"{mention} and me?")
    await said.answer()
    answers = [m for m in scene.ann.sees(scene.channel) if m.author.id == scene.application.id]
    assert [answer.content for answer in answers] == [f"You said: {mention} and me?"]


async def test_notes_of_discords_own_are_told_as_what_they_are(scene: Scene) -> None:
    bob = scene.sandbox.world.add_user("bob")
    scene.sandbox.world.messages.note(scene.channel, bob, MessageType.MEMBER_JOINED)
    heard = await soon(scene.bot.heard)
    assert (heard.type, heard.author.id, heard.is_system()) == (discord.MessageType.new_member, bob.id, True)


async def test_closed_direct_messages_are_refused(scene: Scene) -> None:
    user = await scene.bot.fetch_user(scene.ann.user.id)
    scene.sandbox.world.users.set_closed(scene.ann.user, closed=True)
    with pytest.raises(discord.Forbidden) as closed:
        await user.send("of my own accord")
    assert closed.value.code == 50007
    scene.sandbox.world.users.set_closed(scene.ann.user, closed=False)
    await user.send("of my own accord")


async def test_pings_reach_only_as_far_as_the_author_may(scene: Scene) -> None:
    world = scene.sandbox.world
    loud = world.add_role(scene.guild, "readers", mentionable=True)
    quiet = world.add_role(scene.guild, "staff")
    everyone = world.guilds.role(scene.guild.id, scene.guild.id)
    world.set_permissions(everyone, everyone.permissions & ~Permission.MENTION_EVERYONE)
    text = f"@everyone <@&{loud.id}> <@&{quiet.id}>"
    sent = await scene.place.send(text, allowed_mentions=discord.AllowedMentions.all())
    assert (sent.mention_everyone, [role.id for role in sent.role_mentions]) == (False, [loud.id])
    world.set_permissions(everyone, everyone.permissions)
    sent = await scene.place.send(text, allowed_mentions=discord.AllowedMentions.all())
    assert sent.mention_everyone
    assert {role.id for role in sent.role_mentions} == {loud.id, quiet.id}


async def test_embeds_never_ping(scene: Scene) -> None:
    embed = discord.Embed(description=scene.ann.user.mention)
    sent = await scene.place.send(embed=embed, allowed_mentions=discord.AllowedMentions.all())
    assert sent.mentions == []


async def test_typing_is_seen_by_both(scene: Scene) -> None:
    typing = asyncio.create_task(scene.bot.wait_for("typing", timeout=PATIENCE))
    await asyncio.sleep(0)
    scene.ann.type_in(scene.channel)
    channel, who, _ = await typing
    assert (channel.id, who.id) == (scene.channel.id, scene.ann.user.id)
    await scene.place.typing()
    shown = [event.data["user_id"] for event in scene.sandbox.gateway.told if event.name == "TYPING_START"]
    assert shown == [str(scene.ann.user.id), str(scene.application.id)]
    scene.sandbox.world.overwrite(scene.channel, scene.application, deny=Permission.SEND_MESSAGES)
    with pytest.raises(discord.Forbidden):
        await scene.place.typing()


async def test_a_private_thread_is_heard_once_the_bot_is_in_it(scene: Scene) -> None:
    thread = scene.ann.start_thread(scene.channel, "Aside", private=True)
    await scene.ann.say(thread, "nobody here")
    with pytest.raises(discord.Forbidden) as unseen:
        await scene.bot.fetch_channel(thread.id)
    assert unseen.value.code == 50001
    said = await scene.ann.say(thread, f"{scene.application.bot.mention} join us")
    answer = await said.answer()
    assert answer.channel_id == thread.id
    heard = await soon(scene.bot.heard)
    assert isinstance(heard.channel, discord.Thread)
    assert heard.channel.is_private()
    bob = scene.sandbox.world.add_user("bob")
    scene.sandbox.world.join(scene.guild, bob)
    assert scene.sandbox.person(bob).sees(thread) == []
    with pytest.raises(NotOfferedError):
        await scene.sandbox.person(bob).say(thread, "me too")


async def test_people_edit_and_delete_their_words(scene: Scene) -> None:
    edited = asyncio.create_task(scene.bot.wait_for("raw_message_edit", timeout=PATIENCE))
    deleted = asyncio.create_task(scene.bot.wait_for("raw_message_delete", timeout=PATIENCE))
    said = await scene.ann.say(scene.channel, "konna")
    scene.ann.edit(said.message, f"{scene.application.bot.mention} konna?")
    assert (await edited).data["content"].endswith("konna?")
    scene.ann.delete(said.message)
    assert (await deleted).message_id == said.message.id
    bob = scene.sandbox.person(scene.sandbox.world.add_user("bob"))
    scene.sandbox.world.join(scene.guild, bob.user)
    theirs = (await scene.ann.say(scene.channel, "mine")).message
    with pytest.raises(NotOfferedError):
        bob.delete(theirs)
    with pytest.raises(NotOfferedError):
        bob.edit(theirs, "yours")
