"""The index file: one SQLite database that holds everything an archive needs to answer, opened without reading pages.

A file is written beside the old one and moved into its place in one step, so a reader sees the old state or the new.
Nothing in a file is trusted: the format's number, a checksum of every part and of every event are looked at.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.archive.description import ArchiveDescription
from bot.archive.event import Finding, Problem

# The number of the file's format. What stands in the tables is made by all the code of this room, so that code's
# fingerprint is kept too: an index that other code made is rebuilt.
FORMAT = 2
# Marks a SQLite file as ours ("Clio" in ASCII).
_APPLICATION_ID = 0x436C696F

_TABLES = """
CREATE TABLE made_by (code TEXT NOT NULL) STRICT;
CREATE TABLE entry (key INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE part (name TEXT PRIMARY KEY, kind TEXT NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL) STRICT;
"""


@cache
def _code_fingerprint() -> str:
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


# Pages of the file that SQLite keeps in memory, in KiB: those that lead to the events, which a system keeps anyway.
_KEPT = "PRAGMA cache_size=-512"
# No array begins between two multiples of so many bytes.
_ALIGNED = 64
# A file that is not finished is thrown away, and a finished one is checked when it is read: no journal, no waiting.
_FOR_WRITING = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
_TEXT = "text"
# What reading a damaged file raises; the names and messages in it may be no text any more.
_DAMAGE = (sqlite3.Error, UnicodeError)


class IndexUnusable(Exception):
    """The index file is missing, damaged, of another format or of another program; it has to be built anew."""


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding with its folder's number, and whether it was found on the walk, not in a page."""

    folder: int
    walked: bool
    finding: Finding


class IndexFile:
    """An open index file: the bodies of events by key, and named parts (arrays, texts, lists), each with a checksum.

    A file is written once, under another name, and never again when it has its own: readers need no locks.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    @classmethod
    def create(cls, path: Path) -> IndexFile:
        """A new, empty file at ``path`` for writing, in place of whatever is there. Raises sqlite3.Error."""
        path.unlink(missing_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.executescript(
            f"PRAGMA page_size=8192; {_FOR_WRITING}"
            f"PRAGMA application_id={_APPLICATION_ID}; PRAGMA user_version={FORMAT};{_TABLES}"
        )
        connection.execute("INSERT INTO made_by VALUES (?)", (_code_fingerprint(),))
        return cls(path, connection)

    @classmethod
    def copy(cls, index: IndexFile, path: Path) -> IndexFile:
        """A copy of ``index`` at ``path`` for writing. Raises OSError and sqlite3.Error."""
        shutil.copyfile(index.path, path)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.executescript(_FOR_WRITING)
        return cls(path, connection)

    @classmethod
    def open(cls, path: Path) -> IndexFile:
        """The file at ``path`` for reading. Raises IndexUnusable."""
        if not path.is_file():
            raise IndexUnusable(f"There is no index at {path}.")
        # "immutable": nobody writes into this file, so that no lock is taken and no journal of another file believed.
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise IndexUnusable(f"The index cannot be opened: {error}.") from error
        try:
            connection.execute(_KEPT)
            foreign = connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION_ID
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            ours = not foreign and version == FORMAT
            ours = ours and connection.execute("SELECT code FROM made_by").fetchone() == (_code_fingerprint(),)
        except _DAMAGE as error:
            connection.close()
            raise IndexUnusable(f"The index cannot be read: {error}.") from error
        if not ours:
            connection.close()
            raise IndexUnusable("The index is of another program or another version of Clio.")
        return cls(path, connection)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything written inside is written at once."""
        self.connection.execute("BEGIN IMMEDIATE")
        yield self.connection
        self.connection.execute("COMMIT")

    def write_bodies(self, bodies: Iterable[tuple[int, bytes]]) -> None:
        """Put down events' bodies by key, in place of older ones."""
        self.connection.executemany(
            "INSERT OR REPLACE INTO entry VALUES (?, ?, ?)",
            ((key, _checksum(str(key), body), body) for key, body in bodies),
        )

    def remove_bodies(self, keys: Iterable[int]) -> None:
        """Take out the events of these keys."""
        self.connection.executemany("DELETE FROM entry WHERE key = ?", ((key,) for key in keys))

    def checksums(self, keys: Iterable[int]) -> dict[int, int]:
        """The checksums of the bodies of those of these events that are here, by key."""
        found: dict[int, int] = {}
        for key in keys:
            found.update(self._rows("SELECT key, checksum FROM entry WHERE key = ?", (key,)))
        return found

    def read_body(self, key: int) -> bytes:
        """An event's body. Raises IndexUnusable when it is missing or not as it was written."""
        rows = self._rows("SELECT checksum, body FROM entry WHERE key = ?", (key,))
        if not rows or not isinstance(rows[0][1], bytes) or _checksum(str(key), rows[0][1]) != rows[0][0]:
            raise IndexUnusable("The index is damaged (an event).")
        return rows[0][1]

    def write_folders(self, roots: Iterable[Path], descriptions: Iterable[ArchiveDescription]) -> None:
        """Put down which folders the index is of."""
        self._write_list(
            "descriptions",
            [[_real(root), *astuple(told)] for root, told in zip(roots, descriptions, strict=True)],
        )

    def read_folders(self, roots: Sequence[Path]) -> list[ArchiveDescription]:
        """What the folders say about themselves. Raises IndexUnusable, also when they are others than ``roots``."""
        rows = self._read_list("descriptions")
        if [row[0] for row in rows] != [_real(root) for root in roots]:
            raise IndexUnusable("The index is of other folders.")
        return [ArchiveDescription(*rest) for _, *rest in rows]

    def write_findings(self, findings: Iterable[StoredFinding]) -> None:
        """Put down every problem, by folder, path and line."""
        rows = [
            [f.folder, f.walked, f.finding.path, f.finding.line, f.finding.problem, f.finding.reason] for f in findings
        ]
        self._write_list("findings", sorted(rows, key=lambda row: (row[0], *row[2:])))

    def read_findings(self) -> list[StoredFinding]:
        """Every problem, by folder, path and line. Raises IndexUnusable."""
        return [
            StoredFinding(folder, walked, Finding(Problem(problem), path, line, reason))
            for folder, walked, path, line, problem, reason in self._read_list("findings")
        ]

    def write_arrays(self, arrays: Mapping[str, NDArray[np.generic]], texts: Mapping[str, bytes]) -> None:
        """Put down arrays and texts under their names, each with its checksum."""
        rows = [(name, array.dtype.str, array.tobytes()) for name, array in arrays.items()]
        rows += [(name, _TEXT, text) for name, text in texts.items()]
        self.connection.executemany(
            "INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?)",
            ((name, kind, _checksum(f"{name} {kind}", data), data) for name, kind, data in rows),
        )

    def read_arrays(self, names: Iterable[str]) -> tuple[dict[str, NDArray[Any]], dict[str, bytes]]:
        """The arrays and texts of these names. Raises IndexUnusable when one is missing or not as it was written.

        The arrays stand in one stretch of memory, which is free as a whole when nobody needs any of them.
        """
        arrays: dict[str, NDArray[Any]] = {}
        texts: dict[str, bytes] = {}
        names = list(names)
        sizes = self._sizes(names)
        stretch, taken = np.empty(sum(sizes.values()), np.uint8), 0
        for name in names:
            rows = self._rows("SELECT kind, checksum, data FROM part WHERE name = ?", (name,))
            if not rows or not all(map(isinstance, rows[0], (str, int, bytes))):
                raise IndexUnusable(f"The index is damaged ({name} is missing).")
            kind, checksum, data = rows[0]
            if _checksum(f"{name} {kind}", data) != checksum:
                raise IndexUnusable(f"The index is damaged ({name}).")
            if kind == _TEXT:
                texts[name] = data
            else:
                place = stretch[taken : taken + len(data)]
                place[:] = np.frombuffer(data, np.uint8)
                place.setflags(write=False)
                arrays[name] = place.view(np.dtype(kind))
                taken += sizes[name]
        return arrays, texts

    def _sizes(self, names: Iterable[str]) -> dict[str, int]:
        """How much room each of the arrays among these parts takes, in bytes, so that the next begins where it may."""
        sql = "SELECT coalesce(length(data), 0) FROM part WHERE name = ? AND kind <> ?"
        found = [(name, row[0]) for name in names for row in self._rows(sql, (name, _TEXT))]
        return {name: -(-size // _ALIGNED) * _ALIGNED for name, size in found}

    def _write_list(self, name: str, rows: list[list[Any]]) -> None:
        self.write_arrays({}, {name: json.dumps(rows, separators=(",", ":")).encode("ascii")})

    def _read_list(self, name: str) -> list[list[Any]]:
        rows: list[list[Any]] = json.loads(self.read_arrays([name])[1][name])
        return rows

    def _rows(self, sql: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        try:
            return self.connection.execute(sql, values).fetchall()
        except _DAMAGE as error:
            raise IndexUnusable(f"The index is damaged: {error}.") from error


def _checksum(label: str, data: bytes) -> int:
    """Of what is stored and of what it is called, so that one part cannot pass for another."""
    return zlib.crc32(data, zlib.crc32(label.encode("utf-8", "surrogatepass")))


def _real(root: Path) -> str:
    return os.path.realpath(root)


def path_to_store(path: str) -> bytes:
    """A page's path as bytes, whatever bytes its name has on disk."""
    return path.encode("utf-8", "surrogateescape")


def stored_path(raw: bytes) -> str:
    """The path that :func:`path_to_store` was given."""
    return raw.decode("utf-8", "surrogateescape")
