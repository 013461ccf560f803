"""Starting and stopping: commands are registered when they have changed, and by no other measure."""

from __future__ import annotations

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
