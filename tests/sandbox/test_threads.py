"""Threads and forum posts: opened by bots and people, listed, idle, archived, locked."""

from __future__ import annotations

import asyncio
import datetime as dt

import discord
import pytest

from bot.sandbox.people.offers import NotOfferedError
from bot.sandbox.world.channels import Channel, ChannelType
from bot.sandbox.world.permissions import Permission

from .conftest import PATIENCE, Scene
from .tiny import card


async def forum(scene: Scene, *, tag_required: bool = False) -> tuple[Channel, discord.ForumChannel]:
    """A forum with two tags, and as the bot knows it."""
    made = asyncio.create_task(scene.bot.wait_for("guild_channel_create", timeout=PATIENCE))
    await asyncio.sleep(0)
    channel = scene.sandbox.world.add_channel(
        scene.guild, "digests", ChannelType.FORUM, tags=("war", "sport"), tag_required=tag_required
    )
    place = await made
    assert isinstance(place, discord.ForumChannel)
    return channel, place


async def test_a_post_is_opened_with_its_first_message_and_tags(scene: Scene) -> None:
    channel, place = await forum(scene)
    tag = next(tag for tag in place.available_tags if tag.name == "sport")
    thread, message = await place.create_thread(name="18 January", view=card("# Konna"), applied_tags=[tag])
    assert thread.id == message.id
    assert [tag.name for tag in thread.applied_tags] == ["sport"]
    assert [shown.text for shown in scene.ann.sees(scene.sandbox.world.channels.get(thread.id))] == ["# Konna"]
    await thread.send("and more")
    fetched = await scene.bot.fetch_channel(thread.id)
    assert isinstance(fetched, discord.Thread)
    assert (fetched.message_count, fetched.parent_id) == (1, channel.id)


async def test_a_post_needs_a_tag_where_the_forum_wants_one(scene: Scene) -> None:
    channel, place = await forum(scene, tag_required=True)
    with pytest.raises(discord.HTTPException) as missing:
        await place.create_thread(name="18 January", content="x")
    assert missing.value.code == 40067
    unknown = discord.Object(1)
    with pytest.raises(discord.HTTPException) as refused:
        await place.create_thread(name="18 January", content="x", applied_tags=[unknown])  # type: ignore[list-item]
    assert refused.value.code == 10087
    with pytest.raises(NotOfferedError, match="needs a tag"):
        scene.ann.post(channel, "Hm", "x")
    assert scene.sandbox.world.channels.threads_under(channel.id) == []


async def test_nothing_is_opened_for_an_empty_post_and_nothing_sent_beside_posts(scene: Scene) -> None:
    channel, place = await forum(scene)
    with pytest.raises(discord.HTTPException) as empty:
        await scene.bot.http.start_thread_in_forum(place.id, params=discord.http.handle_message_parameters(""))
    assert empty.value.code == 50035
    assert scene.sandbox.world.channels.threads_under(channel.id) == []
    with pytest.raises(discord.HTTPException) as refused:
        await scene.bot.get_partial_messageable(place.id).send("x")
    assert refused.value.code == 50008


async def test_a_persons_post_is_answered(scene: Scene) -> None:
    channel, _ = await forum(scene)
    thread, said = scene.ann.post(channel, "Konna?", f"{scene.application.bot.mention} who?", tags=["war"])
    answer = await said.answer()
    assert answer.channel_id == thread.id
    heard = scene.bot.get_channel(thread.id)
    assert isinstance(heard, discord.Thread)
    assert [tag.name for tag in heard.applied_tags] == ["war"]


async def test_a_thread_hangs_on_a_message(scene: Scene) -> None:
    sent = await scene.place.send("digest")
    thread = await sent.create_thread(name="Talk", auto_archive_duration=60)
    assert thread.id == sent.id
    assert (await scene.place.fetch_message(sent.id)).flags.has_thread
    with pytest.raises(discord.HTTPException) as twice:
        await sent.create_thread(name="Talk")
    assert twice.value.code == 160004


async def test_idle_threads_are_archived_by_the_clock_and_opened_by_a_word(scene: Scene) -> None:
    thread = await scene.place.create_thread(
        name="Talk", type=discord.ChannelType.public_thread, auto_archive_duration=60
    )
    scene.clock.forward(59 * 60)
    await thread.send("still here")
    scene.clock.forward(59 * 60)
    fetched = await scene.bot.fetch_channel(thread.id)
    assert isinstance(fetched, discord.Thread)
    assert not fetched.archived
    scene.clock.forward(2 * 60)
    updated = asyncio.create_task(scene.bot.wait_for("raw_thread_update", timeout=PATIENCE))
    fetched = await scene.bot.fetch_channel(thread.id)
    assert isinstance(fetched, discord.Thread)
    assert fetched.archived
    assert (await updated).data["thread_metadata"]["archived"]
    with pytest.raises(discord.HTTPException) as shut:
        await fetched.edit(name="Other")
    assert shut.value.code == 50083
    await thread.send("and again")
    assert not scene.sandbox.world.channels.get(thread.id).archived


async def test_threads_are_listed(scene: Scene) -> None:
    public = await scene.place.create_thread(name="Public", type=discord.ChannelType.public_thread)
    private = await scene.place.create_thread(name="Private", type=discord.ChannelType.private_thread)
    hidden = scene.ann.start_thread(scene.channel, "Hidden", private=True)
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    assert {thread.id for thread in await guild.active_threads()} == {public.id, private.id}
    await public.edit(archived=True)
    assert {thread.id for thread in await guild.active_threads()} == {private.id}
    assert [thread.id async for thread in scene.place.archived_threads()] == [public.id]
    earlier = discord.utils.utcnow() - dt.timedelta(days=1)
    assert [thread.id async for thread in scene.place.archived_threads(before=earlier)] == []
    with pytest.raises(discord.HTTPException) as unread:
        await scene.bot.http.get_public_archived_threads(scene.channel.id, before="yesterday")
    assert unread.value.code == 50035
    scene.sandbox.world.close_thread(hidden)
    with pytest.raises(discord.Forbidden):
        [thread async for thread in scene.place.archived_threads(private=True)]
    scene.sandbox.world.overwrite(scene.channel, scene.application, allow=Permission.MANAGE_THREADS)
    assert [thread.id async for thread in scene.place.archived_threads(private=True)] == [hidden.id]


async def test_a_post_stays_open_as_long_as_it_says(scene: Scene) -> None:
    channel, place = await forum(scene)
    post, _ = await place.create_thread(name="18 January", content="x", auto_archive_duration=4320)
    scene.clock.forward(2 * 24 * 3600)
    fetched = await scene.bot.fetch_channel(post.id)
    assert isinstance(fetched, discord.Thread)
    assert (fetched.archived, fetched.auto_archive_duration) == (False, 4320)
    scene.sandbox.world.overwrite(channel, scene.application, deny=Permission.SEND_MESSAGES)
    with pytest.raises(discord.Forbidden):
        await place.create_thread(name="19 January", content="x")


async def test_a_post_changes_its_tags(scene: Scene) -> None:
    _, place = await forum(scene)
    post, _ = await place.create_thread(name="18 January", content="x")
    edited = await post.edit(applied_tags=[place.available_tags[1]], auto_archive_duration=60)
    assert [tag.name for tag in edited.applied_tags] == ["sport"]
    assert edited.auto_archive_duration == 60
    with pytest.raises(discord.HTTPException) as unknown:
        await post.edit(applied_tags=[discord.Object(1)])  # type: ignore[list-item]
    assert unknown.value.code == 10087


async def test_an_archived_thread_is_not_entered(scene: Scene) -> None:
    thread = scene.ann.start_thread(scene.channel, "Talk")
    place = await scene.bot.fetch_channel(thread.id)
    assert isinstance(place, discord.Thread)
    scene.sandbox.world.close_thread(thread)
    with pytest.raises(discord.HTTPException) as shut:
        await place.join()
    assert shut.value.code == 50083
    with pytest.raises(discord.HTTPException) as wrong:
        await scene.bot.http.join_thread(scene.channel.id)
    assert wrong.value.code == 50024
    sent = await place.send("again")
    await sent.add_reaction("👍")
    scene.sandbox.world.close_thread(thread)
    with pytest.raises(discord.HTTPException) as reacting:
        await sent.add_reaction("👎")
    assert reacting.value.code == 50083


async def test_people_open_threads_and_posts_where_they_may(scene: Scene) -> None:
    channel, _ = await forum(scene)
    world = scene.sandbox.world
    world.overwrite(scene.channel, scene.guild, deny=Permission.CREATE_PUBLIC_THREADS)
    with pytest.raises(NotOfferedError):
        scene.ann.start_thread(scene.channel, "Talk")
    world.overwrite(channel, scene.guild, deny=Permission.SEND_MESSAGES)
    with pytest.raises(NotOfferedError, match="may not post"):
        scene.ann.post(channel, "Konna?", "x")
    with pytest.raises(NotOfferedError, match="offers the tags"):
        scene.ann.post(channel, "Konna?", "x", tags=["art"])


async def test_a_thread_is_locked_by_those_who_manage_threads(scene: Scene) -> None:
    thread = scene.ann.start_thread(scene.channel, "Talk")
    place = await scene.bot.fetch_channel(thread.id)
    assert isinstance(place, discord.Thread)
    await place.join()
    with pytest.raises(discord.Forbidden):
        await place.edit(locked=True)
    scene.sandbox.world.overwrite(scene.channel, scene.application, allow=Permission.MANAGE_THREADS)
    await place.edit(locked=True)
    with pytest.raises(NotOfferedError, match="locked"):
        await scene.ann.say(thread, "hm")
    await place.send("the last word")
    await place.leave()
    assert scene.application.id not in scene.sandbox.world.channels.get(thread.id).member_ids


async def test_threads_are_opened_where_there_may_be_such(scene: Scene) -> None:
    world = scene.sandbox.world
    category = world.add_channel(scene.guild, "all", ChannelType.CATEGORY)
    reason, kind = None, discord.ChannelType.public_thread.value
    with pytest.raises(discord.HTTPException) as wrong:
        await scene.bot.http.start_thread_without_message(
            category.id, name="x", type=kind, auto_archive_duration=60, reason=reason
        )
    assert wrong.value.code == 50024
    world.overwrite(scene.channel, scene.application, deny=Permission.CREATE_PUBLIC_THREADS)
    with pytest.raises(discord.Forbidden):
        await scene.place.create_thread(name="x", type=discord.ChannelType.public_thread)
    news = world.add_channel(scene.guild, "news", ChannelType.NEWS)
    assert world.add_thread(news, "x", scene.ann.user).type is ChannelType.NEWS_THREAD


async def test_channels_are_renamed_and_deleted_by_bots_that_may(scene: Scene) -> None:
    with pytest.raises(discord.Forbidden):
        await scene.place.edit(name="other")
    scene.sandbox.world.overwrite(scene.channel, scene.application, allow=Permission.MANAGE_CHANNELS)
    await scene.place.edit(name="other", topic="On this day")
    assert scene.sandbox.world.channels.get(scene.channel.id).topic == "On this day"
    await scene.place.delete()
    assert scene.sandbox.world.channels.find(scene.channel.id) is None
