"""The rules of replying: which reply fits what, when, and by whom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.people.person import Person
from bot.sandbox.people.reply import NoAnswerError, Reply, acknowledged
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.guilds import Role
from bot.sandbox.world.users import Application

from .conftest import TOKEN

MODAL = {
    "title": "Schedule",
    "custom_id": "schedule",
    "components": [
        {"type": 10, "content": "When and how"},
        {"type": 18, "label": "Hour", "component": {"type": 4, "custom_id": "hour", "style": 1, "max_length": 5}},
        {
            "type": 18,
            "label": "Kinds",
            "component": {
                "type": 3,
                "custom_id": "kinds",
                "max_values": 2,
                "options": [{"label": "War", "value": "war"}, {"label": "Sport", "value": "sport"}],
            },
        },
        {"type": 18, "label": "Quiet", "component": {"type": 23, "custom_id": "quiet"}},
    ],
}


class Wire:
    """An application without a client: it registers a command and answers by plain requests."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession, application: Application) -> None:
        guild = sandbox.world.add_guild("Newsroom", application)
        self.guild = guild
        user = sandbox.world.add_user("ann")
        sandbox.world.join(guild, user)
        sandbox.world.commands.put(application.id, None, {"name": "ask", "description": "x"})
        self.channel: Channel = sandbox.world.add_channel(guild, "general")
        self.ann: Person = sandbox.person(user)
        self.application = application
        self._sandbox = sandbox
        self._session = session

    async def asked(self) -> Reply:
        """A command that has had no reply yet."""
        with pytest.raises(NoAnswerError):
            await self.ann.slash(self.channel, "ask", patience=0)
        return self.newest()

    def newest(self) -> Reply:
        """What has come of the last thing done."""
        return Reply(self._sandbox.world, self._sandbox.world.interactions.newest().id)

    def add_role(self, name: str) -> Role:
        """A new role in the guild."""
        return self._sandbox.world.add_role(self.guild, name)

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """The status and JSON that a request is answered with."""
        headers = {"Authorization": f"Bot {TOKEN}"}
        async with self._session.request(method, self._sandbox.api_base + path, json=body, headers=headers) as answer:
            return answer.status, await answer.json() if answer.status != 204 else None

    async def first(self, reply: Reply, kind: int, data: Any = None) -> tuple[int, Any]:
        """Sends a first reply."""
        interaction = reply.interaction
        path = f"/interactions/{interaction.id}/{interaction.token}/callback?with_response=1"
        return await self.call("POST", path, {"type": kind, "data": data})

    async def later(self, reply: Reply, method: str, rest: str = "", body: Any = None) -> tuple[int, Any]:
        """Speaks by the interaction's token."""
        interaction = reply.interaction
        return await self.call(method, f"/webhooks/{interaction.application_id}/{interaction.token}{rest}", body)


@pytest.fixture
async def wire(sandbox: Sandbox) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as session:
        yield Wire(sandbox, session, sandbox.world.add_application(TOKEN))


async def test_a_command_cannot_be_answered_with_an_update_or_choices(wire: Wire) -> None:
    reply = await wire.asked()
    for kind in (6, 7, 8):
        status, body = await wire.first(reply, kind, {"content": "x", "choices": []})
        assert (status, body["code"]) == (400, 50035)
        assert body["errors"]["type"]["_errors"][0]["code"] == "BASE_TYPE_CHOICES"
    assert not reply.acknowledged


async def test_there_is_nothing_to_follow_before_the_first_reply(wire: Wire) -> None:
    reply = await wire.asked()
    status, body = await wire.later(reply, "POST", body={"content": "too early"})
    assert (status, body["code"]) == (404, 10015)
    await wire.first(reply, 4, {"content": "now"})
    status, body = await wire.later(reply, "POST", body={"content": "in order"})
    assert (status, body["content"]) == (200, "in order")


async def test_a_refused_reply_leaves_room_for_another(wire: Wire) -> None:
    reply = await wire.asked()
    status, body = await wire.first(reply, 4, {"content": "x" * 2001})
    problem = body["errors"]["data"]["content"]["_errors"][0]
    assert (status, problem["code"]) == (400, "BASE_TYPE_MAX_LENGTH")
    status, _ = await wire.first(reply, 4, {"content": ""})
    assert status == 400
    status, body = await wire.first(reply, 4, {"content": "short", "flags": 64})
    assert status == 200
    assert body["interaction"]["response_message_ephemeral"]
    assert body["resource"]["message"]["content"] == "short"


async def test_replies_are_read_edited_and_deleted_by_token(wire: Wire) -> None:
    reply = await wire.asked()
    await wire.first(reply, 4, {"content": "first"})
    _, further = await wire.later(reply, "POST", body={"content": "further"})
    status, edited = await wire.later(reply, "PATCH", f"/messages/{further['id']}", {"content": "further, edited"})
    assert (status, edited["content"]) == (200, "further, edited")
    status, original = await wire.later(reply, "GET", "/messages/@original")
    assert (status, original["content"]) == (200, "first")
    assert (await wire.later(reply, "DELETE", "/messages/@original"))[0] == 204
    status, gone = await wire.later(reply, "GET", "/messages/@original")
    assert (status, gone["code"]) == (404, 10008)
    assert reply.text == "further, edited"


async def test_ephemeral_replies_are_reached_by_token_only(wire: Wire) -> None:
    reply = await wire.asked()
    _, body = await wire.first(reply, 4, {"content": "psst", "flags": 64})
    message_id = body["interaction"]["response_message_id"]
    status, refused = await wire.call("GET", f"/channels/{wire.channel.id}/messages/{message_id}")
    assert (status, refused["code"]) == (404, 10008)
    status, edited = await wire.later(reply, "PATCH", "/messages/@original", {"content": "psst, edited"})
    assert (status, edited["content"]) == (200, "psst, edited")
    assert wire.ann.sees(wire.channel)[0].content == "psst, edited"


async def test_a_modal_with_labels_is_filled_in(wire: Wire) -> None:
    opened = await wire.asked()
    assert (await wire.first(opened, 9, MODAL))[0] == 200
    filled: dict[str, Any] = {"hour": "09:00", "kinds": ["war"], "quiet": True}
    sending = asyncio.create_task(wire.ann.submit(opened, filled, until=acknowledged))
    await asyncio.sleep(0)
    sent = wire.newest()
    assert (await wire.first(sent, 4, {"content": "scheduled"}))[0] == 200
    assert (await sending).text == "scheduled"
    parts = sent.interaction.data["components"]
    assert parts[1]["component"]["value"] == "09:00"
    assert parts[2]["component"]["values"] == ["war"]
    assert parts[3]["component"]["value"] is True
    metadata = (await sending).messages[0].metadata
    assert metadata is not None
    assert metadata["triggering_interaction_metadata"]["name"] == "ask"


async def test_selects_of_people_roles_and_channels_send_them_along(wire: Wire) -> None:
    reply = await wire.asked()
    row = {"type": 1, "components": [{"type": 7, "custom_id": "who", "max_values": 2}]}
    await wire.first(reply, 4, {"components": [row]})
    message = reply.message
    assert message is not None
    role = wire.add_role("mods")
    choosing = asyncio.create_task(wire.ann.choose(message, "who", wire.ann.user, role, until=acknowledged))
    await asyncio.sleep(0)
    chosen = wire.newest()
    assert (await wire.first(chosen, 6))[0] == 200
    await choosing
    data = chosen.interaction.data
    assert data["values"] == [str(wire.ann.user.id), str(role.id)]
    assert set(data["resolved"]) == {"users", "members", "roles"}


async def test_bodies_that_are_no_json_and_routes_that_are_none(wire: Wire, sandbox: Sandbox) -> None:
    path = f"/channels/{wire.channel.id}/messages"
    headers = {"Authorization": f"Bot {TOKEN}"}
    async with aiohttp.ClientSession() as session:
        async with session.post(sandbox.api_base + path, data="{", headers=headers) as answer:
            assert (answer.status, (await answer.json())["code"]) == (400, 50109)
        async with session.get(sandbox.api_base + "/users/@me") as answer:
            assert (answer.status, (await answer.json())["message"]) == (401, "401: Unauthorized")
    assert await wire.call("GET", "/nothing/here") == (404, {"message": "404: Not Found", "code": 0})
    assert [exchange.route for exchange in sandbox.journal if exchange.status == 404] == ["/nothing/here"]
    status, body = await wire.call("GET", "/channels/none")
    assert (status, body["errors"]["channel_id"]["_errors"][0]["code"]) == (400, "NUMBER_TYPE_COERCE")
