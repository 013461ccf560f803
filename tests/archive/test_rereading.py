"""Questions that no event answers as they were typed, read once more."""

from __future__ import annotations

import pytest

from bot.archive.archive import Archive
from bot.archive.lookup import Found
from bot.archive.other_names import names_in
from tests.archive.test_lookup import first
from tests.archive.writing import Pages, opened

GULF = "Kuwait remembers the Gulf War."
ALGERIA = "The Al Jazeera network opens a bureau in Algiers."
ASIF = "Asif opens the batting."
CAPITAL = "The capital of Chad grows."
SHRIMP = "Fishermen of the Gulf sell their shrimp."
POLO = "Hungary wins the water polo tournament."
HELDER = "A ferry leaves Den Helder in the fog."
ELDER = "The oldest elder of the valley turns ninety."
PENALTY = "Texas abolishes the death penalty."
COMOROS = "Voters in Comoros elect a new assembly."
ELECTION_2004 = "The Socialists win the Spanish general election."
ELECTION_2011 = "Voters in Spain choose a new parliament in a general election."
MANALI = "A festival begins in Manali."
PRADESH = "Snow closes the roads of Himachal Pradesh."
ZAPOTEC = "Diggers find Zapotec writing on a stone."
CIVILISATION = "A museum of civilization opens."
PEARL = "Divers find mother of pearl."
MAYOR = "The mayor of Den Bosch resigns."


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("rereading")
    pages = Pages(folder / "pages")
    for date, headline in (
        ("2003-01-16", GULF), ("2005-06-01", SHRIMP), ("2006-11-15", ALGERIA),
        ("2007-02-03", ASIF), ("2007-03-04", CAPITAL), ("2008-08-24", POLO),
        ("2010-03-04", HELDER), ("2001-09-09", ELDER), ("2009-02-02", PENALTY), ("2009-12-06", COMOROS),
        ("2004-03-14", ELECTION_2004),
        ("2011-11-20", ELECTION_2011), ("2012-05-15", MANALI), ("2012-01-08", PRADESH), ("2006-09-14", ZAPOTEC),
        ("2007-07-07", CIVILISATION), ("2002-02-02", PEARL), ("2013-01-01", MAYOR),
    ):  # fmt: skip
        pages.published(date, headline)
    for number in range(60):
        pages.published(f"1999-{number % 12 + 1:02}-{number % 28 + 1:02}", f"Council {number} paves a road.")
    return opened(folder / "home", pages.root)


def asked(archive: Archive, words: str) -> Found:
    return archive.about(words)[0]


@pytest.mark.parametrize(
    ("typed", "meant", "read"),
    [
        ("gulf wur", GULF, "gulf war"),
        ("water plo", POLO, "water polo"),
        ("wter polo", POLO, "water polo"),
    ],
)
def test_a_slip_in_a_short_word_is_told_by_the_words_beside_it(
    archive: Archive, typed: str, meant: str, read: str
) -> None:
    assert first(archive, typed) == meant
    assert asked(archive, typed).corrected(typed) == read


def test_a_short_word_alone_is_not_taken_for_another(archive: Archive) -> None:
    assert not asked(archive, "wur").numbers


@pytest.mark.parametrize("typed", ["gulf cat", "polo zebra quilt", "water asdfgh"])
def test_words_that_stand_beside_nothing_are_not_made_to_fit(archive: Archive, typed: str) -> None:
    found = asked(archive, typed)

    assert not found.total
    assert not found.reads_otherwise


@pytest.mark.parametrize(
    ("typed", "read"),
    [("denh elder", "den helder"), ("denhelder", "den helder"), ("ferry denhelder", "ferry den helder")],
)
def test_a_space_in_the_wrong_place_is_mended(archive: Archive, typed: str, read: str) -> None:
    assert first(archive, typed) == HELDER
    assert asked(archive, typed).corrected(typed) == read


def test_a_space_is_left_where_it_makes_words(archive: Archive) -> None:
    assert first(archive, "the oldest elder") == ELDER
    assert not asked(archive, "the oldest elder").reads_otherwise


@pytest.mark.parametrize(
    ("typed", "meant", "read"),
    [
        ("capital punishment", PENALTY, "death penalty"),
        ("capital punishment in Texas", PENALTY, "death penalty in texas"),
        ("Comorian voters", COMOROS, "comoros voters"),
    ],
)
def test_what_a_thing_is_called_besides_finds_it_and_is_said(
    archive: Archive, typed: str, meant: str, read: str
) -> None:
    assert first(archive, typed) == meant
    assert asked(archive, typed).corrected(typed) == read


def test_other_names_find_the_year_asked_for(archive: Archive) -> None:
    assert first(archive, "Spanish general election, 2011") == ELECTION_2011
    assert first(archive, "Spanish general election, 2004") == ELECTION_2004
    assert not asked(archive, "Spanish general election, 2004").reads_otherwise


def test_the_name_counts_for_more_than_where_it_is(archive: Archive) -> None:
    assert first(archive, "Manali, Himachal Pradesh") == MANALI
    assert first(archive, "Himachal Pradesh") == PRADESH


def test_which_one_counts_for_more_than_what_kind_of_thing(archive: Archive) -> None:
    assert first(archive, "Zapotec civilization") == ZAPOTEC
    assert first(archive, "civilization") == CIVILISATION


@pytest.mark.parametrize("typed", ["Zapotec civilization", "Manali, Himachal Pradesh"])
def test_what_is_held_but_in_part_is_not_counted_as_answering(archive: Archive, typed: str) -> None:
    found = asked(archive, typed)

    assert found.numbers
    assert found.total == 0


def test_another_name_is_not_taken_for_a_stem_it_shares(archive: Archive) -> None:
    """ "ALS" is no form of "al", nor is somebody holy a Hindu festival."""
    assert not asked(archive, "amyotrophic lateral sclerosis").numbers
    assert not any("holi" in other for named in names_in(["holy"]) for other in named.others)


@pytest.mark.parametrize(("typed", "meant"), [("teh shrimp", SHRIMP), ("mother fo pearl", PEARL)])
def test_letters_swapped_in_a_word_that_only_joins_others_change_nothing(
    archive: Archive, typed: str, meant: str
) -> None:
    assert first(archive, typed) == meant
    assert not asked(archive, typed).reads_otherwise


def test_the_plural_of_a_man_is_men(archive: Archive) -> None:
    assert first(archive, "fisherman") == SHRIMP


def test_one_word_of_a_name_does_not_stand_beside_what_the_name_is_called(archive: Archive) -> None:
    shown = {archive.snapshot.entry(number).event.headline for number in asked(archive, "capital punishment").numbers}

    assert shown == {PENALTY}


def test_keys_that_are_only_tried_mean_nothing(archive: Archive) -> None:
    assert not asked(archive, "asdf").numbers
    assert first(archive, "asif") == ASIF


def test_a_place_that_is_there_is_not_let_go_before_other_names_are_tried(archive: Archive) -> None:
    found = asked(archive, "capital punishment, Texas")

    assert archive.snapshot.entry(found.numbers[0]).event.headline == PENALTY
    assert found.total == 1
