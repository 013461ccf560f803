"""What people see of the digest: each local day's message once, whatever happens on the way."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from bot.digest import courier as courier_module
from bot.digest import planning
from bot.digest.carrier import Parcel, Wish
from bot.digest.failures import Cause, FormRefused, Passing, Refused, Unknown
from bot.digest.records import read_records
from bot.digest.schedule import Occurrence, Plan, State
from bot.digest.schedules import plan_values
from bot.store.guilds import KEPT_IN_LEDGER, Guilds, GuildSettings
from bot.store.tables import guilds, schedules
from tests.digest.town import START, Events, Office, Time, Town, choose, long

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
NINE = START + 9 * HOUR


def failing(*faults: Exception | None) -> Any:
    """A step that raises each fault in turn, then no more."""
    left = list(faults)

    async def step(parcel: Parcel[Events]) -> None:
        if left and (fault := left.pop(0)) is not None:
            raise fault

    return step


def always(make: Any) -> Any:
    """A step that raises anew each time."""

    async def step(parcel: Parcel[Events]) -> None:
        raise make()

    return step


async def test_a_digest_is_posted_when_it_is_due_and_not_again(office: Office, town: Town) -> None:
    schedule = await office.add(guild=5, channel=55, size=3)
    await office.until(NINE - dt.timedelta(minutes=1))
    assert town.messages == []
    await office.until(NINE + 5 * HOUR)
    (message,) = town.messages
    assert (message.channel, message.day, message.at, message.ids) == (
        55, START.date(), NINE, ("03-06/0", "03-06/1", "03-06/2"),
    )  # fmt: skip
    (record,) = await read_records(office.store, schedule.id)
    assert (record.state, record.attempts, record.posted and record.posted.message) == (State.SENT, 1, message.id)
    assert (record.occurrence.due, record.finished, record.error) == (NINE, NINE, "")


async def test_every_local_day_has_its_message_across_clock_changes(office: Office, town: Town) -> None:
    paris = await office.add(zone="Europe/Paris", time=dt.time(2, 30))
    sydney = await office.add(zone="Australia/Sydney", time=dt.time(2, 30))
    await office.until(START + 35 * DAY)
    counts = town.counts()
    for schedule in (paris, sydney):
        days = sorted(day for which, day in counts if which == schedule.id)
        assert days == [days[0] + n * DAY for n in range(len(days))]
        assert len(days) >= 34
    assert set(counts.values()) == {1}


async def test_nothing_to_say_says_nothing_and_the_ledger_says_so(office: Office, town: Town) -> None:
    schedule = await office.add(about="nothing")
    await office.until(NINE + HOUR)
    assert town.messages == []
    assert await office.fate(schedule) == ["empty"]


async def test_todays_is_caught_up_and_older_ones_are_recorded_as_missed(office: Office, town: Town) -> None:
    schedule = await office.add()
    await office.until(NINE + HOUR)
    office.restart()
    office.clock.now = NINE + 5 * DAY + 5 * HOUR  # Clio was down for five days
    await office.work()
    assert [message.day for message in town.messages] == [START.date(), START.date() + 5 * DAY]
    assert await office.fate(schedule) == ["sent", *["missed"] * 4, "sent"]
    missed = (await read_records(office.store, schedule.id))[1]
    assert "not running" in missed.error


async def test_after_many_years_no_more_is_recorded_than_is_kept_and_a_little_at_a_time(
    office: Office, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "_DATES_AT_ONCE", 7)
    some, other = await office.add(), await office.add(channel=2)
    office.clock.now = NINE + 20_000 * DAY
    assert await office.ledger.plan(office.clock())
    assert len(await read_records(office.store, most=100)) == 7
    await office.work()
    assert [message.day for message in town.messages] == [(NINE + 20_000 * DAY).date()] * 2
    for schedule in (some, other):
        assert await office.fate(schedule) == [*["missed"] * KEPT_IN_LEDGER.days, "sent"]
    assert not await office.ledger.plan(office.clock())


async def test_after_the_deadline_todays_is_missed_too(office: Office, town: Town) -> None:
    schedule = await office.add()
    office.clock.now = NINE + 6 * HOUR
    await office.work()
    assert town.messages == []
    assert await office.fate(schedule) == ["missed"]


@pytest.mark.parametrize("fault", [Passing("503"), Passing("429", wait=40)])
async def test_a_passing_fault_is_outlasted(office: Office, town: Town, fault: Exception) -> None:
    schedule = await office.add()
    town.before = failing(*[fault] * 5)
    await office.until(NINE + HOUR)
    assert town.counts() == {(schedule.id, START.date()): 1}
    (record,) = await read_records(office.store, schedule.id)
    assert (record.state, record.attempts, town.searches) == (State.SENT, 6, 0)


async def test_a_wait_that_is_asked_for_is_kept(office: Office, town: Town) -> None:
    await office.add()
    town.before = failing(Passing("429", wait=400))
    await office.until(NINE + HOUR)
    assert town.messages[0].at >= NINE + dt.timedelta(seconds=400)


async def test_a_fault_that_lasts_until_the_deadline_is_a_miss_and_visible(office: Office, town: Town) -> None:
    schedule = await office.add()
    town.before = always(lambda: Passing("503 Service Unavailable"))
    await office.until(NINE + 7 * HOUR)
    (record,) = await read_records(office.store, schedule.id)
    assert (record.state, record.error, record.finished) == (State.MISSED, "503 Service Unavailable", NINE + 6 * HOUR)
    assert 20 < town.deliveries < 80
    town.before = failing()
    await office.until(NINE + DAY)
    assert await office.fate(schedule) == ["missed", "sent"]


async def test_a_connection_cut_before_the_message_was_stored_sends_it_once(office: Office, town: Town) -> None:
    schedule = await office.add()
    town.before = failing(Unknown("connection reset"), Unknown("connection reset"))
    await office.until(NINE + HOUR)
    assert town.counts() == {(schedule.id, START.date()): 1}
    assert town.searches == 2


@pytest.mark.parametrize("fault", [Unknown("connection reset"), RuntimeError("a defect of the carrier")])
async def test_a_connection_cut_after_the_message_was_stored_sends_it_once(
    office: Office, town: Town, fault: Exception
) -> None:
    schedule = await office.add()
    town.after = failing(fault)
    await office.until(NINE + HOUR)
    assert town.counts() == {(schedule.id, START.date()): 1}
    assert await office.fate(schedule) == ["sent"]
    assert town.deliveries == 1


async def test_an_answer_slower_than_the_timeout_sends_it_once(
    office: Office, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "_CARRYING", 0.05)
    schedule = await office.add()
    town.after = long
    await office.until(NINE + HOUR)
    assert town.counts() == {(schedule.id, START.date()): 1}
    assert await office.fate(schedule) == ["sent"]


async def test_while_the_channel_cannot_be_looked_through_nothing_is_posted(office: Office, town: Town) -> None:
    schedule = await office.add()
    town.before = failing(Unknown("connection reset"))

    async def down(occurrence: Occurrence) -> None:
        raise Passing("503")

    town.searching = down
    await office.until(NINE + 5 * HOUR)
    assert town.deliveries == 1
    assert town.searches > 10
    town.searching = None
    await office.until(NINE + 6 * HOUR)
    assert await office.fate(schedule) == ["sent"]
    assert town.deliveries == 2


async def test_what_can_never_be_settled_ends_as_failed_and_pauses_nothing(office: Office, town: Town) -> None:
    schedule = await office.add()
    town.before = always(lambda: Unknown("connection reset"))

    async def down(occurrence: Occurrence) -> None:
        raise Unknown("connection reset")

    town.searching = down
    await office.until(NINE + 13 * HOUR)
    assert await office.fate(schedule) == ["failed"]
    assert "could not be learnt" in (await read_records(office.store, schedule.id))[-1].error
    assert (await office.schedules.get(1, schedule.id)).paused is None


async def test_a_form_that_is_refused_is_followed_by_the_plainest(office: Office, town: Town) -> None:
    schedule = await office.add()
    town.before = failing(FormRefused("50035 Invalid Form Body"))
    await office.until(NINE)
    (message,) = town.messages
    assert message.plainest
    assert await office.fate(schedule) == ["sent"]


async def test_a_channel_that_is_gone_pauses_after_three_days_with_its_reason_and_one_note(
    office: Office, town: Town
) -> None:
    schedule = await office.add()
    town.before = always(lambda: Refused(Cause.CHANNEL_GONE, "10003 Unknown Channel"))
    await office.until(NINE + 2 * DAY - HOUR)
    assert (await office.schedules.get(1, schedule.id)).paused is None
    await office.until(START + 6 * DAY)
    assert (await office.schedules.get(1, schedule.id)).paused is Cause.CHANNEL_GONE
    assert await office.fate(schedule) == ["failed"] * 3
    assert (town.deliveries, town.told) == (3, [(schedule.id, Cause.CHANNEL_GONE)])
    town.before = failing()
    following = await office.schedules.resume(1, schedule.id, office.clock())
    assert following.due == NINE + 6 * DAY
    await office.until(NINE + 7 * DAY)
    assert await office.fate(schedule) == [*["failed"] * 3, "sent", "sent"]


async def test_a_resumed_schedule_has_three_days_again(office: Office, town: Town) -> None:
    schedule = await office.add()
    town.before = always(lambda: Refused(Cause.CHANNEL_GONE))
    await office.until(START + 4 * DAY)
    await office.schedules.resume(1, schedule.id, office.clock())
    await office.until(NINE + 5 * DAY)
    assert (await office.schedules.get(1, schedule.id)).paused is None
    await office.until(NINE + 6 * DAY)
    assert (await office.schedules.get(1, schedule.id)).paused is Cause.CHANNEL_GONE


async def test_a_day_between_that_succeeds_begins_the_count_anew(office: Office, town: Town) -> None:
    schedule = await office.add()
    gone = Refused(Cause.CHANNEL_GONE)
    town.before = failing(gone, gone, None, gone, gone)
    await office.until(START + 5 * DAY)
    assert await office.fate(schedule) == ["failed", "failed", "sent", "failed", "failed"]
    assert (await office.schedules.get(1, schedule.id)).paused is None


async def test_a_permission_given_back_the_same_day_posts_that_day(office: Office, town: Town) -> None:
    schedule = await office.add()
    town.before = always(lambda: Refused(Cause.NO_PERMISSION, "50013 Missing Permissions"))
    await office.until(NINE + 3 * HOUR)
    (record,) = await read_records(office.store, schedule.id)
    assert (record.state, record.cause, record.error) == (
        State.PLANNED, Cause.NO_PERMISSION, "50013 Missing Permissions",
    )  # fmt: skip
    town.before = failing()
    await office.until(NINE + 4 * HOUR)
    assert await office.fate(schedule) == ["sent"]


async def test_a_permission_that_stays_away_fails_at_the_deadline_and_pauses_after_three_days(
    office: Office, town: Town
) -> None:
    schedule = await office.add()
    town.before = always(lambda: Refused(Cause.NO_ACCESS, "50001 Missing Access"))
    await office.until(START + 5 * DAY)
    assert await office.fate(schedule) == ["failed"] * 3
    assert (await office.schedules.get(1, schedule.id)).paused is Cause.NO_ACCESS
    assert town.deliveries < 80


async def test_one_guilds_trouble_delays_no_other(office: Office, town: Town) -> None:
    for guild in range(1, 41):
        await office.add(guild=guild)
    for _ in range(9):
        await office.add(guild=7)
    done, others_done = asyncio.Event(), asyncio.Event()

    async def stuck(parcel: Parcel[Events]) -> None:
        if parcel.occurrence.schedule.guild == 7:
            await done.wait()

    async def count(parcel: Parcel[Events]) -> None:
        if len(town.messages) == 39:
            others_done.set()

    town.before, town.after = stuck, count
    office.clock.now = NINE
    await office.courier.wake()
    async with asyncio.timeout(20):
        await others_done.wait()
    assert town.at_work <= 2  # the last of the others, and one for the guild in trouble, not ten
    done.set()
    await office.courier.idle()
    assert sorted(town.counts().values()) == [1] * 49


async def test_no_more_deliveries_run_side_by_side_than_are_wanted(office: Office, town: Town) -> None:
    office.at_once = 4
    office.restart()
    for guild in range(1, 31):
        await office.add(guild=guild)
    office.clock.now = NINE

    full = asyncio.Event()

    async def slow(parcel: Parcel[Events]) -> None:
        if town.at_work == 4:
            full.set()
        await full.wait()

    town.before = slow
    await office.work()
    assert (len(town.messages), town.most_at_work) == (30, 4)


async def test_what_is_chosen_is_what_the_schedule_and_the_guild_ask_for(office: Office, town: Town) -> None:
    wishes: list[Wish] = []

    async def heard(wish: Wish) -> Events:
        wishes.append(wish)
        return await choose(wish)

    office.choose = heard
    office.restart()
    await Guilds(office.store).set(1, GuildSettings(language="zh_Hans"))
    await office.add(about="space", without="war", size=2, zone="Pacific/Auckland")
    await office.until(START + 21 * HOUR)
    office.clock.now = (START + 20 * HOUR).replace(year=2027)
    await office.work()
    first = Wish(START.date() + DAY, "space", "war", 2, frozenset(), "zh_Hans")
    assert wishes == [first, replace(first, day=dt.date(2027, 3, 7), shown=frozenset(town.messages[0].ids))]


async def test_an_archive_that_cannot_be_read_for_a_while_is_waited_for(office: Office, town: Town) -> None:
    broken = [True]

    async def sometimes(wish: Wish) -> Events:
        if broken[0]:
            raise OSError("the index is damaged")
        return await choose(wish)

    office.choose = sometimes
    office.restart()
    schedule = await office.add()
    await office.until(NINE + HOUR)
    assert "the index is damaged" in (await read_records(office.store, schedule.id))[0].error
    broken[0] = False
    await office.until(NINE + 2 * HOUR)
    assert await office.fate(schedule) == ["sent"]


async def test_nothing_shown_on_the_same_date_in_the_last_two_years_comes_again(office: Office, town: Town) -> None:
    await office.add(size=2, time=dt.time(9))
    for years in range(4):
        office.clock.now = NINE.replace(year=2026 + years)
        await office.work()
    assert [message.ids for message in town.messages] == [
        ("03-06/0", "03-06/1"), ("03-06/2", "03-06/3"), ("03-06/4", "03-06/5"), ("03-06/0", "03-06/1"),
    ]  # fmt: skip


async def test_a_clock_set_back_an_hour_repeats_nothing_and_loses_nothing(office: Office, town: Town) -> None:
    schedule = await office.add()
    await office.until(NINE + dt.timedelta(minutes=10))
    office.clock.pass_(hours=-1)
    office.restart()
    await office.until(NINE + 3 * DAY)
    assert town.counts() == {(schedule.id, START.date() + n * DAY): 1 for n in range(4)}


async def test_stopping_gives_back_what_was_not_begun_and_settles_what_was(office: Office, town: Town) -> None:
    kept = [await office.add(guild=guild) for guild in range(1, 7)]
    begun = asyncio.Event()

    async def stuck(parcel: Parcel[Events]) -> None:
        if town.deliveries == 6:
            begun.set()
        if parcel.occurrence.schedule.guild > 3:
            await asyncio.Event().wait()

    town.after = stuck
    office.clock.now = NINE
    await office.courier.wake()
    async with asyncio.timeout(20):
        await begun.wait()
    await office.courier.close(grace=0.2)
    town.after = failing()
    office.restart()
    await office.until(NINE + dt.timedelta(minutes=1))  # not three minutes: the leases were given back
    assert town.counts() == {(schedule.id, START.date()): 1 for schedule in kept}
    assert {tuple(await office.fate(schedule)) for schedule in kept} == {("sent",)}


async def test_stopping_between_claiming_and_beginning_leaves_nothing_waiting(office: Office, town: Town) -> None:
    schedule = await office.add()
    office.clock.now = NINE
    await office.ledger.plan(NINE)
    assert len(await office.ledger.claim(NINE, 5)) == 1
    await office.courier.close()
    office.restart()
    await office.work()
    assert town.counts() == {(schedule.id, START.date()): 1}


async def test_a_stopped_courier_begins_nothing(office: Office, town: Town) -> None:
    await office.add()
    await office.courier.close()
    office.clock.now = NINE
    await office.courier.wake()
    assert town.deliveries == 0


async def test_a_schedule_moved_while_its_message_is_uncertain_posts_once(office: Office, town: Town) -> None:
    stored, lost = await office.add(channel=11), await office.add(guild=2, channel=21)

    async def cut(parcel: Parcel[Events]) -> None:
        raise Unknown("connection reset")

    async def cut_second(parcel: Parcel[Events]) -> None:
        if parcel.occurrence.schedule.guild == 2:
            raise Unknown("connection reset")

    town.before, town.after = cut_second, cut
    office.clock.now = NINE
    await office.work()
    town.before = town.after = failing()
    for schedule, channel in ((stored, 12), (lost, 22)):
        await office.schedules.edit(schedule.guild, schedule.id, replace(schedule.plan, channel=channel), NINE)
    await office.until(NINE + HOUR)
    assert {(message.schedule, message.channel) for message in town.messages} == {(stored.id, 11), (lost.id, 22)}
    assert len(town.messages) == 2


async def test_what_came_of_each_is_told_to_who_counts(office: Office, town: Town) -> None:
    told: list[tuple[int, State, dt.datetime]] = []
    office.courier.ended = lambda occurrence, state, at: told.append((occurrence.schedule.guild, state, at))
    await office.add(guild=1)
    await office.add(guild=2, about="nothing")
    await office.until(NINE)
    assert sorted(told) == [(1, State.SENT, NINE), (2, State.EMPTY, NINE)]


async def test_five_thousand_schedules_at_rest_cost_next_to_nothing(office: Office, clock: Time) -> None:
    plan = plan_values(Plan(1, dt.time(9), "UTC"))
    rest = {"created": START, "renewed": START, "next_day": START.date(), "next_due": NINE}
    async with office.store.writing() as connection:
        await connection.execute(guilds.insert(), [{"id": guild} for guild in range(500)])
        await connection.execute(schedules.insert(), [{"guild": n % 500, **plan, **rest} for n in range(5000)])
    asked: list[str] = []
    event.listen(office.store.engine.sync_engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    began = time.process_time()
    for _ in range(20):  # twenty minutes' worth
        await office.work()
        assert await office.courier.next_wake() == NINE
    assert len([one for one in asked if "SELECT" in one]) <= 4 * 20
    assert time.process_time() - began < 0.01 * 20 * 60  # one hundredth of a core


async def test_who_is_stopped_while_waiting_for_a_turn_has_begun_nothing(office: Office, town: Town) -> None:
    schedule = await office.add()
    office.clock.now = NINE
    waits, ordinary = asyncio.Event(), town.turn

    async def long_turn() -> None:
        waits.set()
        await asyncio.Event().wait()

    town.turn = long_turn  # type: ignore[method-assign]
    await office.courier.wake()
    await asyncio.wait_for(waits.wait(), 20)
    await office.courier.close(0.01)
    assert await office.fate(schedule) == ["planned"]
    town.turn = ordinary  # type: ignore[method-assign]
    office.restart()
    await office.work()
    assert (town.searches, await office.fate(schedule)) == (0, ["sent"])


async def test_two_who_deliver_share_what_the_platform_takes(office: Office, town: Town) -> None:
    for guild in range(1, 3):
        await office.add(guild=guild)
    office.clock.now = NINE
    other = Office(office.store, Town(office.clock), office.clock, iter(["the other"]), at_once=1)
    other.town.before = long
    await other.courier.wake()
    shares: list[int] = []
    town.share = shares.append  # type: ignore[method-assign]
    await office.work()
    assert shares == [2]
    await other.courier.close(0.01)
