"""What is said back, as a value: an answer with the events it shows, in words of one language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.archive.entry import Entry
from bot.talk.requests import Request, Turn


class Outcome(StrEnum):
    """Whether there was something to say."""

    ANSWERED = "answered"
    NOTHING = "nothing"
    NOT_UNDERSTOOD = "not-understood"


@dataclass(frozen=True, slots=True)
class Shown:
    """An event in an answer and the reason it is there, in words ("" where it needs none)."""

    entry: Entry
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said back to a request.

    ``title`` is one line, ``notes`` are sentences below it, ``events`` follow, best first; ``total`` is how many there
    are in all. ``correction`` is what was looked for instead of what was typed. ``suggestions`` are things to type.
    ``credits`` name the archives' sources and licences. ``in_full`` when the first event is to be shown whole: it is
    the only one, or the one that words mean.
    """

    request: Request
    outcome: Outcome
    language: str
    title: str
    notes: tuple[str, ...] = ()
    events: tuple[Shown, ...] = ()
    total: int = 0
    correction: str | None = None
    suggestions: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    in_full: bool = False

    @property
    def more(self) -> bool:
        """Whether further events can be asked for."""
        return self.total > getattr(self.request, "skip", 0) + len(self.events)

    @property
    def turn(self) -> Turn:
        """What a follow-up needs of this answer."""
        told = self.events[0].entry.event.date if self.in_full or len(self.events) == 1 else None
        return Turn(self.request, tuple(shown.entry.id for shown in self.events), day=told)
