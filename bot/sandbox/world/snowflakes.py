"""Discord's ids, which carry the instant they were made.

Source: https://discord.com/developers/docs/reference#snowflakes
"""

from __future__ import annotations

from bot.sandbox.world.clock import Clock

EPOCH_MS = 1_420_070_400_000
"""The first instant of 2015, milliseconds since 1970."""


class Snowflakes:
    """Hands out ids that never repeat and always grow, also when the clock stands still or is set back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    @property
    def last(self) -> int:
        """The newest id; 0 before the first."""
        return self._last

    def resume(self, last: int) -> None:
        """Goes on after that id."""
        self._last = last

    def next(self) -> int:
        """A fresh id; its upper 42 bits are the milliseconds since 2015."""
        now = (int(self._clock() * 1000) - EPOCH_MS) << 22
        self._last = max(self._last + 1, now)
        return self._last


def made_at(snowflake: int) -> float:
    """When an id was made, in seconds since 1970, UTC."""
    return ((snowflake >> 22) + EPOCH_MS) / 1000
