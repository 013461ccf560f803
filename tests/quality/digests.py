"""``python -m tests.quality.digests [--misses N]``: what the digests of a leap year hold; 1 below a floor.

Needs the real archive, as ``python -m tests.quality`` does.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.archive.archive import Archive
from bot.archive.kinds import Kinds
from bot.archive.stories import Stories
from bot.digest.choice import Choices, Digest
from tests.quality import questions
from tests.quality.__main__ import find_shared, open_archive
from tests.quality.scores import TODAY

JUDGED = Path(__file__).parent / "data" / "grim.tsv"
"""Events of archive-en by id, drawn by lot and judged by eye: "grim" where a reader thinks of war or disaster."""
_OF_SECTIONS = ("conflict", "disaster")


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured, how much it is, and from where on it is enough (at most, when ``highest``)."""

    name: str
    value: float
    reach: float
    highest: bool = False

    @property
    def is_reached(self) -> bool:
        """Whether it is enough."""
        return self.value <= self.reach if self.highest else self.value >= self.reach


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", type=int, default=0, help="how many famous events that were missed to print")
    options = parser.parse_args()
    shared = find_shared()
    if shared is None:
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        archive = open_archive(shared, Path(scratch))
        folder = shared / "data" / "eval"
        digests = year_of_digests(archive)
        rows = questions.famous(folder)
        missed = missed_famous(digests, rows)
        figures = [
            *figures_of_digests(archive, digests, sections(archive, folder / "categories.tsv")),
            Figure("famous events in their day's digest", 1 - len(missed) / len(rows), 0.50),
            *figures_of_kinds("judged by eye", archive, judged(archive), 0.75, 0.90),
            *figures_of_kinds(
                "the portal's sections", archive, sections(archive, folder / "categories.tsv"), 0.65, 0.85
            ),
            *figures_of_stories(archive, questions.related(folder)),
        ]
    for row in missed[: options.misses]:
        print(f"missed: {row.date} {row.pattern.pattern}")
    return show(figures)


def year_of_digests(archive: Archive) -> list[Digest]:
    """Every day's digest as it stands without filters, the leap day among them."""
    choices = Choices(archive)
    days = (dt.date(2024, 1, 1) + dt.timedelta(number) for number in range(366))
    # The leap day is asked in its last year before, every other in the year of all questions.
    return [choices.choose(day if (day.month, day.day) == (2, 29) else day.replace(year=TODAY.year)) for day in days]


def figures_of_digests(archive: Archive, digests: list[Digest], grim: Mapping[int, bool]) -> Iterable[Figure]:
    """War and disaster, years and stories in a year of digests."""
    kinds, stories = Kinds(archive.snapshot), Stories(archive.snapshot)
    numbers = [[shown.entry.number for shown in digest.events] for digest in digests]
    told = [sum(kinds.of(number).kind.is_grim for number in day) for day in numbers]
    labelled = [sum(grim.get(number, False) for number in day) for day in numbers]
    years = [Counter(shown.entry.event.date.year for shown in digest.events) for digest in digests]
    mixed = [len({kinds.of(number).kind for number in day}) for day in numbers]
    again = sum(any(stories.repeated(number, day[place + 1 :])) for day in numbers for place, number in enumerate(day))
    yield Figure("digests of five", sum(len(day) == 5 for day in numbers), 366)
    yield Figure("war and disaster in a digest, at most", max(told), 2, highest=True)
    yield Figure("… by the portal's sections, where they are known", max(labelled), 2, highest=True)
    yield Figure(
        "events of one year in a digest, at most", max(max(count.values()) for count in years), 2, highest=True
    )
    yield Figure("events that tell again what stands in their digest", again, 0, highest=True)
    yield Figure("kinds of news in a digest, on average", sum(mixed) / len(mixed), 3.5)


def missed_famous(digests: list[Digest], rows: list[questions.Famous]) -> list[questions.Famous]:
    """The famous events that are not in the digest of their month and day."""
    by_day = {(digest.day.month, digest.day.day): digest for digest in digests}
    return [
        row
        for row in rows
        if not any(
            shown.entry.event.date == row.date and row.pattern.search(shown.entry.event.headline)
            for shown in by_day[row.date.month, row.date.day].events
        )
    ]


def judged(archive: Archive) -> dict[int, bool]:
    """For the events judged by eye, whether they are of war or disaster."""
    rows = (line.split("\t") for line in JUDGED.read_text(encoding="ascii").splitlines())
    numbers = ((archive.snapshot.number_of(event), label == "grim") for event, label in rows)
    return {number: grim for number, grim in numbers if number is not None}


def sections(archive: Archive, file: Path) -> dict[int, bool]:
    """For the events whose section is known, whether it is of war or disaster."""
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    numbers = ((archive.snapshot.number_of(path), section in _OF_SECTIONS) for path, section in rows)
    return {number: grim for number, grim in numbers if number is not None}


def figures_of_kinds(
    name: str, archive: Archive, grim: Mapping[int, bool], precision: float, recall: float
) -> Iterable[Figure]:
    """How often an event told for war or disaster is, and how often one that is gets told."""
    kinds = Kinds(archive.snapshot)
    told = {number for number in grim if kinds.of(number).kind.is_grim}
    right = sum(grim[number] for number in told)
    yield Figure(f"war and disaster told right, {name} ({len(grim):,})", right / len(told), precision)
    yield Figure(f"war and disaster told at all, {name} ({len(grim):,})", right / sum(grim.values()), recall)


def figures_of_stories(archive: Archive, rows: list[questions.RelatedPages]) -> Iterable[Figure]:
    """Of a story's events those that are filed under it, among all that are filed under any story."""
    snapshot, stories = archive.snapshot, Stories(archive.snapshot)
    filed = [(_numbers(archive, [row.path]), _numbers(archive, row.relevant)) for row in rows]
    known = set().union(*(own | relevant for own, relevant in filed))
    right = told = 0
    for own, relevant in filed:
        for number in own:
            found = (set(stories.of(number).numbers) & known) - own
            near = {
                other
                for other in found
                if abs(int(snapshot.contents.days[other] - snapshot.contents.days[number])) < 60
            }
            told += len(near)
            right += len(near & relevant)
    yield Figure("a story's events within 60 days that are filed under it", right / max(1, told), 0.50)


def _numbers(archive: Archive, paths: Iterable[str]) -> set[int]:
    return {number for path in paths if (number := archive.snapshot.number_of(path)) is not None}


def show(figures: list[Figure]) -> int:
    """Print the table; 1 when a figure is not reached."""
    table = Table("what", "measured", "to reach", "", title="What digests hold")
    for figure in figures:
        bound = f"at most {figure.reach:g}" if figure.highest else f"{figure.reach:g}"
        verdict = "reached" if figure.is_reached else "not reached"
        table.add_row(figure.name, f"{figure.value:.3g}", bound, verdict)
    Console(width=120).print(table)
    return int(not all(figure.is_reached for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
