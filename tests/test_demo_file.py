"""``clio demo --save``: what was said, sent, set up and turned is there again; another's file is left alone."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.commands import demo_file
from bot.commands.demo import Demo, demonstrated
from bot.commands.newsroom_words import SEE_IT
from bot.commands.opening import Trouble
from bot.sandbox.people.person import Person
from bot.sandbox.world.message import Draft, MessageFlag
from bot.sandbox.world.state import state_of
from bot.sandbox.world.world import World
from bot.settings import Settings, bundled_pages

NOON = 1_421_582_405.0
PATIENCE = 30.0
IN_USE = "--save: {save} is in use by another clio demo; end that one, or name another file."


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(pages=(bundled_pages(),), home=tmp_path_factory.mktemp("home"), _env_file=None)


@asynccontextmanager
async def shown(settings: Settings, save: Path) -> AsyncIterator[Demo]:
    """The demonstration kept in a file, Clio being there."""
    async with demonstrated(settings, real=lambda: NOON, save=save) as demo:
        there = asyncio.Event()
        # By then its commands are registered.
        demo.page.traffic.listen(lambda entry: there.set() if entry.title == "READY" else None)
        await asyncio.wait_for(there.wait(), PATIENCE)
        yield demo


def files(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def person(demo: Demo, role: str) -> Person:
    return demo.sandbox.person(next(seat.user for seat in demo.page.seats if seat.role == role))


async def test_all_comes_back(settings: Settings, tmp_path: Path) -> None:
    save = tmp_path / "newsroom.json"
    async with shown(settings, save) as demo:
        room, maya, noor = demo.newsroom, person(demo, "member"), person(demo, "moderator")
        file = maya.file(room.general, "notes é.txt", b"\x00\xff notes")
        said = (await maya.say(room.general, "Kept, with *notes*", files=[file])).message
        noor.react(said, "👍")
        demo.sandbox.world.remove_channel(room.thread)
        demo.page.reads.note(noor.user, room.general)
        demo.page.languages[maya.user.id] = "zh-CN"
        demo.page.dismissed[maya.user.id] = {said.id}
        await noor.slash(room.general, "digest add", channel=room.history, time="09:00")
        await demo.page.hand.jump(NOON + 400 * 86_400)
        before, first = state_of(demo.sandbox.world), demo.sandbox.world.uploads.url
    async with shown(settings, save) as demo:
        world, room = demo.sandbox.world, demo.newsroom
        assert world.channels.find(room.thread.id) is None
        assert demo.page.hand() == NOON + 400 * 86_400
        again = world.messages.get(room.general.id, said.id)
        assert (again.content, again.attachments[0].content) == ("Kept, with *notes*", b"\x00\xff notes")
        assert again.reactions[0].emoji == "👍"
        assert demo.page.reads.upto(person(demo, "moderator").user, room.general) == said.id
        assert (demo.page.languages, demo.page.dismissed) == ({maya.user.id: "zh-CN"}, {maya.user.id: {said.id}})
        assert first not in again.attachments[0].url
        async with aiohttp.ClientSession() as session, session.get(again.attachments[0].url) as answer:
            assert await answer.read() == b"\x00\xff notes"
        assert [one.id for one in world.channels.all()] == [one.id for one in before.channels]
        listed = await person(demo, "moderator").slash(room.general, "digest list")
        assert "09:00" in listed.text
        told = [one for one in world.messages.of_channel(room.history.id) if one.content == SEE_IT]
        assert len(told) == 1
        fresh = (await person(demo, "member").say(room.general, "later")).message
        assert fresh.id > max(one.id for one in before.messages)


async def test_files_that_were_never_sent_are_not_kept(settings: Settings, tmp_path: Path) -> None:
    save = tmp_path / "newsroom.json"
    async with demonstrated(settings, save=save) as demo:
        maya, room, uploads = person(demo, "member"), demo.newsroom, demo.sandbox.world.uploads
        await maya.say(room.general, "", files=[maya.file(room.general, "sent.txt", b"sent")])
        await maya.say(room.general, f"see {maya.file(room.general, 'linked.txt', b'linked').url}")
        shown = ({"type": 12, "items": [{"media": {"url": maya.file(room.general, "shown.png", b"shown").url}}]},)
        draft = Draft(components=shown, flags=MessageFlag.IS_COMPONENTS_V2)
        demo.sandbox.world.messages.post(room.general, room.clio.bot, draft)
        maya.file(room.general, "picked.txt", b"picked")
        gone = (await maya.say(room.general, "", files=[maya.file(room.general, "gone.txt", b"gone")])).message
        maya.delete(gone)
        assert len(uploads.all()) == 5
    async with demonstrated(settings, save=save) as demo:
        uploads = demo.sandbox.world.uploads
        assert [(one.filename, one.content) for one in uploads.all()] == [
            ("sent.txt", b"sent"),
            ("linked.txt", b"linked"),
            ("shown.png", b"shown"),
        ]


async def test_it_is_written_while_it_goes_on(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, put, written = tmp_path / "newsroom.json", demo_file._put, asyncio.Event()
    loop = asyncio.get_running_loop()

    def putting(path: Path, text: bytes) -> None:
        put(path, text)
        if b"written before the end" in path.read_bytes():
            loop.call_soon_threadsafe(written.set)

    monkeypatch.setattr(demo_file, "PAUSE", 0.01)
    monkeypatch.setattr(demo_file, "_put", putting)
    async with shown(settings, save) as demo:
        await person(demo, "member").say(demo.newsroom.general, "written before the end")
        await asyncio.wait_for(written.wait(), PATIENCE)
    assert files(tmp_path) == ["newsroom.json"]


async def test_what_cannot_be_written_once_ends_no_saving(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    save, put, written = tmp_path / "newsroom.json", demo_file._put, asyncio.Event()
    loop, failed = asyncio.get_running_loop(), asyncio.Event()

    class Log(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            failed.set()

    def putting(path: Path, text: bytes) -> None:
        put(path, text)
        if b"written after all" in text:
            loop.call_soon_threadsafe(written.set)

    monkeypatch.setattr(demo_file, "PAUSE", 0.01)
    monkeypatch.setattr(demo_file, "_put", putting)
    monkeypatch.setattr(demo_file._log, "handlers", [Log()])
    async with demonstrated(settings, save=save) as demo:
        database = demo.program.home / demo_file.DATABASE
        database.write_bytes(b"no database" * 100)
        anna = person(demo, "member")
        await anna.say(demo.newsroom.general, "while the database is broken")
        await asyncio.wait_for(failed.wait(), PATIENCE)
        assert "Clio's database cannot be read (file is not a database). It is tried again." in caplog.text
        database.unlink()
        failed.clear()
        half = await anna.say(demo.newsroom.general, "\ud83d")
        await asyncio.wait_for(failed.wait(), PATIENCE)
        assert "could not be written; it is tried again at the next change." in caplog.text
        anna.edit(half.message, "written after all")
        await asyncio.wait_for(written.wait(), PATIENCE)


async def test_the_last_write_waits_for_the_one_under_way(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, put, begun = tmp_path / "newsroom.json", demo_file._put, asyncio.Event()
    loop, busy, met = asyncio.get_running_loop(), threading.Lock(), threading.Event()

    def putting(path: Path, text: bytes) -> None:
        if not busy.acquire(blocking=False):
            met.set()
            return
        try:
            if b"the first words" in text and b"the last words" not in text:
                loop.call_soon_threadsafe(begun.set)
                met.wait(0.5)  # a slow disk
            put(path, text)
        finally:
            busy.release()

    monkeypatch.setattr(demo_file, "PAUSE", 0.01)
    monkeypatch.setattr(demo_file, "_put", putting)
    async with demonstrated(settings) as demo:
        async with demo_file.saving(demo, save):
            await person(demo, "member").say(demo.newsroom.general, "the first words")
            await asyncio.wait_for(begun.wait(), PATIENCE)
            await person(demo, "member").say(demo.newsroom.general, "the last words")
        assert not met.is_set()
        assert b"the last words" in save.read_bytes()


@pytest.mark.parametrize(
    "text", [b"", b"{", b"not json", b"[]", b'{"form": "clio demo 0"}', b"\xff\xfe", b'{"form": "clio demo 1"}', None]
)
async def test_a_file_that_keeps_nothing_is_named_and_left(
    settings: Settings, tmp_path: Path, text: bytes | None
) -> None:
    save = tmp_path / "mine.json"
    if text is None:
        save.mkdir()
    else:
        save.write_bytes(text)
    with pytest.raises(Trouble, match=r"--save: .*mine\.json .*ame another file\.") as caught:
        async with demonstrated(settings, save=save):
            pass
    assert caught.value.exit_code == 2
    assert text is None or save.read_bytes() == text
    assert files(tmp_path) == ["mine.json"]


async def test_a_saved_file_cut_short_is_named_and_left(settings: Settings, tmp_path: Path) -> None:
    save = tmp_path / "newsroom.json"
    async with demonstrated(settings, save=save):
        pass
    whole = save.read_bytes()
    assert json.loads(whole)["form"] == "clio demo 1"
    save.write_bytes(whole[:-20])
    with pytest.raises(Trouble, match="is damaged"):
        async with demonstrated(settings, save=save):
            pass
    assert save.read_bytes() == whole[:-20]


async def test_a_place_that_cannot_be_written_is_told_at_the_start(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="cannot be written"):
        async with demonstrated(settings, save=tmp_path / "nowhere" / "mine.json"):
            pass


async def test_a_file_in_use_is_told_and_left(settings: Settings, tmp_path: Path) -> None:
    save = tmp_path / "mine.json"
    async with demonstrated(settings, save=save) as demo:
        await person(demo, "member").say(demo.newsroom.general, "by the first")
        before = save.read_bytes()
        with pytest.raises(Trouble) as caught:
            async with demonstrated(settings, save=save):
                pass
        assert str(caught.value) == IN_USE.format(save=save)
        assert caught.value.exit_code == 2
        assert save.read_bytes() == before
    async with demonstrated(settings, save=save) as demo:
        said = demo.sandbox.world.messages.of_channel(demo.newsroom.general.id)
        assert said[-1].content == "by the first"
    assert files(tmp_path) == ["mine.json"]


def test_two_processes_are_kept_apart_and_a_killed_one_leaves_the_file_free(tmp_path: Path) -> None:
    save = tmp_path / "mine.json"
    home = {**os.environ, "CLIO_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "bot", "demo", "--no-browser", "--save", str(save)]

    def begun() -> subprocess.Popen[str]:
        return subprocess.Popen(command, env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    first = begun()
    try:
        assert first.stdout is not None
        assert first.stdout.readline().startswith("http://")
        second = subprocess.run(command, env=home, capture_output=True, text=True, timeout=PATIENCE)
        assert second.returncode == 2
        assert second.stdout == ""
        assert second.stderr.strip().endswith(IN_USE.format(save=save))
    finally:
        first.kill()
        first.communicate()
    third = begun()
    try:
        assert third.stdout is not None
        assert third.stdout.readline().startswith("http://")
        third.send_signal(signal.SIGTERM)
        assert third.communicate(timeout=PATIENCE) == ("", "")
        assert third.returncode == 0
    finally:
        third.kill()
        third.communicate()


def test_a_state_is_whole() -> None:
    """What a new world holds beside what is under way is in its state."""
    kept = {"users", "guilds", "channels", "messages", "uploads", "commands", "grants", "snowflakes"}
    without = {"clock", "events", "threads", "reactions", "webhooks", "interactions", "replies"}
    assert set(vars(World(lambda: NOON))) == kept | without
