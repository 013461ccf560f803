"""The one door: what it gives, from one consistent state, while pages change and others ask."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import multiprocessing
import os
import random
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.archive import build, bulk
from bot.archive.archive import Archive, index_path
from bot.archive.build import refresh
from bot.archive.event import Problem
from bot.archive.index import IndexUnusable
from bot.archive.report import BuildReport
from tests.archive.writing import TODAY, Pages, everything, opened

BUNDLED = Path(__file__).parents[2] / "data"


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "pages")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def elsewhere(work: Callable[..., object], *arguments: object) -> ProcessPoolExecutor:
    """Another process, doing ``work``; leave its context to wait for it."""
    pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
    pool.submit(work, *arguments)
    return pool


# What an archive gives


def test_an_event_is_had_by_id_and_by_every_spelling_of_its_path(pages: Pages, home: Path) -> None:
    path = pages.published("2013-01-18", "Troops recapture Konna.")
    archive = opened(home, pages.root)
    entry = archive.get(path)
    assert entry is not None
    assert (entry.event.path, entry.event.date) == (path, dt.date(2013, 1, 18))
    for reference in (f"/{path}", f" {path} ", entry.id):
        assert archive.get(reference) == entry
    for nothing in ("", "x", "0" * 16, "G" * 16, "news/2013/01/18/other.md", "/", "\0", "zh/", entry.id.upper() + "x"):
        assert archive.get(nothing) is None


def test_an_id_stays_the_same_over_changes_and_rebuilds(pages: Pages, home: Path) -> None:
    path = pages.published("2013-01-18", "Troops recapture Konna.")
    archive = opened(home, pages.root)
    before = archive.get(path)
    assert before is not None
    pages.published("2012-01-01", "An earlier event.")
    pages.raw(path, (pages.root / path).read_bytes().replace(b"Konna", b"Gao"))
    archive.reload(TODAY)
    changed = archive.get(before.id)
    assert changed is not None
    assert changed.event.headline == "Troops recapture Gao."
    archive.reload(TODAY, from_nothing=True)
    rebuilt = archive.get(path)
    assert rebuilt is not None
    assert rebuilt.id == before.id


def test_two_archives_with_the_same_path_are_both_opened_and_each_named(tmp_path: Path) -> None:
    english, chinese = Pages(tmp_path / "en"), Pages(tmp_path / "zh")
    path = english.published("2013-01-18", "Troops recapture Konna.", slug="konna")
    assert chinese.published("2013-01-18", "马里军队夺回科纳", slug="konna") == path
    (english.root / "archive.toml").write_text('name = "News"\nlanguage = "en"\nlicence = "CC BY-SA 3.0"\n')
    (chinese.root / "archive.toml").write_text('name = "新闻"\nlanguage = "zh"\nsource = "门户"\n')
    archive = opened(tmp_path / "home", english.root, chinese.root)
    entries = archive.snapshot.entries(range(2))
    told = {entry.event.headline: entry for entry in entries}
    assert len({entry.id for entry in entries}) == 2
    assert told["Troops recapture Konna."].archive.licence == "CC BY-SA 3.0"
    assert (told["马里军队夺回科纳"].archive.name, told["马里军队夺回科纳"].archive.source) == ("新闻", "门户")
    for entry in entries:
        assert archive.get(entry.id) == entry
    assert archive.get(path) == told["Troops recapture Konna."]
    assert [found.name for found in archive.status().folders] == ["News", "新闻"]
    (chinese.root / path).unlink()
    archive.reload(TODAY)
    assert archive.get(path) == archive.snapshot.entry(0)
    assert len(archive.snapshot) == 1


def test_problems_are_counted_page_by_page_in_each_folder(tmp_path: Path) -> None:
    one, other = Pages(tmp_path / "one"), Pages(tmp_path / "other")
    for folder in (one, other):
        folder.raw("bad.md", b"")
        folder.published("2013-01-18", "2013 Egyptian protests", slug="name")
    archive = opened(tmp_path / "home", one.root, other.root)
    status = archive.status()
    assert (status.events, status.years, status.refused) == (2, (2013, 2013), 2)
    assert status.doubtful == 2
    assert sorted(finding.problem for finding in archive.findings()) == [Problem.EMPTY] * 2 + [Problem.TOPIC_ONLY] * 2


def test_a_changed_description_is_shown_after_a_reload(pages: Pages, home: Path) -> None:
    path = pages.published("2013-01-18", "Troops recapture Konna.")
    archive = opened(home, pages.root)
    (pages.root / "archive.toml").write_text('name = "News"\n')
    archive.reload(TODAY)
    entry = archive.get(path)
    assert entry is not None
    assert entry.archive.name == archive.status().folders[0].name == "News"


def test_chance_is_the_callers_and_a_name_alone_is_never_drawn(pages: Pages, home: Path) -> None:
    for day in range(1, 9):
        pages.published(f"2013-01-0{day}", f"Troops reach town {day}.", context="Mali" if day < 3 else "Chad")
    pages.published("2013-01-09", "2013 Egyptian protests")
    archive = opened(home, pages.root)
    drawn = [archive.any(random.Random(seed)) for seed in range(40)]
    assert drawn == [archive.any(random.Random(seed)) for seed in range(40)]
    headlines = {entry.event.headline for entry in drawn if entry}
    assert len(headlines) == 8
    assert "2013 Egyptian protests" not in headlines
    about = {entry.event.contexts[0] for seed in range(20) if (entry := archive.any(random.Random(seed), "Mali"))}
    assert about == {"Mali"}
    assert archive.any(random.Random(1), "zebra") is None


def test_an_archive_of_nothing_answers_everything_with_nothing(pages: Pages, home: Path) -> None:
    archive = opened(home, pages.root)
    assert archive.status().years is None
    assert archive.about("war")[0].numbers == ()
    assert archive.about("")[0].numbers == ()
    assert archive.on_day(1, 18, 2024)[0] == []
    assert archive.on_day(2, 29, 2024, "war")[0] == []
    assert archive.any(random.Random(1)) is None
    assert archive.related("x") is None
    assert archive.complete("w") == []
    assert archive.nearest_contexts("w") == []
    assert archive.findings() == []


def test_a_folder_that_is_missing_for_a_while_empties_nothing(pages: Pages, home: Path, tmp_path: Path) -> None:
    pages.published("2013-01-18", "The army recaptures Konna.")
    archive = opened(home, pages.root)
    away = pages.root.rename(tmp_path / "unmounted")
    with pytest.raises(OSError, match="is not there; the archive stays as it was"):
        archive.reload(TODAY)
    assert archive.about("konna")[0].total == 1
    away.rename(pages.root)
    assert archive.reload(TODAY).nothing_changed


def test_an_archive_that_is_not_open_says_so(pages: Pages, home: Path) -> None:
    archive = Archive(home, [pages.root])
    with pytest.raises(IndexUnusable, match="not open"):
        archive.get("x")
    archive.close()


def test_every_list_of_folders_has_an_index_of_its_own(home: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    paths = {index_path(home, roots) for roots in ([one], [other], [one, other], [other, one])}
    assert len(paths) == 4
    assert index_path(home, [one]) == index_path(home, [tmp_path / "x" / ".." / "one"])


# While it is being rebuilt


def test_who_holds_the_old_state_goes_on_reading_it(pages: Pages, home: Path) -> None:
    path = pages.published("2013-01-18", "Troops recapture Konna.")
    archive = opened(home, pages.root)
    old = archive.snapshot
    pages.raw(path, (pages.root / path).read_bytes().replace(b"Konna", b"Gao"))
    archive.reload(TODAY)
    archive.reload(TODAY, from_nothing=True)
    assert old.entry(0).event.headline == "Troops recapture Konna."
    assert archive.snapshot.entry(0).event.headline == "Troops recapture Gao."


def test_eight_people_ask_while_it_is_reloaded_again_and_again(pages: Pages, home: Path) -> None:
    """Every state has all its events of one generation; nobody may see a mixture."""

    def write(generation: int) -> None:
        for day in range(1, 13):
            if generation % 3 or day != 5:
                pages.published(
                    f"2013-01-{day:02}",
                    f"Troops reach town {day} again.",
                    slug=f"p{day}",
                    summary=f"round{generation}x",
                )
            elif (pages.root / "news/2013/01/5/p5.md").exists():
                pages.remove("news/2013/01/5/p5.md")

    write(1)
    archive = opened(home, pages.root)
    done = threading.Event()

    def ask(seed: int) -> int:
        chance, asked = random.Random(seed), 0
        while not done.is_set() or not asked:
            found, snapshot = archive.about(chance.choice(("troops", "town 7", "tron", "round2x")))
            summaries = {entry.event.summary for entry in snapshot.entries(range(len(snapshot)))}
            assert len(summaries) == 1
            assert all(number < len(snapshot) for number in found.numbers)
            numbers, _, snapshot = archive.on_day(1, 7, 2024)
            assert [snapshot.entry(number).event.date.day for number in numbers] == [7]
            related = archive.related("news/2013/01/7/p7.md")
            assert related is not None
            assert all(related[2].entry(other.number) for other in related[1])
            archive.complete(chance.choice(("tr", "town")))
            asked += 1
        return asked

    with ThreadPoolExecutor(8) as people:
        asking = [people.submit(ask, seed) for seed in range(8)]
        try:
            for generation in range(2, 22):
                write(generation)
                archive.reload(TODAY, from_nothing=generation % 7 == 0)
        finally:
            done.set()
        assert all(future.result() for future in asking)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to count open files")
def test_files_do_not_pile_up_over_a_hundred_reloads(pages: Pages, home: Path) -> None:
    path = pages.published("2013-01-18", "Troops recapture Konna.")
    archive = opened(home, pages.root)
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(100):
        pages.raw(path, (pages.root / path).read_bytes() + b"\n")
        archive.reload(TODAY)
        archive.about("konna")
    assert len(os.listdir("/proc/self/fd")) <= before + 1
    assert sorted(file.suffix for file in home.iterdir()) == [".index", ".lock"]


def test_what_another_process_has_indexed_is_answered_from_after_a_reload(pages: Pages, home: Path) -> None:
    pages.published("2013-01-18", "Troops recapture Konna.")
    one, other = opened(home, pages.root), opened(home, pages.root)
    path = pages.published("2013-01-19", "A bridge opens.")
    one.reload(TODAY)
    assert other.get(path) is None
    assert other.reload(TODAY).nothing_changed
    assert other.get(path) is not None


def _refresh(barrier: threading.Barrier, path: Path, root: Path) -> BuildReport:
    barrier.wait(30)
    return refresh(path, [root], TODAY)


def test_of_two_processes_one_builds_and_the_other_finds_it_done(pages: Pages, home: Path) -> None:
    for day in range(1, 29):
        pages.published(f"2013-01-{day:02}", f"Troops reach town {day}.")
    path = index_path(home, [pages.root])
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager, ProcessPoolExecutor(2, mp_context=context) as pool:
        barrier = manager.Barrier(2)
        reports = [pool.submit(_refresh, barrier, path, pages.root) for _ in range(2)]
        told = sorted((future.result() for future in reports), key=lambda report: report.rebuilt)
    assert told[0].nothing_changed
    assert told[1].rebuilt
    assert told[0].events == told[1].events == 28


def _die_before_the_swap(home: Path, root: Path) -> None:
    def die(*_: object) -> None:
        os._exit(9)

    build.os.replace = die  # type: ignore[attr-defined]
    Archive(home, [root]).reload(TODAY)


def test_a_builder_that_dies_leaves_the_old_index_in_use(pages: Pages, home: Path) -> None:
    pages.published("2013-01-18", "Troops recapture Konna.")
    before = everything(opened(home, pages.root))
    added = pages.published("2013-01-19", "A bridge opens.")
    with elsewhere(_die_before_the_swap, home, pages.root):
        pass
    assert [file.suffix for file in sorted(home.iterdir())] == [".index", ".lock", ".new"]
    archive = Archive(home, [pages.root])
    assert archive.open(TODAY) is None
    assert everything(archive).events == before.events
    assert archive.reload(TODAY).added == 1
    assert archive.get(added) is not None
    assert [file.suffix for file in sorted(home.iterdir())] == [".index", ".lock"]


def _die(*_: object) -> None:
    os._exit(9)


@pytest.mark.parametrize("killed", [False, True])
def test_pages_are_read_by_all_cores_and_by_one_if_the_others_are_killed(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed: bool
) -> None:
    plain = opened(home, BUNDLED)
    monkeypatch.setattr(bulk, "_FEW_PAGES", 1)
    monkeypatch.setattr(bulk, "_PAGES_A_BATCH", 100)
    if killed:
        monkeypatch.setattr(bulk, "work", _die)
    progress: list[tuple[int, int]] = []
    archive = Archive(tmp_path / "many", [BUNDLED])
    report = archive.open(TODAY, lambda done, total: progress.append((done, total)))
    assert report is not None
    assert progress[0] == (0, report.added)
    assert progress[-1] == (report.added, report.added)
    assert progress == sorted(progress)
    assert archive.snapshot.contents.keys.tolist() == plain.snapshot.contents.keys.tolist()
    assert archive.snapshot.entries(range(20)) == plain.snapshot.entries(range(20))


async def test_a_rebuild_in_a_thread_leaves_the_event_loop_free(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_FEW_PAGES", 1)
    archive = await asyncio.to_thread(opened, home, BUNDLED)
    rebuilding = asyncio.create_task(asyncio.to_thread(archive.reload, TODAY, from_nothing=True))
    answers = 0
    while not rebuilding.done() and answers < 20:
        assert (await asyncio.to_thread(archive.about, "earthquake"))[0].numbers
        answers += 1
    assert (await rebuilding).rebuilt
    assert answers > 1


# Where it cannot be written


def test_a_home_that_is_no_folder_is_said_in_words(pages: Pages, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r"index cannot be written in .*file"):
        Archive(tmp_path / "file", [pages.root]).open(TODAY)
    with pytest.raises(OSError, match=r"index cannot be written in .*file/home"):
        Archive(tmp_path / "file" / "home", [pages.root]).open(TODAY)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_home_that_may_not_be_written_is_said_in_words(pages: Pages, home: Path) -> None:
    archive = opened(home, pages.root)
    pages.published("2013-01-18", "Troops recapture Konna.")
    home.chmod(0o500)
    try:
        with pytest.raises(OSError, match="index cannot be written"):
            archive.reload(TODAY)
    finally:
        home.chmod(0o700)


def test_an_index_that_cannot_be_swapped_in_is_said_in_words_and_the_old_state_stays(
    pages: Pages, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pages.published("2013-01-18", "Troops recapture Konna.")
    archive = opened(home, pages.root)
    pages.published("2013-01-19", "A bridge opens.")

    def refuse(*_: object) -> None:
        raise PermissionError(30, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        with pytest.raises(OSError, match=r"^The archive's index cannot be written in .*: Read-only file system\.$"):
            archive.reload(TODAY)
    assert archive.get(path) is not None
    assert sorted(file.suffix for file in home.iterdir()) == [".index", ".lock"]
    assert archive.reload(TODAY).added == 1


def _with_a_full_disk(home: Path, root: Path, told: Path) -> None:
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    try:
        Archive(home, [root]).reload(TODAY)
    except OSError as error:
        told.write_text(str(error))


@pytest.mark.parametrize("built_before", [False, True])
def test_a_disk_that_is_full_is_said_in_words_and_the_old_index_stays(
    pages: Pages, home: Path, tmp_path: Path, built_before: bool
) -> None:
    pages.published("2013-01-18", "Troops recapture Konna.", summary="It goes on. " * 1000)
    if built_before:
        opened(home, pages.root)
        pages.published("2013-01-19", "A bridge opens.")
    told = tmp_path / "told"
    with elsewhere(_with_a_full_disk, home, pages.root, told):
        pass
    assert "index cannot be written" in told.read_text()
    assert not list(home.glob("*.new"))
    archive = Archive(home, [pages.root])
    assert (archive.open(TODAY) is None) == built_before
    assert len(archive.snapshot) == 1
