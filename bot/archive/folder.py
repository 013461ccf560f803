"""The archive folder on disk: which pages it holds, which changed, and their bytes. Never leads out of the folder."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bot.archive.description import ArchiveDescription, read_description
from bot.archive.event import Finding, Problem
from bot.archive.pages import MAX_PAGE_BYTES

Stamp = tuple[int, int]
"""A file's size in bytes and its time of last change in nanoseconds: a page whose stamp is the same is the same."""

_DAY_LISTS = frozenset({"index.md", "readme.md"})
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True, slots=True)
class Scan:
    """One walk through the folder: every page that may hold an event, and what could not be walked.

    ``pages`` are paths relative to the folder, "/" between their parts; bytes that are no UTF-8 stand in them as
    Python's surrogate escapes, so that the file can be opened. What lies under a path of ``findings`` was not seen:
    that its pages are missing from ``pages`` does not mean that they are gone.
    """

    pages: dict[str, Stamp] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


class Folder:
    """The folder an archive lies in. Hidden folders and files are passed over, links lead nowhere but inside it."""

    def __init__(self, root: Path) -> None:
        """Take the folder at ``root``, which need not exist yet."""
        self.root = root
        self._real_root = os.path.realpath(root)
        self._known_inside: set[str] = set()

    def scan(self) -> Scan:
        """Walk the folder and give every page with its stamp. Never raises: what cannot be walked is a finding."""
        self._real_root = os.path.realpath(self.root)
        self._known_inside.clear()
        pages: dict[str, Stamp] = {}
        findings: list[Finding] = []
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(self._absolute(folder)) as entries:
                    self._take_entries(f"{folder}/" if folder else "", entries, pages, waiting, findings)
            except OSError as error:
                findings.append(_failure(folder or ".", error))
        return Scan(pages, tuple(findings))

    def _take_entries(
        self,
        prefix: str,
        entries: Iterable[os.DirEntry[str]],
        pages: dict[str, Stamp],
        waiting: list[str],
        findings: list[Finding],
    ) -> None:
        """Sort what lies in one folder into ``pages``, folders still ``waiting``, and ``findings``."""
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                continue
            is_page = name.endswith((".md", ".MD"))
            if is_page and name.lower() in _DAY_LISTS:
                continue
            path = prefix + name
            try:
                if entry.is_symlink():
                    self._take_link(path, is_page, pages, findings)
                elif entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                elif is_page and entry.is_file(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                    pages[path] = (status.st_size, status.st_mtime_ns)
            except OSError as error:
                findings.append(_failure(path, error))

    def _take_link(self, path: str, is_page: bool, pages: dict[str, Stamp], findings: list[Finding]) -> None:
        """Take a link to a page of the folder; tell of one that leads out of it or round in a circle.

        A link to another folder of the archive is not walked: its pages are read where they lie.
        """
        target = os.path.realpath(self._absolute(path), strict=True)
        if not self._is_inside(target):
            findings.append(_outside(path))
        elif stat.S_ISDIR((status := Path(target).stat()).st_mode):
            if self._absolute(path).startswith(f"{target}/"):
                findings.append(_loop(path))
        elif is_page and stat.S_ISREG(status.st_mode):
            pages[path] = (status.st_size, status.st_mtime_ns)

    def read(self, path: str) -> bytes | Finding:
        """Give the bytes of the page at ``path`` (as ``scan`` names it), or why it cannot be read. Never raises.

        No more than ``MAX_PAGE_BYTES`` are read, and only from a plain file inside the folder.
        """
        try:
            file = self._open(path)
        except (OSError, ValueError) as error:
            return _failure(path, error)
        if isinstance(file, Finding):
            return file
        try:
            return _read_all(path, file)
        except OSError as error:
            return _failure(path, error)
        finally:
            os.close(file)

    def description(self) -> ArchiveDescription:
        """Give what "archive.toml" says about the archive; without one, its name is the folder's. Never raises."""
        return read_description(self.root)

    def _absolute(self, path: str) -> str:
        return f"{self._real_root}/{path}" if path else self._real_root

    def _open(self, path: str) -> int | Finding:
        """Open the page at ``path`` after making sure that no part of its path leads out of the folder."""
        parent, _, _ = path.rpartition("/")
        if parent not in self._known_inside:
            real = os.path.realpath(self._absolute(parent))
            if path.startswith("/") or not self._is_inside(real):
                return _outside(path)
            self._known_inside.add(parent)
        absolute = self._absolute(path)
        try:
            return os.open(absolute, _OPEN_FLAGS)
        except OSError as error:
            if error.errno not in (errno.ELOOP, errno.EMLINK):
                raise
        real = os.path.realpath(absolute, strict=True)
        return os.open(real, _OPEN_FLAGS) if self._is_inside(real) else _outside(path)

    def _is_inside(self, real: str) -> bool:
        """Whether a path without links lies in the folder, or is it."""
        return real == self._real_root or real.startswith(self._real_root.rstrip("/") + "/")


def _read_all(path: str, file: int) -> bytes | Finding:
    """Read an open file to its end, unless it is too long or is no plain file."""
    status = os.fstat(file)
    if not stat.S_ISREG(status.st_mode):
        return Finding(Problem.UNREADABLE, path, 0, "This is no plain file. Replace it by the page itself.")
    raw = os.read(file, min(status.st_size, MAX_PAGE_BYTES) + 1)  # one more, to notice a page that is being written
    while len(raw) != status.st_size and len(raw) <= MAX_PAGE_BYTES:
        more = os.read(file, MAX_PAGE_BYTES + 1 - len(raw))
        if not more:
            break
        raw += more
    if len(raw) > MAX_PAGE_BYTES:
        return Finding(Problem.TOO_LONG, path, 0, "The page is longer than 1 MiB. Shorten it, or move it elsewhere.")
    return raw


def _failure(path: str, error: OSError | ValueError) -> Finding:
    """Say in a sentence why a page or folder could not be read."""
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOENT, errno.ENOTDIR):
        reason = "It was there and is gone, or is a link to nothing. If that was not meant, put it back."
        return Finding(Problem.VANISHED, path, 0, reason)
    if number == errno.ELOOP:
        return _loop(path)
    if number in (errno.EACCES, errno.EPERM):
        reason = "There is no permission to read it. Give the bot's user the right to read it."
        return Finding(Problem.UNREADABLE, path, 0, reason)
    told = error.strerror if isinstance(error, OSError) else str(error)
    return Finding(Problem.UNREADABLE, path, 0, f"It cannot be read ({told}). Check the file and the disk.")


def _loop(path: str) -> Finding:
    reason = "This link leads back to a folder it lies in, round in a circle, and is not followed. Remove it."
    return Finding(Problem.LINK_LOOP, path, 0, reason)


def _outside(path: str) -> Finding:
    reason = "This path leads out of the archive folder and is not read. Put the page itself into the folder."
    return Finding(Problem.OUTSIDE, path, 0, reason)
