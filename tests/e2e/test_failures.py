"""Whatever goes wrong is answered: privately, with what to do, and with an id that is in the log."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from bot.chat import replies
from bot.chat.loopback import point_at
from bot.sandbox import Sandbox
from bot.sandbox.people.reply import NoAnswerError, Reply, followed_up
from tests.sandbox.conftest import HandClock

from .conftest import PATIENCE, Scene, Stage, staged

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def scene(clock: HandClock, bundled: Stage) -> AsyncIterator[Scene]:
    sandbox = await Sandbox.start(clock=clock)
    point_at(sandbox.api_base, sandbox.gateway_url)
    async with staged(sandbox, bundled) as set_:
        yield set_
    await sandbox.close()


def error_id(text: str) -> str:
    """The error's id at the end of a text."""
    found = re.search(r"-# Error ([0-9a-f]{8})$", text)
    assert found, text
    return found[1]


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


async def test_a_reply_that_came_too_late_is_told_directly(
    scene: Scene, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    release = scene.sandbox.faults.hold("POST", CALLBACK)
    with pytest.raises(NoAnswerError):
        await scene.member.slash(scene.channel, "event", about="konna", patience=0.2)
    clock.forward(3.1)
    direct = scene.member.direct(scene.application)
    release.set()
    told = await scene.sandbox.world.events.until(direct.id, lambda: scene.member.sees(direct) or None, PATIENCE)
    text = told[0].text
    assert "The answer came too late" in text
    assert error_id(text) in caplog.text
    assert scene.member.sees(scene.channel) == []


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
