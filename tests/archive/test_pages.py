"""What is read of published pages, in both languages, and of everything that only looks like a page."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.archive.contexts import split_names
from bot.archive.event import Event, Problem, Relation, Source
from bot.archive.pages import MAX_FINDINGS, MAX_LINE_CHARACTERS, MAX_PAGE_BYTES, Page, read_page
from tests.archive.conftest import Reading

PATH = "news/2013/01/18/dam-breaks.md"
HEADER = "### [2013-01-18](/news/2013/01/18/index.md)\n\n"
FULL = """
Formats: [HTML](/news/2013/01/18/dam-breaks.html)  [JSON](/news/2013/01/18/dam-breaks.json)  \n
### [2013-01-18](/news/2013/01/18/index.md)

##### Example River
#  Example flood:A dam breaks on the Example River, near "Exampleville". \n
Hundreds of people had to leave their homes&hellip;


### Sources:

1. [Daily](http://daily.example/dam)
2. [Weekly (late)](https://weekly.example/a_(b))
3. [Daily again](http://daily.example/dam)
3. [Cover Image](http://pictures.example/dam.jpg)

### Changes:

1. [ A dam breaks. ](/news/2013/01/18/a-dam.md) _2018-02-06 13:49:16 (First version)_
1. [ Example flood: A dam breaks ](/news/2013/01/18/dam-breaks.md) _(Current version)_

### Related:

1. [The "big" dam [of 1970] (again) is closed. ](/news/2012/03/4/big.md) _Context: Example River, Dams, example river_
2. [Plan:A town [http://x.example (X)] moves ](/news/2011/01/1/a.md) _Context: Washington, D.C., Dams (2010–present)_
3. [No names here](/news/2011/01/2/b.md)
4. [Itself](/news/2013/01/18/dam-breaks.md) _Context: Dams_
"""


def read(text: str, path: str = PATH) -> Page:
    return read_page(path, text.encode())


def event_of(text: str, path: str = PATH) -> Event:
    found = read(text, path).event
    assert found is not None
    return found


def problems(page: Page) -> list[tuple[Problem, int]]:
    return [(finding.problem, finding.line) for finding in page.findings]


def test_a_full_page_gives_everything_in_it() -> None:
    page = read(FULL)
    assert page.findings == ()
    assert page.event == Event(
        path=PATH,
        date=dt.date(2013, 1, 18),
        headline='Example flood: A dam breaks on the Example River, near "Exampleville".',
        raw_headline='  Example flood:A dam breaks on the Example River, near "Exampleville". ',
        topic="Example flood",
        summary="Hundreds of people had to leave their homes…",
        contexts=("Example River", "Dams", "Washington, D.C.", "Dams (2010–present)"),
        sources=(Source("Daily", "http://daily.example/dam"), Source("Weekly (late)", "https://weekly.example/a_(b)")),
        image="http://pictures.example/dam.jpg",
        related=(
            Relation(
                "news/2012/03/4/big.md",
                'The "big" dam [of 1970] (again) is closed.',
                ("Example River", "Dams", "example river"),
            ),
            Relation("news/2011/01/1/a.md", "Plan: A town moves", ("Washington, D.C.", "Dams (2010–present)")),
            Relation("news/2011/01/2/b.md", "No names here"),
        ),
        earlier=("news/2013/01/18/a-dam.md",),
    )


def test_a_chinese_page_gives_everything_in_it() -> None:
    path = "news/2016/10/9/水坝决堤.md"
    page = read(
        """### [2016-10-9](/news/2016/10/9/index.md)

##### 某河
# -{zh-hant:某河水壩決堤;zh-hans:某河水坝决堤}-。

许多人离开家园。

### 信息来源:

1. [日报](http://daily.example/1) [IMG](http://pictures.example/f:(a)/1(3).jpg)
2. [晚报](https://evening.example/2) [IMG](${picture})
3. [](https://www.noname.example/3) [IMG](//pictures.example/3.jpg)

### 有关:

1. [水坝[http:--a.example-1 日报]动工 ](/zh/news/2013/03/4/水坝-动工.md) _消息: 某河, 水坝_
""",
        path,
    )
    assert page.findings == ()
    assert page.event == Event(
        path=path,
        date=dt.date(2016, 10, 9),
        headline="某河水坝决堤。",
        raw_headline=" -{zh-hant:某河水壩決堤;zh-hans:某河水坝决堤}-。",
        summary="许多人离开家园。",
        contexts=("某河", "水坝"),
        sources=(
            Source("日报", "http://daily.example/1"),
            Source("晚报", "https://evening.example/2"),
            Source("noname.example", "https://www.noname.example/3"),
        ),
        image="http://pictures.example/f:(a)/1(3).jpg",
        related=(Relation("news/2013/03/4/水坝-动工.md", "水坝动工", ("某河", "水坝")),),
    )


def test_a_page_may_be_a_headline_and_nothing_else() -> None:
    assert read(f"{HEADER}# A dam breaks.").event == Event(
        PATH, dt.date(2013, 1, 18), "A dam breaks.", " A dam breaks."
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\n\n"])
def test_any_line_ends_and_a_byte_order_mark_are_read(ending: str, start: str) -> None:
    page = read((start + FULL).replace("\n", ending))
    assert page.event == read(FULL).event


@pytest.mark.parametrize("written", ["2013-1-5", "2013-01-5", "2013-01-05"])
def test_a_day_need_not_be_padded(written: str) -> None:
    text = f"### [{written}](/news/2013/01/5/index.md)\n# A dam breaks."
    assert event_of(text, "news/2013/01/05/a.md").date == dt.date(2013, 1, 5)


def test_the_headers_date_wins_over_the_paths() -> None:
    page = read(f"{HEADER}# A dam breaks.", "news/2014/01/18/a.md")
    assert page.event is not None
    assert page.event.date == dt.date(2013, 1, 18)
    assert problems(page) == [(Problem.DATE_DISAGREES, 1)]
    assert "2014-01-18" in page.findings[0].reason


def test_an_empty_context_line_is_ignored() -> None:
    assert event_of(f"{HEADER}##### \n# A dam breaks.").contexts == ()


def test_a_summary_keeps_its_paragraphs() -> None:
    assert (
        event_of(f"{HEADER}# A dam breaks.\n\nOne\nline.\n\n\nAnother &amp; last.\n").summary
        == "One line.\n\nAnother & last."
    )


def test_a_mended_headline_is_told_and_its_raw_line_kept() -> None:
    page = read(f"{HEADER}# A dam breaks. [http:--a.example-1 A]date=October 2012 ")
    assert page.event is not None
    assert page.event.headline == "A dam breaks."
    assert page.event.raw_headline == " A dam breaks. [http:--a.example-1 A]date=October 2012 "
    assert problems(page) == [(Problem.WRECKED_HEADLINE, 3)]


def test_a_storys_name_alone_is_told() -> None:
    assert problems(read(f"{HEADER}# Example floods (2013)")) == [(Problem.TOPIC_ONLY, 3)]


@pytest.mark.parametrize(
    "line", ["1. Daily", "1. [Daily](daily.example)", "1. [Daily](ftp://daily.example/1)", "1. [Daily]()"]
)
def test_a_source_without_a_web_address_is_left_out_and_told(line: str) -> None:
    page = read(f"{HEADER}# A dam breaks.\n\n### Source:\n\n{line}\n2. [Weekly](http://weekly.example)\n")
    assert page.event is not None
    assert page.event.sources == (Source("Weekly", "http://weekly.example"),)
    assert problems(page) == [(Problem.BAD_SOURCE, 7)]


@pytest.mark.parametrize(
    "target",
    ["/../secret.md", "/news/../../x.md", "https://a.example/x.md", "", "/news/2013/01/1/", "C:\\x.md", "//a.md/x"],
)
def test_a_relation_that_leads_elsewhere_is_left_out_and_told(target: str) -> None:
    page = read(
        f"{HEADER}# A dam breaks.\n\n### Related:\n1. [A]({target}) _Context: A_\n2. [B](/news/2013/01/1/b.md)\n"
    )
    assert page.event is not None
    assert [relation.path for relation in page.event.related] == ["news/2013/01/1/b.md"]
    assert problems(page) == [(Problem.BAD_RELATION, 6)]


def test_one_odd_relation_changes_nothing_about_the_others() -> None:
    regular = [f"{n}. [Headline {n} ](/news/2012/03/{n}/h.md) _Context: A, B_" for n in range(1, 9)]
    related = event_of(f"{HEADER}# A dam breaks.\n\n### Related:\n\n" + "\n".join(regular)).related
    odd = [*regular, "9. [Smith &amp; ''Sons'' ](/news/2012/03/9/h.md) _Context: A_"]
    mixed = event_of(f"{HEADER}# A dam breaks.\n\n### Related:\n\n" + "\n".join(odd)).related
    assert len(related) == 8
    assert mixed == (*related, Relation("news/2012/03/9/h.md", "Smith & Sons", ("A",)))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Egypt, Cairo", ("Egypt", "Cairo")),
        ("Washington, D.C., Capitol", ("Washington, D.C.", "Capitol")),
        ("Iran, Latvian election, 2006, Riga", ("Iran", "Latvian election, 2006", "Riga")),
        ("Thailand election, April 2006", ("Thailand election, April 2006",)),
        ("Solar eclipse of July 22, 2009", ("Solar eclipse of July 22, 2009",)),
        ("March 11, 2004 Madrid attacks", ("March 11, 2004 Madrid attacks",)),
        ("China, 2008 Olympics", ("China", "2008 Olympics")),
        ("Palm, Inc., Martin King, Jr.", ("Palm, Inc.", "Martin King, Jr.")),
        ("1,000,000,000", ("1,000,000,000",)),
        (" , A, , B,", ("A", "B,")),
        ("", ()),
    ],
)
def test_names_that_hold_a_comma_stay_whole(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


@pytest.mark.parametrize("path", ["index.md", "README.md", "news/2013/01/18/index.md", "news/2013/01/18/Readme.md"])
def test_day_lists_are_passed_over_by_name(path: str) -> None:
    assert read_page(path, b"\xff\0") == Page(None, ())


@pytest.mark.parametrize(
    "text",
    [
        "## [2013-01-18](/news/2013/01/18/index.md)\n\n### [A dam breaks. ](/news/2013/01/18/a.md)\n_Context: A_\n",
        "\nFormats: [HTML](/index.html)\n\n## [News](/news/2013/01/18/index.md)\n\n### [A](/news/2013/01/18/a.md)\n",
        "\n## [今天](/news/2019/12/22/index.md)\n\n##### 某河\n### [ 决堤。 ](/zh/news/2019/12/22/决堤.md)\n---\n",
    ],
)
def test_day_lists_are_passed_over_by_their_content(text: str) -> None:
    assert read(text, "news/2013/01/18/today.md") == Page(None, ())


@pytest.mark.parametrize(
    ("raw", "problem", "line"),
    [
        (b"", Problem.EMPTY, 0),
        (b" \n\t\n", Problem.EMPTY, 0),
        (b"\xef\xbb\xbf", Problem.EMPTY, 0),
        (b"### [2013-01-18](x)\n\n# A caf\xe9 opens.", Problem.NOT_UTF8, 3),
        ("### [2013-01-18](x)\n# A dam breaks.".encode("utf-16"), Problem.NUL_BYTES, 1),
        (b"### [2013-01-18](x)\n# A \0 dam breaks.", Problem.NUL_BYTES, 2),
        (b"x" * (MAX_PAGE_BYTES + 1), Problem.TOO_LONG, 0),
        (b"### [2013-01-18](x)\n# " + b"x" * MAX_LINE_CHARACTERS, Problem.TOO_LONG, 2),
        (b"# A dam breaks.", Problem.NO_DATE, 0),
        (b"### [2013-02-30](x)\n# A dam breaks.", Problem.NO_DATE, 1),
        (b"### [0000-00-00](x)\n# A dam breaks.", Problem.NO_DATE, 1),
        (b"### [2013-01-18](x)\n\nA dam breaks.", Problem.NO_HEADLINE, 0),
        (b"### [2013-01-18](x)\n#  \n", Problem.NO_HEADLINE, 2),
        (b"### [2013-01-18](x)\n# {{cn}}\n", Problem.NO_HEADLINE, 2),
        (b"Notes about this folder.\n", Problem.NO_DATE, 0),
    ],
)
def test_a_page_that_cannot_be_used_says_why_and_where(raw: bytes, problem: Problem, line: int) -> None:
    page = read_page(PATH, raw)
    assert page.event is None
    assert problems(page) == [(problem, line)]
    assert problem.refuses
    assert page.findings[0].reason.endswith(".")


@given(st.binary())
@example(b"---\n\xef")
def test_no_bytes_raise(raw: bytes) -> None:
    read_page(PATH, raw)


_LINES = st.sampled_from(
    (
        *(
            "### [2013-01-18](x)",
            "# A",
            "##### B",
            "### Related:",
            "### Source:",
            "### Changes:",
            "---",
            "title: a",
            "#",
        ),
        *(
            "1. [a](/news/2013/01/1/a.md)",
            "_Context: a, 2008_",
            "date: 2013-01-01",
            "1. [](",
            "](",
            "[IMG](",
            "- [x",
            "",
        ),
        *("{{", "：", ":"),
    )
)


@given(st.lists(_LINES | st.text(max_size=20)).map("\n".join))
def test_no_heap_of_page_lines_raises(text: str) -> None:
    page = read(text.encode("utf-8", "replace").decode())
    assert page.event is None or page.event.headline


@pytest.mark.parametrize(
    "line", ["1. [", "1. [a](/news/2013/01/1/", "](", "1. [a](/news/2013/01/1/a.md) _", "##", "### [", "- a"]
)
@pytest.mark.parametrize("repeated", [1, 900])
@pytest.mark.parametrize(
    "start",
    [f"{HEADER}# A\n\n### Related:\n\n", f"{HEADER}# A\n\n### Source:\n", "---\nsources:\n"],
    ids=["related", "sources", "front"],
)
def test_a_megabyte_of_broken_lines_is_read_quickly(line: str, repeated: int, start: str) -> None:
    whole = f"{line * repeated}\n"[:19_000]
    begun = time.process_time()
    page = read((start + whole * (MAX_PAGE_BYTES // len(whole)))[: MAX_PAGE_BYTES - 10])
    assert time.process_time() - begun < 10
    assert len(page.findings) <= MAX_FINDINGS


def _independently(text: str) -> dict[str, list[str]]:
    """The numbered lines of each section, found by other means than the reader's."""
    sections: dict[str, list[str]] = {"": []}
    title = ""
    for line in text.splitlines():
        if heading := re.match(r"### (\w+):$", line):
            title = heading[1]
            sections[title] = []
        elif re.match(r"\d+\. ", line):
            sections[title].append(line)
    return sections


def _published(shared: Path) -> list[tuple[str, Path]]:
    root = shared / "data/pages-en"
    pages = [(file.relative_to(root).as_posix(), file) for file in sorted(root.glob("news/**/*.md"))]
    seed = "news/2013/01/18/seed.md", shared / "data/seed-page.md"
    return [seed, *(page for page in pages if page[1].name not in ("index.md", "README.md"))]


def test_the_first_page_is_read_whole(shared: Path) -> None:
    page = read_page("news/2013/01/18/seed.md", (shared / "data/seed-page.md").read_bytes())
    assert page.findings == ()
    found = page.event
    assert found is not None
    assert (found.date, found.topic) == (dt.date(2013, 1, 18), "Battle of Konna")
    assert found.headline.startswith("Battle of Konna: The Military of Mali")
    assert found.summary.startswith("Islamist fighters")
    assert [source.name for source in found.sources] == ["BBC", "Bloomberg", "The Telegraph"]
    assert found.image is not None
    assert found.image.endswith("_65362726_65362725.jpg")
    assert [relation.contexts for relation in found.related] == [
        ("France", "Islamist"),
        ("France", "Islamist"),
        ("Islamist", "Malian military"),
        ("France", "Islamist"),
        ("Islamist", "Malian military"),
    ]
    assert found.contexts == ("France", "Islamist", "Malian military")


def test_every_published_page_is_read_whole(shared: Path) -> None:
    pages = _published(shared)
    assert len(pages) >= 27
    for path, file in pages:
        text = file.read_text()
        expected = _independently(text)
        found = read_page(path, file.read_bytes()).event
        assert found is not None, path
        sources = expected.get("Source", expected.get("Sources", []))
        assert len(found.sources) + (found.image is not None) == len(sources), path
        assert all(f"({source.url})" in text for source in found.sources), path
        assert len(found.related) == len(expected.get("Related", [])), path
        assert all(f"(/{relation.path})" in text for relation in found.related), path
        assert all(relation.contexts for relation in found.related), path
        assert len(found.earlier) == len(
            {*re.findall(r"\(/(\S+)\) _", "\n".join(expected.get("Changes", [])))} - {path}
        )
        assert f"#{found.raw_headline}\n" in text, path
        assert "''" not in found.headline, path
        assert "{{" not in found.headline, path
        assert "http" not in found.headline, path


def test_published_lists_and_notes_are_no_events(shared: Path) -> None:
    root = shared / "data/pages-en"
    for file in [*root.rglob("index.md"), *root.rglob("README.md"), root / "ORIGIN.md"]:
        assert read_page(file.relative_to(root).as_posix(), file.read_bytes()).event is None
        renamed = read_page("news/2013/01/18/list.md", file.read_bytes())
        assert renamed.event is None
        assert (renamed.findings == ()) is (file.name != "ORIGIN.md")


def test_the_whole_chinese_archive_is_read(read_zh: list[Reading]) -> None:
    events, told = _found(read_zh)
    assert len(events) == 8_984
    assert not [problem for problem in told if problem.refuses]
    assert told[Problem.WRECKED_HEADLINE] > 343
    for event in events:
        assert not re.search(r"\[http|-\{|\}-|\{\{|date=\d|\+00:00", event.headline), event.path
    assert sum(reading.relations for reading in read_zh) > 69_000
    assert sum(event.image is not None for event in events) > 2_300


def test_the_whole_english_archive_is_read(read_en: list[Reading]) -> None:
    events, told = _found(read_en)
    assert len(events) == 54_638
    assert told[Problem.NO_HEADLINE] == 1
    assert {problem for problem in told if problem.refuses} == {Problem.NO_HEADLINE}
    assert sum(reading.relations for reading in read_en) == 488_525
    assert sum((event.date.month, event.date.day) == (2, 29) for event in events) == 31


def _found(readings: list[Reading]) -> tuple[list[Event], Counter[Problem]]:
    events = [reading.event for reading in readings if reading.event is not None]
    return events, Counter(finding.problem for reading in readings for finding in reading.findings)
