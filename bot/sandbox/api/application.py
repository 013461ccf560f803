"""The HTTP application: every route, and what each request passes through on its way there and back."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiohttp import web

from bot.sandbox.api import channels, commands, guilds, interactions, messages, reactions, threads, users
from bot.sandbox.api.bans import Bans
from bot.sandbox.api.calls import Answer, Call, Route, Upload, read_body
from bot.sandbox.api.faults import Fault, Faults
from bot.sandbox.api.journal import Exchange, Journal
from bot.sandbox.api.rates import Rates, Standing, global_headers
from bot.sandbox.errors import NOT_FOUND, UNAUTHORIZED, ApiError, Json
from bot.sandbox.world.users import Application
from bot.sandbox.world.world import World

PREFIX = "/api/v10"
FILES = "/attachments"
ROUTES: tuple[Route, ...] = (
    *users.ROUTES,
    *guilds.ROUTES,
    *channels.ROUTES,
    *threads.ROUTES,
    *messages.ROUTES,
    *reactions.ROUTES,
    *commands.ROUTES,
    *interactions.ROUTES,
)

SOUND = Fault()
CUT = Answer(None, 0)
"""No answer at all."""


class Api:
    """Discord's HTTP API over a world. `gateway` says where an application's gateway is and what it may begin there."""

    def __init__(self, world: World, ticks: Callable[[], float], gateway: Callable[[Application], Json]) -> None:
        self.faults = Faults()
        self.rates = Rates(ticks)
        self.bans = Bans(ticks)
        self.journal = Journal()
        self.base = ""
        self._world = world
        self._gateway = gateway

    def add_routes(self, application: web.Application) -> None:
        """Hangs the API and the files of messages into a web application."""
        for route in ROUTES:
            application.router.add_route(route.method, PREFIX + route.path, self._handler(route))
        application.router.add_get(FILES + "/{channel_id}/{attachment_id}/{filename}", self._file)
        application.router.add_route("*", PREFIX + "/{rest:.*}", self._nowhere)

    def _handler(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._serve(route, request)

        return handle

    async def _serve(self, route: Route, request: web.Request) -> web.Response:
        if self.bans.banned:
            return web.Response(status=429, text="error code: 1015", headers={"Retry-After": "3600"})
        fault = self.faults.take(route.method, route.path, request.match_info) or SOUND
        token = None if route.open else request.headers.get("Authorization", "")
        standing = self.rates.take(route.method, route.path, request.match_info, token)
        body: Any = None
        uploads: tuple[Upload, ...] = ()
        try:
            body, uploads = await read_body(request)
            if not fault.carried_out:
                await fault.waited_out()
            answer = self._answer(route, request, body, uploads, fault, standing)
        except ApiError as error:
            answer = Answer(error.body(), error.refusal.status)
        if fault.carried_out:
            await fault.waited_out()
        if fault.cut:
            answer = CUT
            if request.transport is not None:
                request.transport.abort()
        self.bans.note(answer.status)
        self._note(request, route.path, answer, body, uploads)
        return self._response(answer, self._headers(fault, standing))

    def _headers(self, fault: Fault, standing: Standing) -> dict[str, str]:
        if fault.status == 429 and fault.everywhere:
            return global_headers(fault.retry_after)
        if fault.status == 429:
            standing = replace(standing, remaining=0, reset_after=fault.retry_after, exceeded=True)
        return standing.headers(self._world.clock())

    def _note(
        self, request: web.Request, route: str, answer: Answer, body: Any = None, uploads: tuple[Upload, ...] = ()
    ) -> None:
        self.journal.note(
            Exchange(
                at=self._world.clock(),
                method=request.method,
                route=route,
                path=request.path.removeprefix(PREFIX),
                query=dict(request.query),
                body=body,
                files=tuple(upload.filename for upload in uploads),
                status=answer.status,
                answer=answer.body,
            )
        )

    def _answer(
        self,
        route: Route,
        request: web.Request,
        body: Any,
        uploads: tuple[Upload, ...],
        fault: Fault,
        standing: Standing,
    ) -> Answer:
        if standing.exceeded:
            return _limited(standing.reset_after, everywhere=standing.is_global)
        failure = _failure(fault)
        if failure is not None and not fault.carried_out:
            return failure
        sender = self._sender(request)
        if sender is None and not route.open:
            raise ApiError(UNAUTHORIZED)
        self._world.threads.archive_idle()
        call = Call(self._world, request.match_info, request.query, body, uploads, sender, self._gateway)
        answer = route.handler(call)
        return answer if failure is None else failure

    def _sender(self, request: web.Request) -> Application | None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        return self._world.users.by_token(token) if kind == "Bot" and token else None

    async def _nowhere(self, request: web.Request) -> web.Response:
        answer = Answer(ApiError(NOT_FOUND).body(), NOT_FOUND.status)
        self._note(request, request.path.removeprefix(PREFIX), answer)
        return self._response(answer, {})

    async def _file(self, request: web.Request) -> web.Response:
        attachment = self._world.uploads.find(int(request.match_info["attachment_id"]))
        if attachment is None:
            raise web.HTTPNotFound
        return web.Response(body=attachment.content, content_type=attachment.content_type)

    @staticmethod
    def _response(answer: Answer, headers: dict[str, str]) -> web.Response:
        # Discord stands behind a proxy that says so; clients believe a 429 only with its Via.
        headers = {"Via": "1.1 google", **headers}
        if answer.body is None:
            return web.Response(status=answer.status or 500, headers=headers)
        # discord.py compares the content type as a whole, so no charset may follow.
        body = json.dumps(answer.body, separators=(",", ":")).encode()
        return web.Response(body=body, status=answer.status, headers=headers | {"Content-Type": "application/json"})


def _limited(retry_after: float, *, everywhere: bool = False) -> Answer:
    body: Json = {
        "message": "You are being rate limited.",
        "retry_after": round(retry_after, 3),
        "global": everywhere,
        "code": 0,
    }
    return Answer(body, 429)


def _failure(fault: Fault) -> Answer | None:
    if fault.cut:
        return CUT
    if fault.status is None:
        return None
    if fault.status == 429:
        return _limited(fault.retry_after, everywhere=fault.everywhere)
    return Answer({"message": f"{fault.status}: Failure on order", "code": fault.code}, fault.status)
