"""Which instant a local date's digest is due at, in every zone there is, against a second, plain reckoning."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.calendar import NoSuchZone, between, due_on, first_after, on_or_after, zone_named
from bot.digest.schedule import Plan, Schedule
from tests.digest import reckoning

ZONES = sorted(available_timezones() - {"Factory", "localtime"})
DAY = dt.timedelta(days=1)

zones = st.sampled_from(ZONES)
times = st.times().map(lambda time: time.replace(second=0, microsecond=0))
days = st.dates(dt.date(1970, 1, 2), dt.date(2040, 12, 30))
instants = st.datetimes(dt.datetime(1970, 1, 10), dt.datetime(2040, 12, 1)).map(lambda at: at.replace(tzinfo=dt.UTC))


def schedule(zone: str, time: dt.time = dt.time(9), **more: object) -> Schedule:
    """A schedule that wants nothing but a time in a zone."""
    return Schedule(1, 2, Plan(3, time, zone), dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def utc(text: str) -> dt.datetime:
    """An instant written without its offset."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def due(zone: str, day: str, time: str) -> str | None:
    """The instant a date's digest is due at, written as :func:`utc` reads it."""
    found = due_on(zone_named(zone), dt.date.fromisoformat(day), dt.time.fromisoformat(time))
    return found and found.replace(tzinfo=None).isoformat(" ", "minutes")


def test_every_zone_agrees_with_the_plain_reckoning_around_every_change_of_its_clocks() -> None:
    seen = set()
    for name in ZONES:
        told = reckoning.stretches(name)
        if told in seen:  # a link to a zone that was looked at
            continue
        seen.add(told)
        for stretch in told[:-1]:
            if not utc("1970-01-05") <= dt.datetime.fromtimestamp(stretch.end, dt.UTC) <= utc("2040-12-28"):
                continue
            shown = dt.datetime.fromtimestamp(stretch.end + stretch.offset, dt.UTC)
            near = [(shown + dt.timedelta(minutes=m)).time().replace(second=0) for m in (-31, -1, 0, 29)]
            for away in (-1, 0, 1):
                day = shown.date() + away * DAY
                for time in {*near, dt.time()}:
                    assert due_on(zone_named(name), day, time) == reckoning.due(name, day, time), (name, day, time)
    assert len(seen) > 250


@settings(max_examples=1500, deadline=None)
@given(zones, days, times)
def test_any_date_in_any_zone_agrees_with_the_plain_reckoning(zone: str, day: dt.date, time: dt.time) -> None:
    assert due_on(zone_named(zone), day, time) == reckoning.due(zone, day, time)


@settings(max_examples=300, deadline=None)
@given(zones, times, instants, st.integers(0, 40 * 24 * 60))
def test_a_span_holds_each_date_that_is_due_in_it_once(
    zone: str, time: dt.time, after: dt.datetime, minutes: int
) -> None:
    until = after + dt.timedelta(minutes=minutes)
    wanted = []
    for number in range(-3, minutes // 1440 + 4):
        day = after.date() + number * DAY
        at = reckoning.due(zone, day, time)
        if at is not None and after < at <= until:
            wanted.append((day, at))
    assert [(one.day, one.due) for one in between(schedule(zone, time), after, until)] == wanted


@settings(max_examples=300, deadline=None)
@given(zones, times, instants, st.lists(st.integers(1, 5000), min_size=1, max_size=5))
def test_spans_that_follow_one_another_give_what_one_span_gives(
    zone: str, time: dt.time, after: dt.datetime, lengths: list[int]
) -> None:
    ends = [after]
    for length in lengths:
        ends.append(ends[-1] + dt.timedelta(minutes=length))
    wanted = schedule(zone, time)
    parts = [one for a, b in pairwise(ends) for one in between(wanted, a, b)]
    assert parts == list(between(wanted, ends[0], ends[-1]))


@settings(max_examples=300, deadline=None)
@given(zones, times, instants)
def test_the_next_one_is_the_first_of_what_is_due_later(zone: str, time: dt.time, after: dt.datetime) -> None:
    following = first_after(schedule(zone, time), after)
    assert next(between(schedule(zone, time), after, after + 4 * DAY)) == following
    assert after < following.due <= after + dt.timedelta(days=2, hours=1)


@settings(max_examples=500, deadline=None)
@given(zones, times, zones, times, instants)
def test_another_time_or_zone_neither_repeats_nor_skips_a_date(
    zone: str, time: dt.time, new_zone: str, new_time: dt.time, now: dt.datetime
) -> None:
    last = list(between(schedule(zone, time), now - 4 * DAY, now))[-1]
    days, at, wanted = [last.day], now, schedule(new_zone, new_time)
    for _ in range(5):
        following = on_or_after(wanted, days[-1] + DAY, at)
        assert following.due >= now
        days.append(following.day)
        at = following.due
    assert all(a < b for a, b in pairwise(days))
    left_out = {days[0] + n * DAY for n in range((days[-1] - days[0]).days)} - set(days)
    assert all(reckoning.due(new_zone, day, new_time) is None for day in left_out)


@pytest.mark.parametrize(
    ("zone", "day", "time", "wanted"),
    [
        ("Europe/Paris", "2026-03-29", "02:30", "2026-03-29 01:00"),  # leapt over: 03:00 summer time
        ("Europe/Paris", "2026-10-25", "02:30", "2026-10-25 00:30"),  # comes twice: the first
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01 05:30"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:30"),  # half an hour is leapt over
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04 14:45"),  # half an hour comes twice
        ("Asia/Beirut", "2026-03-29", "00:30", "2026-03-28 22:00"),  # midnight is leapt over
        ("America/Havana", "2026-11-01", "00:30", "2026-11-01 04:30"),
        ("Pacific/Apia", "2011-12-30", "09:00", None),  # the date line came by
        ("Pacific/Apia", "2011-12-31", "09:00", "2011-12-30 19:00"),
        ("Pacific/Kwajalein", "1993-08-21", "09:00", None),
        ("Pacific/Kiritimati", "1994-12-31", "00:00", None),
        ("Asia/Shanghai", "2026-11-22", "08:00", "2026-11-22 00:00"),
        ("UTC", "2028-02-29", "23:59", "2028-02-29 23:59"),
    ],
)
def test_clock_changes_people_know(zone: str, day: str, time: str, wanted: str | None) -> None:
    assert due(zone, day, time) == wanted


def test_a_date_the_zone_never_had_is_left_out_between_its_neighbours() -> None:
    found = list(between(schedule("Pacific/Apia"), utc("2011-12-28 00:00"), utc("2011-12-31 18:00")))
    assert [one.day.day for one in found] == [28, 29, 31]


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "America", "../etc/passwd", "Europe/Paris\0", "\ud800"])
def test_a_zone_that_is_none_says_so(name: str) -> None:
    with pytest.raises(NoSuchZone):
        zone_named(name)


def test_the_mark_of_an_occurrence_is_its_own_and_fits_a_nonce() -> None:
    following = list(between(schedule("UTC"), utc("2026-01-01"), utc("2027-01-01")))
    assert len({one.mark for one in following}) == len(following) == 365
    assert {len(one.mark) for one in following} == {20}
