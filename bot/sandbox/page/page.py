"""The page: what it is given, its routes, and what everybody who looks at it shares."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
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
from bot.sandbox.page.words import LANGUAGES, Say, preferred, say_from, table
from bot.sandbox.people.writer import LARGEST_FILE, MOST_FILES, filename
from bot.sandbox.world.message import Attachment
from bot.sandbox.world.state import sent_files
from bot.sandbox.world.users import User

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

STATIC = Path(__file__).parent / "static"
MOST_UNSENT = 2 * MOST_FILES * LARGEST_FILE
"""Bytes of files that were picked and not sent: those of two messages."""
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


@dataclass(frozen=True, slots=True)
class PageState:
    """What the page remembers of people, by their ids: how far they have read, what they dismissed, their language."""

    reads: tuple[tuple[int, int, int], ...]
    dismissed: dict[int, tuple[int, ...]]
    languages: dict[int, str]


class Page:
    """A sandbox's page. Seats, panels and deeds, which are the host's own, can be set until somebody looks.

    `words` gives the host's own English (titles, columns, roles) in other languages, as the page's tables do;
    `retold`, which can be set as late, whole messages that the host had people say.
    """

    def __init__(self, hand: Hand, *, words: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.hand = hand
        self._words = words or {}
        self.seats: tuple[Seat, ...] = ()
        self.panels: tuple[Panel, ...] = ()
        self.deeds: tuple[Deed, ...] = ()
        self.retold: Mapping[str, Mapping[str, str]] = {}
        self.languages: dict[int, str] = {}
        self.visits: set[Visit] = set()
        self.dismissed: dict[int, set[int]] = {}
        self.traffic = Traffic(hand)
        self._picked: list[Attachment] = []
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

    def table(self, language: str) -> dict[str, str]:
        """Every English sentence of the page and of its host in that language; empty for English."""
        return {**table(language), **self._words.get(language, {})}

    def say_in(self, language: str) -> Say:
        """What says them in that language."""
        return say_from(self.table(language))

    def state(self) -> PageState:
        """What it remembers of people."""
        dismissed = {user_id: tuple(sorted(messages)) for user_id, messages in self.dismissed.items()}
        return PageState(tuple(self.reads.kept()), dismissed, dict(self.languages))

    def resume(self, state: PageState) -> None:
        """Takes up what it remembered."""
        self.reads.resume(state.reads)
        self.dismissed = {user_id: set(messages) for user_id, messages in state.dismissed.items()}
        self.languages = dict(state.languages)

    def add_to(self, sandbox: Sandbox, application: web.Application) -> None:
        """Hangs the page into the sandbox's web application: `Sandbox.start(also=page.add_to)`."""
        self._sandbox, self._reads = sandbox, Reads(sandbox.world)
        sandbox.journal.listen(self.traffic.exchange)
        sandbox.gateway.listen(self.traffic.frame)
        application.router.add_get("/", self._page)
        application.router.add_get("/page/socket", self._socket)
        application.router.add_get("/page/{name}", self._static)
        application.router.add_post("/page/files/{channel}", self._take_file)
        application.on_shutdown.append(self._close)

    def panels_changed(self) -> None:
        """Has the panels drawn anew where somebody looks at them."""
        for visit in self.visits:
            visit.push(push="panel")

    async def _page(self, request: web.Request) -> web.Response:
        outside = request.query.get("pictures") == "outside"
        language = preferred(request.headers.get("Accept-Language", ""))
        say = self.say_in(language)
        body = template("page.html", language).render(
            seats=[
                {"id": str(seat.user.id), "name": seat.user.global_name, "role": say(seat.role)} for seat in self.seats
            ],
            panels=[say(panel.title) for panel in self.panels],
            outside=outside,
            language=language,
            languages=LANGUAGES,
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

    async def _take_file(self, request: web.Request) -> web.Response:
        """Takes a file in for a message or an option in that channel; answers with its id (413: it is too large)."""
        channel = self.sandbox.world.channels.find(_number(request.match_info["channel"]))
        if channel is None:
            raise web.HTTPNotFound
        if (request.content_length or 0) > LARGEST_FILE:
            raise web.HTTPRequestEntityTooLarge(LARGEST_FILE, request.content_length or 0)
        content = await request.read()
        if len(content) > LARGEST_FILE:
            raise web.HTTPRequestEntityTooLarge(LARGEST_FILE, len(content))
        name = request.query.get("name", "")
        attachment = self.sandbox.world.uploads.add(channel.id, filename(name), content)
        self._picked.append(attachment)
        self._drop_unsent()
        return web.json_response({"id": str(attachment.id)})

    def _drop_unsent(self) -> None:
        """Drops the files that were picked first where those that were never sent are too much."""
        held = sum(len(file.content) for file in self._picked)
        if held <= MOST_UNSENT:
            return
        sent = {file.id for file in sent_files(self.sandbox.world)}
        self._picked = [file for file in self._picked if file.id not in sent]
        held = sum(len(file.content) for file in self._picked)
        while held > MOST_UNSENT:
            oldest = self._picked.pop(0)
            held -= len(oldest.content)
            self.sandbox.world.uploads.drop(oldest)

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


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _given(response: web.Response) -> web.Response:
    response.headers["Cache-Control"] = "no-cache"
    response.enable_compression()
    return response
