"""An index file is believed only as far as it is whole and ours; what is not is built anew, without a traceback."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.archive import index as index_room
from bot.archive.archive import Archive
from bot.archive.index import IndexFile, IndexUnusable
from tests.archive.writing import TODAY, Everything, Pages, everything, opened


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = Pages(tmp_path_factory.mktemp("index") / "pages")
    for day in range(1, 21):
        pages.published(
            f"2013-01-{day:02}", f"The war reaches town {day}.", context="Mali", summary="It goes on. " * 20
        )
    pages.published("2013-01-01", "Mali: The war reaches town 1.")
    pages.raw("empty.md", b"")
    return pages.root


@pytest.fixture(scope="module")
def built(root: Path) -> tuple[Path, Everything]:
    """The home of an index of these pages, and what the archive says."""
    home = root.parent / "built"
    archive = opened(home, root)
    return archive.path, everything(archive)


def copied(built: Path, home: Path) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(built, home))


def test_an_index_copied_elsewhere_is_as_good(root: Path, built: tuple[Path, Everything], tmp_path: Path) -> None:
    copied(built[0], tmp_path)
    archive = Archive(tmp_path, [root])
    assert archive.open(TODAY) is None
    assert everything(archive) == built[1]


@pytest.mark.parametrize("name", ["empty", "noise", "half", "cut", "directory", "text"])
def test_what_is_no_whole_index_is_built_anew(
    root: Path, built: tuple[Path, Everything], tmp_path: Path, name: str
) -> None:
    path = copied(built[0], tmp_path)
    whole = path.read_bytes()
    if name == "directory":
        path.unlink()
        path.mkdir()
        with pytest.raises(OSError, match="cannot be written"):
            Archive(tmp_path, [root]).open(TODAY)
        return
    wrong = {
        "empty": b"",
        "noise": random.Random(1).randbytes(100_000),
        "half": whole[: len(whole) // 2],
        "cut": whole[:-1],
        "text": b"SQLite format 3\0 or not",
    }
    path.write_bytes(wrong[name])
    archive = Archive(tmp_path, [root])
    report = archive.open(TODAY)
    assert report is not None
    assert report.rebuilt
    assert report.why
    assert everything(archive) == built[1]


def test_a_file_of_another_program_is_built_anew(root: Path, built: tuple[Path, Everything], tmp_path: Path) -> None:
    path = tmp_path / built[0].name
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE page (a)")
    connection.execute("INSERT INTO page VALUES (1)")
    connection.commit()
    shutil.copy(f"{path}-wal", tmp_path / "wal")
    connection.close()
    shutil.copy(tmp_path / "wal", f"{path}-wal")
    archive = Archive(tmp_path, [root])
    report = archive.open(TODAY)
    assert report is not None
    assert report.rebuilt
    # A log that the other program left behind is not taken for ours.
    again = Archive(tmp_path, [root])
    assert again.open(TODAY) is None
    assert everything(again) == everything(archive) == built[1]


@pytest.mark.parametrize("change", ["PRAGMA user_version=1", "PRAGMA application_id=7", "UPDATE made_by SET code='x'"])
def test_an_index_of_another_version_is_built_anew(
    root: Path, built: tuple[Path, Everything], tmp_path: Path, change: str
) -> None:
    path = copied(built[0], tmp_path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(change)
    connection.close()
    archive = Archive(tmp_path, [root])
    report = archive.open(TODAY)
    assert report is not None
    assert report.rebuilt
    assert "version" in report.why


def test_an_index_of_other_folders_is_built_anew(root: Path, built: tuple[Path, Everything], tmp_path: Path) -> None:
    other = Pages(tmp_path / "pages")
    path = other.published("2012-01-01", "A bridge opens.")
    archive = Archive(tmp_path / "home", [other.root])
    archive.path.parent.mkdir()
    shutil.copy(built[0], archive.path)
    report = archive.open(TODAY)
    assert report is not None
    assert report.rebuilt
    assert archive.get(path) is not None


def test_a_folder_is_the_same_however_it_is_spelled(
    root: Path, built: tuple[Path, Everything], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(built[0], tmp_path)
    monkeypatch.chdir(root.parent)
    (tmp_path / "link").symlink_to(root)
    for spelled in (Path("pages"), Path("../") / root.parent.name / "pages", tmp_path / "link"):
        assert Archive(tmp_path, [spelled]).open(TODAY) is None


def test_an_index_and_a_folder_may_have_any_name(tmp_path: Path) -> None:
    strange = os.fsdecode("na?me #1 %41 水 ".encode() + b"\xe9")
    try:
        pages = Pages(tmp_path / strange)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    path = pages.raw(os.fsdecode(b"news/2013/01/18/caf\xe9.md"), b"### [2013-01-18](x)\n\n# Coffee is sold.\n")
    archive = opened(tmp_path / strange / ".home", pages.root)
    assert archive.get(path) is not None
    again = Archive(tmp_path / strange / ".home", [pages.root])
    assert again.open(TODAY) is None
    assert again.get(path) == archive.get(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), reload_first=st.booleans())
def test_a_flipped_bit_is_never_believed(
    root: Path, built: tuple[Path, Everything], tmp_path: Path, place: float, bit: int, reload_first: bool
) -> None:
    path = copied(built[0], tmp_path)
    raw = bytearray(path.read_bytes())
    raw[int(place * len(raw))] ^= 1 << bit
    path.write_bytes(raw)
    archive = Archive(tmp_path, [root])
    archive.open(TODAY)
    if reload_first:
        archive.reload(TODAY)
    try:
        said = everything(archive)
    except IndexUnusable:
        archive.reload(TODAY)
        said = everything(archive)
    assert said == built[1]


def test_damage_to_an_event_is_met_when_it_is_read_and_mended_by_the_next_reload(
    root: Path, built: tuple[Path, Everything], tmp_path: Path
) -> None:
    path = copied(built[0], tmp_path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), 'town 7', 'town 8') AS BLOB)")
    connection.close()
    archive = Archive(tmp_path, [root])
    assert archive.open(TODAY) is None
    with pytest.raises(IndexUnusable, match="damaged"):
        everything(archive)
    assert archive.reload(TODAY).rebuilt
    assert everything(archive) == built[1]
    assert archive.reload(TODAY).nothing_changed


def test_a_part_that_is_missing_is_damage(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "pages")
    pages.published("2013-01-18", "Troops recapture Konna.")
    whole = opened(tmp_path / "home", pages.root).path
    pages.published("2013-01-19", "The war goes on.")
    now = everything(opened(tmp_path / "anew", pages.root))
    names = [row[0] for row in sqlite3.connect(whole).execute("SELECT name FROM part")]
    for place, name in enumerate(names):
        path = copied(whole, tmp_path / f"home-{place}")
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("DELETE FROM part WHERE name = ?", (name,))
        connection.close()
        archive = Archive(path.parent, [pages.root])
        report = archive.open(TODAY) or archive.reload(TODAY)
        assert report.rebuilt, name
        assert everything(archive) == now


def test_a_written_file_reads_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = IndexFile.create(tmp_path / "a")
    with file.transaction():
        file.write_bodies([(1, b"one"), (-(2**63), b"two")])
        file.write_bodies([(1, b"1")])
    file.close()
    read = IndexFile.open(tmp_path / "a")
    assert (read.read_body(1), read.read_body(-(2**63))) == (b"1", b"two")
    with pytest.raises(IndexUnusable):
        read.read_body(3)
    with pytest.raises(IndexUnusable):
        read.read_arrays(["keys"])
    read.close()
    monkeypatch.setattr(index_room, "_code_fingerprint", lambda: "other code")
    with pytest.raises(IndexUnusable):
        IndexFile.open(tmp_path / "a")
