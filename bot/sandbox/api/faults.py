"""Trouble on order: the next answers to a route fail, wait, or get lost."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request.

    `status` None lets it through. `carried_out` does what was asked and then answers with the failure: the lost
    answer. `retry_after` is what a 429 says, in seconds. `hold` keeps the request waiting until it is set.
    """

    status: int | None = None
    carried_out: bool = False
    retry_after: float = 0.05
    code: int = 0
    hold: asyncio.Event | None = field(default=None, compare=False)


class Faults:
    """The trouble still to come, by route."""

    def __init__(self) -> None:
        self._planned: dict[tuple[str, str], list[Fault]] = {}

    def fail(
        self,
        method: str,
        route: str,
        status: int,
        *,
        times: int = 1,
        carried_out: bool = False,
        retry_after: float = 0.05,
        code: int = 0,
    ) -> None:
        """Answers the next requests to a route with that status.

        `route` is written as in Discord's documentation ("/channels/{channel_id}/messages"). `code` is the JSON
        error code that goes with it.
        """
        self._plan(method, route, Fault(status, carried_out, retry_after, code), times)

    def hold(self, method: str, route: str, *, times: int = 1) -> asyncio.Event:
        """Keeps the next requests to a route waiting until the event given back is set."""
        release = asyncio.Event()
        self._plan(method, route, Fault(hold=release), times)
        return release

    def take(self, method: str, route: str) -> Fault | None:
        """What goes wrong with the request that has just come, if anything."""
        planned = self._planned.get((method, route))
        return planned.pop(0) if planned else None

    def pending(self) -> list[tuple[str, str, Fault]]:
        """What is still to go wrong: method, route and fault, in the order of each route."""
        return [(method, route, fault) for (method, route), faults in self._planned.items() for fault in faults]

    def release(self) -> None:
        """Forgets all that was planned and lets go of what waits."""
        for planned in self._planned.values():
            for fault in planned:
                if fault.hold is not None:
                    fault.hold.set()
        self._planned.clear()

    def _plan(self, method: str, route: str, fault: Fault, times: int) -> None:
        self._planned.setdefault((method.upper(), route), []).extend([fault] * times)
