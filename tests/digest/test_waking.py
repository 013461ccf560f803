"""APScheduler wakes the courier: in time, after faults too, and without deciding anything."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator

import pytest

from bot.digest import courier as courier_module
from bot.digest import waking as waking_module
from bot.digest.carrier import Parcel
from bot.digest.failures import Passing
from bot.digest.ledger import Ledger
from bot.digest.schedule import Occurrence, State
from bot.digest.waking import Waking
from bot.store.guilds import Guilds
from bot.store.store import Store
from tests.digest.town import Events, Office, Town

PATIENCE = 20.0


class Running:
    """A clock that goes on by itself, from an instant."""

    def __init__(self, now: dt.datetime) -> None:
        self.turn(now)

    def turn(self, now: dt.datetime) -> None:
        """Have it show another instant, and go on from that."""
        self._ahead = now - dt.datetime.now(dt.UTC)

    def __call__(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self._ahead


@pytest.fixture
def office(store: Store, town: Town) -> Office:
    """A process whose clock goes: it is a second before nine."""
    clock = Running(dt.datetime(2026, 3, 6, 8, 59, 59, tzinfo=dt.UTC))
    town.clock = clock  # type: ignore[assignment]
    return Office(store, town, clock)  # type: ignore[arg-type]


@pytest.fixture
async def waking(office: Office) -> AsyncIterator[Waking]:
    """What wakes it, not started yet."""
    told = Waking(office.courier, Guilds(office.store), office.clock)
    yield told
    told.stop()
    await office.courier.close()


def ended(office: Office) -> asyncio.Queue[State]:
    """What becomes of occurrences, as it does."""
    states: asyncio.Queue[State] = asyncio.Queue()

    def tell(occurrence: Occurrence, state: State, at: dt.datetime) -> None:
        states.put_nowait(state)

    office.courier.ended = tell
    return states


async def test_what_is_due_in_a_second_is_posted_then(office: Office, town: Town, waking: Waking) -> None:
    states = ended(office)
    await office.add()
    waking.start()
    assert await asyncio.wait_for(states.get(), PATIENCE) is State.SENT
    (message,) = town.messages
    assert message.at >= dt.datetime(2026, 3, 6, 9, tzinfo=dt.UTC)


async def test_what_is_added_while_it_sleeps_is_posted_when_it_is_told(office: Office, waking: Waking) -> None:
    states = ended(office)
    waking.start()
    await office.courier.idle()
    await office.add()
    waking.soon()
    assert await asyncio.wait_for(states.get(), PATIENCE) is State.SENT


async def test_another_try_wakes_it_too(
    office: Office, town: Town, waking: Waking, monkeypatch: pytest.MonkeyPatch
) -> None:
    states, faults = ended(office), [Passing("503"), Passing("503")]

    async def twice(parcel: Parcel[Events]) -> None:
        if faults:
            raise faults.pop()

    town.before = twice
    monkeypatch.setattr(courier_module, "waiting", lambda claim, fault, chance: dt.timedelta(seconds=0.2))
    await office.add()
    waking.start()
    assert await asyncio.wait_for(states.get(), PATIENCE) is State.SENT
    assert town.deliveries == 3


async def test_a_database_that_fails_for_a_while_ends_nothing(
    office: Office, waking: Waking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waking_module, "LONGEST_SLEEP", dt.timedelta(seconds=0.1))
    states, left = ended(office), [3]
    plan = Ledger.plan

    async def sometimes(ledger: Ledger, now: dt.datetime) -> bool:
        if left[0]:
            left[0] -= 1
            raise ConnectionError("the database is restarting")
        return await plan(ledger, now)

    monkeypatch.setattr(Ledger, "plan", sometimes)
    await office.add()
    waking.start()
    assert await asyncio.wait_for(states.get(), PATIENCE) is State.SENT


async def test_asking_from_within_a_wake_is_not_forgotten(office: Office, waking: Waking) -> None:
    states, woken = ended(office), 0
    wake = office.courier.wake

    async def asking() -> None:
        nonlocal woken
        woken += 1
        if woken == 1:
            await office.add()
            waking.by(office.clock())
        await wake()

    office.courier.wake = asking  # type: ignore[method-assign]
    waking.start()
    assert await asyncio.wait_for(states.get(), PATIENCE) is State.SENT
    assert woken >= 2


async def test_a_clock_that_was_turned_is_gone_by_at_once(office: Office, town: Town, waking: Waking) -> None:
    states = ended(office)
    waking.start()
    await office.add()
    assert isinstance(office.clock, Running)
    office.clock.turn(dt.datetime(2026, 3, 9, 9, 0, 1, tzinfo=dt.UTC))
    await waking.turned()
    assert await asyncio.wait_for(states.get(), PATIENCE) is State.SENT
    assert [message.day.isoformat() for message in town.messages] == ["2026-03-09"]


async def test_when_it_is_stopped_it_wakes_no_more(office: Office, town: Town, waking: Waking) -> None:
    waking.start()
    waking.stop()
    waking.soon()
    await office.add()
    await office.courier.idle()
    assert town.messages == []


async def test_stopping_in_the_midst_of_a_wake_leaves_nothing_in_the_log(
    office: Office, waking: Waking, caplog: pytest.LogCaptureFixture
) -> None:
    reached, go = asyncio.Event(), asyncio.Event()
    wake = office.courier.wake

    async def slow() -> None:
        reached.set()
        await go.wait()
        await wake()

    office.courier.wake = slow  # type: ignore[method-assign]
    with caplog.at_level(logging.WARNING):
        waking.start()
        await asyncio.wait_for(reached.wait(), PATIENCE)
        waking.stop()
        await asyncio.sleep(0)
        go.set()
        await office.courier.close()
        await asyncio.wait_for(waking.ended(), PATIENCE)
    assert caplog.records == []


async def test_a_wake_that_hangs_is_given_up_at_the_end(
    office: Office, waking: Waking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waking_module, "_LAST_WAKE", 0.05)
    reached = asyncio.Event()

    async def hanging() -> None:
        reached.set()
        await asyncio.Event().wait()

    office.courier.wake = hanging  # type: ignore[method-assign]
    waking.start()
    await asyncio.wait_for(reached.wait(), PATIENCE)
    waking.stop()
    await asyncio.wait_for(waking.ended(), PATIENCE)


async def test_what_waits_for_a_free_hand_does_not_wake_it_over_and_over(
    office: Office, town: Town, waking: Waking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waking_module, "_SHORTEST_SLEEP", dt.timedelta(seconds=PATIENCE))
    states, woken, again, go = ended(office), 0, asyncio.Event(), asyncio.Event()
    wake = office.courier.wake

    async def counting() -> None:
        nonlocal woken
        woken += 1
        if woken > 2:  # the first when it was started, the second when both were due
            again.set()
        await wake()

    async def slow(parcel: Parcel[Events]) -> None:
        await go.wait()

    office.courier.wake = counting  # type: ignore[method-assign]
    town.before = slow
    for _ in range(2):  # of one guild, so one after the other
        await office.add()
    waking.start()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(again.wait(), 2.0)
    go.set()
    assert [await asyncio.wait_for(states.get(), PATIENCE) for _ in range(2)] == [State.SENT] * 2
