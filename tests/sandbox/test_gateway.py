"""The gateway's wire: plain text, compressed, and what it closes a socket for."""

from __future__ import annotations

import json
import zlib
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox

from .conftest import PATIENCE, TOKEN

IDENTIFY: dict[str, Any] = {"token": TOKEN, "intents": 1, "properties": {}}


async def converse(sandbox: Sandbox, *payloads: dict[str, Any] | str, until: int | str) -> list[dict[str, Any]]:
    """What the gateway says to those payloads, up to the event of that name, or to the close code."""
    heard: list[dict[str, Any]] = []
    async with aiohttp.ClientSession() as session, session.ws_connect(sandbox.gateway_url) as socket:
        for payload in payloads:
            await socket.send_str(payload if isinstance(payload, str) else json.dumps(payload))
        while heard[-1:] == [] or heard[-1]["t"] != until:
            message = await socket.receive(PATIENCE)
            if message.type is not aiohttp.WSMsgType.TEXT:
                assert socket.close_code == until
                break
            heard.append(json.loads(message.data))
    return heard


async def test_text_is_spoken_where_nothing_else_is_asked_for(sandbox: Sandbox) -> None:
    application = sandbox.world.add_application(TOKEN)
    sandbox.world.add_guild("Newsroom", application)
    heard = await converse(sandbox, {"op": 2, "d": IDENTIFY}, until="GUILD_CREATE")
    assert [(one["op"], one["t"], one["s"]) for one in heard] == [
        (10, None, None),
        (0, "READY", 1),
        (0, "GUILD_CREATE", 2),
    ]
    assert heard[1]["d"]["resume_gateway_url"] == sandbox.gateway_url


async def test_a_heartbeat_is_acknowledged(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(sandbox.gateway_url) as socket:
        await socket.send_str(json.dumps({"op": 1, "d": None}))
        assert [json.loads((await socket.receive(PATIENCE)).data)["op"] for _ in range(2)] == [10, 11]


async def test_zlib_stream_is_one_stream(sandbox: Sandbox) -> None:
    sandbox.world.add_application(TOKEN)
    inflate = zlib.decompressobj()
    url = sandbox.gateway_url + "?v=10&encoding=json&compress=zlib-stream"
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        await socket.send_str(json.dumps({"op": 2, "d": IDENTIFY}))
        frames = [await socket.receive_bytes(timeout=PATIENCE) for _ in range(2)]
    assert all(frame.endswith(b"\x00\x00\xff\xff") for frame in frames)
    assert [json.loads(inflate.decompress(frame))["t"] for frame in frames] == [None, "READY"]


@pytest.mark.parametrize(
    ("payloads", "code"),
    [
        (["no json"], 4002),
        ([{"op": 3, "d": {}}], 4003),
        ([{"op": 2, "d": IDENTIFY | {"token": "wrong"}}], 4004),
        ([{"op": 2, "d": IDENTIFY}, {"op": 2, "d": IDENTIFY}], 4005),
        ([{"op": 2, "d": IDENTIFY | {"shard": [2, 2]}}], 4010),
        ([{"op": 2, "d": IDENTIFY | {"intents": "all"}}], 4013),
        ([{"op": 2, "d": IDENTIFY | {"intents": 1 << 15}}], 4014),
        ([{"op": 2, "d": IDENTIFY}, {"op": 77, "d": {}}], 4001),
    ],
)
async def test_what_a_socket_is_closed_for(sandbox: Sandbox, payloads: list[dict[str, Any] | str], code: int) -> None:
    sandbox.world.add_application(TOKEN)
    await converse(sandbox, *payloads, until=code)


async def test_an_unknown_session_is_invalid(sandbox: Sandbox) -> None:
    sandbox.world.add_application(TOKEN)
    resume = {"op": 6, "d": {"token": TOKEN, "session_id": "gone", "seq": 1}}
    async with aiohttp.ClientSession() as session, session.ws_connect(sandbox.gateway_url) as socket:
        await socket.send_str(json.dumps(resume))
        heard = [await socket.receive_json(timeout=PATIENCE) for _ in range(2)]
    assert (heard[1]["op"], heard[1]["d"]) == (9, False)
