"""Hand-written pages: what is read of them, what is told about them, and that written pages read back equal."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.archive.cleaning import tidy
from bot.archive.contexts import each_once
from bot.archive.dates import possible_dates
from bot.archive.event import Event, Problem, Relation, Source
from bot.archive.pages import Page, read_page, write_page

PATH = "news/2013/01/18/a-bridge-opens.md"


def page(front: str, body: str = "") -> Page:
    return read_page(PATH, f"---\n{front}\n---\n{body}".encode())


def event(front: str, body: str = "") -> Event:
    read = page(front, body).event
    assert read is not None
    return read


def problems(read: Page) -> list[Problem]:
    return [finding.problem for finding in read.findings]


def test_a_full_page_gives_everything_in_it() -> None:
    read = event(
        """date: 2013-01-18
title: "Harbour plan: A bridge opens"
contexts: [Harbour, Bridge Company, harbour]
sources:
  - name: Daily
    url: https://daily.example/1
  - https://www.weekly.example/2
  - {name: Again, url: "https://daily.example/1"}
image: https://daily.example/1.jpg
related:
  - news/2012/05/1/a.md
  - /news/2012/05/1/b.md
  - /zh/news/2012/05/1/c.md""",
        "\nFirst paragraph.\n\n---\n\nSecond one.\n",
    )
    assert read == Event(
        path=PATH,
        date=dt.date(2013, 1, 18),
        headline="Harbour plan: A bridge opens",
        raw_headline="Harbour plan: A bridge opens",
        topic="Harbour plan",
        summary="First paragraph.\n\n---\n\nSecond one.",
        contexts=("Harbour", "Bridge Company"),
        sources=(Source("Daily", "https://daily.example/1"), Source("weekly.example", "https://www.weekly.example/2")),
        image="https://daily.example/1.jpg",
        related=tuple(Relation(f"news/2012/05/1/{name}.md", "") for name in "abc"),
    )


@pytest.mark.parametrize(
    "written", ["2013-01-18", "2013-1-18", "2013-01-18 10:30:00", "2013-01-18T10:30:00Z", '"2013-01-18"', "2013/01/18"]
)
def test_a_date_may_be_a_date_a_time_or_text(written: str) -> None:
    assert event(f"date: {written}\ntitle: A bridge opens").date == dt.date(2013, 1, 18)


@pytest.mark.parametrize(
    "written",
    [
        "18 January 2013", "18. Jan 2013", "18th of January, 2013", "January 18, 2013", "Jan. 18 2013", "18-Jan-2013",
        "2013年1月18日", "2013 年 01 月 18 號", "20130118", "18/1/2013", "1/18/2013", "18.01.2013",
        "18 January 2013 10:30",
    ],
)  # fmt: skip
def test_a_date_may_be_written_as_people_do_where_it_means_one_day(written: str) -> None:
    read = page(f"date: {written}\ntitle: A bridge opens")
    assert read.findings == ()
    assert read.event is not None
    assert read.event.date == dt.date(2013, 1, 18)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("1/2/2013", "'1/2/2013' may be one of two days. Write it as 2013-01-02 or as 2013-02-01."),
        ("31 April 2013", "'31 April 2013' is no day of the calendar. Write it as year-month-day, like 2013-01-18."),
        ("18 Mat 2013", "'18 Mat 2013' is no day of the calendar."),
        ("January 2013", "'January 2013' is no day of the calendar."),
        ("32/13/2013", "'32/13/2013' is no day of the calendar."),
    ],
)
def test_a_date_that_means_no_day_or_two_is_told_what_to_write(written: str, told: str) -> None:
    read = page(f"date: {written}\ntitle: A bridge opens")
    assert problems(read) == [Problem.NO_DATE]
    assert told in read.findings[0].reason


@given(st.text(max_size=30) | st.from_regex(r"[0-9a-zA-Z年月日 /.,-]{1,24}", fullmatch=True))
def test_no_date_however_written_raises(written: str) -> None:
    assert len(possible_dates(written)) <= 2


@given(
    st.dates(min_value=dt.date(1000, 1, 1)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y年%m月%d日", "%Y%m%d", "%d-%b-%Y"]),
)
def test_every_day_is_read_in_every_form(day: dt.date, form: str) -> None:
    assert possible_dates(day.strftime(form)) == (day,)


@pytest.mark.parametrize(
    ("written", "told"), [("cover.jpg", True), ("[https://a.example/1.jpg]", True), ("~", False), ("''", False)]
)
def test_an_image_that_is_no_address_is_left_out_and_told(written: str, told: bool) -> None:
    read = page(f"date: 2013-01-18\ntitle: A bridge opens\nimage: {written}")
    assert read.event is not None
    assert read.event.image is None
    assert problems(read) == [Problem.BAD_IMAGE] * told


@pytest.mark.parametrize(
    ("written", "title"), [("1984", "1984"), ("No", "No"), ("2013-01-18", "2013-01-18"), ("1e3", "1e3")]
)
def test_a_title_stays_what_was_written(written: str, title: str) -> None:
    assert event(f"date: 2013-01-18\ntitle: {written}").headline == title


def test_contexts_may_be_text_with_commas() -> None:
    assert event("date: 2013-01-18\ntitle: A\ncontexts: Egypt, Washington, D.C., egypt").contexts == (
        "Egypt",
        "Washington, D.C.",
    )


def test_what_is_left_empty_is_not_there() -> None:
    read = page("date: 2013-01-18\ntitle: A bridge opens\ncontexts:\nsources: ~\nimage: null\nrelated: []")
    assert read.findings == ()
    assert read.event is not None
    assert (read.event.contexts, read.event.sources, read.event.image, read.event.related) == ((), (), None, ())


@pytest.mark.parametrize(
    ("front", "problem", "line"),
    [
        ("title: A: B: [", Problem.BAD_FRONT_MATTER, 2),
        ("- a\n- b", Problem.BAD_FRONT_MATTER, 1),
        ("just words", Problem.BAD_FRONT_MATTER, 1),
        ("", Problem.BAD_FRONT_MATTER, 1),
        ("a: &x [b]\nc: *x", Problem.BAD_FRONT_MATTER, 0),
        ("? [a]\n: b", Problem.BAD_FRONT_MATTER, 0),
        ("title: A bridge opens", Problem.NO_DATE, 0),
        ("title: A bridge opens\ndate: soon", Problem.NO_DATE, 3),
        ("title: A bridge opens\ndate: 2013-02-30", Problem.NO_DATE, 3),
        ("title: A bridge opens\ndate: [2013]", Problem.NO_DATE, 3),
        ("date: 2013-01-18", Problem.NO_HEADLINE, 0),
        ("date: 2013-01-18\ntitle: ''", Problem.NO_HEADLINE, 3),
        ("date: 2013-01-18\ntitle: {a: b}", Problem.NO_HEADLINE, 3),
    ],
)
def test_a_page_that_cannot_be_used_says_why_and_where(front: str, problem: Problem, line: int) -> None:
    read = page(front)
    assert read.event is None
    assert [(finding.problem, finding.line) for finding in read.findings] == [(problem, line)]
    assert problem.refuses


def test_front_matter_without_an_end_is_told() -> None:
    read = read_page(PATH, b"---\ndate: 2013-01-18\ntitle: A bridge opens\n")
    assert problems(read) == [Problem.BAD_FRONT_MATTER]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "a: [", "!x [", "&x ["])
def test_values_nested_without_end_are_refused_and_harm_nothing(opening: str) -> None:
    read = page("\n".join(["a:"] + [opening * 3000] * 3))
    assert problems(read) == [Problem.BAD_FRONT_MATTER]


def test_nothing_in_the_front_matter_is_run() -> None:
    assert event("date: 2013-01-18\ntitle: !!python/object/apply:os.system [exit]\ntitle: A bridge opens").headline


def test_what_cannot_be_used_in_part_is_left_out_and_told() -> None:
    read = page(
        "date: 2013-01-18\ntitle: A bridge opens\nsources: [ftp://a.example/x, {name: B}]\n"
        "related: [../../secret.md, https://a.example/b.md, news/2013/01/1/a.md]"
    )
    assert read.event is not None
    assert read.event.sources == ()
    assert [relation.path for relation in read.event.related] == ["news/2013/01/1/a.md"]
    assert problems(read) == [Problem.BAD_SOURCE] * 2 + [Problem.BAD_RELATION] * 2
    assert {finding.line for finding in read.findings} == {4, 5}


def test_the_front_matters_date_wins_over_the_paths() -> None:
    read = page("date: 2013-01-19\ntitle: A bridge opens")
    assert read.event is not None
    assert read.event.date == dt.date(2013, 1, 19)
    assert problems(read) == [Problem.DATE_DISAGREES]


def test_a_title_that_is_a_storys_name_is_told() -> None:
    assert problems(page("date: 2013-01-18\ntitle: Harbour bridge\ncontexts: [Harbour Bridge]")) == [Problem.TOPIC_ONLY]


def test_a_page_names_itself_never_as_related() -> None:
    assert event(f"date: 2013-01-18\ntitle: A bridge opens\nrelated: [{PATH}]").related == ()


lines = st.text(st.characters(codec="utf-8"), max_size=60).map(tidy)
names = lines.filter(bool)
folders = st.dates(dt.date(1000, 1, 1)).map(lambda day: f"news/{day.year}/{day.month:02}/{day.day}")
slugs = st.text(st.characters(codec="utf-8", exclude_characters="/\\\0", exclude_categories=("Zs", "Zl", "Zp", "Cc")))
paths = st.builds("{}/x{}.md".format, folders, slugs.filter(lambda slug: "://" not in slug))
addresses = st.from_regex(r"https?://[a-z]{1,8}\.example(/[a-zäß0-9%?&=#()_.-]{0,20})?", fullmatch=True)
relations = st.builds(Relation, paths, lines, st.lists(names, max_size=3).map(tuple))


@st.composite
def events(draw: st.DrawFn) -> Event:
    """An event of any texts a reader could give."""
    path = draw(paths)
    related = {relation.path: relation for relation in draw(st.lists(relations, max_size=3)) if relation.path != path}
    sources = {source.url: source for source in draw(st.lists(st.builds(Source, names, addresses), max_size=3))}
    body = draw(st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=200))
    return Event(
        path=path,
        date=draw(st.dates()),
        headline=draw(names),
        raw_headline=draw(st.one_of(lines, st.text(st.characters(codec="utf-8")))),
        topic=draw(lines),
        summary=body.strip(),
        contexts=each_once(draw(st.lists(names, max_size=4))),
        sources=tuple(sources.values()),
        image=draw(st.none() | addresses),
        related=tuple(related.values()),
        earlier=tuple(dict.fromkeys(draw(st.lists(paths, max_size=2)))),
    )


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@example(Event("news/2000/01/1/x.md", dt.date(2000, 1, 1), headline="[//", raw_headline=""))
@given(events())
def test_a_written_page_reads_back_as_the_same_event(original: Event) -> None:
    assert read_page(original.path, write_page(original).encode()).event == original


def test_a_plain_event_makes_a_plain_page() -> None:
    written = write_page(
        Event(
            PATH, dt.date(2013, 1, 18), "A bridge opens", "A bridge opens", summary="It is long.", contexts=("Harbour",)
        )
    )
    assert written == "---\ndate: 2013-01-18\ntitle: A bridge opens\ncontexts:\n- Harbour\n---\n\nIt is long.\n"


def test_real_events_read_back_as_the_same_event(archive_en: Path, archive_zh: Path) -> None:
    for root in (archive_en, archive_zh):
        for file in sorted((root / "news/2007/05").rglob("*.md")):
            path = file.relative_to(root).as_posix()
            if original := read_page(path, file.read_bytes()).event:
                assert read_page(path, write_page(original).encode()).event == original
