"""One pace for each person, whatever they ask by, so that nobody can hold the bot."""

from __future__ import annotations

from collections.abc import Callable

QUESTIONS, SECONDS = 8, 10.0
"""How many questions one person may ask in how many seconds."""
KEYS = 60
"""How often in that time what one person types is completed: faster than anybody types."""


class TooFast(Exception):
    """A person asks too fast; ``wait`` is in how many seconds they may ask again, ``first`` whether this is new."""

    def __init__(self, wait: float, first: bool = True) -> None:
        super().__init__(f"again in {wait:.1f} s")
        self.wait = wait
        self.first = first


class Pace:
    """Counts questions by person, at most ``most`` in ten seconds; ``ticks`` gives seconds.

    What is counted is gone after ten seconds, kept nowhere.
    """

    def __init__(self, ticks: Callable[[], float], most: int = QUESTIONS) -> None:
        self._ticks = ticks
        self._most = most
        self._asked: dict[int, list[float]] = {}
        self._refused: dict[int, float] = {}
        self._swept = ticks()

    def count(self, person: int) -> None:
        """Count a question. Raises TooFast, and does not count it, when it is one too many."""
        now = self._ticks()
        self._sweep(now)
        recent = [time for time in self._asked.get(person, ()) if now - time < SECONDS]
        if len(recent) >= self._most:
            first = now - self._refused.get(person, -SECONDS) >= SECONDS
            if first:
                self._refused[person] = now
            raise TooFast(recent[0] + SECONDS - now, first)
        self._asked[person] = [*recent, now]

    def _sweep(self, now: float) -> None:
        """Forget who last asked more than ten seconds ago."""
        if now - self._swept >= SECONDS:
            self._swept = now
            self._asked = {one: times for one, times in self._asked.items() if now - times[-1] < SECONDS}
            self._refused = {one: time for one, time in self._refused.items() if now - time < SECONDS}
