"""Times and time zones, as moderators type them."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.digest.times import NoSuchTime, read_time
from bot.digest.zones import MOST_OFFERED, UnknownZone, complete_zone, read_zone
from bot.speech import speech


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("9am", "09:00"), ("9 AM", "09:00"), ("9:30 p.m.", "21:30"), ("12am", "00:00"), ("12 pm", "12:00"),
        ("21:30", "21:30"), ("9", "09:00"), ("0", "00:00"), ("09:05", "09:05"), ("21.30", "21:30"), ("2130", "21:30"),
        ("21h30", "21:30"), ("21h", "21:00"), ("21:30:00", "21:30"), ("noon", "12:00"), ("Midnight", "00:00"),
        ("９：３０", "09:30"), ("上午9点", "09:00"), ("晚上9点半", "21:30"),
        ("上午9:30", "09:30"), ("下午三点", "15:00"), ("21点30分", "21:30"),
        ("十二点", "12:00"), ("中午12点", "12:00"), ("  7:15   am ", "07:15"),
    ],
)  # fmt: skip
def test_times_people_write(typed: str, wanted: str) -> None:
    assert read_time(typed).isoformat("minutes") == wanted


@pytest.mark.parametrize(
    "typed",
    ["25:00", "24:00", "9:60", "13pm", "0am", "", "soon", "9:5", "-1", "9am pm", "99", "上午", "二十五点", "٩:٣"],
)
def test_what_is_no_time_says_what_to_write(typed: str) -> None:
    with pytest.raises(NoSuchTime) as raised:
        read_time(typed)
    assert raised.value.told(speech("en")).endswith("is no time of day; write it as 21:30 or 9pm.")
    assert "21:30" in raised.value.told(speech("zh_Hans"))


@given(st.text(max_size=30))
@example("1" * 5000)
@example("十十")
@example("²:³")
def test_no_text_does_worse_than_be_no_time(typed: str) -> None:
    with contextlib.suppress(NoSuchTime):
        assert read_time(typed).second == 0


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_every_time_is_read_back_as_it_is_written(at: dt.time) -> None:
    assert read_time(at.strftime("%H:%M")) == at
    assert read_time(at.strftime("%I:%M %p")) == at


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Europe/Paris", "Europe/Paris"), ("europe/paris", "Europe/Paris"), ("Paris", "Europe/Paris"),
        ("EST", "America/New_York"), ("pst", "America/Los_Angeles"), ("CST", "America/Chicago"),
        ("Beijing", "Asia/Shanghai"), ("北京", "Asia/Shanghai"), ("巴黎", "Europe/Paris"),
        ("new york", "America/New_York"),
        ("America/New York", "America/New_York"), ("são paulo", "America/Sao_Paulo"), ("France", "Europe/Paris"),
        ("日本", "Asia/Tokyo"), ("UTC", "UTC"), ("gmt", "UTC"), ("UTC+8", "Etc/GMT-8"), ("GMT-03:00", "Etc/GMT+3"),
        ("+0", "UTC"), ("US/Eastern", "US/Eastern"), ("Kolkata", "Asia/Kolkata"), ("Mumbai", "Asia/Kolkata"),
        ("st. john's", "America/St_Johns"), ("port-au-prince", "America/Port-au-Prince"), ("Kiev", "Europe/Kyiv"),
    ],
)  # fmt: skip
def test_zones_people_name(typed: str, wanted: str) -> None:
    assert read_zone(typed) == wanted


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Mars",
        "Europe/Atlantis",
        "UTC+25",
        "localtime",
        "../etc/passwd",
        "United States",
        "a/b\0",
        "/UTC",
        "America",
    ],
)
def test_what_is_no_zone_says_what_to_write(typed: str) -> None:
    with pytest.raises(UnknownZone) as raised:
        read_zone(typed)
    assert "name a city such as Paris" in raised.value.told(speech("en"))


def test_a_slip_is_told_with_what_may_be_meant() -> None:
    with pytest.raises(UnknownZone) as raised:
        read_zone("Europ/Pariss")
    assert raised.value.told(speech("en")).endswith("Did you mean Europe/Paris?")
    with pytest.raises(UnknownZone) as raised:
        read_zone("Untied Kingdom")
    assert raised.value.near == ("Europe/London",)


def test_every_zone_is_known_by_its_name() -> None:
    for name in sorted(available_timezones() - {"Factory", "localtime"}):
        if "/" in name:
            assert ZoneInfo(read_zone(name)) is ZoneInfo(name) or read_zone(name) == name


@pytest.mark.parametrize(
    ("typed", "zone", "word"),
    [
        ("par", "Europe/Paris", ""), ("Beij", "Asia/Shanghai", "Beijing"), ("北", "Asia/Shanghai", "北京"),
        ("est", "America/New_York", "EST"), ("new yo", "America/New_York", ""), ("york", "America/New_York", ""),
        ("franc", "Europe/Paris", "France"), ("utc+5", "Etc/GMT-5", ""), ("pariss", "Europe/Paris", ""),
    ],
)  # fmt: skip
def test_zones_are_offered_as_one_types(typed: str, zone: str, word: str) -> None:
    offers = {offer.zone: offer.word for offer in complete_zone(typed)}
    assert offers.get(zone) == word


def test_both_meanings_of_an_abbreviation_are_offered() -> None:
    assert {offer.zone for offer in complete_zone("CST")} >= {"America/Chicago", "Asia/Shanghai"}


@given(st.text(max_size=30))
def test_what_is_offered_is_taken(typed: str) -> None:
    offers = complete_zone(typed)
    assert len(offers) <= MOST_OFFERED
    assert all(read_zone(offer.zone) == offer.zone for offer in offers)


def test_offering_keeps_up_with_typing() -> None:
    complete_zone("a")
    began = time.process_time()
    for typed in ("a", "pa", "par", "xyzzy", "europ/pariss", "s", "北") * 10:
        complete_zone(typed)
    assert (time.process_time() - began) / 70 < 0.02
