"""Buttons and choices under answers: whoever presses them, after a reload, after a restart."""

from __future__ import annotations

import pytest

from bot.chat.pace import QUESTIONS
from bot.sandbox import Sandbox
from bot.sandbox.world.permissions import Permission

from .conftest import Scene, Stage, bundled_scene, serving, staged
from .reading import SELECT, THUMBNAIL, button, labels, parts, press

scene = bundled_scene


async def test_an_event_has_its_buttons(scene: Scene) -> None:
    opened = await scene.member.slash(scene.channel, "event", about="recapture of Konna 18 January 2013")
    assert labels(opened.message)[:2] == ["Related", "On this day"]
    related = await press(scene.member, opened.message, "Related")
    assert related.text.startswith("### Related to: ")
    assert " later" in related.text or " earlier" in related.text
    assert not related.ephemeral
    day = await press(scene.member, opened.message, "On this day")
    assert "On this day, 18 January" in day.text


async def test_more_about_an_event_opened_alone(scene: Scene) -> None:
    found = await scene.member.slash(scene.channel, "related", to="konna")
    choice = parts(found.message, SELECT)[0]
    assert found.message is not None
    opened = await scene.member.choose(found.message, choice["custom_id"], choice["options"][0]["value"])
    assert choice["options"][0]["label"].split(" · ")[1][:20] in opened.text
    label = next(label for label in labels(opened.message) if label.startswith("More about "))
    more = await press(scene.member, opened.message, label)
    assert more.text.splitlines()[0].endswith(label.removeprefix("More about "))


async def test_pages_turn_in_place_and_back(scene: Scene) -> None:
    first = await scene.member.slash(scene.channel, "event", about="2013")
    message, before = first.message, first.text
    assert message is not None
    assert "Previous" not in labels(message)
    turned = await press(scene.member, message, "More")
    assert turned.message is not None
    assert turned.message.id == message.id
    assert turned.text != before
    assert "6 to 10 of " in turned.text
    again = await press(scene.member, turned.message, "Previous")
    assert again.text == before


async def test_every_event_of_a_list_is_shown_once(scene: Scene) -> None:
    reply = await scene.member.slash(scene.channel, "onthisday", date="26 December")
    seen: list[str] = []
    while True:
        seen += [part["custom_id"].split("~")[3] for part in parts(reply.message, 2) if part["label"] == "Open"]
        if "More" not in labels(reply.message):
            break
        reply = await press(scene.member, reply.message, "More")
    assert len(seen) == len(set(seen)) > 0


async def test_a_row_opens_its_event(scene: Scene) -> None:
    listed = await scene.member.slash(scene.channel, "event", about="2013")
    opened = await press(scene.member, listed.message, "Open", 2)
    headline = [line for line in listed.text.splitlines() if line.startswith("**")][2].split("** ")[1]
    assert headline in opened.text
    assert "Related" in labels(opened.message)


async def test_a_strangers_press_answers_the_stranger_alone(scene: Scene) -> None:
    listed = await scene.member.slash(scene.channel, "event", about="2013")
    before = listed.text
    theirs = await press(scene.moderator, listed.message, "More")
    assert theirs.ephemeral
    assert "6 to 10 of " in theirs.text
    assert listed.text == before
    further = await press(scene.moderator, theirs.message, "More")
    assert further.message is not None
    assert theirs.message is not None
    assert further.message.id == theirs.message.id
    opened = await press(scene.moderator, listed.message, "Open")
    assert opened.ephemeral


async def test_a_stranger_is_answered_in_their_own_language(scene: Scene) -> None:
    listed = await scene.member.slash(scene.channel, "event", about="2013")
    theirs = await press(scene.reader, listed.message, "More")
    assert "年" in theirs.text


async def test_buttons_go_on_after_a_restart_and_a_reload(sandbox: Sandbox, bundled: Stage) -> None:
    async with staged(sandbox, bundled) as scene:
        opened = await scene.member.slash(scene.channel, "event", about="konna")
        listed = await scene.member.slash(scene.channel, "related", to="konna")
        page = bundled.add("2014-11-03", "Zanzibarine clockmakers open a museum of moons", contexts="[Zanzibar]")
        await scene.reload()
        new = await scene.member.slash(scene.channel, "event", about="zanzibarine museum")
        assert "Related to: " in (await press(scene.member, opened.message, "Related")).text
        page.unlink()
    async with serving(bundled.settings):
        again = await press(scene.member, opened.message, "Related")
        assert "Related to: " in again.text
        choice = parts(listed.message, SELECT)[0]
        assert listed.message is not None
        chosen = await scene.member.choose(listed.message, choice["custom_id"], choice["options"][1]["value"])
        assert "Related" in labels(chosen.message)
        await scene.reload()
        gone = await press(scene.member, new.message, "Related")
        assert "not in the archive" in gone.text


@pytest.mark.parametrize("speaks_out", [True, False])
async def test_buttons_where_only_a_person_took_clio_along(scene: Scene, speaks_out: bool) -> None:
    """Clio is no member of that guild, and has only what a press itself tells."""
    world = scene.sandbox.world
    guild = world.add_guild("Elsewhere", scene.member.user, scene.moderator.user)
    channel = world.add_channel(guild, "lobby")
    if not speaks_out:
        everyone = next(role for role in world.guilds.roles(guild.id) if role.id == guild.id)
        world.set_permissions(everyone, everyone.permissions & ~Permission.USE_EXTERNAL_APPS)
    world.install(scene.application, scene.member.user)
    listed = await scene.member.slash(channel, "event", about="2013")
    assert listed.ephemeral is not speaks_out
    turned = await press(scene.member, listed.message, "More")
    assert "6 to 10 of" in turned.text
    opened = await press(scene.member, turned.message, "Open")
    assert "Related to: " in (await press(scene.member, opened.message, "Related")).text
    related = await scene.member.slash(channel, "related", to="konna")
    select = parts(related.message, SELECT)[0]
    assert related.message is not None
    chosen = await scene.member.choose(related.message, select["custom_id"], select["options"][0]["value"])
    assert "On this day" in (await press(scene.member, chosen.message, "On this day")).text
    if speaks_out:
        theirs = await press(scene.moderator, turned.message, "More")
        assert theirs.ephemeral
        assert "11 to 15 of" in theirs.text


async def test_an_event_that_is_gone_is_told_privately(scene: Scene) -> None:
    page = scene.stage.add("2014-11-05", "Quolls found to be fond of accordions", contexts="[Quoll]")
    page2 = scene.stage.add("2014-11-06", "Quolls tire of accordions", contexts="[Quoll]")
    await scene.reload()
    listed = await scene.member.slash(scene.channel, "event", about="quolls accordions")
    page.unlink()
    page2.unlink()
    await scene.reload()
    gone = await press(scene.member, listed.message, "Open")
    assert gone.ephemeral
    assert "not in the archive" in gone.text


async def test_help_has_examples_to_press(scene: Scene) -> None:
    help_ = await scene.member.slash(scene.channel, "help")
    assert len(labels(help_.message)) >= 3
    for label in labels(help_.message):
        reply = await press(scene.member, help_.message, label)
        assert reply.message is not None
        assert "Error" not in reply.text
        assert not reply.ephemeral


async def test_random_goes_on(scene: Scene) -> None:
    one = await scene.member.slash(scene.channel, "random", about="Mali")
    assert "Mali" in one.text
    other = await press(scene.member, one.message, "Another one")
    assert "Mali" in other.text


async def test_about_and_privacy(scene: Scene) -> None:
    about = await scene.member.slash(scene.channel, "about")
    assert "The archive holds" in about.text
    privacy = await scene.reader.slash(scene.channel, "privacy")
    assert privacy.ephemeral
    assert "Clio" in privacy.text
    assert "stores nothing" not in privacy.text


async def test_a_cover_has_alt_text(scene: Scene) -> None:
    scene.stage.add("2014-11-07", "A cover is shown", image="https://images.example/cover.jpg", contexts="[Covers]")
    await scene.reload()
    shown = await scene.member.slash(scene.channel, "event", about="a cover is shown")
    (cover,) = parts(shown.message, THUMBNAIL)
    assert cover["media"]["url"] == "https://images.example/cover.jpg"
    assert cover["description"] == "Cover image: A cover is shown"


async def test_a_button_that_is_not_known_says_so(scene: Scene) -> None:
    opened = await scene.member.slash(scene.channel, "event", about="konna")
    assert opened.message is not None
    wanted = next(part for part in parts(opened.message, 2) if part["label"] == "On this day")
    wanted["custom_id"] = "en~a~~~q;what~"
    reply = await scene.member.press(opened.message, wanted["custom_id"])
    assert reply.ephemeral
    assert "from an earlier Clio" in reply.text


async def test_presses_count_for_a_persons_pace(scene: Scene) -> None:
    opened = await scene.member.slash(scene.channel, "event", about="konna")
    related = button(opened.message, "Related")
    assert opened.message is not None
    replies = [await scene.member.press(opened.message, related) for _ in range(QUESTIONS)]
    assert "That was too fast" in replies[-1].text
    assert replies[-1].ephemeral
    assert "That was too fast" not in replies[-2].text
