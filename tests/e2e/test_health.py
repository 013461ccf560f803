"""Health and metrics, as whoever runs Clio sees them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.app import App, PortTaken
from bot.chat.digests import DigestsUnusable
from bot.chat.loopback import point_at
from bot.sandbox import Sandbox

from .digests import HOUR, START, Newsroom, Travel, furnished
from .stage import Stage


@pytest.fixture
async def watched(clock: Travel, indexed: Stage, tmp_path: Path) -> AsyncIterator[Newsroom]:
    """A newsroom whose Clio tells of its health, at any free port."""
    sandbox = await Sandbox.start(clock=clock.seconds)
    point_at(sandbox.api_base, sandbox.gateway_url)
    async with furnished(sandbox, clock, indexed, tmp_path, http=("127.0.0.1", 0)) as newsroom:
        yield newsroom
    await sandbox.close()


async def asked(room: Newsroom, path: str) -> tuple[int, str]:
    """What is answered to a GET."""
    await room.settled(lambda: room.app.health_at is not None)
    assert room.app.health_at is not None
    host, port = room.app.health_at
    async with aiohttp.ClientSession() as session, session.get(f"http://{host}:{port}{path}") as response:
        return response.status, await response.text()


async def metrics(room: Newsroom) -> dict[Any, float]:
    """Every sample by its name, or by name and state."""
    _, text = await asked(room, "/metrics")
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {(one.name, *one.labels.values()) if one.labels else one.name: one.value for one in samples}


async def test_health_and_metrics(watched: Newsroom) -> None:
    assert await asked(watched, "/healthz") == (200, '{"healthy": true, "wrong": []}')
    await watched.call("add", time="7:00")
    await watched.call("add", time="7:00", about="Konna")
    watched.clock.now = START + HOUR
    assert (await metrics(watched))["clio_digests_due"] == 2
    watched.clock.now += HOUR / 60
    await watched.until(START + 25 * HOUR)
    told = await metrics(watched)
    assert told["clio_gateway_connected"] == 1
    assert told["clio_digests_due"] == 0
    assert told["clio_digests_total", "sent"] == 3
    assert told["clio_digests_total", "empty"] == 1
    assert told["clio_digests_total", "failed"] == told["clio_digests_total", "missed"] == 0
    assert told["clio_digest_delay_seconds_count"] == 3
    assert told["clio_digest_delay_seconds_bucket", "60"] == 3
    assert told["clio_digest_delay_seconds_bucket", "5"] == 1
    assert 0 <= told["clio_archive_age_seconds"] < 86400
    assert told["clio_loop_lag_seconds"] >= 0


async def test_what_ails_is_said(watched: Newsroom) -> None:
    watched.sandbox.gateway.is_open = False
    watched.sandbox.gateway.cut()
    await watched.settled(lambda: not watched.app.client.is_connected)
    status, text = await asked(watched, "/healthz")
    assert status == 503
    assert "gateway is not connected" in text
    watched.sandbox.gateway.is_open = True
    await watched.settled(lambda: watched.app.client.is_connected)
    assert (await asked(watched, "/healthz"))[0] == 200


async def test_a_port_that_is_taken_and_a_database_that_cannot_be(watched: Newsroom, tmp_path: Path) -> None:
    await watched.settled(lambda: watched.app.health_at is not None)
    with pytest.raises(PortTaken):
        await App(watched.settings.model_copy(update={"http": watched.app.health_at})).serve()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "clio.db").write_text("no database")
    settings = watched.settings.model_copy(update={"home": tmp_path / "broken"})
    with pytest.raises(DigestsUnusable, match="cannot be opened"):
        await App(settings).serve()
