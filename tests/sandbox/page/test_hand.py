"""Time that is turned by hand: what is due on the way is done at its time, and nothing holds time up."""

from __future__ import annotations

import asyncio

import pytest

from bot.sandbox.page import hand as hand_module
from bot.sandbox.page.hand import Hand
from tests.sandbox.conftest import PATIENCE

START, DAY = 1_421_571_600.0, 86_400.0


@pytest.fixture
def hand() -> Hand:
    """A clock whose real time stands still."""
    return Hand(lambda: START)


class Alarm:
    """Rings every day at the same time, and notes what the clock shows then."""

    def __init__(self, hand: Hand) -> None:
        self.rung: list[float] = []
        self._hand = hand
        self._next = hand() + DAY / 2
        hand.on_turn(self.turned)

    async def turned(self) -> float:
        now = self._hand()
        if now >= self._next:
            self.rung.append(now)
            self._next += ((now - self._next) // DAY + 1) * DAY
        return self._next


async def test_what_is_due_while_time_runs_is_done_when_it_is_due(hand: Hand) -> None:
    alarm = Alarm(hand)
    await hand.run(7 * DAY)
    assert hand() == START + 7 * DAY
    assert alarm.rung == [START + DAY / 2 + day * DAY for day in range(7)]


async def test_a_jump_leaps_over_what_lies_between(hand: Hand) -> None:
    alarm = Alarm(hand)
    await hand.jump(START + 100 * DAY)
    assert alarm.rung == [START + 100 * DAY]
    await hand.back()
    assert (hand(), hand.ahead, len(alarm.rung)) == (START, 0, 1)


async def test_what_is_due_and_never_gets_done_does_not_hold_up_time(hand: Hand) -> None:
    looks = 0

    async def stuck() -> float:
        nonlocal looks
        looks += 1
        return START

    hand.on_turn(stuck)
    await hand.run(DAY)
    assert hand() == START + DAY
    assert looks <= DAY / 60 + 2


async def test_what_hangs_does_not_hold_up_time(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hand_module, "PATIENCE", 0.01)
    given_up = 0

    async def hangs() -> None:
        nonlocal given_up
        try:
            await asyncio.Event().wait()
        finally:
            given_up += 1

    hand.on_turn(hangs)
    await asyncio.wait_for(hand.run(DAY), PATIENCE)
    assert hand() == START + DAY
    assert given_up == 2


async def test_whoever_turns_the_clock_while_time_runs_ends_that(hand: Hand) -> None:
    alarm, reached, released = Alarm(hand), asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        if len(alarm.rung) == 2:
            reached.set()
            await released.wait()

    hand.on_turn(slow)
    running = asyncio.create_task(hand.run(366 * DAY))
    await asyncio.wait_for(reached.wait(), PATIENCE)
    jumping = asyncio.create_task(hand.jump(START))
    await asyncio.sleep(0)
    released.set()
    await asyncio.wait_for(asyncio.gather(running, jumping), PATIENCE)
    assert (hand(), len(alarm.rung)) == (START, 2)
