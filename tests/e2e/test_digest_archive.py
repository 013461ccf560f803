"""Digests of the large archive: what is posted is what the operator is shown, and every day's keeps the limits."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.archive.archive import Archive
from bot.chat.digest_cards import MOST_PLAIN, digest_card, plain_digest
from bot.chat.loopback import point_at
from bot.commands.preview import preview
from bot.digest.choice import Choices
from bot.digest.schedule import SIZES, Occurrence, Plan, Schedule
from bot.sandbox import Sandbox
from bot.speech import languages
from bot.store.tables import occurrences, shown
from tests.chat.test_cards import problems
from tests.quality.scores import TODAY

from .digests import DAY, HOUR, START, Newsroom, Travel, furnished
from .stage import NOW, Stage


@pytest.fixture(scope="module")
def large(archive_en: Path, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The large archive, its index built, or that of $CLIO_TEST_HOME brought up to date."""
    ready = os.environ.get("CLIO_TEST_HOME")
    home = Path(ready) if ready else tmp_path_factory.mktemp("home")
    Archive(home, (archive_en,)).open(TODAY)
    return Stage("archive-en", archive_en, archive_en, home)


@pytest.fixture
async def room(clock: Travel, large: Stage, tmp_path: Path) -> AsyncIterator[Newsroom]:
    """A newsroom with the large archive."""
    sandbox = await Sandbox.start(clock=clock.seconds)
    point_at(sandbox.api_base, sandbox.gateway_url)
    async with furnished(sandbox, clock, large, tmp_path, pages=(large.pages,)) as newsroom:
        yield newsroom
    await sandbox.close()


async def test_what_is_posted_is_what_the_operator_is_shown(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = {"five": {"size": 5}, "ten": {"size": 10}, "space": {"about": "space", "without": "war"}}
    channels = {name: room.sandbox.world.add_channel(room.guild, name) for name in wanted}
    for name, options in wanted.items():
        await room.call("add", time="7:00", channel=channels[name], **options)
    days = 4
    await room.until(START + (days - 1) * DAY + HOUR)
    columns = select(shown.c.event).join(occurrences, occurrences.c.id == shown.c.occurrence)
    for name, options in wanted.items():
        posts = iter(room.posts(channels[name]))
        for number in range(days):
            day = (START + number * DAY).date()
            capsys.readouterr()
            empty = preview(room.settings, day, as_json=True, **options)  # type: ignore[arg-type]
            events = json.loads(capsys.readouterr().out)["events"]
            assert len(events) == options.get("size", len(events))
            if empty:
                continue
            post = next(posts)
            where = (shown.c.channel == channels[name].id, shown.c.day == day)
            async with room.desk._store.reading() as connection:
                posted = set((await connection.execute(columns.where(*where))).scalars())
            assert posted == {event["id"] for event in events}
            text = post.text.replace("\\", "")
            places = [text.find(event["headline"][:60]) for event in events]
            assert -1 not in places
            assert places == sorted(places)
            assert all(event["reason"][:40] in text for event in events)
        assert not list(posts)


def test_every_days_digest_is_a_message_that_discord_takes(large: Stage) -> None:
    archive = Archive(large.home, (large.pages,))
    archive.open(TODAY)
    choices = Choices(archive)
    mark = Occurrence(Schedule(1, 2, Plan(3, dt.time(9), "UTC"), NOW), NOW.date(), NOW).mark
    try:
        for number in range(366):
            day = dt.date(2016, 1, 1) + number * DAY
            for language in languages():
                for size in {SIZES[0], SIZES[-1]}:
                    digest = choices.choose(day, size=size, language=language)
                    card = digest_card(digest, mark, mention=2**63 - 1)
                    assert len(digest.events) == size
                    assert problems(card) == {}
                    assert card.content_length() <= 4000
                    assert card.total_children_count <= 40
                    assert len(plain_digest(digest, mark, mention=2**63 - 1)) <= MOST_PLAIN
    finally:
        archive.close()
