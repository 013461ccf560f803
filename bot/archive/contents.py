"""Everything the index says about its events but their text: keys, days, words, contexts, importance, as arrays."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bot.archive.entry import page_key
from bot.archive.event import Problem
from bot.archive.importance import Signs, importance
from bot.archive.listings import is_among
from bot.archive.names import Names
from bot.archive.postings import Bits, Floats, Ints, Postings

if TYPE_CHECKING:
    from bot.archive.reading import PackedHeld, PageRead
    from bot.archive.telling import Telling


@dataclass(frozen=True, slots=True)
class Contents:
    """Events by number (ascending by day, then key) and the words and contexts they hold.

    ``days`` are proleptic Gregorian ordinals. ``name_only`` marks events that are a story's name without a sentence.
    ``vocabulary`` and ``context_names`` are folded and ascending; their places are the numbers in the postings.
    ``twin_keys`` (ascending) are the keys of pages that tell an event of another page, ``twin_events`` of those others.
    """

    keys: NDArray[np.int64]
    days: Ints
    folders: Bits
    name_only: NDArray[np.bool_]
    signs: Signs
    importance: Floats
    vocabulary: Names
    words: Postings
    context_names: Names
    contexts: Postings
    twin_keys: NDArray[np.int64]
    twin_events: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def empty(cls) -> Contents:
        """No events at all."""
        none = np.zeros(0, np.int32)
        postings = Postings.of_pairs(none, none, none.astype(np.uint8), 0, 0)
        counts = none.astype(np.int64)
        signs = Signs(counts, counts, counts, none.astype(np.bool_), counts)
        return cls(
            none.astype(np.int64), none, none.astype(np.uint8), none.astype(np.bool_), signs,
            none.astype(np.float32), Names(b""), postings, Names(b""), postings,
            none.astype(np.int64), none.astype(np.int64),
        )  # fmt: skip

    def with_days_replaced(self, days: Collection[int], telling: Telling) -> Contents:
        """These contents with all events of ``days`` taken out and the events of ``telling`` put in."""
        batches, twin_of = telling.batches, telling.twin_of
        stays = ~np.isin(self.days, np.fromiter(days, np.int32, len(days)))
        pages = [page for batch in batches for page in batch.pages if page.day]
        keys = np.array([page_key(page.folder, page.path) for page in pages], np.int64)
        comes = ~is_among(keys, np.array([*twin_of, *telling.copied], np.int64))
        merged_keys = np.concatenate([self.keys[stays], keys[comes]])
        merged_days = np.concatenate([self.days[stays], np.array([page.day for page in pages], np.int32)[comes]])
        order = np.lexsort((merged_keys, merged_days)).astype(np.int32)

        def merged(old: NDArray[Any], new: list[Any]) -> NDArray[Any]:
            return np.concatenate([old[stays], np.array(new, old.dtype)[comes]])[order]

        vocabulary, words = _merge(self.vocabulary, self.words, stays, [b.words for b in batches], comes, order)
        names, contexts = _merge(self.context_names, self.contexts, stays, [b.contexts for b in batches], comes, order)
        signs = Signs(
            *(
                merged(getattr(self.signs, field.name), [_sign(page, field.name) for page in pages])
                for field in fields(Signs)
            )
        )
        twins_stay = ~is_among(self.twin_events, self.keys[~stays])
        twin_keys = np.concatenate([self.twin_keys[twins_stay], np.array([*twin_of], np.int64)])
        twin_events = np.concatenate([self.twin_events[twins_stay], np.array([*twin_of.values()], np.int64)])
        twin_order = np.argsort(twin_keys)
        contents = Contents(
            keys=merged_keys[order],
            days=merged_days[order],
            folders=merged(self.folders, [page.folder for page in pages]),
            name_only=merged(self.name_only, [_is_name_only(page) for page in pages]),
            signs=signs,
            importance=np.zeros(0, np.float32),
            vocabulary=vocabulary,
            words=words,
            context_names=names,
            contexts=contexts,
            twin_keys=twin_keys[twin_order],
            twin_events=twin_events[twin_order],
        )
        return replace(contents, importance=importance(contents.days, words, contexts, signs))

    def to_arrays(self) -> tuple[dict[str, NDArray[Any]], dict[str, bytes]]:
        """The arrays and texts to store, by name."""
        arrays: dict[str, NDArray[Any]] = {
            "keys": self.keys,
            "days": self.days,
            "folders": self.folders,
            "name_only": self.name_only,
            "importance": self.importance,
            "twin_keys": self.twin_keys,
            "twin_events": self.twin_events,
        }
        arrays |= {f"signs.{field.name}": getattr(self.signs, field.name) for field in fields(Signs)}
        for name, postings in (("words", self.words), ("contexts", self.contexts)):
            arrays |= {f"{name}.{field.name}": getattr(postings, field.name) for field in fields(Postings)}
        return arrays, {"vocabulary": self.vocabulary.text, "context_names": self.context_names.text}

    @classmethod
    def part_names(cls) -> list[str]:
        """The names of what :meth:`to_arrays` gives."""
        arrays, texts = cls.empty().to_arrays()
        return [*arrays, *texts]

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], texts: Mapping[str, bytes]) -> Contents:
        """What :meth:`to_arrays` gave. Raises KeyError when a name is missing."""

        def postings(name: str) -> Postings:
            return Postings(*(arrays[f"{name}.{field.name}"] for field in fields(Postings)))

        return cls(
            keys=arrays["keys"],
            days=arrays["days"],
            folders=arrays["folders"],
            name_only=arrays["name_only"],
            signs=Signs(*(arrays[f"signs.{field.name}"] for field in fields(Signs))),
            importance=arrays["importance"],
            vocabulary=Names(texts["vocabulary"]),
            words=postings("words"),
            context_names=Names(texts["context_names"]),
            contexts=postings("contexts"),
            twin_keys=arrays["twin_keys"],
            twin_events=arrays["twin_events"],
        )


def _sign(page: PageRead, name: str) -> int:
    return page.sources if name == "sources" else int(getattr(page.signs, name))


def _is_name_only(page: PageRead) -> bool:
    return any(finding.problem is Problem.TOPIC_ONLY for finding in page.findings)


def _merge(
    names: Names,
    postings: Postings,
    stays: NDArray[np.bool_],
    additions: Sequence[PackedHeld],
    comes: NDArray[np.bool_],
    order: Ints,
) -> tuple[Names, Postings]:
    """Old postings without the events that go, and the batches' pairs, in the new order of events."""
    known = {name: number for number, name in enumerate(names)}
    numbers = [postings.words]
    bits = [postings.word_bits]
    lengths = [np.diff(postings.event_start)]
    for held in additions:
        of_batch = np.array([known.setdefault(name, len(known)) for name in held.names], np.int32)
        numbers.append(of_batch[held.numbers] if len(of_batch) else held.numbers)
        bits.append(held.bits)
        lengths.append(held.lengths)
    all_numbers, all_bits = np.concatenate(numbers), np.concatenate(bits)
    all_lengths = np.concatenate(lengths).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(all_lengths)])[:-1]
    chosen = np.flatnonzero(np.concatenate([stays, comes]))[order]
    pair_counts = all_lengths[chosen]
    # The pairs of the chosen events, one event after the other, without a loop over events.
    offsets = np.cumsum(pair_counts) - pair_counts
    pairs = np.repeat(starts[chosen] - offsets, pair_counts) + np.arange(int(pair_counts.sum()))
    event = np.repeat(np.arange(len(chosen), dtype=np.int32), pair_counts)
    kept, in_order = _in_order(list(known), all_numbers[pairs])
    return Names.of(kept), Postings.of_pairs(event, in_order, all_bits[pairs], len(chosen), len(kept))


def _in_order(names: list[str], numbers: Ints) -> tuple[list[str], Ints]:
    """The names that are held at all, ascending, and the numbers they have then.

    Thus names and numbers depend on the events alone, not on the order in which these came.
    """
    held = np.bincount(numbers, minlength=len(names)) > 0
    by_name = sorted(np.flatnonzero(held).tolist(), key=names.__getitem__)
    renumbered = np.zeros(len(names), np.int32)
    renumbered[by_name] = np.arange(len(by_name), dtype=np.int32)
    return [names[number] for number in by_name], renumbered[numbers]
