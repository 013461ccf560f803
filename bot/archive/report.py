"""What a build or an update did, in numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventsTold:
    """How many events an update added, changed and removed. An event also changes with what its twins or links say."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build or an update did. Counts are pages, but for ``events`` and what ``told`` counts: twins and day
    lists are no events of their own.

    ``rebuilt`` when everything was read anew, with the reason in ``why``; ``seconds`` by the clock on the wall.
    ``told`` is None then, since there is nothing to compare with.
    """

    events: int
    added: int
    changed: int
    removed: int
    refused: int
    seconds: float
    rebuilt: bool = False
    why: str = ""
    told: EventsTold | None = None

    @property
    def nothing_changed(self) -> bool:
        """Whether the index was already up to date."""
        return not (self.added or self.changed or self.removed or self.rebuilt)
