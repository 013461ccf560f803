"""What somebody is about to type."""

from __future__ import annotations

import pytest

from bot.archive.archive import Archive
from tests.archive.writing import Pages, opened


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("completion")
    pages = Pages(folder / "pages")
    for day in range(1, 6):
        pages.front_matter(f"2013-01-0{day}", f"Troops reach town {day}.", contexts=["Mali", "Côte d'Ivoire"])
    pages.front_matter("2013-02-01", "A league match is lost.", contexts=["Málaga CF", "malaga cf"])
    pages.front_matter("2013-02-02", "Another match is lost.", contexts=["MALAGA CF"])
    pages.front_matter("2013-02-03", "以色列空袭加沙走廊", contexts=["加沙"])
    return opened(folder / "home", pages.root)


def texts(archive: Archive, typed: str, most: int = 25) -> list[str]:
    return [completion.text for completion in archive.complete(typed, most)]


def test_contexts_come_first_the_commonest_before_others_as_the_archive_writes_them(archive: Archive) -> None:
    assert texts(archive, "mal")[:2] == ["Mali", "Málaga CF"]
    assert texts(archive, "MÁL")[:2] == ["Mali", "Málaga CF"]
    assert texts(archive, "cote d")[0] == "Côte d'Ivoire"
    assert archive.complete("mali")[0].id == ""


def test_events_come_with_their_ids_also_for_half_a_word(archive: Archive) -> None:
    found = archive.complete("reach to")
    assert len(found) == 5
    for completion in found:
        entry = archive.get(completion.id)
        assert entry is not None
        assert entry.event.headline == completion.text


def test_chinese_is_completed(archive: Archive) -> None:
    assert texts(archive, "加")[0] == "加沙"
    assert "以色列空袭加沙走廊" in texts(archive, "以色")


@pytest.mark.parametrize("most", [1, 2, 3, 25])
def test_there_are_never_more_than_asked_for(archive: Archive, most: int) -> None:
    for typed in ("m", "mali", "t", "troops reach", "加"):
        assert len(archive.complete(typed, most)) <= most


@pytest.mark.parametrize("typed", ["", "   ", "zzyzx", "'", "\0"])
def test_nothing_like_it_gives_nothing(archive: Archive, typed: str) -> None:
    assert archive.complete(typed) == []


def test_every_suggestion_is_there_once(archive: Archive) -> None:
    for typed in ("mal", "troops", "match"):
        suggestions = archive.complete(typed)
        assert len(set(suggestions)) == len(suggestions)
