"""Trouble on order: the next answers to a route fail, wait, or get lost."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


class Hold(asyncio.Event):
    """Keeps requests waiting until it is set; `reached` is set once one waits."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = asyncio.Event()

    async def wait(self) -> Literal[True]:
        """Waits to be let go."""
        self.reached.set()
        return await super().wait()


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request.

    `status` None lets it through. `carried_out` does what was asked before anything goes wrong: the lost answer.
    `retry_after` is what a 429 says, in seconds; `everywhere` makes it one for the whole bot. `hold` keeps the
    request, or with `carried_out` its answer, waiting until it is set. `cut` breaks the connection. `only` are path
    parameters that have to be these.
    """

    status: int | None = None
    carried_out: bool = False
    retry_after: float = 0.05
    code: int = 0
    everywhere: bool = False
    cut: bool = False
    only: tuple[tuple[str, str], ...] = ()
    hold: Hold | None = field(default=None, compare=False)

    def concerns(self, params: Mapping[str, str]) -> bool:
        """Whether a request with those path parameters is meant."""
        return all(params.get(name) == value for name, value in self.only)

    async def waited_out(self) -> None:
        """Waits until the request is let go, where it is held."""
        if self.hold is not None:
            await self.hold.wait()


class Faults:
    """The trouble still to come, by route.

    `route` is everywhere written as in Discord's documentation ("/channels/{channel_id}/messages"); further keywords
    are path parameters, so that `channel_id=channel.id` troubles one channel and leaves the others alone.
    """

    def __init__(self) -> None:
        self._planned: dict[tuple[str, str], list[Fault]] = {}
        self._held: list[Hold] = []

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
        everywhere: bool = False,
        **only: int,
    ) -> None:
        """Answers the next requests to a route with that status.

        `code` is the JSON error code that goes with it; `everywhere` makes a 429 one for the whole bot.
        """
        fault = Fault(status, carried_out, retry_after, code, everywhere, only=_texts(only))
        self._plan(method, route, fault, times)

    def cut(self, method: str, route: str, *, times: int = 1, carried_out: bool = False, **only: int) -> None:
        """Breaks the connection of the next requests: before they are looked at, or once they are carried out."""
        self._plan(method, route, Fault(carried_out=carried_out, cut=True, only=_texts(only)), times)

    def hold(self, method: str, route: str, *, times: int = 1, carried_out: bool = False, **only: int) -> asyncio.Event:
        """Keeps the next requests to a route waiting until the event given back is set.

        With `carried_out` they are carried out at once and only their answers wait. A held request is carried out
        when it is let go, also if its sender has given up by then: that is what a slow server does.
        """
        release = Hold()
        self._held.append(release)
        self._plan(method, route, Fault(carried_out=carried_out, hold=release, only=_texts(only)), times)
        return release

    def take(self, method: str, route: str, params: Mapping[str, str]) -> Fault | None:
        """What goes wrong with the request that has just come, if anything."""
        planned = self._planned.get((method, route), [])
        fault = next((one for one in planned if one.concerns(params)), None)
        if fault is not None:
            planned.remove(fault)
        return fault

    def lift(self, method: str, route: str) -> None:
        """Forgets what was planned for a route."""
        self._planned.pop((method.upper(), route), None)

    def pending(self) -> list[tuple[str, str, Fault]]:
        """What is still to go wrong: method, route and fault, in the order of each route."""
        return [(method, route, fault) for (method, route), faults in self._planned.items() for fault in faults]

    def release(self) -> None:
        """Forgets all that was planned and lets go of what waits."""
        self._planned.clear()
        for held in self._held:
            held.set()
        self._held.clear()

    def _plan(self, method: str, route: str, fault: Fault, times: int) -> None:
        self._planned.setdefault((method.upper(), route), []).extend([fault] * times)


def _texts(only: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in only.items())
