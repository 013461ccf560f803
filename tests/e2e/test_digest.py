"""The daily digest as people meet it: at its hour, once, with one ping at most, in the guild's language."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.people.said import Said
from bot.sandbox.world.channels import ChannelType
from bot.sandbox.world.message import walk
from bot.sandbox.world.permissions import Permission
from bot.store import FILE_NAME

from .conftest import staged
from .digests import DAY, HOUR, START, Newsroom, marks
from .reading import BUTTON, SELECT, labels, links, parts, press
from .stage import PATIENCE, Stage

MESSAGES = "/channels/{channel_id}/messages"
THREADS = "/channels/{channel_id}/threads"


async def test_a_digest_arrives_at_its_hour_once(room: Newsroom) -> None:
    reply = await room.call("add", time="9am", timezone="Paris")
    assert reply.ephemeral
    first = START + 2 * HOUR
    assert f"<t:{int(first.timestamp())}:F>" in reply.text
    await room.until(first - dt.timedelta(seconds=1))
    assert room.posts() == []
    await room.until(first + 3 * HOUR)
    (post,) = room.posts()
    assert "On this day, 18 January" in post.text
    assert "years ago" in post.text
    assert post.text.splitlines()[-1].startswith("-# ")
    assert links(post)
    told = await room.call("status")
    assert f"/{room.guild.id}/{room.channel.id}/{post.id}" in told.text
    assert f"<t:{int((first + DAY).timestamp())}:F>" in told.text
    await room.until(first + 3 * DAY)
    assert len(room.posts()) == 4


async def test_nothing_is_posted_twice_or_left_out_when_the_clock_is_set_back(room: Newsroom) -> None:
    await room.call("add", time="7:00")
    await room.until(START + HOUR)
    room.clock.now -= HOUR
    await room.work()
    await room.until(START + DAY + HOUR)
    assert len(room.posts()) == 2


async def test_more_opens_the_whole_day_for_who_presses(room: Newsroom) -> None:
    await room.call("add", time="7:00", size=1)
    await room.until(START + HOUR)
    (post,) = room.posts()
    before = post.text
    assert [part["disabled"] for part in parts(post, BUTTON) if part.get("label") == "More"] == [False]
    opened = await press(room.member, post, "More")
    assert opened.ephemeral
    assert "On this day, 18 January" in opened.text
    assert opened.text.count("years ago") > before.count("years ago")
    assert "1月18日" in (await press(room.reader, post, "More")).text
    assert room.posts()[0].text == before


async def test_where_the_digest_is_the_whole_day_nothing_more_is_offered(room: Newsroom) -> None:
    await room.call("add", time="7:00")
    assert "最多5个事件" in (await room.call("list", room.reader)).text
    await room.until(START + HOUR)
    (post,) = room.posts()
    assert len(parts(post, SELECT)[0]["options"]) == 3  # all that the bundled archive has of the day
    assert "More" not in labels(post)
    assert [part["disabled"] for part in parts(post, BUTTON) if part.get("label") == "Nothing more on this day"] == [
        True
    ]


async def test_more_of_a_digest_with_the_leap_day_has_it_too(room: Newsroom) -> None:
    room.clock.now = dt.datetime(2015, 2, 28, 6, tzinfo=dt.UTC)
    await room.call("add", time="7:00", size=1, **{"leap-day": "28-february"})
    await room.until(room.clock.now + HOUR)
    (post,) = room.posts()
    opened = await press(room.member, post, "More")
    assert "29 February 2004" in opened.text
    assert "28 February 2005" in opened.text


async def test_an_event_of_a_digest_opens_privately_also_after_a_restart(room: Newsroom) -> None:
    await room.call("add", time="7:00")
    await room.until(START + HOUR)
    (post,) = room.posts()
    (choice,) = parts(post, SELECT)
    opened = await room.member.choose(post, choice["custom_id"], choice["options"][0]["value"])
    assert opened.ephemeral
    assert "Related" in labels(opened.message)


async def test_a_reply_to_a_digest_goes_on_from_it(room: Newsroom) -> None:
    await room.call("add", time="7:00")
    await room.until(START + HOUR)
    (post,) = room.posts()
    said: Said = await room.member.say(room.channel, f"{room.application.bot.mention} 1", reply_to=post)
    answer = await said.answer(10)
    assert parts(post, SELECT)[0]["options"][0]["label"].split(" · ")[1][:40] in answer.text.replace("\\", "")


@pytest.mark.parametrize("size", [1, 5, 10])
async def test_the_preview_is_what_is_posted(room: Newsroom, size: int) -> None:
    role = room.sandbox.world.add_role(room.guild, "readers", mentionable=True)
    room.sandbox.world.set_roles(room.guild, room.member.user, [role])
    _raise_clio(room)
    await room.call("add", time="7:00", size=size, mention=role)
    shown = await room.call("preview")
    assert shown.ephemeral
    assert shown.message is not None
    await room.until(START + HOUR)
    (post,) = room.posts()
    assert post.components == shown.message.components
    offered = [len(select["options"]) for select in parts(post, SELECT)]
    assert offered == ([] if size == 1 else [3])  # as many as the bundled archive has
    assert ("Open" in labels(post)) == (size == 1)


async def test_the_preview_of_another_date(room: Newsroom) -> None:
    assert "On this day, 26 December" in (await room.call("preview", date="26 December")).text
    await room.call("add", time="7:00", about="Konna")
    assert "18 January: Konna" in (await room.call("preview")).text
    nothing = await room.call("preview", date="3 March")
    assert "On 3 March 2015 there is nothing to tell" in nothing.text
    assert "no date" in (await room.call("preview", date="someday")).text


async def test_the_leap_day_comes_in_other_years_only_where_it_was_asked_for(room: Newsroom) -> None:
    added = await room.call("add", time="7:00", size=10, **{"leap-day": "28-february"})
    assert "with 29 February on 28 February" in added.text
    assert "29 February" in (await room.call("preview", date="2015-02-28")).text
    assert "29 February" not in (await room.call("preview", date="2015-03-01")).text
    assert "29 February" not in (await room.call("preview", date="2016-02-28")).text
    which = str((await room.desk.schedules.of_guild(room.guild.id))[0].id)
    assert "with" not in (await room.call("edit", digest=which, **{"leap-day": "never"})).text
    assert "29 February" not in (await room.call("preview", date="2015-02-28")).text


async def test_one_role_is_pinged_and_nobody_else(room: Newsroom) -> None:
    world = room.sandbox.world
    role = world.add_role(room.guild, "readers", mentionable=True)
    _raise_clio(room)
    await room.call("add", time="7:00", mention=role)
    await room.call("add", time="7:00", channel=room.other)
    await room.until(START + HOUR)
    (post,), (silent,) = room.posts(), room.posts(room.other)
    assert post.mentions.role_ids == (role.id,)
    assert not post.mentions.everyone
    assert post.mentioned == ()
    assert silent.mentions.role_ids == ()
    asked = [one.body["allowed_mentions"] for one in room.sandbox.journal.of("POST", MESSAGES)]
    assert {"parse": [], "roles": [role.id], "replied_user": False} in [_plain(one) for one in asked]


async def test_a_day_with_nothing_to_say_says_nothing(room: Newsroom) -> None:
    await room.call("add", time="7:00", about="Konna")
    await room.until(START + 3 * DAY)
    assert len(room.posts()) == 1
    assert (await room.call("status")).text.count("nothing to tell that day") == 2


async def test_now_posts_early_and_today_is_done(room: Newsroom) -> None:
    await room.call("add", time="21:00")
    reply = await room.call("now")
    (post,) = room.posts()
    assert str(post.id) in reply.text
    again = await room.call("now")
    assert again.ephemeral
    assert "posted already" in again.text
    await room.until(START + DAY)
    assert len(room.posts()) == 1
    await room.until(START + DAY + 15 * HOUR)
    assert len(room.posts()) == 2


async def test_the_guilds_zone_and_language_hold_for_every_answer(room: Newsroom) -> None:
    shown = await room.call("settings")
    assert "not set" in shown.text
    assert "18 January" in (await room.member.slash(room.channel, "onthisday")).text
    room.clock.now = START + 12 * HOUR
    told = await room.call("settings", timezone="Auckland", language="zh_Hans")
    assert "Pacific/Auckland" in told.text
    assert "Monday, 19 January 2015" in told.text
    answer = await room.member.slash(room.channel, "onthisday")
    assert not answer.ephemeral
    assert "1月19日" in answer.text
    said = await room.member.say(room.channel, f"{room.application.bot.mention} today")
    assert "19 January" in (await said.answer(10)).text
    await room.call("add", time="9:00")
    await room.until(START + 14 * HOUR)
    (post,) = room.posts()
    assert "1月19日" in post.text
    assert "这一天没有更多了" in labels(post)
    direct = room.member.direct(room.application)
    assert "18 January" in (await room.member.slash(direct, "onthisday")).text
    back = await room.call("settings", language="own")
    assert "each person's own" in back.text
    assert "19 January" in (await room.member.slash(room.channel, "onthisday")).text


async def test_announcement_channels_and_threads(room: Newsroom) -> None:
    world = room.sandbox.world
    news = world.add_channel(room.guild, "news", ChannelType.NEWS)
    thread = world.add_thread(room.channel, "history", room.member.user)
    await room.call("add", time="7:00", channel=news)
    await room.call("add", time="7:00", channel=thread)
    world.close_thread(thread)
    await room.until(START + DAY + HOUR)
    assert len(room.posts(news)) == len(room.posts(thread)) == 2
    world.close_thread(thread)
    which = str((await room.desk.schedules.of_guild(room.guild.id))[1].id)
    assert "up to 2 events" in (await room.call("edit", digest=which, size=2)).text
    assert "The digest goes on" in (await room.call("resume", digest=which)).text


@pytest.mark.parametrize("tag_required", [False, True])
async def test_a_forum_has_a_post_a_day(room: Newsroom, tag_required: bool) -> None:
    world = room.sandbox.world
    tags = ("history", "news") if tag_required else ()
    forum = world.add_channel(room.guild, "days", ChannelType.FORUM, tags=tags, tag_required=tag_required)
    await room.call("add", time="7:00", channel=forum)
    await room.until(START + DAY + HOUR)
    posts = world.channels.threads_under(forum.id)
    assert [post.name for post in posts] == ["On this day, 18 January", "On this day, 19 January"]
    for post in posts:
        (message,) = room.posts(post)
        assert message.text.startswith(f"### {post.name}")
    status = await room.call("status")
    assert all(f"/{room.guild.id}/{post.id}/{post.id}" in status.text for post in posts)


async def test_a_form_that_discord_refuses_is_posted_plainly(room: Newsroom) -> None:
    await room.call("add", time="7:00")
    room.sandbox.faults.fail("POST", MESSAGES, 400, code=50035)
    await room.until(START + HOUR)
    (post,) = room.posts()
    assert post.content.startswith("On this day, 18 January")
    assert "2013: " in post.content
    assert not list(walk(post.components))
    assert len(marks(post)) == 1
    (record,) = await room.desk.records(room.guild.id)
    assert record.posted is not None
    assert record.posted.message == post.id


def _raise_clio(room: Newsroom) -> None:
    """Give Clio a role above all others."""
    world = room.sandbox.world
    own = [role.id for role in world.guilds.roles(room.guild.id) if role.bot_id == room.application.id]
    top = world.add_role(room.guild, "bots", Permission.NONE)
    roles = [role for role in world.guilds.roles(room.guild.id) if role.id in (*own, top.id)]
    world.set_roles(room.guild, room.application.bot, roles)


def _plain(mentions: dict[str, object]) -> dict[str, object]:
    """As discord.py may leave out what is empty, and names ids as text."""
    roles = mentions.get("roles")
    return {
        "parse": mentions.get("parse", []),
        "roles": [int(str(role)) for role in roles] if isinstance(roles, list) else [],
        "replied_user": mentions.get("replied_user", False),
    }


async def test_a_clio_that_nobody_gave_digests_opens_no_database(sandbox: Sandbox, bundled: Stage) -> None:
    async with staged(sandbox, bundled) as scene:
        await asyncio.wait_for(scene.app.digests.opened.wait(), PATIENCE)
        file = bundled.home / FILE_NAME
        assert not file.exists()
        assert "18 January" in (await scene.member.slash(scene.channel, "onthisday")).text
        assert await scene.app.digests.due() == 0
        listed = await scene.moderator.slash(scene.channel, "digest list", patience=PATIENCE)
        assert listed.ephemeral
        assert "Error " not in listed.text
        assert file.exists()
    file.unlink()
