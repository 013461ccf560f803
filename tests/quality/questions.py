"""The questions with known answers, read from the shared data."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question of one kind and the paths of the pages that answer it."""

    kind: str
    query: str
    relevant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Colloquial:
    """What somebody would really type, and the date of the event meant."""

    date: dt.date
    query: str


@dataclass(frozen=True, slots=True)
class RelatedPages:
    """A page and all pages filed under the same running story."""

    path: str
    relevant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Famous:
    """A date, and a pattern that one of its headlines must match to be the famous one."""

    date: dt.date
    pattern: re.Pattern[str]


def lookups(folder: Path) -> list[Lookup]:
    """Every row of lookups.jsonl."""
    rows = map(json.loads, (folder / "lookups.jsonl").read_text(encoding="utf-8").splitlines())
    return [Lookup(row["kind"], row["query"], tuple(row["relevant"])) for row in rows]


def colloquial(folder: Path) -> list[Colloquial]:
    """Every row of colloquial.tsv."""
    return [Colloquial(dt.date.fromisoformat(date), query) for date, query in _rows(folder / "colloquial.tsv")]


def short() -> list[Colloquial]:
    """Our own short questions about famous events, each with its date; the pages of archive-en bear them out."""
    rows = _rows(Path(__file__).with_name("short.tsv"))
    return [Colloquial(dt.date.fromisoformat(date), query) for date, query in rows]


def related(folder: Path) -> list[RelatedPages]:
    """Every row of related.jsonl."""
    rows = map(json.loads, (folder / "related.jsonl").read_text(encoding="utf-8").splitlines())
    return [RelatedPages(row["path"], tuple(row["relevant"])) for row in rows]


def famous(folder: Path) -> list[Famous]:
    """Every row of famous.tsv."""
    return [Famous(dt.date.fromisoformat(date), re.compile(pattern)) for date, pattern in _rows(folder / "famous.tsv")]


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
