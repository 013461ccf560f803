"""Many names in ascending order, held as one text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import numpy as np

_END = "\n"
_AFTER_ALL = b"\xff"
"""Comes after every byte that UTF-8 writes."""
_STRIDE = 32
"""Of so many names one stands in a list of its own, so that most of a search is one call."""


class Names(Sequence[str]):
    """Names in ascending order by code point, none of them empty or of several lines.

    As a list of strings they would take eight times the memory: 69,000 of them 5 MB more, and as much again while one
    archive takes the place of another.
    """

    def __init__(self, text: bytes) -> None:
        """The names in ``text``, a line each, as :attr:`text` gave it."""
        self.text = text
        ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord(_END)) + 1
        starts = np.concatenate([[0], ends, [len(text) + 1]]) if text else np.zeros(1)
        # Read as plain integers, which takes a third of the time that reading numpy's takes.
        self._starts = starts.astype(np.int32).data
        self._heads = [text[self._starts[one] : self._starts[one + 1] - 1] for one in range(0, len(self), _STRIDE)]

    @classmethod
    def of(cls, names: Iterable[str]) -> Names:
        """These names, which ascend."""
        return cls(_END.join(names).encode("utf-8", "surrogatepass"))

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            first, end, step = place.indices(len(self))
            if first >= end or step != 1:
                return [self[one] for one in range(first, end, step)]
            return self._read(first, end).split(_END)
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        place %= len(self)
        return self._read(place, place + 1)

    def __iter__(self) -> Iterator[str]:
        return iter(self[:])

    def at(self, places: Iterable[int]) -> list[str]:
        """The names at several places, from 0."""
        text, starts = self.text, self._starts
        found = [text[starts[one] : starts[one + 1] - 1] for one in places]
        return b"\n".join(found).decode("utf-8", "surrogatepass").split(_END) if found else []

    def place(self, name: str) -> int | None:
        """The place of a name; None where it is not among them."""
        sought = name.encode("utf-8", "surrogatepass")
        place = self._first_from(sought)
        found = place < len(self) and self.text[self._starts[place] : self._starts[place + 1] - 1] == sought
        return place if found else None

    def beginning_with(self, prefix: str) -> range:
        """The places of the names that begin with ``prefix``."""
        sought = prefix.encode("utf-8", "surrogatepass")
        return range(self._first_from(sought), self._first_from(sought + _AFTER_ALL))

    def _first_from(self, sought: bytes) -> int:
        # UTF-8 has the order of code points.
        text, starts = self.text, self._starts
        block = bisect_left(self._heads, sought) * _STRIDE
        low, high = max(0, block - _STRIDE), min(block, len(self))
        while low < high:
            middle = (low + high) // 2
            if text[starts[middle] : starts[middle + 1] - 1] < sought:
                low = middle + 1
            else:
                high = middle
        return low

    def _read(self, first: int, end: int) -> str:
        return self.text[self._starts[first] : self._starts[end] - 1].decode("utf-8", "surrogatepass")
