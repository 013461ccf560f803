"""Relations of a hand-written page that lead nowhere: whoever wrote the path can correct it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.archive.event import Event, Finding, Problem

_DASHES = b"---"
_BLANK = b"\xef\xbb\xbf \t\r\n"


def dead_ends(event: Event, raw: bytes, known: Collection[str]) -> Iterator[Finding]:
    """A finding for every related page that is not among the paths ``known``, if ``raw`` is a page with front matter.

    Published pages are passed over: a part of their archive is missing nearly everywhere.
    """
    if not raw.lstrip(_BLANK).startswith(_DASHES):
        return
    for relation in event.related:
        if relation.path not in known:
            place = raw.find(relation.path.encode("utf-8", "surrogateescape"))
            line = raw.count(b"\n", 0, place) + 1 if place >= 0 else 0
            reason = f"The related page {relation.path} is not in the folder. Correct the path, or remove it."
            yield Finding(Problem.BAD_RELATION, event.path, line, reason)
