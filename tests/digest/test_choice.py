"""What a digest holds: the rules it keeps for whatever is wanted, and what is chosen once."""

from __future__ import annotations

import datetime as dt
import weakref
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.archive.archive import Archive
from bot.archive.kinds import Kinds
from bot.archive.stories import Stories
from bot.digest.choice import Choices, Digest
from bot.digest.filters import Filters, names, refusal, unknown
from bot.digest.schedule import LeapDay
from bot.speech import speech
from bot.talk.answer import Outcome
from bot.talk.answers import answer
from tests.archive.writing import Pages, opened

BUNDLED = Path(__file__).parents[2] / "data"
DAY = dt.date(2024, 1, 18)
WARS = [
    "Rebels shell the port of Harfang and kill 40 people.",
    "A car bomb explodes beside the mint of Quillon, killing 31.",
    "Soldiers storm a hotel in Brambledown held by gunmen.",
    "A typhoon drowns 60 people on the isles of Vantry.",
]
CALM = [
    "Astronomers discover a comet named Ostrava.",
    "The football club of Perrin wins its first cup.",
    "Parliament of Lorne adopts a constitution by vote.",
    "The museum of Nacre opens a hall of glass paintings.",
]
YEAR_2012 = [
    "A ferry line joins Aldwin with Borrow, varnished green.",
    "Gardeners plant walnut trees in Corbet, varnished over.",
    "Seventeen windmills turn again near Dunmere, varnished white.",
    "An orchestra tunes its harps for Elswick, varnished gold.",
    "Letters of a queen surface in Fenmarch, varnished shut.",
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("choice")
    pages = Pages(folder / "pages")
    for year, headline in enumerate((*WARS, *CALM), 2000):
        pages.front_matter(f"{year}-01-18", headline, contexts=[f"Thing {year}"])
    for headline in YEAR_2012:
        pages.front_matter("2012-01-18", headline)
    pages.front_matter("2013-01-18", "Zeppelin LZ-9 rises over Tarn lake.", contexts=["Zeppelin LZ-9"])
    pages.front_matter("2013-01-18", "Crowds watch zeppelin LZ-9 above Tarn lake.", contexts=["Zeppelin LZ-9"])
    pages.published("2013-01-18", "2013 Egyptian protests")
    pages.front_matter("2004-02-29", "A leap day is told of.", contexts=["Leap"])
    for year in range(1999, 2016):
        pages.front_matter(f"{year}-06-30", f"A quiet day of {year} passes.", contexts=["Quiet"])
    (pages.root / "archive.toml").write_text('name = "Our pages"\nsource = "Us"\nlicence = "MIT"\n', encoding="utf-8")
    return opened(folder / "home", pages.root)


@pytest.fixture(scope="module")
def choices(archive: Archive) -> Choices:
    return Choices(archive)


def headlines(digest: Digest) -> list[str]:
    return [shown.entry.event.headline for shown in digest.events]


def test_a_digest_says_its_date_how_long_ago_each_event_was_and_whose_pages_they_are(choices: Choices) -> None:
    digest = choices.choose(DAY)
    assert digest.title == "On this day, 18 January"
    assert len(digest.events) == 5
    for shown in digest.events:
        assert shown.reason.startswith(f"{2024 - shown.entry.event.date.year} years ago; ")
    assert digest.credits == ("Our pages · Us · MIT",)
    assert digest.left == digest.total - 5 == 11
    assert (digest.whole_day.month, digest.whole_day.day) == (1, 18)


def test_at_most_two_events_of_war_and_disaster_stand_together(choices: Choices) -> None:
    chosen = headlines(choices.choose(DAY, size=10))
    assert len(chosen) == 10
    assert len(set(chosen) & set(WARS)) == 2


def test_more_of_them_are_told_where_they_are_asked_for(choices: Choices) -> None:
    assert set(headlines(choices.choose(DAY, Filters(about="war, disaster")))) == set(WARS)
    assert set(headlines(choices.choose(DAY, Filters(without="war, disasters"), 10))).isdisjoint(WARS)


def test_a_matter_is_told_once(choices: Choices) -> None:
    assert len(choices.choose(DAY, Filters(about="zeppelin")).events) == 1


def test_a_storys_name_alone_is_not_told(choices: Choices) -> None:
    assert choices.choose(DAY, Filters(about="Egyptian protests")).events == ()


def test_no_third_event_of_a_year_is_told_while_there_is_enough_else(choices: Choices) -> None:
    years = Counter(shown.entry.event.date.year for shown in choices.choose(DAY, size=8).events)
    assert max(years.values()) <= 2
    varnished = choices.choose(DAY, Filters(about="varnished"), 10)
    assert {shown.entry.event.date.year for shown in varnished.events} == {2012}
    assert len(varnished.events) > 2


def test_what_a_channel_was_shown_comes_again_only_for_want_of_others(choices: Choices) -> None:
    first = choices.choose(DAY)
    second = choices.choose(DAY, already_shown=first.ids)
    assert set(first.ids).isdisjoint(second.ids)
    every = [shown.entry.id for shown in choices.choose(DAY, size=10).events]
    third = choices.choose(DAY, Filters(about="Astronomers"), already_shown=every)
    assert headlines(third) == [CALM[0]]


def test_about_and_without_take_several_names(choices: Choices) -> None:
    both = choices.choose(DAY, Filters(about="comet, football"))
    assert set(headlines(both)) == {CALM[0], CALM[1]}
    assert both.title == "On this day, 18 January: comet and football"
    assert headlines(choices.choose(DAY, Filters(about="comet、football", without="sports"))) == [CALM[0]]


def test_a_day_with_nothing_gives_a_digest_without_events_that_says_so(choices: Choices) -> None:
    digest = choices.choose(dt.date(2024, 7, 4))
    assert digest.events == digest.credits == digest.ids == ()
    assert digest.answer.outcome is Outcome.NOTHING
    assert digest.answer.notes == ("The archive has no event of this day that fits.",)


def test_the_leap_day_is_told_on_the_leap_day_alone(choices: Choices) -> None:
    assert headlines(choices.choose(dt.date(2024, 2, 29))) == ["A leap day is told of."]
    assert headlines(choices.choose(dt.date(2023, 2, 28))) == headlines(choices.choose(dt.date(2023, 3, 1))) == []


def test_only_earlier_years_are_told(choices: Choices) -> None:
    assert {shown.entry.event.date.year for shown in choices.choose(dt.date(2002, 1, 18)).events} == {2000, 2001}
    assert choices.choose(dt.date(1, 1, 18)).events == ()


def test_the_same_is_chosen_once_for_all_who_want_it(choices: Choices) -> None:
    assert choices.choose(DAY, Filters("comet")) is choices.choose(DAY, Filters("comet"))
    elsewhere = choices.choose(dt.date(2024, 6, 30)).ids
    assert choices.choose(DAY, already_shown=elsewhere) is choices.choose(DAY)
    assert choices.choose(DAY, language="zh_Hans") is not choices.choose(DAY)
    assert choices.choose(DAY, language="zh_Hans").title == "历史上的1月18日"


def test_a_reload_is_noticed(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "pages")
    pages.front_matter("2001-01-18", "A bridge opens.")
    archive = opened(tmp_path / "home", pages.root)
    choices = Choices(archive)
    assert headlines(choices.choose(DAY)) == ["A bridge opens."]
    pages.front_matter("2002-01-18", "A poet is read.")
    archive.reload(dt.date(2024, 6, 1))
    assert sorted(headlines(choices.choose(DAY))) == ["A bridge opens.", "A poet is read."]


def test_a_state_that_answers_no_more_is_let_go_of(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "pages")
    pages.front_matter("2001-01-18", "A bridge opens.")
    archive = opened(tmp_path / "home", pages.root)
    choices = Choices(archive)
    choices.choose(DAY)
    old = weakref.ref(archive.snapshot)
    pages.front_matter("2002-01-18", "A poet is read.")
    archive.reload(dt.date(2024, 6, 1))
    assert old() is None


def test_every_day_of_the_bundled_archive_has_a_digest(tmp_path: Path) -> None:
    choices = Choices(opened(tmp_path, BUNDLED))
    for number in range(366):
        digest = choices.choose(dt.date(2024, 1, 1) + dt.timedelta(number))
        assert digest.events, digest.day
        assert all("; " in shown.reason for shown in digest.events)


def test_names_are_set_apart_as_people_do(archive: Archive) -> None:
    assert names("Mali, Washington, D.C.；太空、体育") == ("Mali", "Washington, D.C.", "太空", "体育")
    assert names(" ,, ") == ()
    assert len(names(",".join(f"name{n}" for n in range(50)))) == 10


def test_about_that_matches_nothing_anywhere_is_refused_with_what_to_do(archive: Archive) -> None:
    voice = speech("en")
    assert refusal(archive, voice, "comet, sports") == refusal(archive, voice, "") == ""
    assert unknown(archive, "comet, qqqqq, sports") == ("qqqqq",)
    assert "nothing about qqqqq" in refusal(archive, voice, "comet, qqqqq")
    assert refusal(archive, voice, ", ;") == (
        "Nothing is named there; give a place, a person, a thing or a kind of news such as science."
    )


def test_war_is_told_as_the_reason_only_where_the_event_says_so(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "pages")
    pages.front_matter("2001-01-18", "Rebels besiege the port of Harfang.")
    pages.front_matter("2003-01-18", "Rescuers lift the tallest building over the river.", contexts=["Steel"])
    told = Choices(opened(tmp_path / "home", pages.root)).choose(dt.date(2005, 1, 18))
    assert {one.entry.event.date.year: one.reason for one in told.events} == {
        2001: "4 years ago; chosen for what it tells of war and violence",
        2003: "2 years ago; the archive's only event of 18 January 2003",
    }


WANTED = st.lists(
    st.one_of(
        st.sampled_from(
            ["war", "sports", "comet", "varnished", "Zeppelin LZ-9", "Thing 2001", "科学", "2012", "disaster"]
        ),
        st.text(max_size=30),
    ),
    max_size=3,
).map(", ".join)


@settings(max_examples=150, deadline=None)
@given(
    about=WANTED,
    without=WANTED,
    size=st.integers(-3, 14),
    day=st.one_of(st.just(DAY), st.dates(min_value=dt.date(1, 1, 1))),
    shown=st.sets(st.integers(0, 30), max_size=30),
)
def test_whatever_is_wanted_no_rule_is_broken(
    archive: Archive, choices: Choices, about: str, without: str, size: int, day: dt.date, shown: set[int]
) -> None:
    snapshot = archive.snapshot
    seen = {entry.id for entry in snapshot.entries(number for number in shown if number < len(snapshot))}
    filters = Filters(about, without)
    digest = choices.choose(day, filters, size, already_shown=seen)
    entries = [shown.entry for shown in digest.events]
    assert len(entries) <= min(10, max(1, size))
    assert len(set(digest.ids)) == len(entries)
    assert all((e.event.date.month, e.event.date.day) == (day.month, day.day) for e in entries)
    assert all(entry.event.date.year < day.year for entry in entries)
    kinds, stories = Kinds(snapshot), Stories(snapshot)
    if not filters.asks_for_grim:
        assert sum(kinds.of(entry.number).kind.is_grim for entry in entries) <= 2
    for place, entry in enumerate(entries):
        assert not any(stories.repeated(entry.number, [other.number for other in entries[place + 1 :]]))
    fresh = choices.choose(day, filters, size)
    if seen.isdisjoint(fresh.ids):
        assert digest.ids == fresh.ids
    assert refusal(archive, speech("en"), about) == "" or about.strip()


@pytest.mark.parametrize(
    ("leap_day", "told_on"), [(LeapDay.NEVER, []), (LeapDay.BEFORE, ["02-28"]), (LeapDay.AFTER, ["03-01"])]
)
def test_the_leap_day_is_told_in_other_years_only_where_it_was_asked_for(
    archive: Archive, leap_day: LeapDay, told_on: list[str]
) -> None:
    choices = Choices(archive)

    def told(day: str) -> bool:
        digest = choices.choose(dt.date.fromisoformat(day), Filters(leap_day=leap_day))
        return [one.entry.event.headline for one in digest.events] == ["A leap day is told of."]

    assert [day for day in ("02-27", "02-28", "03-01", "03-02") if told(f"2015-{day}")] == told_on
    assert [day for day in ("02-28", "02-29", "03-01") if told(f"2016-{day}")] == ["02-29"]
    for day in told_on:
        digest = choices.choose(dt.date.fromisoformat(f"2015-{day}"), Filters(leap_day=leap_day))
        assert (digest.total, digest.left) == (1, 0)  # of the whole day, which "more" opens
        opened = answer(digest.whole_day, archive, speech("en"), dt.date(2015, 3, 2))
        assert [one.entry.id for one in opened.events] == list(digest.ids)


def test_the_only_event_of_its_day_is_called_so_in_every_language(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "pages")
    pages.front_matter("2001-01-18", "A quiet day passes.")
    for _ in range(2):
        pages.front_matter("2002-01-19", f"Another quiet day passes, {_}.")
    for headline in CALM[:2]:
        pages.front_matter("2002-01-20", headline)
    pages.front_matter("2002-01-21", CALM[1])
    choices = Choices(opened(tmp_path / "home", pages.root))

    def reasons(day: int, language: str) -> list[str]:
        return [one.reason for one in choices.choose(dt.date(2003, 1, day), language=language).events]

    assert reasons(18, "en") == ["2 years ago; the archive's only event of 18 January 2001"]
    assert reasons(18, "zh_Hans") == ["2年前；档案中2001年1月18日唯一的事件"]
    assert reasons(19, "en")[0] == "1 year ago; one of the archive's 2 events of 19 January 2002"
    assert reasons(19, "zh_Hans")[0] == "1年前；档案中2002年1月19日的2个事件之一"
    assert "1 year ago; chosen for the day's sport" in reasons(20, "en")
    assert reasons(21, "en") == ["1 year ago; the archive's only event of 21 January 2002"]
