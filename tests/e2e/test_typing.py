"""What is offered while somebody types: still good after a reload, and at nobody else's cost."""

from __future__ import annotations

import itertools

import pytest

from bot.chat.pace import KEYS, SECONDS, Pace
from bot.sandbox import Sandbox
from bot.sandbox.people.reply import PATIENCE

from .conftest import Scene, Stage, bundled_scene, serving, staged

scene = bundled_scene


async def test_what_was_offered_is_still_good_after_a_reload(scene: Scene) -> None:
    page = scene.stage.add(
        "2014-11-15", "Zanzibarine clockmakers open a museum of moons", contexts="[Moons of Zanzibar]"
    )
    await scene.reload()
    (event,) = await scene.member.type(scene.channel, "event", "about", "clockmakers museum of moo")
    konna = (await scene.member.type(scene.channel, "event", "about", "malian soldiers konna"))[0]
    (context,) = await scene.member.type(scene.channel, "random", "about", "moons of z")
    second = scene.stage.add("2014-11-16", "Aardvarks come before all others", contexts="[Aardvark]")
    await scene.reload()
    assert "15 November 2014" in (await scene.member.slash(scene.channel, "event", about=event["value"])).text
    assert "18 January 2013" in (await scene.member.slash(scene.channel, "event", about=konna["value"])).text
    assert "Related to: " in (await scene.member.slash(scene.channel, "related", to=konna["value"])).text
    assert "clockmakers" in (await scene.member.slash(scene.channel, "random", about=context["value"])).text
    page.unlink()
    second.unlink()
    await scene.reload()
    gone = await scene.member.slash(scene.channel, "event", about=event["value"])
    assert gone.ephemeral
    assert "not in the archive" in gone.text
    assert "18 January 2013" in (await scene.member.slash(scene.channel, "event", about=konna["value"])).text


async def test_what_was_offered_is_still_good_after_a_restart(sandbox: Sandbox, bundled: Stage) -> None:
    async with staged(sandbox, bundled) as scene:
        konna = (await scene.member.type(scene.channel, "event", "about", "malian soldiers konna"))[0]
    async with serving(bundled.settings):
        assert "18 January 2013" in (await scene.member.slash(scene.channel, "event", about=konna["value"])).text


async def test_who_types_faster_than_people_do_is_offered_nothing_for_a_while(scene: Scene) -> None:
    clio = scene.app.client
    now = itertools.chain([0.0] * (KEYS + 3), itertools.repeat(SECONDS + 0.1))
    clio.completing = Pace(now.__next__, KEYS)
    for _ in range(KEYS):
        assert await scene.member.type(scene.channel, "event", "about", "konna")
    assert await scene.member.type(scene.channel, "event", "about", "konna") == ()
    assert await scene.reader.type(scene.channel, "event", "about", "konna")
    assert "Konna" in (await scene.member.slash(scene.channel, "event", about="konna")).text
    assert await scene.member.type(scene.channel, "event", "about", "konna")


async def test_nothing_offered_is_no_failure(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    clio = scene.app.client
    clio.completing = Pace(itertools.repeat(0.0).__next__, 1)
    await scene.member.type(scene.channel, "event", "about", "kon")
    for command, option in (("event", "about"), ("related", "to"), ("onthisday", "about"), ("random", "about")):
        assert await scene.member.type(scene.channel, command, option, "kon", patience=PATIENCE) == ()
    assert not caplog.records
