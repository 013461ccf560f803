"""A courier at work in a town of the tests' own, on a real database."""

from __future__ import annotations

import pytest

from bot.store.store import Store
from tests.digest.town import Office, Time, Town


@pytest.fixture
def clock() -> Time:
    """Friday, 6 March 2026, midnight UTC."""
    return Time()


@pytest.fixture
def town(clock: Time) -> Town:
    """Channels without messages."""
    return Town(clock)


@pytest.fixture
def office(store: Store, town: Town, clock: Time) -> Office:
    """A running process without schedules, on each kind of database in turn."""
    return Office(store, town, clock)
