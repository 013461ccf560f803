"""Questions, one after the other on one thread, as a person waits for them."""

from __future__ import annotations

import datetime as dt
import itertools
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bot.archive.archive import Archive
from bot.archive.words import query_tokens, tokens
from bot.speech import speech
from bot.talk.answers import answer
from bot.talk.grammar import understand
from bot.talk.requests import About, OnThisDay, Related
from tests.benchmarks.figures import Figures
from tests.quality import questions
from tests.quality.scores import TODAY


@pytest.fixture(scope="session")
def lookups(shared: Path) -> list[questions.Lookup]:
    """The questions that the lookups are timed on."""
    return questions.lookups(shared / "data" / "eval")


@pytest.fixture(scope="session")
def bare_fts5(archive: Archive) -> sqlite3.Connection:
    """A full-text table of the same events in memory, as plain SQLite would hold them."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE event USING fts5(headline, contexts, tokenize='unicode61')")
    snapshot = archive.snapshot
    database.executemany(
        "INSERT INTO event VALUES (?, ?)",
        (
            (" ".join(tokens(entry.event.headline)), " ".join(tokens(" , ".join(entry.event.contexts))))
            for entry in map(snapshot.entry, range(len(snapshot)))
        ),
    )
    return database


def test_a_lookup(
    benchmark: BenchmarkFixture,
    archive: Archive,
    lookups: list[questions.Lookup],
    bare_fts5: sqlite3.Connection,
    figures: Figures,
) -> None:
    """Words to events, beside the bare FTS5 query of the same words: the best ten that hold any of them."""
    asked = [understand(row.query, TODAY) for row in lookups]
    periods = [
        (request.words, *((request.period.first, request.period.last) if request.period else (None, None)))
        for request in asked
        if isinstance(request, About)
    ]
    times = timed(benchmark, (lambda row=row: archive.about(*row) for row in periods), len(periods))
    sql = "SELECT rowid FROM event WHERE event MATCH ? ORDER BY bm25(event) LIMIT 10"
    matches = [" OR ".join(f'"{token}"' for token in query_tokens(words)) for words, _, _ in periods]
    bare = np.array([clock(lambda match=match: bare_fts5.execute(sql, (match,)).fetchall()) for match in matches])
    figures.add("lookup", times, reach="median 2 ms, p99 12 ms; median 5 x bare", bare=("FTS5 query", bare))


def test_on_this_day(benchmark: BenchmarkFixture, archive: Archive, figures: Figures) -> None:
    """Every day of a leap year, with its reasons in words."""
    days = [dt.date(2000, 1, 1) + dt.timedelta(number) for number in range(366)]
    asks = (lambda day=day: answer(OnThisDay(day.month, day.day), archive, speech("en"), TODAY) for day in days)
    figures.add("on this day", timed(benchmark, asks, len(days)), reach="p99 10 ms")


def test_related(benchmark: BenchmarkFixture, archive: Archive, shared: Path, figures: Figures) -> None:
    """Each of 600 events, with its reasons in words."""
    paths = [row.path for row in questions.related(shared / "data" / "eval")]
    asks = (lambda path=path: answer(Related(to=path), archive, speech("en"), TODAY) for path in paths)
    figures.add("related", timed(benchmark, asks, len(paths)), reach="p99 20 ms")


def test_completion(
    benchmark: BenchmarkFixture, archive: Archive, lookups: list[questions.Lookup], figures: Figures
) -> None:
    """What is offered after three, five and eight letters of a question."""
    typed = [row.query[:length] for row in lookups[::4] for length in (3, 5, 8)]
    asks = (lambda text=text: archive.complete(text) for text in typed)
    figures.add("completion", timed(benchmark, asks, len(typed)), reach="p99 10 ms")


def timed(benchmark: BenchmarkFixture, asks: Iterator[Callable[[], Any]], count: int) -> np.ndarray:
    """The seconds each question takes, asked once; the benchmark's table holds the same."""
    rounds = list(itertools.islice(asks, count))
    turn = iter(rounds)
    times: list[float] = []

    def ask() -> None:
        times.append(clock(next(turn)))

    benchmark.pedantic(ask, rounds=count, iterations=1)
    return np.array(times)


def clock(call: Callable[[], Any]) -> float:
    """How many seconds a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
