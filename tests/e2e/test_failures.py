"""Whatever goes wrong is answered: privately, with what to do, and with an id that is in the log."""

from __future__ import annotations

import itertools
import re

import pytest

from bot.chat import deferral, replies
from bot.chat.pace import Pace
from bot.sandbox.people.reply import NoAnswerError, Reply, followed_up

from .conftest import PATIENCE, Scene, bundled_scene
from .reading import labels, press

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"


scene = bundled_scene


def error_id(text: str) -> str:
    """The error's id at the end of a text."""
    found = re.search(r"-# Error ([0-9a-f]{8})$", text)
    assert found, text
    return found[1]


async def nothing_more(scene: Scene) -> None:
    """What is answered to somebody else shows that nothing more comes of what was asked before."""
    reply = await scene.reader.slash(scene.channel, "event", about="konna", patience=PATIENCE)
    assert "Konna" in reply.text


def is_private(reply: Reply) -> bool:
    return all(message.ephemeral_to is not None for message in reply.messages)


async def test_an_archive_that_cannot_be_read(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.app.archive.close()
    reply = await scene.member.slash(scene.channel, "event", about="konna")
    assert is_private(reply)
    assert "The archive cannot be read" in reply.text
    assert error_id(reply.text) in caplog.text
    assert await scene.member.type(scene.channel, "event", "about", "konna") == ()


async def test_a_slow_answer_is_deferred_first(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replies, "PROMPT", 0.0)
    reply = await scene.member.slash(scene.channel, "event", about="konna")
    assert "Konna" in reply.text
    assert scene.sandbox.journal.of("POST", CALLBACK)[0].body["type"] == 5


async def test_a_failure_after_thinking_is_private_all_the_same(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replies, "PROMPT", 0.0)
    scene.app.archive.close()
    reply = await scene.member.slash(scene.channel, "event", about="konna", until=followed_up())
    assert is_private(reply)
    error_id(reply.text)


@pytest.mark.parametrize("carried_out", [False, True])
@pytest.mark.parametrize("trouble", ["503", "cut"])
async def test_one_fault_costs_no_first_reply(scene: Scene, trouble: str, carried_out: bool) -> None:
    faults = scene.sandbox.faults
    if trouble == "cut":
        faults.cut("POST", CALLBACK, carried_out=carried_out)
    else:
        faults.fail("POST", CALLBACK, 503, carried_out=carried_out)
    reply = await scene.member.slash(scene.channel, "event", about="konna")
    # What is answered to somebody else after that shows that nothing more comes of it.
    assert "Konna" in (await scene.moderator.slash(scene.channel, "event", about="konna")).text
    assert "Konna" in reply.text
    assert not reply.ephemeral
    assert reply.followups == ()
    assert scene.sandbox.faults.pending() == []


@pytest.mark.parametrize("carried_out", [False, True])
@pytest.mark.parametrize(("command", "says"), [("archive status", "1999 to 2014"), ("archive problems", "No page has")])
async def test_one_fault_costs_no_moderators_reply(scene: Scene, command: str, says: str, carried_out: bool) -> None:
    scene.sandbox.faults.cut("POST", CALLBACK, carried_out=carried_out)
    reply = await scene.moderator.slash(scene.channel, command)
    assert says in reply.text


@pytest.mark.parametrize("carried_out", [False, True])
async def test_one_fault_costs_no_answer_after_thinking(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, carried_out: bool
) -> None:
    monkeypatch.setattr(replies, "PROMPT", 0.0)
    scene.sandbox.faults.cut("POST", CALLBACK, carried_out=carried_out)
    scene.sandbox.faults.fail("PATCH", ORIGINAL, 503, carried_out=carried_out)
    reply = await scene.member.slash(scene.channel, "event", about="konna", patience=PATIENCE)
    assert "Konna" in reply.text
    assert len(reply.messages) == 1


@pytest.mark.parametrize("carried_out", [False, True])
@pytest.mark.parametrize("command", ["event", "archive status", "archive problems", "digest settings"])
async def test_a_broken_connection_costs_no_answer_after_thinking(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, command: str, carried_out: bool
) -> None:
    monkeypatch.setattr(replies, "PROMPT", 0.0)
    monkeypatch.setattr(deferral, "PROMPT", 0.0)
    scene.sandbox.faults.cut("PATCH", ORIGINAL, carried_out=carried_out)
    given = {"about": "konna"} if command == "event" else {}
    reply = await scene.moderator.slash(scene.channel, command, patience=PATIENCE, **given)
    await nothing_more(scene)
    assert scene.sandbox.faults.pending() == []
    assert "Error" not in reply.text
    assert reply.text
    assert len(reply.messages) == 1


@pytest.mark.parametrize("carried_out", [False, True])
async def test_a_broken_connection_costs_no_page_that_is_turned(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, carried_out: bool
) -> None:
    listed = (await scene.member.slash(scene.channel, "event", about="mali")).message
    assert listed is not None
    monkeypatch.setattr(replies, "PROMPT", 0.0)
    scene.sandbox.faults.cut("PATCH", ORIGINAL, carried_out=carried_out)
    await press(scene.member, listed, "More", patience=PATIENCE)
    world = scene.sandbox.world
    await world.events.until(
        scene.channel.id, lambda: "Previous" in labels(world.messages.get(scene.channel.id, listed.id)), PATIENCE
    )
    await nothing_more(scene)
    assert scene.sandbox.faults.pending() == []


@pytest.mark.parametrize("carried_out", [False, True])
@pytest.mark.parametrize("broken", [("GET", ORIGINAL), ("DELETE", ORIGINAL)])
async def test_a_broken_connection_leaves_no_thinking_behind(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, broken: tuple[str, str], carried_out: bool
) -> None:
    """What is between Clio and the one who asked is told beside a "thinking" that all saw, which goes."""
    monkeypatch.setattr(replies, "PROMPT", 0.0)
    scene.sandbox.faults.cut(*broken, carried_out=carried_out)
    reply = await scene.member.slash(
        scene.channel, "onthisday", date="31 February", until=followed_up(), patience=PATIENCE
    )
    assert scene.sandbox.faults.pending() == []
    assert reply.message is None
    assert len(reply.followups) == 1
    assert is_private(reply)


@pytest.mark.parametrize("carried_out", [False, True])
async def test_a_broken_connection_costs_no_word_of_a_failure(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, carried_out: bool
) -> None:
    monkeypatch.setattr(deferral, "PROMPT", 0.0)
    scene.app.archive.close()
    scene.sandbox.faults.cut("PATCH", ORIGINAL, carried_out=carried_out)
    reply = await scene.moderator.slash(scene.channel, "archive problems", patience=PATIENCE)
    assert scene.sandbox.faults.pending() == []
    error_id(reply.text)
    assert len(reply.messages) == 1
    assert scene.moderator.sees(scene.moderator.direct(scene.application)) == []


async def test_several_cards_are_told_after_one_thinking(scene: Scene) -> None:
    scene.app.client.pace = Pace(itertools.count(0.0, 60.0).__next__)
    for hour in range(10, 20):
        await scene.moderator.slash(scene.channel, "digest add", time=f"{hour}:00", about="Mali", patience=PATIENCE)
    before = len(scene.sandbox.journal.of("GET", ORIGINAL))
    reply = await scene.moderator.slash(scene.channel, "digest list", patience=PATIENCE)
    assert "19:00" in reply.text
    assert len(scene.sandbox.journal.of("GET", ORIGINAL)) == before


async def test_a_command_that_is_no_more(scene: Scene) -> None:
    commands = scene.sandbox.world.commands
    commands.put(scene.application.id, None, {"name": "old", "description": "x"})
    reply = await scene.member.slash(scene.channel, "old")
    assert is_private(reply)
    assert "This command has changed" in reply.text


async def test_nobody_can_be_told(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.app.archive.close()
    scene.sandbox.faults.fail("POST", CALLBACK, 403)
    scene.sandbox.faults.fail("POST", "/webhooks/{webhook_id}/{webhook_token}", 404)
    scene.sandbox.faults.fail("POST", "/users/@me/channels", 403)
    with pytest.raises(NoAnswerError):
        await scene.member.slash(scene.channel, "event", about="konna", patience=0.5)
    assert "could not be told to anybody" in caplog.text
