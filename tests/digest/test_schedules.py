"""Schedules: made, changed, paused, removed; whatever is changed, each local date comes once."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.digest.calendar import NoSuchZone
from bot.digest.failures import Cause, Refused, told
from bot.digest.planning import AlreadyPosted, NotRunning, plan_today
from bot.digest.schedule import Plan
from bot.digest.schedules import NoSuchSchedule, TooManySchedules
from bot.speech import speech
from bot.store.guilds import Guilds
from bot.store.store import Store
from tests.digest.test_courier import always
from tests.digest.town import START, Office, Town

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
NINE = START + 9 * HOUR


async def test_what_was_asked_for_is_kept_whole(office: Office) -> None:
    plan = Plan(55, dt.time(21, 30), "Asia/Shanghai", "space", "war", 7, 99)
    schedule, first = await office.schedules.add(5, plan, START)
    assert await office.schedules.get(5, schedule.id) == schedule
    assert await office.schedules.of_guild(5) == [schedule]
    assert (schedule.plan, schedule.guild, schedule.created, schedule.paused) == (plan, 5, START, None)
    assert (first.day, first.due) == (START.date(), START + 13 * HOUR + 30 * dt.timedelta(minutes=1))
    assert await office.schedules.coming(5) == [first]


async def test_the_first_delivery_is_the_next_time_it_is_that_time(office: Office) -> None:
    _, first = await office.schedules.add(5, Plan(55, dt.time(9), "UTC"), NINE)
    assert first.due == NINE + DAY


async def test_an_eleventh_schedule_is_refused_even_of_many_at_once(office: Office) -> None:
    plan = Plan(55, dt.time(9), "UTC")
    made = await asyncio.gather(*(office.schedules.add(5, plan, START) for _ in range(14)), return_exceptions=True)
    assert sum(isinstance(one, TooManySchedules) for one in made) == 4
    assert len(await office.schedules.of_guild(5)) == 10
    await office.schedules.add(6, plan, START)


@pytest.mark.parametrize("size", [0, 11])
def test_a_digest_has_one_to_ten_events(size: int) -> None:
    with pytest.raises(ValueError, match="1 to 10"):
        Plan(1, dt.time(9), "UTC", size=size)


async def test_a_zone_that_is_none_is_never_kept(office: Office) -> None:
    with pytest.raises(NoSuchZone):
        await office.schedules.add(5, Plan(55, dt.time(9), "Mars/Olympus"), START)
    schedule = await office.add(guild=5)
    with pytest.raises(NoSuchZone):
        await office.schedules.edit(5, schedule.id, replace(schedule.plan, zone="Mars/Olympus"), START)
    assert await office.schedules.of_guild(5) == [schedule]


async def test_another_guilds_schedule_is_out_of_reach(office: Office) -> None:
    schedule = await office.add(guild=5)
    with pytest.raises(NoSuchSchedule):
        await office.schedules.get(6, schedule.id)
    with pytest.raises(NoSuchSchedule):
        await office.schedules.edit(6, schedule.id, schedule.plan, START)
    with pytest.raises(NoSuchSchedule):
        await office.schedules.remove(6, schedule.id)
    with pytest.raises(NoSuchSchedule):
        await plan_today(office.store, 6, schedule.id, START)


async def test_a_later_time_on_a_day_that_had_its_digest_begins_tomorrow(office: Office, town: Town) -> None:
    schedule = await office.add()
    await office.until(NINE + HOUR)
    _, following = await office.schedules.edit(1, schedule.id, replace(schedule.plan, time=dt.time(21)), NINE + HOUR)
    assert following is not None
    assert following.due == START + DAY + 21 * HOUR
    await office.until(START + 3 * DAY)
    assert town.counts() == {(schedule.id, START.date() + n * DAY): 1 for n in range(3)}


async def test_an_earlier_time_that_is_over_today_posts_today_at_once(office: Office, town: Town) -> None:
    schedule = await office.add(time=dt.time(21))
    office.clock.now = NINE
    _, following = await office.schedules.edit(1, schedule.id, replace(schedule.plan, time=dt.time(7)), NINE)
    assert following is not None
    assert following.due == NINE
    await office.until(START + 2 * DAY)
    assert [(message.day, message.at) for message in town.messages] == [
        (START.date(), NINE), (START.date() + DAY, START + DAY + 7 * HOUR),
    ]  # fmt: skip


@pytest.mark.parametrize("zones", [("Pacific/Auckland", "Pacific/Honolulu"), ("Pacific/Honolulu", "Pacific/Auckland")])
async def test_a_zone_across_the_date_line_repeats_and_skips_nothing(
    office: Office, town: Town, zones: tuple[str, str]
) -> None:
    schedule = await office.add(zone=zones[0])
    await office.until(START + 3 * DAY + 5 * HOUR)
    await office.schedules.edit(1, schedule.id, replace(schedule.plan, zone=zones[1]), office.clock())
    await office.until(START + 8 * DAY)
    days = [message.day for message in town.messages]
    assert days == [days[0] + n * DAY for n in range(len(days))]
    assert len(days) >= 6


async def test_what_is_paused_says_nothing_and_goes_on_from_where_it_is_resumed(office: Office, town: Town) -> None:
    schedule = await office.add()
    await office.until(NINE)
    await office.schedules.pause(1, schedule.id)
    assert (await office.schedules.get(1, schedule.id)).paused is Cause.BY_HAND
    assert await office.schedules.coming() == []
    await office.until(START + 3 * DAY + HOUR)
    following = await office.schedules.resume(1, schedule.id, office.clock())
    assert following.due == NINE + 3 * DAY
    assert await office.schedules.resume(1, schedule.id, office.clock()) == following
    await office.until(NINE + 4 * DAY)
    assert [message.day.day for message in town.messages] == [6, 9, 10]
    assert await office.fate(schedule) == ["sent"] * 3


async def test_pausing_and_resuming_the_same_day_posts_no_second_one(office: Office, town: Town) -> None:
    schedule = await office.add()
    await office.until(NINE)
    await office.schedules.pause(1, schedule.id)
    plan = replace(schedule.plan, time=dt.time(18))
    _, none = await office.schedules.edit(1, schedule.id, plan, NINE)
    assert none is None
    following = await office.schedules.resume(1, schedule.id, NINE)
    assert following.due == START + DAY + 18 * HOUR


async def test_a_channel_that_is_gone_pauses_what_runs_there_and_nothing_else(office: Office, town: Town) -> None:
    def plan(channel: int) -> Plan:
        return Plan(channel, dt.time(9), "UTC")

    here, by_hand, elsewhere = [(await office.schedules.add(5, plan(number), START))[0] for number in (55, 55, 56)]
    another = (await office.schedules.add(6, plan(55), START))[0]
    await office.schedules.pause(5, by_hand.id)
    paused = await office.schedules.channel_gone(5, 55)
    assert paused == [replace(here, paused=Cause.CHANNEL_GONE)]
    assert await office.schedules.channel_gone(5, 55) == await office.schedules.channel_gone(5, 57) == []
    assert (await office.schedules.get(5, by_hand.id)).paused is Cause.BY_HAND
    await office.until(NINE)
    assert {message.schedule for message in town.messages} == {elsewhere.id, another.id}


async def test_what_waits_for_another_try_waits_on_while_paused(office: Office, town: Town) -> None:
    schedule = await office.add()
    town.before = always(lambda: Refused(Cause.NO_PERMISSION))
    await office.until(NINE + HOUR)
    tried = town.deliveries
    await office.schedules.pause(1, schedule.id)
    await office.until(NINE + 8 * HOUR)
    assert town.deliveries == tried
    await office.schedules.resume(1, schedule.id, office.clock())
    await office.until(NINE + 9 * HOUR)
    assert await office.fate(schedule) == ["failed"]
    assert town.deliveries == tried


async def test_now_posts_todays_early_and_then_today_is_done(office: Office, town: Town) -> None:
    schedule = await office.add(zone="Asia/Tokyo", time=dt.time(20))
    occurrence = await plan_today(office.store, 1, schedule.id, START)
    assert (occurrence.day, occurrence.due) == (START.date(), START)
    await office.work()
    assert [(message.day, message.at) for message in town.messages] == [(START.date(), START)]
    with pytest.raises(AlreadyPosted):
        await plan_today(office.store, 1, schedule.id, START + HOUR)
    await office.until(START + DAY + 12 * HOUR)
    assert [message.day.day for message in town.messages] == [6, 7]


async def test_now_works_on_the_day_it_was_added_after_its_time_and_after_a_miss(office: Office, town: Town) -> None:
    office.clock.now = NINE + HOUR
    schedule = await office.add()
    await plan_today(office.store, 1, schedule.id, office.clock())
    await office.work()
    assert await office.fate(schedule) == ["sent"]
    office.clock.now = NINE + DAY + 7 * HOUR
    await office.work()
    assert await office.fate(schedule) == ["sent", "missed"]
    await plan_today(office.store, 1, schedule.id, office.clock())
    await office.work()
    assert await office.fate(schedule) == ["sent", "sent"]
    await office.until(NINE + 2 * DAY)
    assert set(town.counts().values()) == {1}
    assert len(town.messages) == 3


async def test_now_wants_a_schedule_that_runs(office: Office) -> None:
    schedule = await office.add()
    await office.schedules.pause(1, schedule.id)
    with pytest.raises(NotRunning):
        await plan_today(office.store, 1, schedule.id, START)


async def test_removing_forgets_what_was_posted(office: Office, store: Store) -> None:
    schedule, other = await office.add(), await office.add(guild=2)
    await office.until(NINE)
    await office.schedules.remove(1, schedule.id)
    assert await office.fate(schedule) == []
    assert await office.fate(other) == ["sent"]
    again = await office.add()
    assert again.id not in (schedule.id, other.id)


async def test_a_guild_that_was_left_is_kept_for_thirty_days_and_says_nothing(office: Office, town: Town) -> None:
    schedule, paused = await office.add(guild=5), await office.add(guild=5)
    await office.schedules.pause(5, paused.id)
    guilds = Guilds(office.store)
    await office.schedules.guild_left(5, START)
    await office.until(START + 29 * DAY)
    assert await guilds.sweep(office.clock()) == 0
    assert town.messages == []
    await office.schedules.guild_joined(5, office.clock())
    await office.until(office.clock() + DAY)
    assert {message.schedule for message in town.messages} == {schedule.id}
    await office.schedules.guild_left(5, office.clock())
    assert await guilds.sweep(office.clock() + 30 * DAY) == 1
    assert await office.schedules.of_guild(5) == []


async def test_guilds_left_and_joined_while_clio_was_away_are_noticed(office: Office, town: Town) -> None:
    for guild in (1, 2, 3, 5):  # another process looks after 5
        await office.add(guild=guild)
    await office.schedules.guild_left(3, START)
    await office.schedules.guilds_present([1, 3, 4], START + HOUR, lambda guild: guild != 5)
    await office.until(NINE)
    assert {message.channel for message in town.messages} == {1, 3, 5}


async def test_a_zone_that_is_no_longer_known_pauses_one_schedule_and_stops_no_other(
    office: Office, town: Town, store: Store
) -> None:
    lost, other = await office.add(), await office.add(guild=2)
    async with store.writing() as connection:
        await connection.execute(text(f"UPDATE schedules SET zone = 'Mars/Olympus' WHERE id = {lost.id}"))
    await office.until(NINE)
    assert {message.schedule for message in town.messages} == {other.id}
    assert (await office.schedules.get(1, lost.id)).paused is Cause.ZONE_UNKNOWN


def test_every_cause_is_told_in_every_language() -> None:
    for language in ("en", "zh_Hans"):
        sentences = [told(cause, speech(language)) for cause in Cause]
        assert len(set(sentences)) == len(Cause)
