"""Pages that were read, made into the events an archive tells: twins as one, copies from another year left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.archive.entry import Stored, decode, page_key
from bot.archive.event import Finding
from bot.archive.index import StoredFinding
from bot.archive.quarantine import copies, dated
from bot.archive.reading import Batch, PageRead, pack
from bot.archive.twins import find_twins


@dataclass(frozen=True, slots=True)
class Telling:
    """Batches of pages, and by key which of their pages tell no event of their own.

    ``twin_of`` are twins, each with the key of the page that tells the event; ``copied`` those of another year.
    """

    batches: tuple[Batch, ...]
    twin_of: dict[int, int]
    copied: dict[int, StoredFinding]

    @property
    def pages(self) -> list[PageRead]:
        """All pages, also those without an event."""
        return [page for batch in self.batches for page in batch.pages]

    @property
    def findings(self) -> list[StoredFinding]:
        """What is wrong with the pages."""
        found = [StoredFinding(page.folder, False, finding) for page in self.pages for finding in page.findings]
        return [*found, *self.copied.values()]

    def told(self) -> Iterator[tuple[int, PageRead]]:
        """The pages that tell an event, with their keys."""
        for page in self.pages:
            if page.day:
                key = page_key(page.folder, page.path)
                if key not in self.twin_of and key not in self.copied:
                    yield key, page

    def bodies(self) -> Iterator[tuple[int, bytes]]:
        """The events' bodies by key."""
        return ((key, page.body) for key, page in self.told())

    def listings(self) -> Iterator[tuple[int, int]]:
        """The keys of the pages that tell an event with those of the pages they list as related."""
        return ((key, target) for key, page in self.told() for target in page.targets)


def tell(batches: Sequence[Batch]) -> Telling:
    """What the pages tell together. All pages of a day, and all pages alike, have to be among them."""
    pages = [page for batch in batches for page in batch.pages]
    copied = _copied(pages)
    merged: list[tuple[PageRead, Stored | None]] = []
    twin_of: dict[int, int] = {}
    own = (page for page in pages if page_key(page.folder, page.path) not in copied) if copied else pages
    for twins in find_twins(own):
        key = page_key(twins.page.folder, twins.page.path)
        merged.append((twins.page, twins.stored))
        for page in twins.others:
            twin_of[page_key(page.folder, page.path)] = key
    if merged:
        places = {(page.folder, page.path) for page, _ in merged}
        batches = [*(batch.without(places) for batch in batches), pack(merged)]
    return Telling(tuple(batches), twin_of, copied)


def _copied(pages: Sequence[PageRead]) -> dict[int, StoredFinding]:
    """The keys of pages that were copied from another year's, each with the finding."""
    frequencies = Counter(page.likeness for page in pages if page.day)
    alike = [page for page in pages if page.day and frequencies[page.likeness] > 1]
    found: dict[int, StoredFinding] = {}
    for folder in {page.folder for page in alike}:
        for finding in _of_folder(page for page in alike if page.folder == folder):
            found[page_key(folder, finding.path)] = StoredFinding(folder, False, finding)
    return found


def _of_folder(pages: Iterable[PageRead]) -> list[Finding]:
    return copies(dated(decode(page.body).event) for page in pages)
