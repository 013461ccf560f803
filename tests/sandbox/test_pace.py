"""Limits on how fast bots may go, counted by a clock that the test puts forward."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.gateway.starts import MOST_SENT

from .conftest import PATIENCE, TOKEN, HandClock

ME = "/users/@me"
HEADERS = {"Authorization": f"Bot {TOKEN}"}


@pytest.fixture
def ticks() -> HandClock:
    return HandClock()


@pytest.fixture
async def paced(clock: HandClock, ticks: HandClock) -> AsyncIterator[Sandbox]:
    """A sandbox whose limits are counted by `ticks`."""
    started = await Sandbox.start(clock=clock, ticks=ticks)
    started.world.add_application(TOKEN)
    yield started
    await started.close()


async def ask(sandbox: Sandbox, times: int, path: str = ME, **headers: str) -> list[aiohttp.ClientResponse]:
    """The answers to that many requests, one after another."""
    answers: list[aiohttp.ClientResponse] = []
    async with aiohttp.ClientSession(headers=headers or HEADERS) as session:
        for _ in range(times):
            async with session.get(sandbox.api_base + path) as answer:
                await answer.read()
                answers.append(answer)
    return answers


async def test_a_bot_has_fifty_requests_a_second_over_all_routes(paced: Sandbox, ticks: HandClock) -> None:
    paced.rates.set_global()
    ticks.forward(0.25)
    answers = [*await ask(paced, 30), *await ask(paced, 20, "/applications/@me")]
    assert {answer.status for answer in answers} == {200}
    ticks.forward(0.25)
    (limited,) = await ask(paced, 1, "/users/@me/guilds")
    body = await limited.json()
    assert (limited.status, body["global"], body["retry_after"]) == (429, True, 0.75)
    assert (limited.headers["X-RateLimit-Global"], limited.headers["X-RateLimit-Scope"]) == ("true", "global")
    assert (limited.headers["Retry-After"], limited.headers["Via"]) == ("0.750", "1.1 google")
    ticks.forward(0.75)
    assert (await ask(paced, 1))[0].status == 200


async def test_replies_to_interactions_do_not_count(paced: Sandbox) -> None:
    paced.rates.set_global(1, 1.0)
    (answer,) = await ask(paced, 1, "/webhooks/1/token/messages/@original")
    assert answer.status == 404
    assert [answer.status for answer in await ask(paced, 2)] == [200, 429]


async def test_without_being_asked_nobody_is_held_to_it(paced: Sandbox) -> None:
    paced.rates.set("GET", ME, 1_000, 1.0)
    assert {answer.status for answer in await ask(paced, 120)} == {200}


async def test_a_route_is_limited_by_its_own_window(paced: Sandbox, ticks: HandClock) -> None:
    paced.rates.set("GET", ME, 2, 10.0)
    answers = await ask(paced, 3)
    assert [answer.status for answer in answers] == [200, 200, 429]
    assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    ticks.forward(10.0)
    assert (await ask(paced, 1))[0].status == 200


async def test_too_many_invalid_requests_shut_the_address_out(paced: Sandbox, ticks: HandClock) -> None:
    paced.bans.most = 5
    assert [answer.status for answer in await ask(paced, 5, Authorization="Bot wrong")] == [401] * 5
    assert paced.bans.count == 5
    (shut,) = await ask(paced, 1)
    assert shut.status == 429
    assert "Via" not in shut.headers
    assert shut.content_type == "text/plain"
    ticks.forward(600.0)
    assert [answer.status for answer in await ask(paced, 1)] == [200]
    assert paced.bans.count == 0


async def identify(sandbox: Sandbox, shard: int = 0, shards: int = 1) -> dict[str, Any]:
    """What the gateway says to an identify."""
    data = {"token": TOKEN, "intents": 1, "properties": {}, "shard": [shard, shards]}
    async with aiohttp.ClientSession() as session, session.ws_connect(sandbox.gateway_url) as socket:
        await socket.receive_json(timeout=PATIENCE)
        await socket.send_str(json.dumps({"op": 2, "d": data}))
        heard: dict[str, Any] = await socket.receive_json(timeout=PATIENCE)
    return heard


async def test_a_second_identify_within_five_seconds_is_refused(paced: Sandbox, ticks: HandClock) -> None:
    paced.gateway.starts.paced = True
    assert (await identify(paced))["t"] == "READY"
    refused = await identify(paced)
    assert (refused["op"], refused["d"]) == (9, False)
    ticks.forward(5.0)
    assert (await identify(paced))["t"] == "READY"


async def test_shards_of_other_keys_identify_at_once(paced: Sandbox) -> None:
    paced.gateway.starts.paced = True
    paced.gateway.starts.max_concurrency = 2
    answers = [await identify(paced, shard, 4) for shard in range(4)]
    assert [answer["t"] for answer in answers] == ["READY", "READY", None, None]


async def test_what_may_be_begun_is_told(paced: Sandbox, ticks: HandClock) -> None:
    for _ in range(2):
        await identify(paced)
    limit = (await (await ask(paced, 1, "/gateway/bot"))[0].json())["session_start_limit"]
    assert (limit["total"], limit["remaining"], limit["max_concurrency"]) == (1000, 998, 1)
    ticks.forward(86_400.0)
    limit = (await (await ask(paced, 1, "/gateway/bot"))[0].json())["session_start_limit"]
    assert limit["remaining"] == 1000


@pytest.mark.parametrize(("waits", "code"), [(False, 4008), (True, None)])
async def test_a_socket_takes_so_much_in_a_minute(
    paced: Sandbox, ticks: HandClock, waits: bool, code: int | None
) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(paced.gateway_url) as socket:
        await socket.receive_json(timeout=PATIENCE)
        for _ in range(MOST_SENT):
            await socket.send_str('{"op": 1, "d": null}')
            await socket.receive_json(timeout=PATIENCE)
        if waits:
            ticks.forward(60.0)
        await socket.send_str('{"op": 1, "d": null}')
        await socket.receive(PATIENCE)
        assert socket.close_code == code


async def test_a_payload_over_4096_bytes_closes_the_socket(paced: Sandbox) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(paced.gateway_url) as socket:
        await socket.receive_json(timeout=PATIENCE)
        await socket.send_str(json.dumps({"op": 1, "d": "x" * 4096}))
        await socket.receive(PATIENCE)
        assert socket.close_code == 4002
