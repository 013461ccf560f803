"""The tables an index is made of: page stamps, listings, the vocabulary."""

from __future__ import annotations

import os

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.contents import Contents
from bot.archive.entry import id_of_key, key_of_id, page_key
from bot.archive.event import Finding, Problem
from bot.archive.folder import Scan
from bot.archive.listings import Listings, is_among
from bot.archive.names import Names
from bot.archive.page_table import PageTable
from bot.archive.postings import Postings
from bot.archive.reading import PageRead
from bot.archive.vocabulary import Vocabulary

STRANGE = os.fsdecode(b"news/\xe9\n\xff.md")


def page(folder: int, path: str, size: int = 1, time: int = 1, day: int = 0, likeness: int = 0) -> PageRead:
    return PageRead(folder, path, (size, time), b"d" * 16, day=day, likeness=likeness)


def test_a_page_table_reads_as_it_was_written() -> None:
    table = PageTable.of([page(0, "a.md", 2**40, 2**62, 734_000, -5), page(1, STRANGE), page(1, "水.md")])
    unread = PageTable.of([PageRead(1, "b.md", (0, 0), b"", findings=(Finding(Problem.UNREADABLE, "b.md", 0, "x"),))])
    table = table.joined(unread)
    again = PageTable.from_arrays(*table.to_arrays())
    assert [again.place(row) for row in range(4)] == [(0, "a.md"), (1, STRANGE), (1, "水.md"), (1, "b.md")]
    assert again.stamp(0) == (2**40, 2**62)
    assert (again.digest(0), again.digest(3)) == (b"d" * 16, b"")
    assert again.unreadable() == [(1, "b.md")]
    assert set(table.to_arrays()[0]) | set(table.to_arrays()[1]) == set(PageTable.part_names())
    empty = PageTable.from_arrays(*PageTable.of([]).to_arrays())
    assert (len(empty), empty.unreadable()) == (0, [])


def test_what_a_walk_finds_new_changed_or_gone_is_told_folder_by_folder() -> None:
    table = PageTable.of([page(0, "a.md"), page(1, "a.md"), page(1, "b.md")])
    same = Scan({"a.md": (1, 1)})
    assert table.changes([same, Scan({"a.md": (1, 1), "b.md": (1, 1)})]) == ([], [])
    changed, gone = table.changes([same, Scan({"a.md": (1, 2), "c.md": (1, 1)})])
    assert changed == [(1, "a.md"), (1, "c.md")]
    assert gone == [(1, "b.md")]


def test_days_of_pages_alike_are_found_through_any_number_of_pages() -> None:
    alike = [(1, 7), (2, 7), (2, 8), (3, 8), (4, 9), (0, 0)]
    table = PageTable.of([page(0, f"{place}.md", day=day, likeness=like) for place, (day, like) in enumerate(alike)])
    assert table.days_alike({1}, set()) == {1, 2, 3}
    assert table.days_alike(set(), {9}) == {4}
    assert table.days_alike(set(), {0}) == set()


def test_listings_of_pages_that_go_are_replaced() -> None:
    listings = Listings.of_pairs([(1, 10), (1, 11), (2, 10)])
    assert sorted(listings.sources_of(np.array([10], np.int64)).tolist()) == [1, 2]
    replaced = listings.replaced(np.array([1], np.int64), Listings.of_pairs([(3, 11)]))
    assert list(zip(replaced.sources.tolist(), replaced.targets.tolist(), strict=True)) == [(2, 10), (3, 11)]
    assert Listings.of_pairs([]).sources_of(np.array([1], np.int64)).tolist() == []


@given(st.lists(st.integers(-9, 9)), st.lists(st.integers(-9, 9)))
def test_many_are_compared_with_few(many: list[int], few: list[int]) -> None:
    found = is_among(np.array(many, np.int64), np.array(few, np.int64))
    assert found.tolist() == [value in few for value in many]


def test_contents_of_nothing_read_as_they_were_written() -> None:
    again = Contents.from_arrays(*Contents.empty().to_arrays())
    assert (len(again), list(again.vocabulary), list(again.context_names)) == (0, [], [])


@given(st.integers(0, 20), st.text())
def test_an_id_stands_for_one_page(folder: int, path: str) -> None:
    key = page_key(folder, path)
    assert key_of_id(id_of_key(key)) == key
    assert -(2**63) <= key < 2**63
    assert page_key(folder + 1, path) != key


def test_what_is_no_id_stands_for_nothing() -> None:
    for wrong in ("", "0" * 15, "0" * 17, "G" * 16, "0" * 15 + "\n", "٠" * 16):
        assert key_of_id(wrong) is None


def vocabulary(*words: str) -> Vocabulary:
    event = np.zeros(len(words), np.int32)
    word = np.arange(len(words), dtype=np.int32)
    return Vocabulary(
        Names.of(sorted(words)), Postings.of_pairs(event, word, np.ones(len(words), np.uint8), 1, len(words))
    )


def guesses(known: Vocabulary, typed: str) -> list[str]:
    return [known.words[guess.word] for guess in known.slips(typed)]


def test_one_slip_is_forgiven_from_four_letters_and_two_from_eight() -> None:
    known = vocabulary("mali", "konna", "earthquake", "2013", "cat")
    assert guesses(known, "kona") == guesses(known, "konan") == guesses(known, "konnna") == ["konna"]
    assert guesses(known, "earthqakue") == ["earthquake"]
    assert guesses(known, "erthqake") == ["earthquake"]
    assert guesses(known, "cot") == []
    assert guesses(known, "2014") == []
    assert guesses(known, "加沙地震") == []


def test_a_wrong_first_letter_is_less_likely() -> None:
    assert guesses(vocabulary("ronna", "konga"), "konna") == ["konga", "ronna"]


def test_words_and_their_inflections_are_known() -> None:
    known = vocabulary("bomb", "bombing", "bombs", "tomb")
    assert [known.words[word] for word in known.same_stem("bombed")] == ["bomb", "bombing", "bombs"]
    assert known.number("bombed") is None
    assert [known.words[word] for word in known.beginning_with("bombi", 5)] == ["bombing"]
    assert known.beginning_with("x", 5) == []
