"""Which words are written nearly like another: a coarse look that leaves few for a close one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.archive.names import Names


class Spellings:
    """Words by their length, with the letters each is made of: a bit for each letter, shared by letters 64 apart."""

    def __init__(self, words: Names) -> None:
        codes = _codes(words.text + b"\n" if words else b"")
        ends = np.flatnonzero(codes == ord("\n"))
        starts = np.append(0, ends + 1)[: len(ends)]
        lengths = ends - starts
        # One length after the other, those of a length in their own order.
        self._numbers = np.argsort(lengths, kind="stable").astype(np.int32)
        self._starts = np.searchsorted(lengths[self._numbers], np.arange(lengths.max(initial=0) + 2))
        bits = _bits(codes)
        bits[ends] = 0
        self._letters = np.bitwise_or.reduceat(bits, starts)[self._numbers] if len(ends) else bits

    def near(self, word: str, length: int, slips: int) -> list[int]:
        """The numbers, ascending, of the words of ``length`` letters that may be no more than ``slips`` from a word.

        It leaves out none of them, and few of the others: one slip adds or takes away two letters at most.
        """
        if not 0 <= length < len(self._starts) - 1:
            return []
        run = slice(int(self._starts[length]), int(self._starts[length + 1]))
        own = np.bitwise_or.reduce(_bits(_codes(word.encode("utf-8", "surrogatepass"))))
        near = np.bitwise_count(self._letters[run] ^ own) <= 2 * slips
        found: list[int] = self._numbers[run][near].tolist()
        return found


def _codes(text: bytes) -> NDArray[np.uint32]:
    read = text.decode("utf-8", "surrogatepass")
    return np.frombuffer(read.encode("utf-32-le", "surrogatepass"), np.uint32)


def _bits(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    return np.left_shift(np.uint64(1), (codes & np.uint32(63)).astype(np.uint64))
