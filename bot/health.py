"""How Clio fares, for whoever watches over it: /healthz and Prometheus' /metrics, on this machine alone.

Imported only where CLIO_HTTP is set. Nothing served here names a guild, a channel or a person.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.chat.digest_counts import DELAYS, Counts
from bot.digest.schedule import State

_log = logging.getLogger(__name__)

_BEAT = 1.0
"""Seconds between two looks at how late the event loop is."""
_SLOW = 5.0
"""Seconds of lag from which on Clio does not count as healthy."""
_ENDS = (State.SENT, State.FAILED, State.MISSED, State.EMPTY)


@dataclass(frozen=True, slots=True)
class Vitals:
    """What is looked at. ``connected`` says whether all of this process's gateway connections are up.

    ``due`` is how many digests are due and not yet posted, None while the database does not say. ``archive_age`` is
    how many seconds ago the archive's index was written, None while there is none.
    """

    connected: bool
    due: int | None
    archive_age: float | None


Look = Callable[[], Awaitable[Vitals]]
"""Takes the vitals. Raises nothing."""


class Health:
    """Serves what ``look`` and ``counts`` say, at a host and port. Belongs to one event loop."""

    def __init__(self, look: Look, counts: Counts, host: str, port: int) -> None:
        self._look = look
        self._counts = counts
        self._host, self._port = host, port
        self._runner: web.AppRunner | None = None
        self._beating: asyncio.Task[None] | None = None
        self._lag = 0.0

    async def start(self) -> tuple[str, int]:
        """Serve, and say where. Raises OSError where the port is taken."""
        application = web.Application()
        application.router.add_get("/healthz", self._healthz)
        application.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        self._beating = asyncio.create_task(self._beat())
        host, port = self._runner.addresses[0][:2]
        _log.info("Health is told at http://%s:%d/healthz and /metrics", host, port)
        return host, port

    async def close(self) -> None:
        """Serve no more."""
        if self._beating is not None:
            self._beating.cancel()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _beat(self) -> None:
        """Keep the worst lag since it was last asked for."""
        while True:
            before = time.monotonic()
            await asyncio.sleep(_BEAT)
            self._lag = max(self._lag, time.monotonic() - before - _BEAT)

    async def _healthz(self, request: web.Request) -> web.Response:
        vitals = await self._look()
        wrong = [
            *([] if vitals.connected else ["Discord's gateway is not connected."]),
            *([] if vitals.due is not None else ["The database of the digests does not answer."]),
            *([] if vitals.archive_age is not None else ["The archive has no index."]),
            *([] if self._lag < _SLOW else [f"The event loop was held up for {self._lag:.1f} seconds."]),
        ]
        return web.json_response({"healthy": not wrong, "wrong": wrong}, status=503 if wrong else 200)

    async def _metrics(self, request: web.Request) -> web.Response:
        lag, self._lag = self._lag, 0.0
        registry = CollectorRegistry()
        registry.register(_Told(await self._look(), self._counts, lag))
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


class _Told(Collector):
    """Vitals and counts as Prometheus takes them."""

    def __init__(self, vitals: Vitals, counts: Counts, lag: float) -> None:
        self._vitals = vitals
        self._counts = counts
        self._lag = lag

    def collect(self) -> Iterator[Metric]:
        """Every metric."""
        vitals, counts = self._vitals, self._counts
        yield _gauge(
            "clio_gateway_connected", "1 when every gateway connection of this process is up.", vitals.connected
        )
        if vitals.due is not None:
            yield _gauge("clio_digests_due", "Digests that are due and not posted yet, of all processes.", vitals.due)
        ends = CounterMetricFamily(
            "clio_digests", "Digests that came to an end in this process, by what became of them.", labels=["state"]
        )
        for state in _ENDS:
            ends.add_metric([state.value], counts.ends[state])
        yield ends
        yield _delays(counts)
        if vitals.archive_age is not None:
            yield _gauge("clio_archive_age_seconds", "Since the archive's index was written.", vitals.archive_age)
        yield _gauge("clio_loop_lag_seconds", "The event loop's worst lag since this was last asked.", self._lag)


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=float(value))


def _delays(counts: Counts) -> Metric:
    buckets: list[tuple[str, float]] = []
    for bound in (*DELAYS, float("inf")):
        below = buckets[-1][1] if buckets else 0.0
        buckets.append(("+Inf" if bound == float("inf") else f"{bound:g}", below + counts.delays[bound]))
    told = "Seconds by which digests were posted after they were due."
    family = HistogramMetricFamily("clio_digest_delay_seconds", told)
    family.add_metric([], buckets, counts.delayed)
    return family
