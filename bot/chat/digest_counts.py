"""What became of digests in this process, counted for whoever watches over it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bot.digest.schedule import State

DELAYS = (1.0, 5.0, 15.0, 60.0, 300.0, 1800.0, 7200.0, 21600.0)
"""The bounds (seconds) between which delays of posted digests are counted."""


@dataclass(slots=True)
class Counts:
    """How many occurrences ended how since the start; ``delays`` counts the posted ones by :data:`DELAYS`."""

    ends: Counter[State] = field(default_factory=Counter)
    delays: Counter[float] = field(default_factory=Counter)
    delayed: float = 0.0
    """Seconds by which all the posted ones came after they were due, together."""

    def ended(self, state: State, delay: float) -> None:
        """Count an occurrence that ended ``delay`` seconds after it was due."""
        self.ends[state] += 1
        if state is State.SENT:
            delay = max(0.0, delay)
            self.delayed += delay
            self.delays[next((bound for bound in DELAYS if delay <= bound), float("inf"))] += 1
