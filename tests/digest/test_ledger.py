"""The ledger among several processes: a claim is one process's, for as long as its lease, and no longer."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from bot.digest import recording
from bot.digest.carrier import Posted
from bot.digest.claiming import LEASE
from bot.digest.ledger import Ledger
from bot.digest.recording import NotRecorded
from bot.digest.records import read_records
from bot.digest.schedule import State
from tests.digest.town import START, Office, Town

NINE = START + dt.timedelta(hours=9)


async def test_many_that_claim_at_once_share_without_overlap(office: Office) -> None:
    for guild in range(1, 41):
        await office.add(guild=guild)
    ledgers = [Ledger(office.store, f"process {number}") for number in range(4)]
    await asyncio.gather(*(ledger.plan(NINE) for ledger in ledgers))
    claimed = [claim.id for part in await asyncio.gather(*(one.claim(NINE, 7) for one in ledgers)) for claim in part]
    assert len(set(claimed)) == len(claimed) == 28
    assert {record.attempts for record in await read_records(office.store, most=100)} == {0, 1}


async def test_a_lease_that_ended_goes_to_another_and_its_first_holder_writes_no_more(office: Office) -> None:
    await office.add()
    slow, other = Ledger(office.store, "slow"), Ledger(office.store, "other")
    await slow.plan(NINE)
    (first,) = await slow.claim(NINE, 5)
    assert await other.claim(NINE + LEASE - dt.timedelta(seconds=1), 5) == []
    (second,) = await other.claim(NINE + LEASE, 5)
    assert (first.begun_in, second.begun_in, second.attempts) == (None, 1, 2)
    await slow.sent(first, Posted(1, 111), [], NINE + LEASE)
    await slow.missed(first, "too slow", NINE + LEASE)
    await slow.again(first, NINE, "too slow", begun=False)
    assert [record.state for record in await read_records(office.store)] == [State.SENDING]
    await other.sent(second, Posted(1, 222), [], NINE + LEASE)
    (record,) = await read_records(office.store)
    assert (record.state, record.posted) == (State.SENT, Posted(1, 222))


async def test_a_process_that_outlived_its_own_lease_writes_for_its_second_claim_only(office: Office) -> None:
    await office.add()
    await office.ledger.plan(NINE)
    (first,) = await office.ledger.claim(NINE, 5)
    (second,) = await office.ledger.claim(NINE + LEASE, 5)
    await office.ledger.sent(first, Posted(1, 111), [], NINE + LEASE)
    assert (await read_records(office.store))[0].posted is None
    await office.ledger.sent(second, Posted(1, 222), [], NINE + LEASE)
    assert (await read_records(office.store))[0].posted == Posted(1, 222)


async def test_one_of_a_guild_is_claimed_at_a_time(office: Office) -> None:
    for guild in (1, 1, 1, 2):
        await office.add(guild=guild)
    await office.ledger.plan(NINE)
    claims = await office.ledger.claim(NINE, 10)
    assert [claim.occurrence.schedule.guild for claim in claims] == [1, 2]
    assert await office.ledger.claim(NINE, 10, busy={1, 2}) == []
    assert [claim.occurrence.schedule.id for claim in await office.ledger.claim(NINE, 10)] == [2]


async def test_what_could_not_be_recorded_is_found_and_recorded_later(
    office: Office, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [await office.add(guild=guild) for guild in range(1, 6)]
    record, left = recording.Recorder._record_in, [1]

    async def once_broken(*told: object) -> None:
        if left:
            left.pop()
            raise ConnectionError("the database is restarting")
        await record(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(recording.Recorder, "_record_in", once_broken)
    office.clock.now = NINE
    await office.work()
    assert "sending" in [(await office.fate(schedule))[0] for schedule in kept]
    await office.until(NINE + LEASE)
    assert {tuple(await office.fate(schedule)) for schedule in kept} == {("sent",)}
    assert set(town.counts().values()) == {1}


async def test_all_that_were_to_be_recorded_together_hear_that_they_were_not(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for guild in (1, 2, 3):
        await office.add(guild=guild)
    await office.ledger.plan(NINE)
    claims = await office.ledger.claim(NINE, 3)

    async def broken(*told: object) -> None:
        await asyncio.sleep(0)
        raise ConnectionError("the database is restarting")

    monkeypatch.setattr(recording.Recorder, "_record_in", broken)
    told = await asyncio.gather(
        *(office.ledger.sent(claim, Posted(1, 1), [], NINE) for claim in claims), return_exceptions=True
    )
    assert {type(one) for one in told} <= {ConnectionError, NotRecorded}
    assert len(told) == 3


async def test_what_belongs_to_another_process_is_left_to_it_for_a_minute(office: Office) -> None:
    for guild in range(1, 7):
        await office.add(guild=guild)
    even = Ledger(office.store, "even", lambda guild: guild % 2 == 0)
    await even.plan(NINE)
    assert [claim.occurrence.schedule.guild for claim in await even.claim(NINE, 10)] == [2, 4, 6]
    assert await even.claim(NINE + dt.timedelta(seconds=59), 10) == []
    late = await even.claim(NINE + dt.timedelta(seconds=60), 10)
    assert [claim.occurrence.schedule.guild for claim in late] == [1, 3, 5]


async def test_how_many_others_are_at_work_is_known_as_long_as_their_claims_hold(office: Office) -> None:
    for guild in range(1, 4):
        await office.add(guild=guild)
    one, two, idle = (Ledger(office.store, name) for name in ("one", "two", "idle"))
    await one.plan(NINE)
    assert await idle.others(NINE) == 0
    await one.claim(NINE, 1)
    await two.claim(NINE, 1)
    assert [await ledger.others(NINE) for ledger in (one, two, idle)] == [1, 1, 2]
    assert await idle.others(NINE + LEASE) == 0
