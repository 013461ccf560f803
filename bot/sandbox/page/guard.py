"""Who may ask the sandbox: programs of this machine, and pages that the sandbox itself gave out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

NAMES = ("127.0.0.1", "localhost")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src {pictures}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the page may load: nothing from outside, pictures excepted where the person lets them in."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses (403) a request by another Host, or from a page of another Origin.

    A name of somebody else's that leads to 127.0.0.1 is so of no use, nor is a page elsewhere that sends here.
    """
    bound = request.transport.get_extra_info("sockname") if request.transport is not None else None
    port = bound[1] if bound else 0
    hosts = {f"{name}:{port}" for name in NAMES}
    origin = request.headers.get("Origin")
    if request.headers.get("Host") not in hosts or (origin is not None and origin.removeprefix("http://") not in hosts):
        raise web.HTTPForbidden(text="The sandbox answers on 127.0.0.1 only.\n")
    return await handler(request)


async def harden(request: web.Request, response: web.StreamResponse) -> None:
    """Adds what keeps a file that somebody sent from acting as a part of the page."""
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; sandbox")
