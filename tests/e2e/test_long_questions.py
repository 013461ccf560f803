"""Questions however long: their lists turn over, and what stands under them goes on from what was asked."""

from __future__ import annotations

import itertools

import pytest

from bot.chat.pace import SECONDS, Pace
from bot.sandbox import Sandbox
from bot.sandbox.people.person import Person
from bot.sandbox.people.reply import Reply
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.message import Message

from .conftest import PATIENCE, Scene, Stage, bundled_scene, serving, staged
from .reading import BUTTON, SELECT, labels, parts, press

PLACES = (
    "France and Mali and the United Kingdom and the United States of America and Germany and Italy and Spain and "
    "Russia and China and Japan and Libya and Egypt and Syria and Iraq and Iran and Israel and Afghanistan and "
    "Pakistan and India and Ukraine and Turkey and Greece and Norway and Sweden and Brazil and Chile and Haiti and "
    "Mexico and Canada and Australia and South Africa and Nigeria and Kenya and Somalia and South Sudan and "
    "Indonesia and Thailand and the Philippines"
)
IN_CHINESE = "地震和" * 200
MARKED = " ".join(
    f"*{word}* <@{place}> [{word}](https://evil.example) ~~\\^" for place, word in enumerate(PLACES.split())
)


scene = bundled_scene


def rows(message: Message | None) -> list[str]:
    """The events that a list's rows open, from the top."""
    return [part["custom_id"].split("~")[3] for part in parts(message, BUTTON) if part["label"] == "Open"]


def said(reply: Message | Reply) -> str:
    """What a card says was asked."""
    return next(line for line in reply.text.splitlines() if line.startswith("-# “"))


@pytest.mark.parametrize(
    "words", [PLACES[:66].rstrip(), PLACES[:90], PLACES, IN_CHINESE[:500], MARKED[:500], "Mali 🌍 " * 71]
)
async def test_a_list_turns_over_to_its_end_and_back(scene: Scene, words: str) -> None:
    scene.app.client.pace = Pace(itertools.count(0.0, SECONDS).__next__)  # nobody is too fast
    first = reply = await scene.member.slash(scene.channel, "event", about=words)
    begun, seen = first.text, rows(first.message)
    while "More" in labels(reply.message):
        reply = await press(scene.member, reply.message, "More")
        seen += rows(reply.message)
    assert len(seen) == len(set(seen)) >= 6
    while "Previous" in labels(reply.message):
        reply = await press(scene.member, reply.message, "Previous")
    assert reply.text == begun


async def test_it_turns_over_after_a_reload_and_a_restart(sandbox: Sandbox, bundled: Stage) -> None:
    async with staged(sandbox, bundled) as scene:
        first = await scene.member.slash(scene.channel, "event", about=PLACES)
        page = bundled.add("2014-11-13", "Wombats take to draughts", contexts="[Wombat]")
        await scene.reload()
        second = await press(scene.member, first.message, "More")
        assert "6 to 10 of" in second.text
        page.unlink()
    async with serving(bundled.settings):
        theirs = await press(scene.moderator, second.message, "More")
        assert theirs.ephemeral
        assert "11" in theirs.text
        assert "1 to 5 of" in (await press(scene.member, second.message, "Previous")).text


async def test_it_turns_over_where_clio_cannot_read(scene: Scene) -> None:
    world = scene.sandbox.world
    elsewhere = world.add_channel(world.add_guild("Elsewhere", scene.member.user, scene.moderator.user), "lobby")
    world.install(scene.application, scene.member.user)
    for place in (elsewhere, scene.member.direct(scene.application)):
        first = await scene.member.slash(place, "event", about=PLACES)
        assert "6 to 10 of" in (await press(scene.member, first.message, "More")).text
    strangers = await press(
        scene.moderator, (await scene.member.slash(elsewhere, "event", about=PLACES)).message, "More"
    )
    assert strangers.ephemeral
    assert "6 to 10 of" in strangers.text


async def test_a_day_and_chance_narrowed_by_many_words_go_on(scene: Scene) -> None:
    words = "Mali " * 20
    day = await scene.member.slash(scene.channel, "onthisday", date="18 January", about=words)
    assert "Konna" in day.text
    earlier = await ask(scene.member, scene, scene.channel, "the day before", day.message)
    assert "17 January" in earlier.text.splitlines()[0]
    one = await scene.member.slash(scene.channel, "random", about=words)
    again = await press(scene.member, one.message, "Another one")
    assert "Mali" in again.text
    assert "Another one" in labels(again.message)


async def ask(person: Person, scene: Scene, channel: Channel, text: str, reply_to: Message | None = None) -> Message:
    """Clio's answer to what somebody says."""
    said_ = await person.say(channel, f"{scene.application.bot.mention} {text}", reply_to=reply_to)
    return await said_.answer(PATIENCE)


async def test_replies_go_on_from_it_also_after_a_restart(sandbox: Sandbox, bundled: Stage) -> None:
    async with staged(sandbox, bundled) as scene:
        listed = await ask(scene.member, scene, scene.channel, f"event about {PLACES}")
        ids = rows(listed)
    async with serving(bundled.settings):
        second = await ask(scene.member, scene, scene.channel, "the second one", listed)
        third = await ask(scene.member, scene, scene.channel, "the third one", second)
        assert labels(third)[:2] == ["Related", "On this day"]
        assert third.text != second.text
        more = await ask(scene.member, scene, scene.channel, "more", listed)
        assert not set(rows(more)) & set(ids)
        then = await ask(scene.member, scene, scene.channel, "and in 2012?", third)
        assert "in 2012" in then.text.splitlines()[0]
        assert said(then) == said(listed)


async def test_an_event_opened_from_it_leads_back_to_it(scene: Scene) -> None:
    listed = await scene.member.slash(scene.channel, "related", to="konna")
    select = parts(listed.message, SELECT)[0]
    assert listed.message is not None
    assert not any(line.startswith("-# “") for line in listed.text.splitlines())
    await scene.member.choose(listed.message, select["custom_id"], select["options"][0]["value"])
    found = await scene.member.slash(scene.channel, "event", about=PLACES)
    opened = await press(scene.member, found.message, "Open")
    assert said(opened) == said(found)
    assert opened.message is not None
    next_ = await ask(scene.member, scene, scene.channel, "the third one", opened.message)
    assert said(next_) == said(found)


async def test_what_was_asked_is_shown_as_it_was_typed(scene: Scene) -> None:
    reply = await scene.member.slash(scene.channel, "event", about=PLACES)
    assert said(reply) == f"-# “{PLACES}”"
    short = await scene.member.slash(scene.channel, "event", about="2013")
    assert not any(line.startswith("-# “") for line in short.text.splitlines())
