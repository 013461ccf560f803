"""How many lookups can be answered from the pages at all: whether a page that answers holds the words asked for.

A name of which an answering page says nothing (its link led there, under other words) can be found in no way that reads
pages. Words count as held in any inflection and within the slips that are forgiven.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from bot.archive.archive import Archive
from bot.archive.words import query_tokens, stem
from bot.talk.grammar import understand
from bot.talk.requests import About
from tests.quality.questions import Lookup
from tests.quality.scores import TODAY


def show_ceiling(archive: Archive, rows: Iterable[Lookup]) -> None:
    """Print, for each kind of question, the share of rows that can be answered."""
    all_rows, reachable = Counter[str](), Counter[str]()
    for row in rows:
        for name in (row.kind, "all"):
            all_rows[name] += 1
            reachable[name] += is_reachable(archive, row)
    for name, count in all_rows.items():
        print(f"lookups, {name}: {reachable[name] / count:.3f} of {count} rows name what an answering page holds")


def is_reachable(archive: Archive, row: Lookup) -> bool:
    """Whether any page that answers the row holds every telling word of it, give or take inflections and slips."""
    request = understand(row.query, TODAY)
    words = query_tokens(request.words) if isinstance(request, About) else []
    telling = [word for word in words if len(word) > 2 and not word.isdigit()]
    return any(all(_holds(held, word) for word in telling) for held in map(_Held(archive).of, row.relevant))


class _Held:
    def __init__(self, archive: Archive) -> None:
        self._snapshot = archive.snapshot

    def of(self, path: str) -> set[str]:
        """The words of the event of a page."""
        number = self._snapshot.number_of(path)
        if number is None:
            return set()
        postings = self._snapshot.contents.words
        numbers = postings.words[postings.held_by(number)].tolist()
        return {self._snapshot.contents.vocabulary[word] for word in numbers}


def _holds(held: set[str], word: str) -> bool:
    slips = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    return (
        word in held
        or stem(word) in {stem(other) for other in held}
        or any(OSA.distance(word, other, score_cutoff=slips) <= slips for other in held if slips)
    )
