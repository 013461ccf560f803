"""How many questions are answered right. Everything goes the way a person's words go: words, request, answer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.archive.archive import Archive
from bot.speech import speech
from bot.talk.answer import Answer
from bot.talk.answers import answer
from bot.talk.grammar import understand
from bot.talk.requests import OnThisDay, Related
from tests.quality.questions import Colloquial, Famous, Lookup, RelatedPages

Row = TypeVar("Row")

# The day the questions are asked on. Anniversaries are told before this year.
TODAY = dt.date(2026, 11, 22)


@dataclass(slots=True)
class Score:
    """Right answers out of ``rows``: ``first`` and ``five`` count (or sum) what was first and among the first five.

    ``misses`` are the questions not answered right, worst first, each with what was given instead.
    """

    name: str
    rows: int = 0
    first: float = 0.0
    five: float = 0.0
    misses: list[str] = field(default_factory=list)

    def add(self, first: float, five: float, miss: str) -> None:
        """Count one question."""
        self.rows += 1
        self.first += first
        self.five += five
        if first < 1:
            self.misses.append(miss if five else f"(not among the five) {miss}")

    @property
    def shares(self) -> tuple[float, float]:
        """Both as shares of the rows."""
        return self.first / max(1, self.rows), self.five / max(1, self.rows)


def ask(archive: Archive, text: str) -> Answer:
    """The answer to words, as every face gets it."""
    return answer(understand(text, TODAY), archive, speech("en"), TODAY)


def score_lookups(archive: Archive, rows: Iterable[Lookup]) -> list[Score]:
    """s@1 and s@5 by kind, then of all."""
    kinds: dict[str, Score] = defaultdict(lambda: Score(""))
    total = Score("lookups, all")
    for row in rows:
        relevant = {_event_of(archive, path) for path in row.relevant}
        given = ask(archive, row.query)
        right = [shown.entry.event.path in relevant for shown in given.events[:5]]
        kind = kinds[row.kind]
        kind.name = f"lookups, {row.kind}"
        for score in (kind, total):
            score.add(float(right[:1] == [True]), float(any(right)), f"{row.query!r} -> {_first(given)}")
    return [*kinds.values(), total]


def score_colloquial(archive: Archive, rows: Iterable[Colloquial], name: str = "colloquial") -> Score:
    """Whether an event within two days of the one meant is first, or among the first five."""
    score = Score(name)
    for row in rows:
        given = ask(archive, row.query)
        right = [abs((shown.entry.event.date - row.date).days) <= 2 for shown in given.events[:5]]
        score.add(float(right[:1] == [True]), float(any(right)), f"{row.query!r} ({row.date}) -> {_first(given)}")
    return score


def score_related(archive: Archive, rows: Iterable[RelatedPages]) -> Score:
    """P@10, capped at the number of relevant pages (``first``), and MRR@10 (``five``)."""
    score = Score("related, P@10 and MRR@10")
    for row in rows:
        own = _event_of(archive, row.path)
        relevant = {_event_of(archive, path) for path in row.relevant} - {own}
        given = answer(Related(to=row.path), archive, speech("en"), TODAY)
        right = [shown.entry.event.path in relevant for shown in given.events[:10]]
        reciprocal = next((1 / place for place, hit in enumerate(right, 1) if hit), 0.0)
        score.add(sum(right) / min(10, max(1, len(relevant))), reciprocal, f"{row.path[:80]} -> {_first(given)}")
    score.misses.sort(key=lambda miss: not miss.startswith("("))
    return score


def score_famous(archive: Archive, rows: Iterable[Famous]) -> Score:
    """Whether the famous event of a date is first, or among the first five, of its month and day."""
    score = Score("famous")
    for row in rows:
        given = answer(OnThisDay(row.date.month, row.date.day), archive, speech("en"), TODAY)
        events = [shown.entry.event for shown in given.events[:5]]
        right = [event.date == row.date and row.pattern.search(event.headline) is not None for event in events]
        score.add(float(right[:1] == [True]), float(any(right)), f"{row.date} {row.pattern.pattern} -> {_first(given)}")
    return score


def halves(rows: Sequence[Row], known_by: Callable[[Row], str]) -> tuple[list[Row], list[Row]]:
    """The rows in two halves, for choosing on one and checking on the other; those known by one text stay together."""
    one, other = [], []
    for row in rows:
        (one if hash_of(known_by(row)) % 2 else other).append(row)
    return one, other


def hash_of(text: str) -> int:
    """A number that is the same in every process."""
    return sum(text.encode("utf-8"))


def _event_of(archive: Archive, path: str) -> str:
    """The path an event goes by: a twin's page counts as the page it stands for."""
    entry = archive.get(path)
    return entry.event.path if entry else path


def _first(given: Answer) -> str:
    return given.events[0].entry.event.headline[:70] if given.events else "nothing"
