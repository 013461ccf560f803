"""The page: what it is given, its routes, and what everybody who looks at it shares."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.sandbox.page.drawing import template
from bot.sandbox.page.guard import POLICY
from bot.sandbox.page.hand import Hand
from bot.sandbox.page.panels import Panel
from bot.sandbox.page.places import Reads
from bot.sandbox.page.traffic import Traffic
from bot.sandbox.page.visit import Visit
from bot.sandbox.world.users import User

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

STATIC = Path(__file__).parent / "static"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody whom the person at the page can be, and what they are there ("member", "moderator")."""

    user: User
    role: str


@dataclass(frozen=True, slots=True)
class Deed:
    """A button of one's own among the trouble; `do` says in a sentence what has been done."""

    title: str
    do: Callable[[], Awaitable[str]]


class Page:
    """A sandbox's page. Seats, panels and deeds, which are the host's own, can be set until somebody looks."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.seats: tuple[Seat, ...] = ()
        self.panels: tuple[Panel, ...] = ()
        self.deeds: tuple[Deed, ...] = ()
        self.visits: set[Visit] = set()
        self.dismissed: dict[int, set[int]] = {}
        self.traffic = Traffic(hand)
        self._sandbox: Sandbox | None = None
        self._reads: Reads | None = None
        hand.on_turn(self._turned)

    @property
    def sandbox(self) -> Sandbox:
        """The sandbox it shows."""
        if self._sandbox is None:
            raise RuntimeError("The page has not been added to a sandbox.")
        return self._sandbox

    @property
    def reads(self) -> Reads:
        """How far everybody has read."""
        if self._reads is None:
            raise RuntimeError("The page has not been added to a sandbox.")
        return self._reads

    def add_to(self, sandbox: Sandbox, application: web.Application) -> None:
        """Hangs the page into the sandbox's web application: `Sandbox.start(also=page.add_to)`."""
        self._sandbox, self._reads = sandbox, Reads(sandbox.world)
        sandbox.journal.listen(self.traffic.exchange)
        sandbox.gateway.listen(self.traffic.frame)
        application.router.add_get("/", self._page)
        application.router.add_get("/page/socket", self._socket)
        application.router.add_get("/page/{name}", self._static)
        application.on_shutdown.append(self._close)

    def panels_changed(self) -> None:
        """Has the panels drawn anew where somebody looks at them."""
        for visit in self.visits:
            visit.push(push="panel")

    async def _page(self, request: web.Request) -> web.Response:
        outside = request.query.get("pictures") == "outside"
        body = template("page.html").render(
            seats=[{"id": str(seat.user.id), "name": seat.user.global_name, "role": seat.role} for seat in self.seats],
            panels=[panel.title for panel in self.panels],
            outside=outside,
        )
        pictures = "'self' data: http: https:" if outside else "'self' data:"
        response = web.Response(text=body, content_type="text/html")
        response.headers["Content-Security-Policy"] = POLICY.format(pictures=pictures)
        return _given(response)

    async def _static(self, request: web.Request) -> web.Response:
        path = STATIC / request.match_info["name"]
        if path.suffix not in TYPES or path.name not in {one.name for one in STATIC.iterdir()}:
            raise web.HTTPNotFound
        return _given(web.Response(text=path.read_text("utf-8"), content_type=TYPES[path.suffix]))

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        visit = Visit(self, request)
        self.visits.add(visit)
        try:
            return await visit.hold()
        finally:
            self.visits.discard(visit)
            for other in self.visits:
                other.people_changed()

    async def _turned(self) -> None:
        for visit in self.visits:
            visit.clock_changed()

    async def _close(self, application: web.Application) -> None:
        for visit in list(self.visits):
            await visit.close()


def _given(response: web.Response) -> web.Response:
    response.headers["Cache-Control"] = "no-cache"
    response.enable_compression()
    return response
