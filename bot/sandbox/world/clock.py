"""Time, as the world is told it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], float]
"""Gives the present as seconds since 1970, UTC."""


def iso(seconds: float) -> str:
    """An instant (seconds since 1970, UTC) as Discord writes it: ISO 8601 with microseconds and offset."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")
