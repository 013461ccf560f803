"""The event people mean comes before what was told of it later."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.archive.archive import Archive
from tests.archive.writing import Pages, opened

LANDFALL = "Hurricane Katrina makes landfall near New Orleans."
BLASTS = "Bombs explode on commuter trains in Madrid, killing 191 people."
PLANES = "September 11 attacks: Hijacked planes are flown into the World Trade Center."
SINGER = "Michael Jackson dies at his home in Los Angeles."
BANK = "Lehman Brothers, an investment bank, files for bankruptcy."
CABLES = "WikiLeaks releases messages of embassies."
WAVE = "An earthquake off Sumatra sends tsunamis to all shores of the Indian Ocean."
VISIT = "A minister in Xanadu opens a museum."


def write(pages: Pages) -> None:
    pages.published("2005-08-29", LANDFALL, context="Hurricane Katrina")
    for day in range(1, 9):
        pages.published(f"2005-09-0{day}", f"Relief of kind {day} reaches those who fled Hurricane Katrina.")
    pages.published("2006-08-29", "New Orleans marks one year since Hurricane Katrina.", context="Hurricane Katrina")
    pages.published("2009-11-18", "A court blames engineers for floods of Hurricane Katrina.", context="New Orleans")

    pages.published("2004-03-11", BLASTS, context="Madrid")
    pages.published("2007-02-15", "The trial begins over the bombs on trains in Madrid in 2004.", context="Madrid")
    pages.published("2007-10-31", "Judges convict 21 over the bombs on trains in Madrid in 2004.", context="Madrid")
    pages.published("2008-07-17", "A higher court clears four over the bombs on trains in Madrid in 2004.")

    pages.published("2001-09-11", PLANES, context="World Trade Center")
    pages.published("2003-08-28", "Transcripts of 9/11 are made public after two years.", context="9/11 Commission")

    pages.published("2009-06-25", SINGER, context="Michael Jackson")
    for day in range(1, 7):
        pages.published(
            f"2009-07-0{day}", f"Fans of Michael Jackson gather for evening {day}.", context="Michael Jackson"
        )
    pages.published("2009-12-22", "Files on Michael Jackson, who died in June, are opened.", context="Michael Jackson")

    pages.published("2008-09-15", BANK, context="Lehman Brothers")
    pages.published("2010-03-10", "Why the ferry did fail to leave is told by its captain.")
    pages.published("2010-11-28", CABLES, context="WikiLeaks")
    pages.published("2010-05-05", "A pipe leaks in the library of a school.")
    pages.published("2011-05-05", "A teacher opens a wiki for her school.")
    pages.published("2004-12-26", WAVE, context="Indian Ocean")
    pages.published("2004-12-27", "The dead of the tsunamis are counted all day.", context="Indian Ocean")
    pages.published("2011-12-26", "The Boxing Day match begins at Melbourne.", context="Cricket")
    pages.published("2012-03-03", VISIT, context="Xanadu")
    for number in range(60):
        pages.published(f"2010-{number % 12 + 1:02}-{number // 12 + 7:02}", f"Council number {number} votes on a road.")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("order")
    pages = Pages(folder / "pages")
    write(pages)
    return opened(folder / "home", pages.root)


def headlines(archive: Archive, words: str) -> list[str]:
    found, snapshot = archive.about(words)
    return [snapshot.entry(number).event.headline for number in found.numbers]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hurricane katrina", LANDFALL),
        ("katrina", LANDFALL),
        ("madrid train bombs", BLASTS),
        ("michael jackson death", SINGER),
        ("wiki leaks", CABLES),
        ("boxing day tsunami", WAVE),
        ("why did lehman fail", BANK),
        ("what happened to lehman", BANK),
    ],
)
def test_a_short_question_opens_on_the_event_itself(archive: Archive, typed: str, meant: str) -> None:
    assert headlines(archive, typed)[0] == meant


def test_what_is_told_later_is_found_by_what_it_says(archive: Archive) -> None:
    assert archive.about("katrina one year since")[0].total == 1
    assert headlines(archive, "katrina one year since")[0].startswith("New Orleans marks")
    assert headlines(archive, "court engineers katrina")[0].startswith("A court blames")
    assert headlines(archive, "michael jackson files opened")[0].startswith("Files on")


def test_a_year_asked_for_outweighs_the_beginning(archive: Archive) -> None:
    found, snapshot = archive.about("hurricane katrina 2009")
    assert snapshot.date(found.numbers[0]).year == 2009


def test_what_shares_little_with_the_question_is_left_out(archive: Archive) -> None:
    assert headlines(archive, "xanadu council") == [VISIT]


def complete(archive: Archive, words: str) -> list[str]:
    return headlines(archive, words)[: archive.about(words)[0].total]


def test_an_everyday_word_is_held_in_every_form_and_by_its_synonyms(archive: Archive) -> None:
    assert {SINGER} < set(complete(archive, "michael jackson died"))
    assert {SINGER} < set(complete(archive, "michael jackson passes"))


def test_a_day_written_in_numbers_is_found_by_its_name(archive: Archive) -> None:
    assert {PLANES, "Transcripts of 9/11 are made public after two years."} == set(complete(archive, "9/11"))


def test_a_slash_between_other_numbers_is_no_day(archive: Archive) -> None:
    assert PLANES not in complete(archive, "19/11")
    assert PLANES not in complete(archive, "9/11/13/4")


def test_years_beyond_what_can_be_told_apart_are_no_trouble(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "pages")
    for year in range(1930, 2012):
        pages.published(f"{year}-05-01", f"The fair of {year} in Xanadu opens.", context="Xanadu")
    archive = opened(tmp_path / "home", pages.root)
    found, snapshot = archive.about("fair xanadu")
    assert found.total == 82
    assert snapshot.date(archive.about("fair xanadu 2011")[0].numbers[0]) == dt.date(2011, 5, 1)
