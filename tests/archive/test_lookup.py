"""Words to events, the way people type them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.archive.archive import Archive
from bot.archive.lookup import Found
from tests.archive.writing import Pages, opened

BUNDLED = Path(__file__).parents[2] / "data"

KONNA = "The Military of Mali recaptures the town of Konna."
OBRIEN = "Cardinal Keith O'Brien resigns as archbishop."
SENATE = "The U.S. Senate passes a budget."
QAEDA = "Al-Qaeda loses its second in command."
QUAKE = "An earthquake shakes Concepción and the coast of Chile."
SHIP = "The Costa Concordia runs aground off Giglio."
RAISED = "The Costa Concordia is set upright at last."
GAZA = "以色列空袭加沙走廊"
SICHUAN = "四川发生8.0级大地震"
MOSCOW = "Пожар в Москве"
CAIRO = "مظاهرات في القاهرة"
BANGKOK = "น้ำท่วมกรุงเทพมหานคร"
SEOUL = "서울 시장 선거 결과"


def write(pages: Pages) -> None:
    pages.published("2013-01-18", KONNA, context="Mali")
    pages.published("2013-02-25", OBRIEN, context="Catholic Church")
    pages.published("2013-03-23", SENATE, context="United States Senate")
    pages.published("2012-06-05", QAEDA, context="al-Qaeda")
    pages.published("2010-02-27", QUAKE, context="Chile")
    pages.published("2012-01-13", SHIP, context="Costa Concordia")
    pages.published("2013-09-17", RAISED, context="Costa Concordia")
    pages.published("2012-11-14", GAZA, context="加沙")
    pages.published("2008-05-12", SICHUAN, context="四川")
    pages.published("2010-08-01", MOSCOW)
    pages.published("2011-01-25", CAIRO)
    pages.published("2011-10-20", BANGKOK)
    pages.published("2010-06-02", SEOUL)
    for number in range(30):
        pages.published(
            f"2009-{number % 12 + 1:02}-07", f"Council number {number} opens the new bridge of the district."
        )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("lookup")
    pages = Pages(folder / "pages")
    write(pages)
    return opened(folder / "home", pages.root)


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return opened(tmp_path_factory.mktemp("bundled"), BUNDLED)


def first(archive: Archive, words: str) -> str:
    found, snapshot = archive.about(words)
    return snapshot.entry(found.numbers[0]).event.headline if found.numbers else ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Konna", KONNA),
        ("konna recaptures military mali", KONNA),
        ("town of konna", KONNA),
        ("recapturing Konna", KONNA),
        ("Konna 2013", KONNA),
        ("konan", KONNA),
        ("kona", KONNA),
        ("miltary recaptures", KONNA),
        ("O'Brien", OBRIEN),
        ("o’brien", OBRIEN),
        ("obrien", OBRIEN),
        ("keith obrien resigns", OBRIEN),
        ("Keith O'Brien's", OBRIEN),
        ("U.S. senate", SENATE),
        ("us senate", SENATE),
        ("senates budget", SENATE),
        ("al-Qaeda", QAEDA),
        ("al qaeda", QAEDA),
        ("alqaeda", QAEDA),
        ("concepcion", QUAKE),
        ("Concepción earthquake", QUAKE),
        ("earthqauke chile", QUAKE),
        ("earhtquake", QUAKE),
        ("quake in chile", QUAKE),
        ("costa concordia aground", SHIP),
        ("cosat concordia giglio", SHIP),
        ("加沙", GAZA),
        ("空袭加沙走廊", GAZA),
        ("以色列 加沙", GAZA),
        ("地震", SICHUAN),
        ("四川大地震", SICHUAN),
        ("москва пожар", MOSCOW),
        ("ПОЖАР", MOSCOW),
        ("القاهرة", CAIRO),
        ("กรุงเทพ", BANGKOK),
        ("서울", SEOUL),
    ],
)
def test_the_event_meant_comes_first(archive: Archive, typed: str, meant: str) -> None:
    assert first(archive, typed) == meant


def test_a_correction_is_told(archive: Archive) -> None:
    assert archive.about("konan")[0].corrections == (("konan", "konna"),)
    assert archive.about("Konan town")[0].corrected("Konan town") == "konna town"
    assert archive.about("concrodia grund")[0].corrected("x") == "x"
    assert archive.about("Konna")[0].corrections == ()
    assert Found().corrected("As Typed") == "As Typed"


def test_numbers_are_taken_as_typed(archive: Archive) -> None:
    assert archive.about("2113")[0].corrections == ()
    assert archive.about("123456789")[0].numbers == ()


def test_a_year_chooses_between_events_of_one_name(archive: Archive) -> None:
    assert first(archive, "costa concordia 2012") == SHIP
    assert first(archive, "costa concordia 2013") == RAISED
    assert first(archive, "2013 concordia") == RAISED


def test_a_period_keeps_the_rest_out(archive: Archive) -> None:
    found, snapshot = archive.about("costa concordia", dt.date(2013, 1, 1), dt.date(2013, 12, 31))
    assert [snapshot.entry(number).event.headline for number in found.numbers] == [RAISED]
    assert not found.outside
    found, snapshot = archive.about("costa concordia", first=dt.date(2013, 1, 1))
    assert [snapshot.date(number).year for number in found.numbers] == [2013]
    found, snapshot = archive.about("costa concordia", last=dt.date(2012, 12, 31))
    assert [snapshot.date(number).year for number in found.numbers] == [2012]


def test_a_period_without_the_like_shows_other_days_and_says_so(archive: Archive) -> None:
    found, snapshot = archive.about("konna", dt.date(2001, 1, 1), dt.date(2001, 12, 31))
    assert found.outside
    assert snapshot.entry(found.numbers[0]).event.headline == KONNA


def test_a_period_alone_gives_its_events_the_most_important_first(archive: Archive) -> None:
    found, snapshot = archive.about("", dt.date(2012, 1, 1), dt.date(2012, 12, 31))
    assert found.total == len(found.numbers) == 3
    assert {snapshot.date(number).year for number in found.numbers} == {2012}
    importance = snapshot.contents.importance[list(found.numbers)].tolist()
    assert importance == sorted(importance, reverse=True)


def test_those_that_hold_every_word_come_first_and_are_counted(archive: Archive) -> None:
    found, snapshot = archive.about("costa concordia giglio")
    headlines = [snapshot.entry(number).event.headline for number in found.numbers]
    assert headlines[:2] == [SHIP, RAISED]
    assert found.total == 1
    assert len(set(found.numbers)) == len(found.numbers)


def test_what_is_not_there_is_not_found_and_the_nearest_contexts_are_offered(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "pages")
    for number, name in enumerate(("Costa Concordia", "Costa Rica", "Côte d'Ivoire", "Mali")):
        for day in (1, 2):
            pages.published(f"2013-0{number + 1}-0{day}", f"Event {number} of day {day}.", context=name)
    archive = opened(tmp_path / "home", pages.root)
    assert archive.about("zzyzx")[0].numbers == ()
    assert archive.nearest_contexts("costa rika")[0] == "Costa Rica"
    assert archive.nearest_contexts("cote divoire") == ["Côte d'Ivoire"]
    assert archive.nearest_contexts("zzyzx") == []


def test_the_recapture_of_konna_is_found_in_the_bundled_archive(bundled: Archive) -> None:
    found, snapshot = bundled.about("Konna")
    events = [snapshot.entry(number).event for number in found.numbers[:3]]
    assert all("Konna" in event.headline for event in events[:2])
    assert events[0].date == dt.date(2013, 1, 18)


sentences = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="abcdefgkno '\".-*()^:加沙地震é2013\0", max_size=60),
    st.lists(
        st.sampled_from("konna 2013 U.S. O'Brien AND OR NOT NEAR( 加沙 war the of '' \" -".split()), max_size=8
    ).map(" ".join),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=sentences)
def test_no_text_raises(archive: Archive, text: str) -> None:
    found, snapshot = archive.about(text)
    assert 0 <= found.total <= len(found.numbers)
    assert all(0 <= number < len(snapshot) for number in found.numbers)
    found.corrected(text)
    archive.about(text, dt.date(2013, 1, 1), dt.date(2013, 1, 31))
    archive.about(text, dt.date(2013, 2, 1), dt.date(2013, 1, 1))
    archive.on_day(1, 18, 2024, text)
    archive.complete(text)
    archive.nearest_contexts(text)
    archive.get(text)


@pytest.fixture(scope="module", params=[0, 1])
def tiny(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("tiny")
    pages = Pages(folder / "pages")
    for _ in range(request.param):
        pages.published("2013-01-18", KONNA, context="Mali")
    return opened(folder / "home", pages.root)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=sentences)
def test_no_text_raises_on_an_archive_of_one_event_or_none(tiny: Archive, text: str) -> None:
    test_no_text_raises.hypothesis.inner_test(tiny, text)  # type: ignore[attr-defined]


def test_the_only_event_is_found(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "pages")
    path = pages.published("2013-01-18", KONNA, context="Mali")
    archive = opened(tmp_path / "home", pages.root)
    assert first(archive, "konna") == first(archive, "konan") == first(archive, "mali") == KONNA
    related = archive.related(path)
    assert related is not None
    assert related[1] == []
    assert archive.on_day(1, 18, 2024)[0] == [0]
