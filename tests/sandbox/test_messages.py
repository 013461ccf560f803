"""Plain messages: said by people, posted, edited, deleted and read by the bot."""

from __future__ import annotations

import asyncio
import io

import aiohttp
import discord
import pytest

from bot.sandbox.people.offers import NotOfferedError
from bot.sandbox.people.reply import NoAnswerError
from bot.sandbox.world.messages import NONCE_SECONDS
from bot.sandbox.world.permissions import Permission

from .conftest import PATIENCE, Scene
from .tiny import card


async def test_a_mention_is_heard_and_answered(scene: Scene) -> None:
    said = await scene.ann.say(scene.channel, f"{scene.application.bot.mention} konna?")
    answer = await said.answer()
    assert answer.content == f"You said: {said.message.content}"
    assert answer.reference is not None
    assert answer.reference.message_id == said.message.id


async def test_without_the_intent_other_messages_are_empty(scene: Scene) -> None:
    said = await scene.ann.say(scene.channel, "nothing for you")
    heard = await asyncio.wait_for(scene.bot.heard.get(), PATIENCE)
    assert (heard.id, heard.content) == (said.message.id, "")
    fetched = await scene.place.fetch_message(said.message.id)
    assert fetched.content == ""
    with pytest.raises(NoAnswerError):
        await said.answer(patience=0.05)


async def test_a_reply_to_the_bot_mentions_it_and_names_the_message(scene: Scene) -> None:
    posted = await scene.place.send("Konna was recaptured")
    message = scene.sandbox.world.messages.get(scene.channel.id, posted.id)
    await scene.ann.say(scene.channel, "and then?", reply_to=message)
    heard = await asyncio.wait_for(scene.bot.heard.get(), PATIENCE)
    assert heard.content == "and then?"
    assert heard.reference is not None
    assert isinstance(heard.reference.resolved, discord.Message)
    assert heard.reference.resolved.content == "Konna was recaptured"


async def test_direct_messages_are_heard(scene: Scene) -> None:
    said = await scene.ann.say(scene.ann.direct(scene.application), "konna?")
    assert (await said.answer()).content == "You said: konna?"
    user = await scene.bot.fetch_user(scene.ann.user.id)
    await user.send("of my own accord")
    assert [shown.content for shown in scene.ann.sees(scene.ann.direct(scene.application))][-1] == "of my own accord"


async def test_threads_are_places_of_their_own(scene: Scene) -> None:
    thread = scene.sandbox.world.add_thread(scene.channel, "Mali", scene.ann.user)
    said = await scene.ann.say(thread, f"{scene.application.bot.mention} and here?")
    answer = await said.answer()
    assert answer.channel_id == thread.id
    assert scene.ann.sees(scene.channel) == []
    scene.sandbox.world.close_thread(thread)
    with pytest.raises(discord.HTTPException) as shut:
        await (await scene.bot.fetch_channel(thread.id)).get_partial_message(answer.id).edit(content="x")  # type: ignore[union-attr]
    assert shut.value.code == 50083
    scene.sandbox.world.close_thread(thread, locked=True)
    place = await scene.bot.fetch_channel(thread.id)
    assert isinstance(place, discord.Thread)
    with pytest.raises(discord.Forbidden) as refused:
        await place.send("too late")
    assert refused.value.code == 160005


async def test_messages_are_edited_deleted_and_listed(scene: Scene) -> None:
    first = await scene.place.send("first")
    second = await scene.place.send("second")
    await first.edit(content="first, edited")
    assert [message.content async for message in scene.place.history()] == ["second", "first, edited"]
    assert [message.content async for message in scene.place.history(after=first)] == ["second"]
    assert [message.content async for message in scene.place.history(before=second)] == ["first, edited"]
    assert [message.content async for message in scene.place.history(around=second, limit=2)] == [
        "second",
        "first, edited",
    ]
    await first.delete()
    assert [message.content async for message in scene.place.history()] == ["second"]
    with pytest.raises(discord.NotFound) as gone:
        await scene.place.fetch_message(first.id)
    assert gone.value.code == 10008


async def test_replies_to_a_message_that_is_gone(scene: Scene) -> None:
    first = await scene.place.send("first")
    await first.delete()
    with pytest.raises(discord.HTTPException) as gone:
        await scene.place.send("reply", reference=first.to_reference())
    assert gone.value.code == 50035
    late = await scene.place.send("reply", reference=first.to_reference(fail_if_not_exists=False))
    assert late.reference is None


async def test_the_same_nonce_posts_once(scene: Scene) -> None:
    first = await scene.place.send("digest", nonce="2013-01-18")
    again = await scene.place.send("digest", nonce="2013-01-18")
    assert again.id == first.id
    assert len(scene.ann.sees(scene.channel)) == 1
    scene.clock.forward(NONCE_SECONDS + 1)
    later = await scene.place.send("digest", nonce="2013-01-18")
    assert later.id != first.id
    await later.delete()
    with pytest.raises(discord.NotFound) as gone:
        await scene.place.send("digest", nonce="2013-01-18")
    assert gone.value.code == 10008


async def test_a_nonce_is_answered_and_told_once_and_not_kept_in_history(scene: Scene) -> None:
    sent = await scene.place.send("digest", nonce="2013-01-18")
    assert sent.nonce == "2013-01-18"
    created = [event.data for event in scene.sandbox.gateway.told if event.name == "MESSAGE_CREATE"]
    assert [data["nonce"] for data in created] == ["2013-01-18"]
    assert (await scene.place.fetch_message(sent.id)).nonce is None
    assert [message.nonce async for message in scene.place.history()] == [None]


async def test_history_is_read_in_steps(scene: Scene) -> None:
    sent = [await scene.place.send(str(number)) for number in range(5)]
    middle = [m.content async for m in scene.place.history(around=sent[2], limit=3)]
    assert middle == ["3", "2", "1"]
    assert [m.content async for m in scene.place.history(limit=2, before=sent[4])] == ["3", "2"]
    assert [m.content async for m in scene.place.history(limit=2, after=sent[0], oldest_first=True)] == ["1", "2"]
    with pytest.raises(discord.HTTPException) as many:
        await scene.bot.http.logs_from(scene.channel.id, 101)
    assert many.value.code == 50035
    scene.sandbox.world.overwrite(scene.channel, scene.application, deny=Permission.READ_MESSAGE_HISTORY)
    assert [m async for m in scene.place.history()] == []
    with pytest.raises(discord.Forbidden):
        await scene.place.fetch_message(sent[0].id)
    with pytest.raises(discord.Forbidden) as reply:
        await scene.place.send("reply", reference=sent[0])
    assert reply.value.code == 160002


async def test_permissions_bind_both_sides(scene: Scene) -> None:
    world = scene.sandbox.world
    world.overwrite(scene.channel, scene.guild, deny=Permission.SEND_MESSAGES)
    with pytest.raises(NotOfferedError):
        await scene.ann.say(scene.channel, "may I?")
    with pytest.raises(discord.Forbidden) as missing:
        await scene.place.send("may I?")
    assert missing.value.code == 50013
    world.overwrite(scene.channel, scene.guild, deny=Permission.VIEW_CHANNEL)
    with pytest.raises(discord.Forbidden) as unseen:
        await scene.place.send("may I?")
    assert unseen.value.code == 50001
    world.remove_channel(scene.channel)
    with pytest.raises(discord.NotFound) as gone:
        await scene.bot.fetch_channel(scene.channel.id)
    assert gone.value.code == 10003


async def test_mentions_reach_only_whom_the_body_allows(scene: Scene) -> None:
    quiet = await scene.place.send(f"{scene.ann.user.mention} @everyone")
    assert not quiet.mentions
    assert not quiet.mention_everyone
    allowed = discord.AllowedMentions(users=[discord.Object(scene.ann.user.id)])
    loud = await scene.place.send(f"{scene.ann.user.mention} @everyone", allowed_mentions=allowed)
    assert [user.id for user in loud.mentions] == [scene.ann.user.id]
    assert not loud.mention_everyone


async def test_files_are_kept_and_served(scene: Scene) -> None:
    posted = await scene.place.send(file=discord.File(io.BytesIO(b"path,reason\n"), "problems.csv"))
    assert [file.filename for file in posted.attachments] == ["problems.csv"]
    async with aiohttp.ClientSession() as session, session.get(posted.attachments[0].url) as answer:
        assert await answer.read() == b"path,reason\n"


async def test_a_message_becomes_a_card_once_its_content_is_cleared(scene: Scene) -> None:
    posted = await scene.place.send("plain")
    with pytest.raises(discord.HTTPException) as refused:
        await posted.edit(view=card("# Konna"))
    assert refused.value.code == 50035
    edited = await posted.edit(content=None, view=card("# Konna"))
    assert edited.flags.components_v2
    assert scene.ann.sees(scene.channel)[0].text == "# Konna"


async def test_an_empty_message_is_refused(scene: Scene) -> None:
    with pytest.raises(discord.HTTPException) as refused:
        await scene.place.send("")
    assert refused.value.code == 50006
