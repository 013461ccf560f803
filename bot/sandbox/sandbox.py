"""A loopback Discord, started and stopped in one process with its test."""

from __future__ import annotations

import time
from collections.abc import Callable

from aiohttp import web

from bot.sandbox.api.application import FILES, PREFIX, Api
from bot.sandbox.api.bans import Bans
from bot.sandbox.api.faults import Faults
from bot.sandbox.api.journal import Journal
from bot.sandbox.api.rates import Rates
from bot.sandbox.gateway.gateway import Gateway
from bot.sandbox.page.guard import harden, only_from_here
from bot.sandbox.people.person import Person
from bot.sandbox.world.clock import Clock
from bot.sandbox.world.users import User
from bot.sandbox.world.world import World

HOST = "127.0.0.1"
LARGEST_BODY = 30 * 1024 * 1024


class Sandbox:
    """A Discord of one's own: a world, the API and gateway that bots talk to, and the people a test speaks as."""

    def __init__(self, clock: Clock, ticks: Callable[[], float]) -> None:
        self.world = World(clock)
        self.gateway = Gateway(self.world, ticks)
        self._api = Api(self.world, ticks, self.gateway.info)
        self._runner: web.AppRunner | None = None

    @classmethod
    async def start(
        cls,
        *,
        clock: Clock = time.time,
        ticks: Callable[[], float] = time.monotonic,
        port: int = 0,
        also: Callable[[Sandbox, web.Application], None] | None = None,
    ) -> Sandbox:
        """A sandbox that listens on loopback, at `port` or any free one.

        `clock` gives seconds since 1970, UTC, for everything that Discord dates or times out; `ticks` gives the
        seconds by which rate limits are counted. `also` may hang further routes into the web application.
        """
        sandbox = cls(clock, ticks)
        application = web.Application(client_max_size=LARGEST_BODY, middlewares=[only_from_here])
        application.on_response_prepare.append(harden)
        sandbox._api.add_routes(application)
        application.router.add_get("/gateway", sandbox.gateway.serve)
        if also is not None:
            also(sandbox, application)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        host, bound = runner.addresses[0][:2]
        sandbox._runner = runner
        sandbox._api.base = f"http://{host}:{bound}{PREFIX}"
        sandbox.gateway.url = f"ws://{host}:{bound}/gateway"
        sandbox.world.uploads.url = f"http://{host}:{bound}{FILES}"
        return sandbox

    @property
    def api_base(self) -> str:
        """Where the HTTP API is, version included, without a slash at the end."""
        return self._api.base

    @property
    def gateway_url(self) -> str:
        """Where the gateway is."""
        return self.gateway.url

    @property
    def faults(self) -> Faults:
        """Trouble on order."""
        return self._api.faults

    @property
    def rates(self) -> Rates:
        """Rate limits, to be set tighter."""
        return self._api.rates

    @property
    def bans(self) -> Bans:
        """The count of invalid requests, and what becomes of too many."""
        return self._api.bans

    @property
    def journal(self) -> Journal:
        """What was asked over HTTP, and what was answered."""
        return self._api.journal

    def person(self, user: User) -> Person:
        """Somebody to speak and press as."""
        return Person(self.world, user)

    async def close(self) -> None:
        """Stops listening; sockets still open are closed."""
        self.faults.release()
        await self.gateway.close(1001)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
