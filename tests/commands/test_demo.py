"""``clio demo`` from the command line: where it is, and what it says when it cannot be."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.commands import newsroom_words
from bot.commands.demo import PORT, Demo, demonstrated
from bot.commands.ledger_panel import COLUMNS, NOTHING
from bot.commands.newsroom_words import SEE_IT
from bot.digest.schedule import State
from bot.sandbox.page.panels import Word
from bot.sandbox.page.words import ENGLISH, LANGUAGES, table
from bot.sandbox.world.channels import Channel, ChannelType
from bot.sandbox.world.permissions import Permission
from bot.settings import Settings, bundled_pages
from tests.e2e.stage import come_true

SECONDS = 60.0
"""Real seconds after which a test gives up."""
NOON, DAY = 1_421_582_405.0, 86_400.0
"""18 January 2015, 12:00:05 UTC."""


@contextmanager
def demo(home: Path | str, *options: str) -> Iterator[subprocess.Popen[str]]:
    """``clio demo`` as a process of its own, ended with the block."""
    command = [sys.executable, "-m", "bot", "demo", "--no-browser", *options]
    environment = {**os.environ, "CLIO_HOME": str(home)}
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@contextmanager
def taken(port: int) -> Iterator[int]:
    """A port that somebody listens at; 0: any."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            other.bind(("127.0.0.1", port))
        except OSError:  # it is taken already, which does as well
            yield port
            return
        other.listen()
        yield other.getsockname()[1]


def test_it_prints_one_address_and_ends_when_told_to(tmp_path: Path) -> None:
    with taken(PORT), demo(tmp_path) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)  \(Ctrl-C ends it\)\n", line)
        assert found is not None
        assert int(found[1]) != PORT
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=SECONDS)
        assert (process.returncode, rest, errors) == (0, "", "")


def test_a_port_asked_for_that_is_taken_is_told(tmp_path: Path) -> None:
    with taken(0) as port, demo(tmp_path, "--port", str(port)) as process:
        _, errors = process.communicate(timeout=SECONDS)
        assert process.returncode == 2
        assert f"--port: {port} cannot be had" in errors
        assert "Traceback" not in errors


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder where nobody can write")
def test_what_stops_clio_is_told(tmp_path: Path) -> None:
    with demo("/proc/clio") as process:
        _, errors = process.communicate(timeout=SECONDS)
        assert process.returncode == 1
        assert "Clio cannot go on: " in errors
        assert "Traceback" not in errors


def test_nothing_of_the_demonstration_is_kept_beside_the_index(tmp_path: Path) -> None:
    with demo(tmp_path) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=SECONDS)
    assert not (tmp_path / "commands.json").exists()


def test_the_newsroom_says_in_every_language_what_it_says_and_leaves_the_page_its_words() -> None:
    for language in (one for one in LANGUAGES if one != ENGLISH):
        assert set(newsroom_words.SAID[language]) == {
            said for name, said in vars(newsroom_words).items() if name.isupper() and isinstance(said, str)
        }
        assert {*COLUMNS[1:], NOTHING, *(state.value for state in State)} <= set(newsroom_words.WORDS[language])
        assert set(newsroom_words.WORDS[language]) & set(table(language)) == set()


@asynccontextmanager
async def shown(home: Path) -> AsyncIterator[Demo]:
    """The demonstration with Clio ready, its clock standing still at noon."""
    settings = Settings(pages=(bundled_pages(),), home=home, _env_file=None)
    async with demonstrated(settings, real=lambda: NOON) as demo:
        await come_true(lambda: demo.program._app is not None and demo.program._app.digests.opened.is_set(), SECONDS)
        assert demo.program.digests is None, "no database is opened before somebody has something to keep"
        yield demo


async def add(demo: Demo, channel: Channel) -> None:
    """A moderator has a digest posted in a channel at nine."""
    moderator = demo.sandbox.person(next(seat.user for seat in demo.page.seats if seat.role == "moderator"))
    reply = await moderator.slash(demo.newsroom.general, "digest add", patience=SECONDS, time="9am", channel=channel)
    assert "The digest is set up" in reply.text


async def test_what_cannot_be_posted_is_paused_and_the_ledger_says_so(tmp_path: Path) -> None:
    async with shown(tmp_path) as demo:
        world, room = demo.sandbox.world, demo.newsroom
        await add(demo, room.history)
        world.overwrite(room.history, room.clio.bot, deny=Permission.SEND_MESSAGES)
        await asyncio.wait_for(demo.page.hand.run(5 * DAY), SECONDS)
        (panel,) = demo.page.panels
        paused, *rows = await panel.rows("en-US")
        assert paused[1] == Word("paused", "bad")
        assert "#history" in paused
        assert paused[-1] == "Clio may not post in the channel; let it send messages there."
        assert [(row[0], row[1]) for row in rows] == [
            (f"{day} January 2015", Word("failed", "bad")) for day in ("Wed 21", "Tue 20", "Mon 19")
        ]
        assert all(str(row[-1]).startswith(str(paused[-1])) and "50013" in str(row[-1]) for row in rows)
        world.remove_channel(room.history)
        assert "a channel that is gone" in (await panel.rows("en-US"))[0]
        await demo.program.stop()
        assert len(await panel.rows("en-US")) == 4, "what was read last stands"


async def test_a_channel_deleted_at_the_page_pauses_its_digest_and_moderators_are_told(tmp_path: Path) -> None:
    async with shown(tmp_path) as demo:
        world, room = demo.sandbox.world, demo.newsroom
        await add(demo, room.history)
        moderator = next(seat.user for seat in demo.page.seats if seat.role == "moderator")
        world.remove_channel(room.history)
        await come_true(
            lambda: "A digest is paused" in world.messages.of_channel(room.moderators.id)[-1].content, SECONDS
        )
        assert world.permissions_in(room.moderators, moderator.id) & Permission.VIEW_CHANNEL
        (panel,) = demo.page.panels
        (row,) = await panel.rows("en-US")
        assert row[1] == Word("paused", "bad")
        assert row[-1] == "The channel is no longer there; choose another one."


async def moved(demo: Demo, to: Channel) -> None:
    """A moderator has the digest posted in another channel from now on."""
    moderator = demo.sandbox.person(next(seat.user for seat in demo.page.seats if seat.role == "moderator"))
    which = (await moderator.type(demo.newsroom.general, "digest edit", "digest", ""))[0]["value"]
    reply = await moderator.slash(demo.newsroom.general, "digest edit", patience=SECONDS, digest=which, channel=to)
    assert "The digest is changed" in reply.text


async def test_what_was_posted_before_a_move_stays_where_it_was_posted(tmp_path: Path) -> None:
    async with shown(tmp_path) as demo:
        world, room = demo.sandbox.world, demo.newsroom
        forum = world.add_channel(room.guild, "days", ChannelType.FORUM)
        await add(demo, room.history)
        await asyncio.wait_for(demo.page.hand.run(DAY), SECONDS)
        await moved(demo, forum)
        await asyncio.wait_for(demo.page.hand.run(DAY), SECONDS)
        await moved(demo, room.general)
        (panel,) = demo.page.panels
        assert [(row[1], row[4]) for row in await panel.rows("en-US")] == [
            (Word("next"), "#general"), (Word("sent", "good"), "#days"), (Word("sent", "good"), "#history"),
        ]  # fmt: skip
        world.remove_channel(room.history)
        assert [row[4] for row in await panel.rows("en-US")] == ["#general", "#days", "a channel that is gone"]


async def test_time_goes_on_without_clio_and_what_was_due_meanwhile_is_missed(tmp_path: Path) -> None:
    async with shown(tmp_path) as demo:
        await add(demo, demo.newsroom.history)
        await demo.program.stop()
        await asyncio.wait_for(demo.page.hand.run(7 * DAY), SECONDS)
        await demo.program.start()
        (panel,) = demo.page.panels
        await come_true(lambda: demo.program.digests is not None, SECONDS)
        await demo.page.hand.run(0)
        rows = [row for row in await panel.rows("en-US") if row[1] != Word("next")]
        assert [row[4] for row in rows] == ["#history", *[""] * 6]
        assert [row[1] for row in rows] == [Word("sent", "good"), *[Word("missed", "bad")] * 6]


def serving() -> list[asyncio.Task[Any]]:
    """Every Clio that is running."""
    return [task for task in asyncio.all_tasks() if "App.serve" in repr(task.get_coro())]


async def test_however_often_clio_is_restarted_there_is_one(tmp_path: Path) -> None:
    async with shown(tmp_path) as demo:
        said = await asyncio.wait_for(asyncio.gather(*[demo.program.restart() for _ in range(3)]), SECONDS)
        assert said == ["Clio was stopped and is starting again."] * 3
        assert serving() == [demo.program.service]


async def test_a_restart_goes_on_without_whom_asked_for_it(tmp_path: Path) -> None:
    async with shown(tmp_path) as demo:
        before = demo.program.service
        pressed = asyncio.create_task(demo.program.restart())
        await asyncio.sleep(0)
        pressed.cancel()
        await come_true(lambda: demo.program.service is not before and demo.program._app is not None, SECONDS)
        assert serving() == [demo.program.service]


async def test_a_restart_as_all_ends_leaves_no_clio(tmp_path: Path) -> None:
    async with shown(tmp_path) as demo:
        pressed = [asyncio.create_task(demo.program.restart())]
        await asyncio.sleep(0)
        # Clio is stopping; another press comes while the demonstration waits for it to be gone.
        ending = demo.program.service
        assert ending is not None
        ending.add_done_callback(lambda _: pressed.append(asyncio.create_task(demo.program.restart())))
    assert serving() == []
    for task in pressed:
        task.cancel()


@pytest.mark.parametrize("kind", ["text", "forum"])
async def test_somebody_says_where_it_is_read_how_to_see_the_digest(tmp_path: Path, kind: str) -> None:
    async with shown(tmp_path) as demo:
        world, room = demo.sandbox.world, demo.newsroom
        forum = world.add_channel(room.guild, "days", ChannelType.FORUM)
        await add(demo, room.history if kind == "text" else forum)
        where = room.history if kind == "text" else room.general
        await come_true(lambda: world.messages.of_channel(where.id)[-1].content == SEE_IT, SECONDS)


async def test_digests_set_up_there_are_forgotten_and_touch_no_real_ones(tmp_path: Path) -> None:
    settings = Settings(pages=(bundled_pages(),), home=tmp_path, shards=2, _env_file=None)
    async with demonstrated(settings) as demo:
        await come_true(lambda: demo.program._app is not None and demo.program._app.digests.opened.is_set(), SECONDS)
    assert not [name for name in os.listdir(tmp_path) if name.startswith("clio.db")]
