"""Keeping the index up to date: an update gives what building anew gives, and reads no more than it must."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.archive import reading
from bot.archive.archive import Archive
from bot.archive.event import Problem
from bot.archive.folder import Folder
from bot.archive.report import EventsTold
from tests.archive.writing import TODAY, Everything, Pages, everything, opened


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "pages")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def anew(tmp_path: Path, *roots: Path, questions: tuple[str, ...] = (), today: dt.date = TODAY) -> Everything:
    """What an archive built from nothing says."""
    archive = Archive(tmp_path / "anew", roots)
    archive.reload(today, from_nothing=True)
    return everything(archive, questions)


def headlines(archive: Archive) -> list[str]:
    snapshot = archive.snapshot
    return [entry.event.headline for entry in snapshot.entries(range(len(snapshot)))]


def problems(archive: Archive) -> list[tuple[Problem, str]]:
    return [(finding.problem, finding.path) for finding in archive.findings()]


def test_an_index_once_built_is_opened_without_reading_a_page(
    pages: Pages, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.published("2013-01-18", "Troops recapture Konna.", context="Mali")
    report = Archive(home, [pages.root]).open(TODAY)
    assert report is not None
    assert (report.rebuilt, report.added, report.events) == (True, 1, 1)

    def refuse(*_: object) -> None:
        raise AssertionError("a page was looked at")

    monkeypatch.setattr(Folder, "scan", refuse)
    monkeypatch.setattr(Folder, "read", refuse)
    archive = Archive(home, [pages.root])
    assert archive.open(TODAY) is None
    assert headlines(archive) == ["Troops recapture Konna."]


def test_added_changed_and_removed_pages_are_taken_up(pages: Pages, home: Path) -> None:
    pages.published("2013-01-18", "Troops recapture Konna.")
    leaves = pages.published("2013-01-19", "A minister leaves.")
    archive = opened(home, pages.root)
    pages.front_matter("2012-05-01", "A bridge opens.")
    pages.published("2013-01-18", "Troops take Konna back.", slug="troops-recapture-konna")
    pages.remove(leaves)
    report = archive.reload(TODAY)
    assert (report.added, report.changed, report.removed, report.rebuilt) == (1, 1, 1, False)
    assert report.told == EventsTold(1, 1, 1)
    assert headlines(archive) == ["A bridge opens.", "Troops take Konna back."]
    assert archive.about("minister")[0].numbers == ()
    assert archive.reload(TODAY).nothing_changed


def test_events_are_counted_apart_from_pages(pages: Pages, home: Path) -> None:
    pages.published("2013-01-18", "Troops recapture the town of Konna.")
    bridge = pages.published("2013-01-18", "A bridge opens.")
    archive = opened(home, pages.root)
    # A twin is no event of its own; an empty page is none at all; what else happened on the day stays as it was.
    pages.published("2013-01-18", "Mali:Troops recapture the town of Konna.")
    pages.raw("news/2013/01/18/empty.md", b"")
    report = archive.reload(TODAY)
    assert (report.added, report.told) == (2, EventsTold(changed=1))
    pages.raw(bridge, b"")
    report = archive.reload(TODAY)
    assert (report.changed, report.told) == (1, EventsTold(removed=1))
    assert archive.reload(TODAY).told == EventsTold()
    assert archive.reload(TODAY, from_nothing=True).told is None


def test_an_unchanged_text_with_a_new_time_is_no_change(pages: Pages, home: Path) -> None:
    path = pages.published("2013-01-18", "Troops recapture Konna.")
    archive = opened(home, pages.root)
    pages.touch(path)
    assert archive.reload(TODAY).nothing_changed


def test_a_touched_page_is_read_once_and_then_left_alone(
    pages: Pages, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pages.published("2013-01-18", "Troops recapture Konna.")
    archive = opened(home, pages.root)
    pages.touch(path)
    reads: list[str] = []
    read = Folder.read
    monkeypatch.setattr(Folder, "read", lambda self, path: reads.append(path) or read(self, path))
    archive.reload(TODAY)
    archive.reload(TODAY)
    assert reads == [path]


@pytest.mark.parametrize("bad", [b"", b"\xff\xfe no text", b"a\0b", b"x" * (1024 * 1024 + 1), b"no date, no headline"])
def test_a_page_that_can_no_longer_be_used_drops_its_event_and_is_told(pages: Pages, home: Path, bad: bytes) -> None:
    path = pages.published("2013-01-18", "Troops recapture Konna.")
    pages.published("2013-01-18", "A bridge opens.")
    archive = opened(home, pages.root)
    pages.raw(path, bad)
    report = archive.reload(TODAY)
    assert (report.changed, report.refused, report.events) == (1, 1, 1)
    assert archive.get(path) is None
    assert [where for _, where in problems(archive)] == [path]
    pages.published("2013-01-18", "Troops recapture Konna.")
    assert archive.reload(TODAY).refused == 0
    assert archive.get(path) is not None


def test_a_page_that_may_not_be_read_is_told_and_read_again_when_it_may(
    pages: Pages, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pages.published("2013-01-18", "Troops recapture Konna.")
    opened_file = os.open

    def refuse(file: str, *rest: int) -> int:
        if str(file).endswith(".md"):
            raise PermissionError(13, "Permission denied", file)
        return opened_file(file, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        archive = opened(home, pages.root)
    assert problems(archive) == [(Problem.UNREADABLE, path)]
    # A permission given changes neither size nor time.
    archive.reload(TODAY)
    assert archive.get(path) is not None
    assert problems(archive) == []


def test_a_removed_page_stays_by_name_in_those_that_list_it(pages: Pages, home: Path) -> None:
    gone = pages.published("2013-01-18", "Troops recapture Konna.")
    lists = pages.published("2013-03-23", "The war goes on.", related=[(gone, "Troops recapture Konna", "Mali, War")])
    archive = opened(home, pages.root)

    def links() -> list[tuple[str, str, tuple[str, ...]]]:
        number = archive.snapshot.number_of(lists)
        assert number is not None
        return [(link.path, link.headline, link.contexts) for link in archive.snapshot.stored(number).links]

    assert links() == [("", "", ("Mali", "War"))]
    pages.remove(gone)
    archive.reload(TODAY)
    assert links() == [(gone, "Troops recapture Konna", ("Mali", "War"))]
    pages.published("2013-01-18", "Troops recapture Konna.")
    archive.reload(TODAY)
    assert links() == [("", "", ("Mali", "War"))]
    related = archive.related(lists)
    assert related is not None
    assert [other.listed for other in related[1]] == [True]


def test_a_page_from_the_future_is_told_and_taken_in_when_its_day_has_come(pages: Pages, home: Path) -> None:
    path = pages.published("2024-06-03", "A bridge opens.")
    archive = opened(home, pages.root)
    assert archive.get(path) is None
    assert problems(archive) == [(Problem.FUTURE_DATE, path)]
    assert archive.reload(TODAY + dt.timedelta(1)).nothing_changed
    archive.reload(TODAY + dt.timedelta(2))
    assert archive.get(path) is not None
    assert problems(archive) == []


def test_a_page_copied_into_another_year_is_told_and_taken_in_once_the_other_is_gone(pages: Pages, home: Path) -> None:
    address = "https://paper.example/2008/03/14/riots"
    origin = pages.published("2008-03-14", "Riots break out in Lhasa.", sources=[address])
    copy = pages.published("2013-03-14", "Riots break out in Lhasa.", sources=[address, "https://other.example/x"])
    archive = opened(home, pages.root)
    assert archive.get(copy) is None
    assert problems(archive) == [(Problem.COPIED_YEAR, copy)]
    mate = pages.published("2013-03-14", "A bridge opens.")
    archive.reload(TODAY)
    assert problems(archive) == [(Problem.COPIED_YEAR, copy)]
    pages.remove(origin)
    pages.remove(mate)
    archive.reload(TODAY)
    assert archive.get(copy) is not None or problems(archive) == [(Problem.COPIED_YEAR, copy)]
    assert everything(archive) == anew(home.parent, pages.root)
    pages.published("2008-03-14", "Riots break out in Lhasa.", sources=[address])
    archive.reload(TODAY)
    assert everything(archive) == anew(home.parent, pages.root)
    assert archive.get(copy) is None


def test_what_was_found_on_the_walk_is_told_until_it_is_mended(pages: Pages, home: Path, tmp_path: Path) -> None:
    path = pages.published("2013-01-18", "Troops recapture Konna.")
    (tmp_path / "secret.md").write_text("secret")
    archive = opened(home, pages.root)
    (pages.root / "out.md").symlink_to(tmp_path / "secret.md")
    (pages.root / "nothing.md").symlink_to("nowhere.md")
    archive.reload(TODAY)
    assert problems(archive) == [(Problem.VANISHED, "nothing.md"), (Problem.OUTSIDE, "out.md")]
    (pages.root / "out.md").unlink()
    (pages.root / "nothing.md").unlink()
    archive.reload(TODAY)
    assert problems(archive) == []
    assert archive.get(path) is not None


def test_what_lies_under_a_folder_that_cannot_be_entered_is_kept(
    pages: Pages, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut = pages.published("2013-01-18", "Troops recapture Konna.")
    pages.published("2012-05-01", "A bridge opens.")
    archive = opened(home, pages.root)
    added = pages.published("2012-05-02", "A bridge is shut.")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("2013"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse)
        report = archive.reload(TODAY)
    assert (report.added, report.removed) == (1, 0)
    assert archive.get(shut) is not None
    assert archive.get(added) is not None
    assert problems(archive) == [(Problem.UNREADABLE, "news/2013")]
    archive.reload(TODAY)
    assert problems(archive) == []


def test_pages_with_new_times_alone_are_not_looked_into(
    pages: Pages, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [pages.published("2013-01-18", f"Event number {number}.") for number in range(50)]
    archive = opened(home, pages.root)
    for path in paths:
        pages.touch(path)
    monkeypatch.setattr(reading, "read_page", lambda *_: pytest.fail("a page was looked into"))
    assert archive.reload(TODAY).nothing_changed


QUESTIONS = ("bridge", "war in mali", "konna", "minister leaves", "opens 2013", "加沙", "bridgge")
DAYS = ("2012-01-18", "2013-01-18", "2013-01-19", "2016-02-29")
HEADLINES = (
    "Troops recapture Konna.",
    "Battle of Konna: Troops recapture Konna.",
    "Battle of Konna",
    "A bridge opens in Mali.",
    "以色列空袭加沙",
    "A minister leaves.",
)
SLUGS = ("a", "b", "c", "d")
paths_of_pages = st.builds(
    lambda date, slug: f"news/{date.replace('-', '/')}/{slug}.md", st.sampled_from(DAYS), st.sampled_from(SLUGS)
)
writes = st.fixed_dictionaries(
    {
        "date": st.sampled_from(DAYS),
        "slug": st.sampled_from(SLUGS),
        "headline": st.sampled_from(HEADLINES),
        "context": st.sampled_from(("", "Mali", "mali", "Gaza")),
        "summary": st.sampled_from(("", "The war in Mali goes on.")),
        "sources": st.lists(
            st.sampled_from(
                ("https://a.example/2012/01/18/x", "https://a.example/2013/01/18/y", "https://b.example/z")
            ),
            max_size=2,
            unique=True,
        ),
        "related": st.lists(
            st.tuples(paths_of_pages, st.just("A link"), st.sampled_from(("Mali", "War"))),
            max_size=2,
            unique_by=lambda told: told[0],
        ),
        "earlier": st.lists(paths_of_pages, max_size=1),
    }
)
steps = st.one_of(
    st.tuples(st.just("write"), writes),
    st.tuples(st.just("write"), writes),
    st.tuples(st.just("remove"), st.integers(0, 20)),
    st.tuples(st.just("touch"), st.integers(0, 20)),
    st.tuples(st.just("spoil"), st.integers(0, 20)),
    st.tuples(st.just("move"), st.integers(0, 20)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(rounds=st.lists(st.lists(steps, min_size=1, max_size=6), min_size=2, max_size=4))
def test_updating_gives_what_building_anew_gives(
    rounds: list[list[tuple[str, object]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("property")
    pages = Pages(folder / "pages")
    archive = opened(folder / "home", pages.root)
    for round_ in rounds:
        for step, what in round_:
            take_step(pages, step, what)
        report = archive.reload(TODAY)
        assert not report.rebuilt
        assert everything(archive, QUESTIONS) == anew(folder, pages.root, questions=QUESTIONS)
        assert archive.reload(TODAY).nothing_changed


def take_step(pages: Pages, step: str, what: object) -> None:
    if isinstance(what, dict):
        pages.published(**what)
        return
    there = sorted(os.fspath(file.relative_to(pages.root)) for file in pages.root.rglob("*.md"))
    if not there or not isinstance(what, int):
        return
    path = there[what % len(there)]
    if step == "remove":
        pages.remove(path)
    elif step == "touch":
        pages.touch(path)
    elif step == "spoil":
        pages.raw(path, b"\0")
    else:
        text = (pages.root / path).read_bytes()
        for day, other in (("2013-01-18", "2013-01-19"), ("2013-01-19", "2012-01-18")):
            if day.encode() in text.split(b"\n")[0]:
                text = text.replace(day.encode(), other.encode(), 1)
                break
        pages.raw(path, text)
