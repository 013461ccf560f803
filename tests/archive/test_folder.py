"""Walking and reading the archive folder: what is seen, what is told, and that nothing leads out of it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.archive.description import ArchiveDescription
from bot.archive.event import Finding, Problem
from bot.archive.folder import Folder
from bot.archive.pages import MAX_PAGE_BYTES, read_page

DAY = "news/2013/01/18"
PAGE = f"{DAY}/a.md"

no_permissions = pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive folder with one page, beside a folder of secrets."""
    day = tmp_path / "archive" / DAY
    day.mkdir(parents=True)
    (day / "a.md").write_text("a page")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.md").write_text("secret")
    return tmp_path / "archive"


def told(folder: Folder) -> list[tuple[Problem, str]]:
    return sorted((finding.problem, finding.path) for finding in folder.scan().findings)


def problem(answer: bytes | Finding) -> Problem:
    assert isinstance(answer, Finding)
    assert answer.reason.endswith(".")
    return answer.problem


def test_every_page_is_seen_with_its_size_and_time(root: Path) -> None:
    status = (root / PAGE).stat()
    scan = Folder(root).scan()
    assert scan.pages == {PAGE: (6, status.st_mtime_ns)}
    assert scan.findings == ()


def test_a_changed_page_has_another_stamp(root: Path) -> None:
    before = Folder(root).scan().pages[PAGE]
    (root / PAGE).write_text("another page")
    assert Folder(root).scan().pages[PAGE] != before


def test_lists_hidden_things_and_other_files_are_passed_over(root: Path) -> None:
    for name in ("index.md", "README.md", ".hidden.md", "notes.txt", "picture.md.jpg"):
        (root / DAY / name).write_text("x")
    (root / ".git").mkdir()
    (root / ".git" / "a.md").write_text("x")
    (root / "folder.md").mkdir()
    (root / "folder.md" / "b.md").write_text("x")
    assert set(Folder(root).scan().pages) == {PAGE, "folder.md/b.md"}


def test_long_names_that_are_not_ascii_are_read(root: Path) -> None:
    name = "水" * 80 + ".md"
    (root / DAY / name).write_text("x")
    folder = Folder(root)
    assert f"{DAY}/{name}" in folder.scan().pages
    assert folder.read(f"{DAY}/{name}") == b"x"


def test_names_that_are_not_utf8_are_read(root: Path) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    try:
        (root / DAY / name).write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    folder = Folder(root)
    assert f"{DAY}/{name}" in folder.scan().pages
    assert folder.read(f"{DAY}/{name}") == b"x"
    assert read_page(f"{DAY}/{name}", b"x").findings[0].path == f"{DAY}/{name}"


def test_links_out_of_the_folder_are_told_and_never_followed(root: Path) -> None:
    (root / "way-out").symlink_to(root.parent / "outside")
    (root / DAY / "b.md").symlink_to(root.parent / "outside" / "secret.md")
    (root / DAY / "relative.md").symlink_to("../../../../../outside/secret.md")
    folder = Folder(root)
    assert set(folder.scan().pages) == {PAGE}
    assert told(folder) == [
        (Problem.OUTSIDE, f"{DAY}/b.md"),
        (Problem.OUTSIDE, f"{DAY}/relative.md"),
        (Problem.OUTSIDE, "way-out"),
    ]
    for path in ("way-out/secret.md", f"{DAY}/b.md", f"{DAY}/relative.md"):
        assert problem(folder.read(path)) is Problem.OUTSIDE


@pytest.mark.parametrize("path", ["../outside/secret.md", "news/../../outside/secret.md", "/etc/hostname", "a/\0.md"])
def test_a_path_out_of_the_folder_is_not_read(root: Path, path: str) -> None:
    assert problem(Folder(root).read(path)) in (Problem.OUTSIDE, Problem.UNREADABLE)


def test_a_folder_replaced_by_a_link_after_the_walk_is_not_followed(root: Path) -> None:
    folder = Folder(root)
    folder.scan()
    shutil.rmtree(root / "news")
    (root / "news").symlink_to(root.parent / "outside")
    assert problem(folder.read("news/secret.md")) is Problem.OUTSIDE


def test_a_link_to_a_page_inside_the_folder_is_that_page(root: Path) -> None:
    (root / "copy.md").symlink_to(PAGE)
    folder = Folder(root)
    assert set(folder.scan().pages) == {PAGE, "copy.md"}
    assert folder.read("copy.md") == b"a page"


def test_links_in_a_circle_are_told(root: Path) -> None:
    (root / "news" / "again").symlink_to(root)
    (root / "self.md").symlink_to("self.md")
    (root / "elsewhere").symlink_to("news/2013")
    folder = Folder(root)
    assert set(folder.scan().pages) == {PAGE}
    assert told(folder) == [(Problem.LINK_LOOP, "news/again"), (Problem.LINK_LOOP, "self.md")]
    assert problem(folder.read("self.md")) is Problem.LINK_LOOP


def test_the_folder_itself_may_be_a_link(root: Path) -> None:
    link = root.parent / "link"
    link.symlink_to(root)
    assert Folder(link).read(PAGE) == b"a page"
    assert set(Folder(link).scan().pages) == {PAGE}


def test_a_page_that_vanishes_is_told(root: Path) -> None:
    folder = Folder(root)
    folder.scan()
    (root / PAGE).unlink()
    assert problem(folder.read(PAGE)) is Problem.VANISHED
    assert problem(folder.read("news/2020/01/1/b.md")) is Problem.VANISHED


def test_a_link_to_nothing_is_told(root: Path) -> None:
    (root / "nothing.md").symlink_to("nowhere.md")
    assert told(Folder(root)) == [(Problem.VANISHED, "nothing.md")]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "missing")
    assert folder.scan().pages == {}
    assert told(folder) == [(Problem.VANISHED, ".")]


@no_permissions
def test_what_may_not_be_read_is_told_and_the_rest_read(root: Path) -> None:
    shut = root / "shut"
    shut.mkdir()
    (root / "locked.md").write_text("x")
    (root / "locked.md").chmod(0)
    shut.chmod(0)
    folder = Folder(root)
    try:
        assert set(folder.scan().pages) == {PAGE, "locked.md"}
        assert told(folder) == [(Problem.UNREADABLE, "shut")]
        assert problem(folder.read("locked.md")) is Problem.UNREADABLE
        assert folder.read(PAGE) == b"a page"
    finally:
        shut.chmod(0o700)


def test_no_permission_is_told_and_the_rest_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "shut").mkdir()
    (root / "locked.md").write_text("x")
    scandir, opened = os.scandir, os.open

    def refuse_scan(path: str) -> object:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    def refuse_open(path: str, flags: int) -> int:
        if path.endswith("locked.md"):
            raise PermissionError(13, "Permission denied", path)
        return opened(path, flags)

    monkeypatch.setattr(os, "scandir", refuse_scan)
    monkeypatch.setattr(os, "open", refuse_open)
    folder = Folder(root)
    assert set(folder.scan().pages) == {PAGE, "locked.md"}
    assert told(folder) == [(Problem.UNREADABLE, "shut")]
    assert problem(folder.read("locked.md")) is Problem.UNREADABLE
    assert folder.read(PAGE) == b"a page"


def test_what_is_no_plain_file_is_never_waited_for(root: Path) -> None:
    os.mkfifo(root / "pipe.md")
    folder = Folder(root)
    assert set(folder.scan().pages) == {PAGE}
    assert problem(folder.read("pipe.md")) is Problem.UNREADABLE
    assert problem(folder.read(DAY)) is Problem.UNREADABLE


def test_a_page_of_megabytes_is_not_read(root: Path) -> None:
    (root / "big.md").write_bytes(b"x" * (MAX_PAGE_BYTES + 1))
    (root / "full.md").write_bytes(b"x" * MAX_PAGE_BYTES)
    folder = Folder(root)
    assert problem(folder.read("big.md")) is Problem.TOO_LONG
    assert folder.read("full.md") == b"x" * MAX_PAGE_BYTES


def test_without_a_description_the_name_is_the_folders(root: Path) -> None:
    assert Folder(root).description() == ArchiveDescription(name="archive")


def test_the_description_says_what_the_file_says(root: Path) -> None:
    (root / "archive.toml").write_text(
        'name = " News "\nlanguage = "zh"\nsource = "The portal"\nlicence = "CC BY-SA 3.0"\nlink = "https://a.example"\n'
    )
    assert Folder(root).description() == ArchiveDescription(
        name="News", language="zh", source="The portal", licence="CC BY-SA 3.0", link="https://a.example"
    )


@pytest.mark.parametrize("raw", [b"name =", b"\xff", b"name = 'a'\nname = 'b'", b"a = " + b"[" * 5000])
def test_a_broken_description_is_told_and_defaults_stand(root: Path, raw: bytes) -> None:
    (root / "archive.toml").write_bytes(raw)
    description = Folder(root).description()
    assert (description.name, description.language) == ("archive", "en")
    assert description.error.startswith("archive.toml")


def test_one_wrong_line_of_the_description_spoils_no_other(root: Path) -> None:
    (root / "archive.toml").write_text('name = 3\nsource = "The portal"\nlink = "javascript:alert(1)"\n')
    description = Folder(root).description()
    assert (description.name, description.source, description.link) == ("archive", "The portal", "")
    assert "name" in description.error
    assert "link" in description.error


def test_the_whole_archive_is_walked_in_the_time_of_a_bare_walk(archive_en: Path) -> None:
    folder = Folder(archive_en)
    assert len(folder.scan().pages) == 54_639

    def bare() -> None:
        for at, _, names in os.walk(archive_en):
            for name in names:
                Path(f"{at}/{name}").stat()

    assert _seconds(folder.scan) < 1.3 * _seconds(bare)


def _seconds(work: Callable[[], object]) -> float:
    """The least processor time of three runs: other work on the machine must not fail a test."""

    def once() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return min(once() for _ in range(3))
