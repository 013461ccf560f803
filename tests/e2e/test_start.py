"""Starting and stopping: commands are registered when they have changed, and by no other measure."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.world.permissions import Permission

from .conftest import TOKEN, Stage, serving, staged

COMMANDS = "/applications/{application_id}/commands"
MODERATORS = {"archive", "digest"}
NAMES = {"onthisday", "event", "related", "random", "help", "about", "privacy", "archive", "digest"}


async def test_commands_are_registered_once(sandbox: Sandbox, bundled: Stage) -> None:
    async with staged(sandbox, bundled) as scene:
        listed = scene.sandbox.world.commands.listed(scene.application.id, None)
    assert {command.name for command in listed} == NAMES
    async with serving(bundled.settings):
        assert len(sandbox.journal.of("PUT", COMMANDS)) == 1


async def test_commands_that_discord_refuses_are_tried_again(sandbox: Sandbox, bundled: Stage) -> None:
    application = sandbox.world.add_application(TOKEN)
    sandbox.faults.fail("PUT", COMMANDS, 503)
    async with serving(bundled.settings):
        assert sandbox.world.commands.listed(application.id, None) == []
    async with serving(bundled.settings):
        assert len(sandbox.world.commands.listed(application.id, None)) == len(NAMES)


async def test_commands_go_where_people_are(sandbox: Sandbox, bundled: Stage) -> None:
    async with staged(sandbox, bundled) as scene:
        bodies = {c.name: c.body for c in scene.sandbox.world.commands.listed(scene.application.id, None)}
    for name in NAMES - MODERATORS:
        assert sorted(bodies[name]["contexts"]) == [0, 1, 2]
        assert sorted(bodies[name]["integration_types"]) == [0, 1]
    for name in MODERATORS:
        assert bodies[name]["contexts"] == [0]
        assert bodies[name]["integration_types"] == [0]
        assert int(bodies[name]["default_member_permissions"]) == Permission.MANAGE_GUILD


async def test_no_intent_needs_approval(sandbox: Sandbox, bundled: Stage) -> None:
    async with staged(sandbox, bundled) as scene:
        privileged = {"members", "presences", "message_content"}
        assert not privileged & {name for name, wanted in scene.app.client.intents if wanted}


async def broken() -> None:
    """Ends as a database that has gone away does."""
    raise ConnectionError("the database is away")


async def stuck() -> None:
    """Does not end."""
    await asyncio.Event().wait()


@pytest.mark.parametrize("closing", [broken, stuck])
async def test_clio_stops_in_order_whatever_ails_the_database(
    sandbox: Sandbox, bundled: Stage, closing: Callable[[], Awaitable[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(sandbox, bundled) as scene:
        monkeypatch.setattr(scene.app.digests, "close", closing)
        begun = time.monotonic()
    assert time.monotonic() - begun < 5
    assert scene.app.client.is_closed()
    assert not sandbox.gateway.is_connected(scene.application)
    with pytest.raises(RuntimeError, match="shutdown"):
        scene.app.desk._answering.submit(print)


async def test_clio_stops_although_the_connection_to_discord_is_not_let_go(
    sandbox: Sandbox, bundled: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(sandbox, bundled) as scene:
        monkeypatch.setattr(scene.app.client.http, "close", stuck)
        begun = time.monotonic()
    assert time.monotonic() - begun < 5
    with pytest.raises(RuntimeError, match="shutdown"):
        scene.app.desk._answering.submit(print)
