"""One pace for each person, whatever they ask by, so that nobody can hold the bot."""

from __future__ import annotations

from collections.abc import Callable

QUESTIONS, SECONDS = 8, 10.0
"""How many questions one person may ask in how many seconds."""
_MOST_PEOPLE = 10_000
"""With more people than this in mind, those who may ask again are forgotten."""


class TooFast(Exception):
    """A person asks too fast; ``wait`` is in how many seconds they may ask again."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"again in {wait:.1f} s")
        self.wait = wait


class Pace:
    """Counts questions by person; ``ticks`` gives seconds. What is counted is gone after ten seconds, kept nowhere."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._asked: dict[int, list[float]] = {}

    def count(self, person: int) -> None:
        """Count a question. Raises TooFast, and does not count it, when it is one too many."""
        now = self._ticks()
        if len(self._asked) > _MOST_PEOPLE:
            self._asked = {one: times for one, times in self._asked.items() if now - times[-1] < SECONDS}
        recent = [time for time in self._asked.get(person, ()) if now - time < SECONDS]
        if len(recent) >= QUESTIONS:
            raise TooFast(recent[0] + SECONDS - now)
        self._asked[person] = [*recent, now]
