"""The index file: one SQLite database that holds everything an archive needs to answer, opened without reading pages.

A file is written beside the old one and moved into its place in one step, so a reader sees the old state or the new.
Nothing in a file is trusted: the format's number, a checksum of every array and of every event are looked at.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.archive.description import ArchiveDescription
from bot.archive.event import Finding, Problem

# The number of the file's format. What stands in the tables is made by all the code of this room, so that code's
# fingerprint is kept too: an index that other code made is rebuilt.
FORMAT = 1
# Marks a SQLite file as ours ("Clio" in ASCII).
_APPLICATION_ID = 0x436C696F

_TABLES = """
CREATE TABLE made_by (code TEXT NOT NULL) STRICT;
CREATE TABLE folder (
  number INTEGER PRIMARY KEY, root TEXT NOT NULL, name TEXT NOT NULL, language TEXT NOT NULL,
  source TEXT NOT NULL, licence TEXT NOT NULL, link TEXT NOT NULL, error TEXT NOT NULL
) STRICT;
CREATE TABLE page (
  folder INTEGER NOT NULL, path BLOB NOT NULL, size INTEGER NOT NULL, changed INTEGER NOT NULL, digest BLOB NOT NULL,
  day INTEGER NOT NULL, PRIMARY KEY (folder, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE twin (key INTEGER PRIMARY KEY, entry INTEGER NOT NULL) STRICT;
CREATE TABLE entry (key INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE finding (
  folder INTEGER NOT NULL, path BLOB NOT NULL, line INTEGER NOT NULL, problem TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;
CREATE TABLE array (name TEXT PRIMARY KEY, kind TEXT NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL) STRICT;
"""


@cache
def _code_fingerprint() -> str:
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


class IndexUnusable(Exception):
    """The index file is missing, damaged, of another format or of another program; it has to be built anew."""


class IndexFile:
    """An open index file. Rows are handed over as they are stored; who reads them checks them."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    @classmethod
    def create(cls, path: Path) -> IndexFile:
        """A new, empty file at ``path``, in place of whatever is there."""
        path.unlink(missing_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.executescript(
            f"PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            f"PRAGMA application_id={_APPLICATION_ID}; PRAGMA user_version={FORMAT};{_TABLES}"
        )
        connection.execute("INSERT INTO made_by VALUES (?)", (_code_fingerprint(),))
        return cls(path, connection)

    @classmethod
    def open(cls, path: Path) -> IndexFile:
        """The file at ``path`` for reading and writing. Raises IndexUnusable."""
        if not path.is_file():
            raise IndexUnusable(f"There is no index at {path}.")
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            foreign = connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION_ID
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            ours = not foreign and version == FORMAT
            ours = ours and connection.execute("SELECT code FROM made_by").fetchone() == (_code_fingerprint(),)
        except sqlite3.DatabaseError as error:
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
        """Everything done inside happens, or nothing."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def write_folders(self, roots: Iterable[Path], descriptions: Iterable[ArchiveDescription]) -> None:
        """Put down which folders the index is of."""
        self.connection.execute("DELETE FROM folder")
        self.connection.executemany(
            "INSERT INTO folder VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (number, os.fspath(root), told.name, told.language, told.source, told.licence, told.link, told.error)
                for number, (root, told) in enumerate(zip(roots, descriptions, strict=True))
            ),
        )

    def read_folders(self) -> list[tuple[str, ArchiveDescription]]:
        """The folders' roots and what they say about themselves. Raises IndexUnusable."""
        rows = self._rows("SELECT root, name, language, source, licence, link, error FROM folder ORDER BY number")
        return [(root, ArchiveDescription(*rest)) for root, *rest in rows]

    def write_arrays(self, arrays: Mapping[str, NDArray[np.generic]], texts: Mapping[str, bytes]) -> None:
        """Put down arrays and texts under their names, each with its checksum."""
        rows = [(name, array.dtype.str, array.tobytes()) for name, array in arrays.items()]
        rows += [(name, "text", text) for name, text in texts.items()]
        self.connection.executemany(
            "INSERT OR REPLACE INTO array VALUES (?, ?, ?, ?)",
            ((name, kind, zlib.crc32(data), data) for name, kind, data in rows),
        )

    def read_arrays(self) -> tuple[dict[str, NDArray[np.generic]], dict[str, bytes]]:
        """All arrays and texts. Raises IndexUnusable when one is not as it was written."""
        arrays: dict[str, NDArray[np.generic]] = {}
        texts: dict[str, bytes] = {}
        for name, kind, checksum, data in self._rows("SELECT name, kind, checksum, data FROM array"):
            if zlib.crc32(data) != checksum:
                raise IndexUnusable(f"The index is damaged ({name}).")
            if kind == "text":
                texts[name] = data
            else:
                arrays[name] = np.frombuffer(data, dtype=np.dtype(kind))
        return arrays, texts

    def findings(self) -> list[tuple[int, Finding]]:
        """Every finding with its folder's number, by path. Raises IndexUnusable."""
        rows = self._rows("SELECT folder, path, line, problem, reason FROM finding ORDER BY folder, path, line")
        return [
            (folder, Finding(Problem(problem), stored_path(path), line, reason))
            for folder, path, line, problem, reason in rows
        ]

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            return self.connection.execute(sql).fetchall()
        except sqlite3.DatabaseError as error:
            raise IndexUnusable(f"The index is damaged: {error}.") from error


def path_to_store(path: str) -> bytes:
    """A page's path as bytes, whatever bytes its name has on disk."""
    return path.encode("utf-8", "surrogateescape")


def stored_path(raw: bytes) -> str:
    """The path that :func:`path_to_store` was given."""
    return raw.decode("utf-8", "surrogateescape")
