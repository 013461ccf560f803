"""Every /digest command: as moderators and members meet it, in English and Chinese, with what cannot be."""

from __future__ import annotations

import re

import pytest

from bot.sandbox.people.offers import NotOfferedError
from bot.sandbox.people.person import Person
from bot.sandbox.people.reply import Reply
from bot.sandbox.world.channels import ChannelType
from bot.sandbox.world.permissions import Permission

from .digests import DAY, HOUR, START, Newsroom
from .reading import labels

COMMANDS = ("add", "list", "edit", "pause", "resume", "remove", "preview", "status", "now", "settings")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_ENGLISH = re.compile(r"\b(?:the|is|to|and|of|digest|next|paused|events?|today|time|posted)\b", re.IGNORECASE)
_NAMES = re.compile(r"<[^>]*>|\(https?://[^)]*\)|“[^”]*”|#\w+")


async def chosen(room: Newsroom, command: str, typed: str = "", who: Person | None = None) -> str:
    """The first schedule that is offered."""
    choices = await (who or room.moderator).type(room.channel, f"digest {command}", "digest", typed)
    return str(choices[0]["value"])


def said(reply: Reply) -> str:
    """The one sentence of a private refusal."""
    assert reply.ephemeral
    assert len(reply.text.splitlines()) == 1
    return reply.text


@pytest.mark.parametrize("command", COMMANDS)
async def test_no_command_is_offered_to_a_member(room: Newsroom, command: str) -> None:
    with pytest.raises(NotOfferedError):
        await room.call(command, room.member)


async def test_who_may_call_it_is_for_discords_own_settings_to_say(room: Newsroom) -> None:
    commands = room.sandbox.world.commands
    command = next(one for one in commands.listed(room.application.id, None) if one.name == "digest")
    commands.edit(command, {"default_member_permissions": None})
    assert "The digest is set up" in (await room.call("add", room.member)).text


async def test_from_adding_to_removing(room: Newsroom) -> None:
    assert "add one with" in said(await room.call("list"))
    added = await room.call("add", time="21:30", timezone="EST", about="Konna", without="sports", size=3)
    assert f"<#{room.channel.id}> · 21:30 America/New\\_York" in added.text
    assert "up to 3 events · about Konna · without sports" in added.text
    listed = await room.call("list")
    first = int((START + 20.5 * HOUR).timestamp())
    assert f"<t:{first}:F> (<t:{first}:R>)" in listed.text
    which = await chosen(room, "edit", "konna")
    edited = await room.call("edit", digest=which, time="6pm", timezone="UTC", clear="about")
    assert "18:00 UTC · up to 3 events · without sports" in edited.text
    assert f"<t:{int((START + 12 * HOUR).timestamp())}:F>" in edited.text
    paused = await room.call("pause", digest=which)
    assert labels(paused.message) == ["Resume"]
    await room.until(START + DAY)
    assert room.posts() == []
    assert "A moderator paused it" in (await room.call("list")).text
    resumed = await room.call("resume", digest=which)
    assert f"<t:{int((START + 36 * HOUR).timestamp())}:F>" in resumed.text
    await room.until(START + 37 * HOUR)
    assert len(room.posts()) == 1
    asked = await room.call("remove", digest=which)
    assert labels(asked.message) == ["Remove", "Keep"]
    kept = await room.press(room.moderator, asked.message, "Keep")
    assert "The digest stays" in kept.text
    asked = await room.call("remove", digest=which)
    gone = await room.press(room.moderator, asked.message, "Remove")
    assert "The digest is removed" in gone.text
    assert labels(gone.message) == []
    assert "add one with" in said(await room.call("status"))
    assert await room.desk.records(room.guild.id) == []


async def test_a_digest_that_was_removed_meanwhile(room: Newsroom) -> None:
    await room.call("add")
    which = await chosen(room, "pause")
    first, second = await room.call("remove", digest=which), await room.call("remove", digest=which)
    await room.press(room.moderator, first.message, "Remove")
    assert "removed meanwhile" in (await room.press(room.moderator, second.message, "Remove")).text
    assert "add one with" in said(await room.call("pause", digest=which))


async def test_changing_the_time_never_repeats_nor_skips_a_day(room: Newsroom) -> None:
    await room.call("add", time="7:00")
    which = await chosen(room, "edit")
    await room.until(START + HOUR)
    await room.call("edit", digest=which, time="8:00")
    await room.until(START + 12 * HOUR)
    assert len(room.posts()) == 1
    await room.call("edit", digest=which, timezone="Auckland")
    await room.until(START + 3 * DAY)
    records = await room.desk.records(room.guild.id)
    days = [record.occurrence.day for record in records]
    assert days == [START.date() + n * DAY for n in range(len(days) - 1, -1, -1)]
    assert len(room.posts()) == len(days)


async def test_bad_input_gets_one_private_sentence(room: Newsroom) -> None:
    world = room.sandbox.world
    hidden, quiet = world.add_channel(room.guild, "hidden"), world.add_channel(room.guild, "quiet")
    world.overwrite(hidden, room.application, deny=Permission.VIEW_CHANNEL)
    world.overwrite(quiet, room.application, deny=Permission.SEND_MESSAGES | Permission.READ_MESSAGE_HISTORY)
    silent = world.add_thread(room.channel, "thread", room.member.user)
    world.overwrite(room.channel, room.application, deny=Permission.SEND_MESSAGES_IN_THREADS)
    forum = world.add_channel(room.guild, "forum", ChannelType.FORUM)
    world.overwrite(forum, room.application, deny=Permission.SEND_MESSAGES)
    above = world.add_role(room.guild, "above", mentionable=True)
    everyone = next(role for role in world.guilds.roles(room.guild.id) if role.id == room.guild.id)
    refused = {
        "25:00 is no time of day": {"time": "25:00"},
        "no time zone Atlantis/Poseidonis": {"timezone": "Atlantis/Poseidonis"},
        "Did you mean Europe/Paris": {"timezone": "Europe/Pariis"},
        "above stands above Clio's role": {"mention": above},
        "not everyone": {"mention": everyone},
        "Clio cannot see that channel": {"channel": hidden},
        "#quiet: Send Messages and Read Message History": {"channel": quiet},
        "Send Messages in Threads": {"channel": silent},
        "#forum: Create Posts": {"channel": forum},
        "The archive has nothing about xqzzvw": {"about": "xqzzvw"},
        "nothing about qqqqj": {"without": "qqqqj"},
    }
    for sentence, options in refused.items():
        assert sentence in said(await room.call("add", **options)), sentence
    assert "Say which digest you mean" not in said(await room.call("pause", digest="nothing"))
    await room.call("add")
    await room.call("add", time="10:00")
    assert "Say which digest you mean" in said(await room.call("pause", digest=":00"))
    for _ in range(8):
        await room.call("add")
    assert "at most 10 digests" in said(await room.call("add"))
    assert len((await room.call("list")).text.splitlines()) == 1 + 2 * 10


async def test_a_role_that_clio_may_not_ping(room: Newsroom) -> None:
    world = room.sandbox.world
    own = world.add_role(room.guild, "low")
    top = world.add_role(room.guild, "bots")
    kept = [role for role in world.guilds.roles(room.guild.id) if role.bot_id == room.application.id]
    world.set_roles(room.guild, room.application.bot, [*kept, top])
    everyone = next(role for role in world.guilds.roles(room.guild.id) if role.id == room.guild.id)
    world.set_permissions(everyone, everyone.permissions & ~Permission.MENTION_EVERYONE)
    assert "Clio may not ping @low" in said(await room.call("add", mention=own))


async def test_what_is_offered_while_somebody_types(room: Newsroom) -> None:
    zones = await room.moderator.type(room.channel, "digest add", "timezone", "Paris")
    assert zones[0]["value"] == "Europe/Paris"
    assert any(
        "New_York" in one["value"] for one in await room.moderator.type(room.channel, "digest add", "timezone", "EST")
    )
    names = await room.moderator.type(room.channel, "digest add", "about", "France, mal")
    assert "France, Mali" in [one["value"] for one in names]
    languages = await room.moderator.type(room.channel, "digest settings", "language", "")
    assert [one["value"] for one in languages] == ["en", "zh_Hans", "own"]
    assert await room.moderator.type(room.channel, "digest pause", "digest", "") == ()
    await room.call("add", about="Konna", time="9pm")
    (offered,) = await room.moderator.type(room.channel, "digest pause", "digest", "gener")
    assert offered["name"] == "#general · 21:00 · UTC · Konna"


async def test_all_of_it_in_chinese(room: Newsroom) -> None:
    who = room.reader
    told = [await room.call("list", who)]
    told.append(await room.call("add", who, time="上午9点", timezone="北京", about="Konna"))
    which = await chosen(room, "edit", who=who)
    told.append(await room.call("edit", who, digest=which, size=2, time="晚上8点"))
    told.append(await room.call("list", who))
    told.append(await room.call("pause", who, digest=which))
    told.append(await room.call("status", who))
    told.append(await room.press(who, told[-1].message, "恢复"))
    told.append(await room.call("settings", who, timezone="北京"))
    told.append(await room.call("now", who))
    told.append(await room.call("now", who))
    told.append(await room.call("status", who))
    told.append(await room.call("preview", who, date="3月3日"))
    told.append(await room.call("remove", who, digest=which))
    told.append(await room.press(who, told[-1].message, "删除"))
    told.append(await room.call("add", who, time="25:00"))
    told.append(await room.call("add", who, timezone="Atlantis/Poseidonis"))
    for reply in told:
        assert reply.ephemeral
        for line in filter(None, map(_plain, reply.text.splitlines())):
            assert not _ENGLISH.search(line), line
        assert _CHINESE.search(reply.text)
    assert "2013年1月18日" not in told[0].text


def _plain(line: str) -> str:
    """A line without what is a name in any language."""
    return _NAMES.sub("", line)
