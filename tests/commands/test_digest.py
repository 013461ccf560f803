"""``clio digest``, ``clio guild`` and ``clio doctor``: what whoever runs Clio is told of the digests."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Awaitable, Callable

import pytest

from bot.digest.failures import Cause, Passing, Refused
from bot.settings import read_settings
from bot.store.store import Store
from tests.digest.test_courier import always, failing
from tests.digest.town import Office, Time, Town
from tests.small import Clio

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
HOUR = dt.timedelta(hours=1)


def lived(clio: Clio, life: Callable[[Office], Awaitable[object]], address: str = "") -> None:
    """Have a courier live through something, two days before now, in the database that ``clio`` uses."""

    async def run() -> None:
        clock = Time(NOW - dt.timedelta(days=2))
        store = await Store.open(clio.home, address)
        await life(Office(store, Town(clock), clock))
        await store.close()

    asyncio.run(run())


def just_gone(hours: float = 1) -> dt.time:
    """The time of day so many hours ago, in UTC."""
    return (NOW - hours * HOUR).time().replace(second=0)


async def posted(office: Office) -> None:
    """One schedule, well."""
    await office.add(guild=5, channel=55, time=just_gone(), about="space")
    await office.until(NOW)


async def troubled(office: Office) -> None:
    """Schedules that are not well, each in its own way, after one that is."""
    await posted(office)
    lost = await office.add(guild=6, channel=66, time=just_gone(2))
    await office.schedules.pause(6, lost.id, Cause.CHANNEL_GONE)
    rest = await office.add(guild=7, channel=77)
    await office.schedules.pause(7, rest.id)
    office.clock.now -= dt.timedelta(days=1, hours=2)
    await office.add(guild=8, channel=88, time=just_gone())
    office.town.before = always(lambda: Refused(Cause.NO_PERMISSION, "50013 Missing Permissions"))
    await office.until(NOW)
    office.town.before = failing()
    await office.add(guild=9, channel=99)
    await office.schedules.guild_left(9, NOW)


def test_without_a_database_that_is_said(clio: Clio) -> None:
    for command in (("digest", "due"), ("digest", "ledger"), ("doctor",), ("guild", "export", "5")):
        left = clio(*command)
        assert (left.code, left.out) == (1, "")
        assert "There is no database in" in left.err
    assert not clio.home.exists()


def test_what_comes_next_is_told(clio: Clio) -> None:
    lived(clio, posted)
    left = clio("digest", "due")
    assert left.code == 0
    wanted = (NOW + 23 * HOUR).strftime("%Y-%m-%d %H:%M UTC")
    assert left.out == f"{wanted}  schedule 1, guild 5, channel 55, {just_gone():%H:%M} UTC, about space\n"
    (told,) = clio("digest", "due", "--json").objects
    assert [(one["schedule"], one["channel"]) for one in told["due"]] == [(1, 55)]
    assert clio("digest", "due", "--guild", "6").out == "No schedule is running.\n"


def test_what_became_of_each_is_told(clio: Clio) -> None:
    async def life(office: Office) -> None:
        office.town.before = always(lambda: Passing("503 Service Unavailable"))
        await office.add(guild=5, time=just_gone(40))
        await office.until(NOW - 30 * HOUR)
        office.town.before = failing()
        await office.until(NOW - HOUR)

    lived(clio, life)
    sent, missed = clio("digest", "ledger").out.splitlines()
    assert "  sent     schedule 1, guild 5" in sent
    assert sent.endswith("message 1000 after 0 s")
    assert "  missed   schedule 1" in missed
    assert missed.endswith(": 503 Service Unavailable")
    (told,) = clio("digest", "ledger", "--json", "--schedule", "1", "--most", "1").objects
    assert [one["state"] for one in told["ledger"]] == ["sent"]


def test_the_doctor_says_why_a_digest_did_not_come(clio: Clio) -> None:
    lived(clio, troubled)
    left = clio("doctor")
    assert left.code == 1
    told = {lines[0].split(",")[0]: lines[1].strip() for lines in zip(*[iter(left.out.splitlines())] * 2, strict=True)}
    assert told["schedule 1"].startswith("Well. Last: ")
    assert told["schedule 2"] == "Paused. The channel is no longer there; choose another one."
    assert told["schedule 3"] == "Paused. A moderator paused it; resume it when you like."
    assert "is on its way, after" in told["schedule 4"]
    assert (
        "50013 Missing Permissions Clio may not post in the channel; let it send messages there." in told["schedule 4"]
    )
    assert told["schedule 5"].startswith("Clio has left the guild")
    assert list(told) == ["schedule 2", "schedule 4", "schedule 5", "schedule 1", "schedule 3"]
    assert clio("doctor", "--guild", "5").code == 0
    conditions = [one["condition"] for one in clio("doctor", "--json").objects[0]["schedules"]]
    assert conditions == ["paused", "trying", "left", "well", "paused"]


def test_the_doctor_notices_that_nobody_runs(clio: Clio) -> None:
    async def life(office: Office) -> None:
        await office.add(guild=5, time=just_gone(3))

    lived(clio, life)
    left = clio("doctor")
    assert left.code == 1
    assert "nobody takes care of it: is clio run running?" in left.out


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_guild_is_exported_and_forgotten(clio: Clio, kind: str, request: pytest.FixtureRequest) -> None:
    address = request.getfixturevalue("postgres").database() if kind == "postgresql" else ""
    if address:
        clio.set("CLIO_DATABASE_URL", address)
    lived(clio, posted, address)
    exported = clio("guild", "export", "5")
    assert exported.code == 0
    kept = json.loads(exported.out)
    assert kept["schedules"][0]["about"] == "space"
    assert [one["state"] for one in kept["occurrences"]] == ["sent", "sent"]
    assert clio("guild", "delete", "5", stdin=b"n\n").code == 1
    assert clio("guild", "export", "5").code == 0
    assert clio("guild", "delete", "--yes", "5").out == "Everything about guild 5 is forgotten.\n"
    for command in (("guild", "export", "5"), ("guild", "delete", "--yes", "5")):
        left = clio(*command)
        assert (left.code, left.err) == (1, "clio: Nothing is kept about guild 5.\n")
    assert clio("doctor").out == "There are no schedules.\n"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("mysql://root:hush-hush@localhost/clio", "write it as postgresql+asyncpg://"),
        ("postgresql+asyncpg://clio:hush-hush@localhost:port/clio", "cannot be read"),
        ("postgresql+asyncpg://clio:hush-hush@localhost", "cannot be read"),
        ("postgresql+asyncpg://clio:hush-hush@127.0.0.1:1/clio", "cannot be opened"),
    ],
)
def test_a_database_address_that_cannot_be_used_says_so_without_its_password(
    clio: Clio, address: str, told: str
) -> None:
    clio.set("CLIO_DATABASE_URL", address)
    clio.set("CLIO_LOG_LEVEL", "debug")
    left = clio("digest", "due")
    assert left.code == 3
    assert told in left.err
    assert "hush-hush" not in left.out + left.err


def test_a_password_is_taken_out_of_logs_however_it_is_written(clio: Clio) -> None:
    clio.set("CLIO_DATABASE_URL", "postgresql+asyncpg://clio:hush%40hush@localhost/clio")
    settings = read_settings()
    assert {"hush%40hush", "hush@hush"} <= set(settings.secrets)
    assert "hush" not in repr(settings)
