"""The same event under several pages of a day is shown once, with all that its pages know."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.archive.archive import Archive
from tests.archive.writing import TODAY, Pages, everything, opened


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "pages")


def only(archive: Archive) -> int:
    assert len(archive.snapshot) == 1
    return 0


def test_a_page_with_its_storys_name_in_front_is_no_second_event(pages: Pages, tmp_path: Path) -> None:
    plain = pages.published(
        "2013-01-18", "Troops recapture Konna.", context="Mali", sources=["https://a.example/1"], summary=""
    )
    long = pages.published(
        "2013-01-18",
        "Battle of Konna:Troops recapture Konna.",
        context="Battle of Konna",
        sources=["https://a.example/1", "https://b.example/2"],
        summary="They had left the town.",
    )
    archive = opened(tmp_path / "home", pages.root)
    entry = archive.snapshot.entry(only(archive))
    assert entry.event.path == plain
    assert entry.event.headline == "Troops recapture Konna."
    assert entry.event.contexts == ("Mali", "Battle of Konna")
    assert [source.url for source in entry.event.sources] == ["https://a.example/1", "https://b.example/2"]
    assert entry.event.summary == "They had left the town."
    assert archive.get(long) == archive.get(plain) == archive.get(entry.id) == entry


def test_an_earlier_wording_opens_the_newest(pages: Pages, tmp_path: Path) -> None:
    old = pages.published("2013-01-18", "Troops near Konna.")
    new = pages.published("2013-01-18", "Konna is in the hands of the army.", earlier=[old])
    archive = opened(tmp_path / "home", pages.root)
    assert archive.snapshot.entry(only(archive)).event.path == new
    assert archive.get(old) == archive.get(new)


def test_four_pages_of_one_event_are_one(pages: Pages, tmp_path: Path) -> None:
    paths = [
        pages.published("2013-01-18", headline, slug=f"page-{number}")
        for number, headline in enumerate(
            (
                "Troops recapture Konna.",
                "Mali: Troops recapture Konna.",
                "Troops recapture Konna. ",
                "War: Troops recapture Konna.",
            )
        )
    ]
    archive = opened(tmp_path / "home", pages.root)
    only(archive)
    assert len({archive.snapshot.number_of(path) for path in paths}) == 1


def test_the_same_headline_on_another_day_or_in_another_folder_is_another_event(pages: Pages, tmp_path: Path) -> None:
    pages.published("2013-01-18", "Troops recapture Konna.")
    pages.published("2013-01-19", "Troops recapture Konna.")
    other = Pages(tmp_path / "other")
    other.published("2013-01-18", "Troops recapture Konna.")
    assert len(opened(tmp_path / "home", pages.root, other.root).snapshot) == 3


def test_an_event_is_never_related_to_itself_or_its_twin(pages: Pages, tmp_path: Path) -> None:
    plain = pages.published("2013-01-18", "Troops recapture Konna.", context="Mali")
    pages.published(
        "2013-01-18",
        "Battle of Konna:Troops recapture Konna.",
        related=[(plain, "Troops recapture Konna", "Mali")],
    )
    next_day = pages.published(
        "2013-01-19",
        "Konna counts its dead.",
        context="Mali",
        related=[(plain, "Troops", "Mali"), ("news/2013/01/18/battle-of-konna-troops-recapture-konna.md", "x", "Mali")],
    )
    for number in range(40):
        pages.published("2012-05-01", f"Filler about matter {number}.")
    archive = opened(tmp_path / "home", pages.root)
    of_twins, of_next = archive.related(plain), archive.related(next_day)
    assert of_twins is not None
    assert of_next is not None
    assert [other.number for other in of_twins[1]] == [archive.snapshot.number_of(next_day)]
    assert [other.number for other in of_next[1]] == [archive.snapshot.number_of(plain)]


def test_twins_part_when_one_is_reworded(pages: Pages, tmp_path: Path) -> None:
    plain = pages.published("2013-01-18", "Troops recapture Konna.")
    other = pages.published("2013-01-18", "Mali: Troops recapture Konna.")
    archive = opened(tmp_path / "home", pages.root)
    only(archive)
    pages.raw(other, (pages.root / other).read_bytes().replace(b"recapture Konna", b"leave Gao"))
    archive.reload(TODAY)
    assert len(archive.snapshot) == 2
    pages.remove(plain)
    archive.reload(TODAY)
    only(archive)
    fresh = Archive(tmp_path / "anew", [pages.root])
    fresh.open(TODAY)
    assert everything(archive) == everything(fresh)
