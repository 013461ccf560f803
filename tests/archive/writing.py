"""Small archives written for a test: pages in both dialects, and everything an archive answers, to compare."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.archive.archive import Archive
from bot.archive.entry import id_of_key
from bot.archive.event import Event, Source
from bot.archive.names import Names
from bot.archive.pages import write_page
from bot.archive.postings import Postings
from bot.archive.snapshot import Snapshot

TODAY = dt.date(2024, 6, 1)


class Pages:
    """An archive folder that a test writes into. Every method gives the page's path under the folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self._clock = 1_500_000_000

    def published(
        self,
        date: str,
        headline: str,
        *,
        slug: str = "",
        context: str = "",
        summary: str = "",
        sources: Sequence[str] = (),
        related: Sequence[tuple[str, str, str]] = (),
        earlier: Sequence[str] = (),
    ) -> str:
        """A page as published; ``related`` are paths with headline and contexts, ``earlier`` paths."""
        lines = [f"### [{date}](/{_folder(date)}/index.md)", "", f"##### {context}", f"# {headline}", "", summary, ""]
        lines += ["### Source:", *(f"{n}. [Paper {n}]({url})" for n, url in enumerate(sources, 1)), ""]
        lines += ["### Related:"]
        lines += [f"{n}. [{told} ](/{path}) _Context: {names}_" for n, (path, told, names) in enumerate(related, 1)]
        if earlier:
            lines += ["", "### Changes:"]
            lines += [f"{n}. [{headline}](/{path}) _{date} 10:00 (Update)_" for n, path in enumerate(earlier, 1)]
        return self.raw(f"{_folder(date)}/{slug or _slug(headline)}.md", "\n".join(lines).encode())

    def front_matter(
        self,
        date: str,
        headline: str,
        *,
        slug: str = "",
        contexts: Sequence[str] = (),
        summary: str = "",
        sources: Sequence[str] = (),
    ) -> str:
        """A page with front matter."""
        path = f"{_folder(date)}/{slug or _slug(headline)}.md"
        told = tuple(Source(f"Paper {n}", url) for n, url in enumerate(sources, 1))
        event = Event(
            path,
            dt.date.fromisoformat(date),
            headline,
            headline,
            summary=summary,
            contexts=tuple(contexts),
            sources=told,
        )
        return self.raw(path, write_page(event).encode())

    def raw(self, path: str, text: bytes) -> str:
        """A page of these bytes."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
        self.touch(path)
        return path

    def touch(self, path: str) -> None:
        """Give a page a time stamp that no page had before."""
        self._clock += 1
        os.utime(self.root / path, (self._clock, self._clock))

    def remove(self, path: str) -> None:
        """Take a page away."""
        (self.root / path).unlink()


def _folder(date: str) -> str:
    year, month, day = date.split("-")
    return f"news/{year}/{month}/{int(day)}"


def _slug(headline: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in headline.lower()).split())[:60]


def opened(home: Path, *roots: Path) -> Archive:
    """An open archive of these folders."""
    archive = Archive(home, roots)
    archive.open(TODAY)
    return archive


@dataclass(frozen=True, slots=True)
class Everything:
    """All that a snapshot says, without the numbers that its file is free to choose."""

    events: list[object]
    words: list[dict[str, int]]
    contexts: list[dict[str, int]]
    importance: list[float]
    name_only: list[bool]
    twins: dict[str, str]
    findings: list[object]
    searches: list[object]
    related: list[object]


def everything(archive: Archive, questions: Sequence[str] = ()) -> Everything:
    """All that the archive says, for comparing it with another."""
    snapshot, contents = archive.snapshot, archive.snapshot.contents
    entries = snapshot.entries(range(len(snapshot)))
    return Everything(
        events=[(entry.id, entry.event, snapshot.stored(entry.number).links) for entry in entries],
        words=_held(contents.words, contents.vocabulary),
        contexts=_held(contents.contexts, contents.context_names),
        importance=contents.importance.tolist(),
        name_only=contents.name_only.tolist(),
        twins=_twins(archive, snapshot),
        findings=sorted((f.path, f.problem, f.line, f.reason) for f in archive.findings()),
        searches=[archive.about(question)[0] for question in questions],
        related=[
            [(other.number, sorted(other.contexts), other.days, other.listed) for other in found[1]]
            for entry in entries
            if (found := archive.related(entry.id))
        ],
    )


def _held(postings: Postings, names: Names) -> list[dict[str, int]]:
    held = []
    for event in range(postings.event_count):
        span = postings.held_by(event)
        words = (names[word] for word in postings.words[span].tolist())
        held.append(dict(zip(words, postings.word_bits[span].tolist(), strict=True)))
    by_word: list[dict[str, int]] = [{} for _ in held]
    for word in range(postings.word_count):
        span = postings.holding(word)
        events = postings.events[span].tolist()
        assert events == sorted(events)
        for event, bits in zip(events, postings.event_bits[span].tolist(), strict=True):
            by_word[event][names[word]] = bits
    assert by_word == held
    return held


def _twins(archive: Archive, snapshot: Snapshot) -> dict[str, str]:
    """Every page's path to the id of the event it opens."""
    found = {}
    for root in archive.roots:
        for file in root.rglob("*.md"):
            path = os.fspath(file.relative_to(root))
            number = snapshot.number_of(path)
            if number is not None:
                found[path] = id_of_key(int(np.asarray(snapshot.contents.keys)[number]))
    return found
