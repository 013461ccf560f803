"""Keeping the archive: progress as it is made, one reload at a time, a damaged index built anew."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from watchfiles import Change

from bot.archive.archive import Archive
from bot.archive.index import IndexUnusable
from bot.chat.archivist import Archivist, Progress, Reload, ReloadFailed, ReloadRunning, ReloadTooSoon, Stage
from bot.chat.rebuild import Rebuild, RebuildEnded
from bot.chat.watching import _Pages
from tests.small import write_page, write_pages

NOW = dt.datetime(2015, 1, 18, 12, tzinfo=dt.UTC)


class Hand:
    """A clock put forward by hand."""

    now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "home", [write_pages(tmp_path / "pages")])


@pytest.fixture
async def archivist(archive: Archive) -> AsyncIterator[Archivist]:
    made = Archivist(archive, Hand())
    await made.open()
    yield made
    made.close()


def test_pages_read_are_told_as_they_are_read(archive: Archive) -> None:
    told: list[tuple[int, int]] = []
    report = Rebuild(archive.path, archive.roots, NOW.date()).run(lambda read, pages: told.append((read, pages)))
    assert report.events == 5
    assert told == [(0, 5), (5, 5)]


def test_what_goes_wrong_elsewhere_is_raised_here(archive: Archive, tmp_path: Path) -> None:
    gone = Rebuild(archive.path, [tmp_path / "nowhere"], NOW.date())
    with pytest.raises(OSError, match="is not there; the archive stays as it was"):
        gone.run(lambda read, pages: None)
    stopped = Rebuild(archive.path, archive.roots, NOW.date())
    stopped.stop()
    with pytest.raises(RebuildEnded):
        stopped.run(lambda read, pages: None)


def test_progress_has_stages() -> None:
    reload = Reload()
    assert reload.progress == Progress(Stage.LOOKING)
    reload.tell(0, 5)
    assert reload.progress == Progress(Stage.READING, 0, 5)
    reload.tell(5, 5)
    assert reload.progress.stage is Stage.WRITING


async def test_one_reload_at_a_time_and_one_a_minute(archivist: Archivist) -> None:
    clock = archivist._clock
    assert isinstance(clock, Hand)
    first = archivist.reload()
    with pytest.raises(ReloadRunning):
        archivist.reload()
    standing = await archivist.standing()
    assert standing.reload is not None
    await first.task
    for passed, wait in ((0.0, 60), (0.5, 60), (59.1, 1)):
        clock.now = NOW + dt.timedelta(seconds=passed)
        with pytest.raises(ReloadTooSoon) as caught:
            archivist.reload()
        assert caught.value.seconds == wait
    clock.now = NOW + dt.timedelta(seconds=60)
    assert (await archivist.reload().task).report.nothing_changed
    assert (await archivist.standing()).reload is None


async def test_a_clock_that_was_put_back_keeps_nobody_waiting(archivist: Archivist) -> None:
    clock = archivist._clock
    assert isinstance(clock, Hand)
    await archivist.reload().task
    clock.now = NOW - dt.timedelta(hours=1)
    assert (await archivist.reload().task).report.nothing_changed
    with pytest.raises(ReloadTooSoon) as caught:
        archivist.reload()
    assert caught.value.seconds == 60


async def test_pages_that_change_during_a_reload_are_caught_up_with(archivist: Archivist, archive: Archive) -> None:
    asked = archivist.reload()
    write_page(archive.roots[0], "news/2014/05/01/new.md", "---\ndate: 2014-05-01\ntitle: A new page\n---\n")
    await asyncio.gather(archivist.catch_up(), archivist.catch_up())
    assert asked.task.done()
    assert archive.get("news/2014/05/01/new.md") is not None


async def test_an_index_found_damaged_is_built_anew(archive: Archive) -> None:
    Rebuild(archive.path, archive.roots, NOW.date()).run(lambda read, pages: None)
    with closing(sqlite3.connect(archive.path)) as file, file:
        file.execute("UPDATE entry SET body = x'00'")
    archivist = Archivist(archive, Hand())
    await archivist.open()
    with pytest.raises(IndexUnusable):
        archive.snapshot.entry(0)
    done = await archivist.reload().task
    assert done.report.rebuilt
    assert archive.snapshot.entry(0).event.headline
    archivist.close()


async def test_a_reload_that_had_not_begun_when_clio_stops_says_so_too(archivist: Archivist) -> None:
    busy, done = threading.Event(), threading.Event()
    archivist._building.submit(lambda: (busy.set(), done.wait(10)))
    await asyncio.to_thread(busy.wait, 10)
    reload = archivist.reload()
    await asyncio.sleep(0)  # its thread is asked for, and has other work
    archivist.close()
    done.set()
    with pytest.raises(ReloadFailed, match="shutting down"):
        await reload.task


async def test_a_reload_given_up_says_so(archivist: Archivist) -> None:
    reload = archivist.reload()
    archivist.close()
    with pytest.raises(ReloadFailed):
        await reload.task


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("news/2014/a.md", True),
        ("a.MD", True),
        ("archive.toml", True),
        ("news/2015", True),
        ("picture.jpg", False),
        (".git/index.md", False),
        ("news/.a.md.swp", False),
        ("archive-0123.index", False),
        ("archive-0123.new", False),
        ("archive-0123.lock", False),
    ],
)
def test_what_may_change_an_archive(tmp_path: Path, path: str, wanted: bool) -> None:
    (tmp_path / "picture.jpg").write_bytes(b"")
    pages = _Pages([str(tmp_path)], tmp_path / "archive-0123.index")
    assert pages(Change.added, str(tmp_path / path)) is wanted


def test_what_has_ended_is_not_ended_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuild = Rebuild(archive.path, archive.roots, NOW.date())
    rebuild.run(lambda read, pages: None)
    ended: list[int] = []
    monkeypatch.setattr("os.killpg", lambda group, number: ended.append(group))
    rebuild.stop()
    assert ended == []
