"""Counting what may happen so many times in a while."""

from __future__ import annotations

from collections.abc import Callable, Hashable

KEPT = 2_000
"""Windows counted at a time; the oldest are forgotten first."""


class Windows:
    """Counts by key, in windows that begin with the first count and last `per` seconds.

    `ticks` gives seconds that pass as in life, also where the world's clock stands still: clients sleep by them.
    """

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._windows: dict[Hashable, tuple[float, int]] = {}

    def count(self, key: Hashable, per: float) -> tuple[int, float]:
        """Counts one more; gives how many there have been in the window, and the seconds until it ends."""
        now = self._ticks()
        begun, count = self._windows.get(key, (now, 0))
        if now - begun >= per:
            begun, count = now, 0
            del self._windows[key]
        self._windows[key] = (begun, count + 1)
        while len(self._windows) > KEPT:
            del self._windows[next(iter(self._windows))]
        return count + 1, begun + per - now

    def standing(self, key: Hashable, per: float) -> int:
        """How many there have been in the window that is open."""
        begun, count = self._windows.get(key, (0.0, 0))
        return count if self._ticks() - begun < per else 0
