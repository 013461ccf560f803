"""How fast digests are posted: under Discord's rate for a whole bot, so that what else Clio says finds room, too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

A_SECOND = 46.0
"""Requests a second that digests may take. A bot has 50, and what Clio writes in reply to people counts, too.

Source: https://discord.com/developers/docs/topics/rate-limits#global-rate-limit
"""


class Rate:
    """Gives turns, evenly spaced. ``ticks`` gives seconds that pass as in life. Belongs to one event loop.

    ``among``, which may be set, is how many processes of the same bot take turns at present.
    """

    def __init__(self, ticks: Callable[[], float], a_second: float = A_SECOND) -> None:
        self._ticks = ticks
        self._a_second = a_second
        self._next = ticks()
        self.among = 1

    async def turn(self) -> None:
        """Wait for a turn: not at all where the last was long enough ago."""
        now, apart = self._ticks(), self.among / self._a_second
        # An event loop that was held up makes up for one turn; more at once could be too many for a second.
        mine = max(self._next, now - 1.0 / self._a_second)
        self._next = mine + apart
        if mine > now:
            await asyncio.sleep(mine - now)
