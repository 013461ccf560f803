"""Time in a person's hand: it goes on as in life, and leaps where it is told to."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from bot.sandbox.world.clock import Clock

HOUR = 3600.0

Turned = Callable[[], Awaitable[None]]
"""What is to be done after a leap; the next one waits for it."""


class Hand:
    """A clock (seconds since 1970, UTC) that can be turned. Give it to the sandbox and to the bot alike.

    It begins `ahead` seconds before the real time.
    """

    def __init__(self, real: Clock = time.time, ahead: float = 0.0) -> None:
        self._real = real
        self._ahead = ahead
        self._turned: list[Turned] = []

    def __call__(self) -> float:
        """The present, as it is told here."""
        return self._real() + self._ahead

    @property
    def ahead(self) -> float:
        """How many seconds it is before the real time; less than 0 where it is behind."""
        return self._ahead

    def on_turn(self, turned: Turned) -> None:
        """Calls `turned` after every leap: what sleeps until a time has to look again."""
        self._turned.append(turned)

    async def jump(self, to: float) -> None:
        """Makes it that moment, at once."""
        await self._leap(to - self._real())

    async def run(self, seconds: float, step: float = HOUR) -> None:
        """Lets so many seconds pass, `step` by `step`, so that nothing that is due in between is leapt over."""
        end = self() + seconds
        while self() < end:
            await self.jump(min(self() + step, end))

    async def back(self) -> None:
        """Makes it the real time again."""
        await self._leap(0.0)

    async def _leap(self, ahead: float) -> None:
        self._ahead = ahead
        for turned in list(self._turned):
            await turned()
