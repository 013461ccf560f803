"""Time in a person's hand: it goes on as in life, and leaps where it is told to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.sandbox.world.clock import Clock

SECOND, MINUTE = 1.0, 60.0
PATIENCE = 20.0
"""Real seconds that what is done after a leap may take; then time goes on without it."""

Turned = Callable[[], Awaitable[float | None]]
"""Does what is due after a leap; gives the instant at which something is due next, None where nothing is."""


class Hand:
    """A clock (seconds since 1970, UTC) that can be turned. Give it to the sandbox and to the bot alike.

    It begins `ahead` seconds before the real time.
    """

    def __init__(self, real: Clock = time.time, ahead: float = 0.0) -> None:
        self._real = real
        self._ahead = ahead
        self._turned: list[Turned] = []
        self._leaping = asyncio.Lock()
        self._turns = 0

    def __call__(self) -> float:
        """The present, as it is told here."""
        return self._real() + self._ahead

    @property
    def ahead(self) -> float:
        """How many seconds it is before the real time; less than 0 where it is behind."""
        return self._ahead

    def on_turn(self, turned: Turned) -> None:
        """Calls `turned` after every leap, one at a time: what sleeps until a time has to look again.

        It is cancelled when it takes longer than PATIENCE.
        """
        self._turned.append(turned)

    async def jump(self, to: float) -> None:
        """Makes it that moment, at once. Where time was running on, that ends."""
        self._turns += 1
        await self._leap(to - self._real())

    async def back(self) -> None:
        """Makes it the real time again. Where time was running on, that ends."""
        self._turns += 1
        await self._leap(0.0)

    async def run(self, seconds: float) -> None:
        """Lets so many seconds pass, with a stop at each instant at which something is due.

        Whoever turns the clock meanwhile ends that.
        """
        self._turns += 1
        mine, end = self._turns, self() + seconds
        wanted = await self._leap(self._ahead)
        while (now := self()) < end and self._turns == mine:
            # Neither what is due now and does not get done, nor what is due again and again, shall hold up time.
            stops = [max(one, now + SECOND) if one > now else now + MINUTE for one in wanted]
            wanted = await self._leap(min([*stops, end]) - self._real())

    async def _leap(self, ahead: float) -> list[float]:
        """Turns the clock and has everybody look; when they want to look again."""
        async with self._leaping:
            self._ahead = ahead
            return [one for turned in list(self._turned) if (one := await _looked(turned)) is not None]


async def _looked(turned: Turned) -> float | None:
    try:
        async with asyncio.timeout(PATIENCE):
            return await turned()
    except TimeoutError:
        return None
