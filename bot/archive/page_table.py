"""What the index knows of every page on disk, by which the next walk tells what has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.archive.folder import Scan, Stamp
from bot.archive.index import path_to_store, stored_path
from bot.archive.postings import Bits, Ints
from bot.archive.reading import PageRead

Place: TypeAlias = tuple[int, str]
"""A page's folder number and path."""

NO_DIGEST = b"\0" * 16
"""Stands for the digest of a page that could not be read."""

# No file name holds this character.
_BETWEEN = "\0"


@dataclass(frozen=True)
class PageTable:
    """Pages by row, one column an array: a page's place and stamp, its text's digest, its event's day (0: no event)
    and likeness (see :class:`PageRead`)."""

    paths: list[str]
    folders: Bits
    sizes: NDArray[np.int64]
    changed: NDArray[np.int64]
    digests: NDArray[np.void]
    days: Ints
    likeness: NDArray[np.int64]

    NAMES = ("folders", "sizes", "changed", "digests", "days", "likeness")

    @classmethod
    def of(cls, pages: Sequence[PageRead]) -> PageTable:
        """The table of these pages."""
        return cls(
            paths=[page.path for page in pages],
            folders=np.array([page.folder for page in pages], np.uint8),
            sizes=np.array([page.stamp[0] for page in pages], np.int64),
            changed=np.array([page.stamp[1] for page in pages], np.int64),
            digests=np.frombuffer(b"".join(page.digest or NO_DIGEST for page in pages), np.dtype("V16")),
            days=np.array([page.day for page in pages], np.int32),
            likeness=np.array([page.likeness for page in pages], np.int64),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], texts: Mapping[str, bytes]) -> PageTable:
        """What :meth:`to_arrays` gave. Raises KeyError when a name is missing."""
        joined = texts["page.paths"]
        return cls(
            stored_path(joined).split(_BETWEEN) if joined else [],
            *(arrays[f"page.{name}"] for name in cls.NAMES),
        )

    def to_arrays(self) -> tuple[dict[str, NDArray[Any]], dict[str, bytes]]:
        """The arrays and texts to store, by name."""
        arrays = {f"page.{name}": getattr(self, name) for name in self.NAMES}
        return arrays, {"page.paths": path_to_store(_BETWEEN.join(self.paths))}

    @classmethod
    def part_names(cls) -> list[str]:
        """The names of what :meth:`to_arrays` gives."""
        return [*(f"page.{name}" for name in cls.NAMES), "page.paths"]

    def __len__(self) -> int:
        return len(self.paths)

    @cached_property
    def rows(self) -> dict[Place, int]:
        """The row of every place."""
        return dict(zip(zip(self.folders.tolist(), self.paths, strict=True), range(len(self)), strict=True))

    def place(self, row: int) -> Place:
        """The place of the page in a row."""
        return int(self.folders[row]), self.paths[row]

    def stamp(self, row: int) -> Stamp:
        """The stamp of the page in a row."""
        return int(self.sizes[row]), int(self.changed[row])

    def digest(self, row: int) -> bytes:
        """The digest of the page in a row, b"" if it could not be read."""
        digest = self.digests[row].tobytes()
        return b"" if digest == NO_DIGEST else digest

    def stamps(self, folder: int) -> dict[str, Stamp]:
        """The stamps of a folder's pages by path, as a walk gives them."""
        rows = np.flatnonzero(self.folders == folder)
        paths = self.paths if len(rows) == len(self) else [self.paths[row] for row in rows.tolist()]
        return dict(zip(paths, zip(self.sizes[rows].tolist(), self.changed[rows].tolist(), strict=True), strict=True))

    def unreadable(self) -> list[Place]:
        """The pages that could not be read."""
        blank = np.frombuffer(NO_DIGEST, self.digests.dtype)[0]
        return [self.place(row) for row in np.flatnonzero(self.digests == blank).tolist()]

    def days_of(self, places: Iterable[Place]) -> set[int]:
        """The days of the events that pages had; 0 is among them where one had none."""
        return {int(self.days[row]) for place in places if (row := self.rows.get(place)) is not None}

    def rows_of_days(self, days: Collection[int]) -> list[int]:
        """The rows of the pages with an event on one of these days."""
        return np.flatnonzero(np.isin(self.days, np.fromiter(days, np.int32, len(days)))).tolist()

    def days_alike(self, days: Collection[int], likeness: Collection[int]) -> set[int]:
        """These days, with those of pages that are alike a page of theirs or of these likenesses, and so on."""
        found = set(days)
        sought = np.fromiter(likeness, np.int64, len(likeness))
        while True:
            alike = np.concatenate([sought, self.likeness[self.rows_of_days(found)]])
            more = set(self.days[np.isin(self.likeness, alike) & (self.days != 0)].tolist())
            if more <= found:
                return found
            found |= more

    def without(self, places: Collection[Place]) -> PageTable:
        """The table less these places."""
        rows = [row for place in places if (row := self.rows.get(place)) is not None]
        stays = np.ones(len(self), bool)
        stays[rows] = False
        return PageTable(
            list(compress(self.paths, stays.tolist())),
            self.folders[stays],
            self.sizes[stays],
            self.changed[stays],
            self.digests[stays],
            self.days[stays],
            self.likeness[stays],
        )

    def joined(self, other: PageTable) -> PageTable:
        """The rows of both tables."""
        return PageTable(
            self.paths + other.paths,
            np.concatenate([self.folders, other.folders]),
            np.concatenate([self.sizes, other.sizes]),
            np.concatenate([self.changed, other.changed]),
            np.concatenate([self.digests, other.digests]),
            np.concatenate([self.days, other.days]),
            np.concatenate([self.likeness, other.likeness]),
        )

    def restamped(self, stamps: Mapping[Place, Stamp]) -> PageTable:
        """The table with these stamps for pages of it; itself where it has them already."""
        rows = {self.rows[place]: stamp for place, stamp in stamps.items()}
        if all(self.stamp(row) == stamp for row, stamp in rows.items()):
            return self
        sizes, changed = self.sizes.copy(), self.changed.copy()
        for row, (size, time) in rows.items():
            sizes[row], changed[row] = size, time
        return replace(self, sizes=sizes, changed=changed)

    def changes(self, scans: Sequence[Scan]) -> tuple[list[Place], list[Place]]:
        """The places that a walk found new or with another stamp, and those it found gone."""
        changed: list[Place] = []
        missing: list[Place] = []
        for folder, scan in enumerate(scans):
            known = self.stamps(folder)
            if known == scan.pages:
                continue
            changed += [(folder, path) for path, stamp in scan.pages.items() if known.get(path) != stamp]
            missing += [(folder, path) for path in known.keys() - scan.pages.keys()]
        return changed, missing
