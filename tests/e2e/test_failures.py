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


async def test_a_reply_that_was_given_and_lost_is_followed_up(scene: Scene) -> None:
    scene.sandbox.faults.fail("POST", CALLBACK, 503, carried_out=True)
    reply = await scene.member.slash(scene.channel, "event", about="konna", until=followed_up())
    assert "Konna" in reply.messages[0].text
    assert reply.followups[0].ephemeral_to == scene.member.user.id
    assert "Discord did not take the answer" in reply.followups[0].text


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
