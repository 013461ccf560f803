"""The named things a page is about: its first context and every name its relations share with it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.archive.folding import fold

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
# What cannot stand alone belongs to the name before it: "…, 2008", "…, D.C.", "…, Inc.", "…, Jr.", "… July 22, 2009".
_NO_NAME = re.compile(
    rf"(?:(?:{_MONTH})\s+)?\d{{4}}(?:[-–]\d{{2,4}})?(?:\s+\(.*\))?|D\.?\s?C\.?(?:\s+.*)?|Inc\.?|Ltd\.?|LLC|L\.?L\.?P\.?|Corp\.?"
    r"|Co\.?|PLC|plc|N\.V\.|S\.A\.|Jr\.?(?:\s+.*)?|Sr\.?(?:\s+.*)?|\d\d"
)
# Cheap to ask first: such an end is short, or begins or ends with a figure, or opens like "D.C. …" and "Jr. …".
_LONGEST_TAIL = 6
_OPENINGS = frozenset({"D.", "DC", "D ", "Jr", "Sr"})
_DAY_OF_MONTH = re.compile(rf".*\b(?:{_MONTH})\s+\d{{1,2}}|\d{{1,2}}\s+(?:{_MONTH})")


def split_names(text: str) -> tuple[str, ...]:
    """Give the names in a list separated by commas, keeping together those that hold a comma themselves.

    "Egypt, Cairo" holds two names; "Washington, D.C.", "Palm, Inc." and "Latvian parliamentary election, 2006" are one
    each. A place and its state ("Columbus, Ohio") cannot be told from two names and gives two: both are true of the
    event. Never raises.
    """
    if "  " in text:
        text = " ".join(text.split())
    if "," not in text:
        return (text.strip(),) if text and not text.isspace() else ()
    names: list[str] = []
    for piece in text.split(", "):
        name = piece.strip()
        if not name:
            continue
        if names and _continues(names[-1], name):
            names[-1] = f"{names[-1]}, {name}"
        else:
            names.append(name)
    return tuple(names)


def _continues(previous: str, name: str) -> bool:
    """Whether ``name``, found behind a comma, is the end of ``previous``."""
    if len(name) > _LONGEST_TAIL and not name[0].isdigit() and name[:2] not in _OPENINGS and not name[-1].isdigit():
        return False
    if _NO_NAME.fullmatch(name):
        return True
    return name[:4].isdigit() and bool(_DAY_OF_MONTH.fullmatch(previous))


def each_once(names: Iterable[str]) -> tuple[str, ...]:
    """Give ``names`` in their order, each once: those that differ in case, dashes or accents count as one."""
    seen: set[str] = set()
    kept: list[str] = []
    for name in dict.fromkeys(names):
        folded = fold(name)
        if folded and folded not in seen:
            seen.add(folded)
            kept.append(name)
    return tuple(kept)
