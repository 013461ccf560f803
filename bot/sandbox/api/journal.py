"""What was asked over HTTP, and what was answered."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

KEPT = 2_000
"""Exchanges remembered; the oldest are forgotten first."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer.

    `route` is written as in Discord's documentation; `files` are the names sent; `status` 0 is no answer at all.
    """

    at: float
    method: str
    route: str
    path: str
    query: Mapping[str, str]
    body: Any
    files: tuple[str, ...]
    status: int
    answer: Any


class Journal:
    """The exchanges, oldest first."""

    def __init__(self) -> None:
        self._exchanges: deque[Exchange] = deque(maxlen=KEPT)
        self._listeners: list[Callable[[Exchange], None]] = []

    def listen(self, listener: Callable[[Exchange], None]) -> None:
        """Calls `listener` with every later exchange."""
        self._listeners.append(listener)

    def note(self, exchange: Exchange) -> None:
        """Adds one."""
        self._exchanges.append(exchange)
        for listener in self._listeners:
            listener(exchange)

    def __iter__(self) -> Iterator[Exchange]:
        return iter(list(self._exchanges))

    def of(self, method: str, route: str) -> list[Exchange]:
        """Those of one route."""
        return [e for e in self._exchanges if (e.method, e.route) == (method.upper(), route)]
