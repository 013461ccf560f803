"""What is related to an event, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.archive.archive import Archive
from bot.archive.related import RelatedEvent
from tests.archive.writing import Pages, opened

BUNDLED = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("related")


@pytest.fixture(scope="module")
def archive(folder: Path) -> Archive:
    pages = Pages(folder / "pages")
    far = pages.published("2009-03-01", "An unlike thing.", slug="far")
    pages.published(
        "2013-01-18",
        "Troops recapture Konna from rebels.",
        slug="konna",
        context="Mali",
        related=[
            (far, "An unlike thing", "France"),
            ("news/2013/01/18/konna.md", "Itself", "Mali"),
            ("news/1999/01/1/not-there.md", "Not there", "Konna"),
        ],
    )
    pages.front_matter("2013-01-11", "Rebels take Konna in Mali.", slug="before", contexts=["Mali", "Konna"])
    pages.front_matter("2013-01-25", "Troops move on from Konna.", slug="after", contexts=["konna", "MALI"])
    for number in range(8):
        pages.published(f"2012-0{number + 1}-01", f"A vote in the country, part {number}.", context="Mali")
    for number in range(60):
        pages.published("2011-05-01", f"Filler about matter {number}.", context="Fillers")
    return opened(folder / "home", pages.root)


def related(archive: Archive, path: str) -> dict[str, RelatedEvent]:
    found = archive.related(path)
    assert found is not None
    _, others, snapshot = found
    slugs = [snapshot.entry(other.number).event.path.rpartition("/")[2].removesuffix(".md") for other in others]
    assert len(set(slugs)) == len(slugs)
    return dict(zip(slugs, others, strict=True))


def test_what_is_near_in_words_and_time_comes_first(archive: Archive) -> None:
    assert set(list(related(archive, "news/2013/01/18/konna.md"))[:2]) == {"before", "after"}


def test_what_the_page_lists_is_among_them_however_unlike(archive: Archive) -> None:
    found = related(archive, "news/2013/01/18/konna.md")
    assert found["far"].listed
    assert not found["before"].listed


def test_an_event_is_not_related_to_itself(archive: Archive) -> None:
    for path in ("news/2013/01/18/konna.md", "news/2013/01/11/before.md"):
        assert path.rpartition("/")[2].removesuffix(".md") not in related(archive, path)


def test_the_reason_tells_days_and_shared_contexts_the_rarest_first(archive: Archive) -> None:
    found = related(archive, "news/2013/01/18/konna.md")
    contexts = archive.get("news/2013/01/18/konna.md")
    assert contexts is not None
    assert contexts.event.contexts == ("Mali", "France", "Konna")
    assert (found["before"].days, found["before"].contexts) == (-7, ("konna", "mali"))
    assert (found["after"].days, found["after"].contexts) == (7, ("konna", "mali"))
    assert found["far"].contexts == ()


def test_what_cannot_be_found_has_no_relations(archive: Archive) -> None:
    assert archive.related("news/1999/01/1/not-there.md") is None
    assert archive.related("") is None


def test_a_story_of_the_bundled_archive_holds_together(tmp_path: Path) -> None:
    archive = opened(tmp_path, BUNDLED)
    found, snapshot = archive.about("Konna")
    told = archive.related(snapshot.entry(found.numbers[0]).id)
    assert told is not None
    nearest = [told[2].entry(other.number).event for other in told[1][:5]]
    assert sum("Mali" in event.contexts for event in nearest) >= 4


def test_a_faint_likeness_of_words_alone_is_no_relation(tmp_path: Path) -> None:
    archive = opened(tmp_path / "home", BUNDLED)
    found, snapshot = archive.about("cruise ship costa concordia strikes rocks")
    related_to = archive.related(snapshot.entry(found.numbers[0]).id)
    assert related_to is not None
    headlines = [snapshot.entry(other.number).event.headline for other in related_to[1]]
    assert len(headlines) >= 4
    assert [headline for headline in headlines if "Costa Concordia" not in headline] == []


def test_nearness_alone_is_no_relation_where_few_events_are_near(tmp_path: Path) -> None:
    archive = opened(tmp_path / "home", BUNDLED)
    found, snapshot = archive.about("Detroit goes bankrupt")
    related_to = archive.related(snapshot.entry(found.numbers[0]).id)
    assert related_to is not None
    for number in range(len(snapshot)):
        told = archive.related(snapshot.entry(number).id)
        assert told is not None
        assert [one for one in told[1] if not one.is_plain] == [], snapshot.entry(number).event.headline
    headlines = [snapshot.entry(other.number).event.headline for other in related_to[1]]
    assert [headline for headline in headlines if "Costa Concordia" in headline] == []


def test_what_came_of_an_event_and_what_led_to_it_in_order_of_time(tmp_path: Path) -> None:
    archive = opened(tmp_path / "home", BUNDLED)
    found, snapshot = archive.about("Konna")
    konna = snapshot.entry(found.numbers[0])
    after, before = (archive.unfolding(konna.id, after=way) for way in (True, False))
    assert after is not None
    assert before is not None
    headlines = [snapshot.entry(other.number).event.headline for other in after[1]]
    assert len(headlines) == 4
    assert "Diabaly" in headlines[0]
    assert "Kidal" in headlines[-1]  # not the president of summer, nor Ebola of the year after
    assert [one.days for one in after[1]] == sorted(one.days for one in after[1])
    assert [one.days for one in before[1]] == sorted((one.days for one in before[1]), reverse=True)
    assert before[1][0].days < 0 < after[1][0].days
    assert archive.unfolding("news/1999/01/1/not-there.md", after=True) is None


def test_a_court_case_of_years_later_came_of_the_wreck(tmp_path: Path) -> None:
    archive = opened(tmp_path / "home", BUNDLED)
    found, snapshot = archive.about("cruise ship costa concordia strikes rocks")
    told = archive.unfolding(snapshot.entry(found.numbers[0]).id, after=True)
    assert told is not None
    assert [snapshot.entry(one.number).event.date.year for one in told[1]] == [2012, 2013, 2013, 2014]
