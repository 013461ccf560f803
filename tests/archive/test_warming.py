"""A new state is made ready for questions before anybody is answered from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.archive import archive as door
from bot.archive.archive import Archive
from bot.archive.index import IndexUnusable
from bot.archive.snapshot import Snapshot
from bot.archive.warming import warm_up

from .writing import TODAY, Pages, opened


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "pages")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def made_ready(snapshot: Snapshot) -> set[str]:
    """What a snapshot has worked out so far."""
    return {*vars(snapshot), *vars(snapshot.vocabulary)} if "vocabulary" in vars(snapshot) else set(vars(snapshot))


def test_the_first_questions_find_everything_ready(pages: Pages, home: Path) -> None:
    for day in range(1, 29):
        pages.published(f"2013-01-{day:02}", f"Troops reach town {day} of Konna.")
    archive = Archive(home, [pages.root])
    archive.open(TODAY)
    archive.close()
    archive.open(TODAY, warm=True)
    before = made_ready(archive.snapshot)
    assert "vocabulary" in before
    archive.complete("tro")
    archive.about("tropps reach konna")
    archive.related(archive.snapshot.entry(3).id)
    archive.on_day(1, 18, 2015)
    archive.nearest_contexts("mali")
    assert archive.get("news/x.md") is None
    assert made_ready(archive.snapshot) == before


def test_the_old_state_answers_until_the_new_one_is_ready(
    pages: Pages, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.published("2013-01-18", "Troops recapture Konna.")
    archive = opened(home, pages.root)
    old = archive.snapshot
    pages.published("2013-01-19", "A bridge opens.")
    opened(home, pages.root).reload(TODAY)
    answering: list[Snapshot] = []
    monkeypatch.setattr(door, "warm_up", lambda snapshot: answering.append(archive.snapshot))
    archive.open(TODAY, warm=True)
    assert answering == [old]
    assert len(archive.snapshot) == 2


def test_an_empty_or_a_damaged_archive_is_no_trouble(pages: Pages, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(home, [pages.root])
    archive.open(TODAY, warm=True)
    warm_up(archive.snapshot)
    pages.published("2013-01-18", "Troops recapture Konna.")
    archive.reload(TODAY)

    def damaged(*_: object) -> object:
        raise IndexUnusable("The index is damaged (an event).")

    monkeypatch.setattr(Snapshot, "stored", damaged)
    warm_up(archive.snapshot)
