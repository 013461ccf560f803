"""Many more questions than the rows at hand: the names of the pages that the portal's text links to.

The portal's own text, of which archive-en was made, links words of each event to articles. A name is asked for as the
article is called; right is an event that links there, or one that holds every word of the name. Names of the rows at
hand are left out. Each name comes with a slip, too: a letter wrong, missing, too many, or swapped with the next.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import tarfile
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.archive.archive import Archive
from bot.archive.snapshot import Snapshot
from bot.archive.words import fold, query_tokens
from tests.quality.questions import Lookup
from tests.quality.scores import Score, ask, hash_of

_MONTHS = "January February March April May June July August September October November December".split()
_FILE = re.compile(rf"(\d{{4}})_({'|'.join(_MONTHS)})_(\d+)")
_LINK = re.compile(r"\[\[([^\[\]|]+)(?:\|([^\[\]]*))?\]\]")
_NO_TEXT = re.compile(r"\[https?:[^\]]*\]|'{2,}|<[^>]*>|\{\{[^}]*\}\}")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# A name that more events link to is answered by many; one of three letters can hardly be told from a slip.
_MOST_EVENTS = 17
_SHORTEST = 4
# So much of the beginning tells one event of a day from another.
_TELLING = 60


@dataclass(frozen=True, slots=True)
class Named:
    """A name, the same with a slip, and the events (by number) that answer it."""

    name: str
    slipped: str
    right: frozenset[int]


def names(packed: Path, archive: Archive, but: Collection[str]) -> list[Named]:
    """Every name that the portal's text links to, but for those of ``but``, in an order that is always the same."""
    snapshot, chance = archive.snapshot, random.Random(7)
    left_out = set(map(fold, but))
    called: dict[str, str] = {}
    linked: dict[str, set[int]] = defaultdict(set)
    for event, name in _links(packed, snapshot):
        called.setdefault(fold(name), name)
        linked[fold(name)].add(event)
    found = []
    for folded in sorted(linked.keys() - left_out):
        right = linked[folded] | _holding(snapshot, called[folded])
        if len(folded) >= _SHORTEST and len(right) <= _MOST_EVENTS:
            found.append(Named(called[folded], _with_slip(called[folded], chance), frozenset(right)))
    chance.shuffle(found)
    return found


def as_lookups(archive: Archive, rows: Collection[Named]) -> list[Lookup]:
    """The names as rows of lookups."""
    paths = [tuple(entry.event.path for entry in archive.snapshot.entries(sorted(row.right))) for row in rows]
    return [Lookup("names of links", row.name, right) for row, right in zip(rows, paths, strict=True)]


def score_names(archive: Archive, rows: Collection[Named]) -> list[Score]:
    """s@1 and s@5 of names as they are and with slips, for two halves: one to look at, and one that is only counted."""
    scores = []
    for half, title in enumerate(("looked at", "held out")):
        asked = [row for row in rows if hash_of(row.name) % 2 == half]
        for kind in ("names", "with slips"):
            score = Score(f"{kind}, {title}")
            for row in asked:
                text = row.name if kind == "names" else row.slipped
                given = [archive.snapshot.number_of(one.entry.event.path) for one in ask(archive, text).events[:5]]
                score.add(
                    float(given[:1] != [] and given[0] in row.right), float(any(n in row.right for n in given)), text
                )
            scores.append(score)
    return scores


def _links(packed: Path, snapshot: Snapshot) -> Iterator[tuple[int, str]]:
    """Events, by number, with the names of the articles they link to."""
    with tarfile.open(packed) as pages:
        for page in pages:
            told = _FILE.match(Path(page.name).stem)
            text = pages.extractfile(page) if told else None
            if told is None or text is None:
                continue
            year, month, day = int(told[1]), _MONTHS.index(told[2]) + 1, int(told[3])
            lines = [_read(line) for line in text.read().decode("utf-8", "replace").splitlines() if line[:1] == "*"]
            for event in _of_day(snapshot, year, month, day):
                head = _bare(snapshot.entry(event).event.headline)[:_TELLING]
                for name in next((names for line, names in lines if head and head in line), ()):
                    yield event, name


def _of_day(snapshot: Snapshot, year: int, month: int, day: int) -> range:
    span = snapshot.between(dt.date(year, month, day), dt.date(year, month, day))
    return range(span.start, span.stop)


def _read(line: str) -> tuple[str, list[str]]:
    """A line's bare text, and the articles it links to as people would call them."""
    names = []
    for target, _ in _LINK.findall(line):
        name = re.sub(r"\s*\([^)]*\)$", "", target.split("#")[0].strip().replace("_", " "))
        if name and ":" not in name[:12] and "%" not in name and "\ufffd" not in name:
            names.append(name[0].upper() + name[1:])
    return _bare(_NO_TEXT.sub("", _LINK.sub(lambda link: link[2] or link[1], line))), names


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def _holding(snapshot: Snapshot, name: str) -> set[int]:
    """The events that hold every word of a name, in any inflection."""
    postings, vocabulary = snapshot.contents.words, snapshot.vocabulary
    held: set[int] | None = None
    for word in query_tokens(name):
        events: set[int] = set()
        for number in vocabulary.same_stem(word):
            events.update(postings.events[postings.holding(number)].tolist())
        held = events if held is None else held & events
        if not held:
            break
    return held or set()


def _with_slip(name: str, chance: random.Random) -> str:
    places = [place for place, letter in enumerate(name) if letter.isalpha() and place > 0]
    if not places:
        return name
    at, letter = chance.choice(places), chance.choice(_LETTERS)
    before, after = name[:at], name[at + 1 :]
    return chance.choice(
        (
            before + letter + after,
            before + after,
            before + letter + name[at:],
            before[:-1] + name[at] + before[-1] + after,
        )
    )
