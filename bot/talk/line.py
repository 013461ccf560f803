"""A typed sentence beside a folded copy of the same length, so that what is matched can be cut out as it was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.archive.han import simplified

LIMIT = 500
"""Characters of a sentence that are read; nobody asks a longer question, and a longer text is no question."""

_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_UNSEEN = dict.fromkeys((0x200B, 0x2060, 0xFEFF))
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " ")
_ONE_WIDTH = str.maketrans(_WIDTHS | _UNSEEN | _CONTROLS)

_FOLDS = str.maketrans("’‘。、？！，：；—–", "''.,?!,:;--")
_ASCII_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")

_STRAY = " ,;:?!~-–—、。，；：？！…·|"
_CONTENT = re.compile(r"[^\W_]")
_ABBREVIATION = re.compile(r"(?:^|[\s.(])[a-z]\.$|\.[a-z]+\.$")


def fold(text: str) -> str:
    """``text`` in small letters, simplified characters and plain apostrophes; always of the same length."""
    low = text.lower()
    if len(low) != len(text):  # "İ" becomes two characters
        low = text.translate(_ASCII_LOWER)
    return simplified(low.translate(_FOLDS))


@dataclass(frozen=True, slots=True)
class Line:
    """``typed`` is the sentence with single spaces and half-width signs; ``folded`` the same, for matching."""

    typed: str
    folded: str

    @classmethod
    def read(cls, text: str) -> Line:
        """The first 500 characters of ``text``."""
        return cls.of(" ".join(text[:LIMIT].translate(_ONE_WIDTH).split()))

    @classmethod
    def of(cls, typed: str) -> Line:
        """A line of text that is already in order."""
        return cls(typed, fold(typed))

    def part(self, start: int, end: int | None = None) -> Line:
        """The characters from ``start`` to ``end``, without stray signs at the ends."""
        return Line(self.typed[start:end], self.folded[start:end]).trimmed()

    def without(self, start: int, end: int) -> Line:
        """The line with those characters cut out, what remains joined by a space."""
        before, after = self.typed[:start].rstrip(), self.typed[end:].lstrip()
        return Line.of(f"{before} {after}".strip())

    def trimmed(self) -> Line:
        """The line without spaces and stray signs at its ends; the full stop of "U.S." stays."""
        folded = self.folded
        start = len(folded) - len(folded.lstrip(_STRAY + "."))
        end = max(start, len(folded.rstrip(_STRAY)))
        while end > start and folded[end - 1] == "." and not _ABBREVIATION.search(folded, max(start, end - 24), end):
            end = max(start, len(folded[: end - 1].rstrip(_STRAY)))
        return Line(self.typed[start:end], folded[start:end])

    @property
    def has_content(self) -> bool:
        """Whether a letter or a digit, of any script, is in it."""
        return _CONTENT.search(self.folded) is not None

    @property
    def words(self) -> int:
        """How many words, by spaces."""
        return len(self.folded.split())
