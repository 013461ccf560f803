"""Which pages list which others as related, so that those that list a page are known when it comes or goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Listings:
    """Pairs of page keys: ``sources`` list ``targets``, which need not be in the archive."""

    sources: NDArray[np.int64]
    targets: NDArray[np.int64]

    NAMES = ("listings.sources", "listings.targets")

    @classmethod
    def of_pairs(cls, pairs: Iterable[tuple[int, int]]) -> Listings:
        """The listings of these pairs of source and target."""
        both = np.array(list(pairs), np.int64).reshape(-1, 2)
        return cls(both[:, 0], both[:, 1])

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Listings:
        """What :meth:`to_arrays` gave."""
        return cls(*(arrays[name] for name in cls.NAMES))

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays to store, by name."""
        return dict(zip(self.NAMES, (self.sources, self.targets), strict=True))

    def sources_of(self, targets: NDArray[np.int64]) -> NDArray[np.int64]:
        """The keys of the pages that list one of these."""
        return self.sources[is_among(self.targets, targets)]

    def replaced(self, gone: NDArray[np.int64], come: Listings) -> Listings:
        """The listings less those of the pages ``gone``, and ``come``."""
        stays = ~is_among(self.sources, gone)
        return Listings(
            np.concatenate([self.sources[stays], come.sources]), np.concatenate([self.targets[stays], come.targets])
        )


def is_among(values: NDArray[np.int64], few: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of many values are among a few: faster than numpy's isin, which sorts the many."""
    if not len(few):
        return np.zeros(len(values), bool)
    few = np.sort(few)
    places = np.minimum(np.searchsorted(few, values), len(few) - 1)
    return np.asarray(few[places] == values)
