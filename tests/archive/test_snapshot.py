"""One state of the archive: periods, references, and many threads at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from bot.archive.index import IndexUnusable
from bot.archive.snapshot import Snapshot
from tests.archive.writing import Pages, opened

BUNDLED = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The index of a small archive, and the archive's folder."""
    folder = tmp_path_factory.mktemp("snapshot")
    pages = Pages(folder / "pages")
    for date in ("2012-12-31", "2013-01-01", "2013-06-15", "2013-12-31", "2014-01-01"):
        pages.front_matter(date, f"Something happens on {date}.", contexts=["Mali", date])
    return opened(folder / "home", pages.root).path, pages.root


@pytest.fixture
def snapshot(index: tuple[Path, Path]) -> Snapshot:
    return Snapshot.open(index[0], [index[1]])


def test_a_period_holds_both_its_ends(snapshot: Snapshot) -> None:
    assert snapshot.between(dt.date(2013, 1, 1), dt.date(2013, 12, 31)) == slice(1, 4)
    assert snapshot.of_year(2013) == slice(1, 4)
    assert snapshot.between(dt.date.min, dt.date.max) == slice(0, 5)
    assert snapshot.of_year(1) == slice(0, 0)
    assert snapshot.of_year(9999) == slice(5, 5)
    assert snapshot.years == (2012, 2014)
    assert [snapshot.date(number).year for number in range(5)] == [2012, 2013, 2013, 2013, 2014]


def test_the_commonest_contexts_come_first(snapshot: Snapshot) -> None:
    names = snapshot.contents.context_names
    assert next(names[number] for number in snapshot.contexts_beginning_with("", 2)) == "mali"
    assert [names[number] for number in snapshot.contexts_beginning_with("2013", 9)] == [
        "2013-01-01",
        "2013-06-15",
        "2013-12-31",
    ]
    assert [names[context] for context in snapshot.common_contexts] == ["mali"]


def test_a_snapshot_is_of_its_own_folders_alone(index: tuple[Path, Path]) -> None:
    with pytest.raises(IndexUnusable, match="other folders"):
        Snapshot.open(index[0], [index[1], index[1]])
    with pytest.raises(IndexUnusable, match="no index"):
        Snapshot.open(index[0].with_suffix(".other"), [index[1]])


def test_a_closed_snapshot_says_so(snapshot: Snapshot) -> None:
    snapshot.close()
    snapshot.close()
    with pytest.raises(IndexUnusable):
        snapshot.entry(0)


def test_what_is_reckoned_once_is_the_same_for_threads_that_ask_at_the_same_moment(tmp_path: Path) -> None:
    archive = opened(tmp_path, BUNDLED)
    expected = archive.about("earthquake")[0], archive.related(archive.snapshot.entry(0).id)
    questions: list[Callable[[], object]] = [
        lambda: archive.about("earthquake")[0],
        lambda: (archive.related(archive.snapshot.entry(0).id) or ((), ()))[1],
        lambda: archive.complete("ma"),
        lambda: archive.nearest_contexts("mali"),
    ]
    answers = [ask() for ask in questions]
    for _ in range(5):
        archive.close()
        archive.open(dt.date(2024, 6, 1))
        barrier = Barrier(8)

        def ask(place: int, barrier: Barrier = barrier) -> object:
            barrier.wait(30)
            return questions[place % len(questions)]()

        with ThreadPoolExecutor(8) as people:
            assert list(people.map(ask, range(8))) == answers * 2
    assert expected[0] == answers[0]
