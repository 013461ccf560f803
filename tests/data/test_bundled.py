"""What a new installation gets: an archive that is whole, true to its sources and written in our own words.

The first half needs nothing but the pages. The second half compares them with the reference archive that stands beside
the project while it is developed (../shared, or wherever CLIO_SHARED says), and is skipped where that is not there.
"""

from __future__ import annotations

import calendar
import datetime as dt
import html
import os
import re
import tarfile
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import frontmatter
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ARCHIVE = ROOT / "data"
REQUIRED = {"date", "title", "contexts", "sources"}
OPTIONAL = {"related"}
RUN = 8
"""So many words in a row are somebody else's sentence."""
Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One bundled page; ``path`` and ``related`` are relative to the archive folder, with "/" between their parts."""

    path: str
    date: dt.date
    title: str
    contexts: tuple[str, ...]
    urls: tuple[str, ...]
    related: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Story:
    """A run of at least ``pages`` events about one of ``contexts``, from its first to its last day (2013-01-18)."""

    name: str
    contexts: tuple[str, ...]
    first: str
    last: str
    pages: int


STORIES = [
    Story("Orange Revolution", ("Ukraine", "Ukrainians", "Ukrainian parliament"), "2004-11-22", "2005-01-23", 6),
    Story(
        "Indian Ocean tsunami", ("2004 Indian Ocean earthquake", "Free Aceh Movement"), "2004-12-26", "2005-12-27", 6
    ),
    Story("Hurricane Katrina", ("New Orleans", "Hurricane Katrina"), "2005-08-28", "2012-04-04", 8),
    Story("Search for the Higgs boson", ("Large Hadron Collider", "Higgs boson"), "2008-09-10", "2013-03-14", 8),
    Story("Deepwater Horizon", ("Deepwater Horizon", "BP"), "2010-04-20", "2014-12-08", 9),
    Story("Miners of Copiapó", ("Copiapó", "2010 Copiapó mining accident"), "2010-08-06", "2011-05-04", 6),
    Story("Arab Spring", ("Tunisia", "2011 Egyptian protests", "Hosni Mubarak"), "2010-12-28", "2011-02-11", 7),
    Story(
        "Fukushima",
        ("2011 Tōhoku earthquake and tsunami", "Fukushima Daiichi nuclear disaster"),
        "2011-03-11",
        "2014-07-16",
        8,
    ),
    Story("Costa Concordia", ("Costa Concordia",), "2012-01-13", "2014-07-14", 5),
    Story("War in Mali", ("Mali",), "2012-01-26", "2013-08-12", 16),
    Story("Euromaidan and Crimea", ("Ukraine", "Kiev", "Crimea"), "2013-11-24", "2014-03-18", 8),
    Story("Ebola in West Africa", ("Ebola virus", "Ebola"), "2014-03-23", "2014-12-10", 7),
]


def shared_folder() -> Path:
    """The folder with the reference archives: CLIO_SHARED, or ``shared`` beside the repository."""
    return Path(os.environ.get("CLIO_SHARED") or ROOT.parent / "shared")


def page_files() -> list[str]:
    return sorted(path.relative_to(ARCHIVE).as_posix() for path in ARCHIVE.glob("news/**/*.md"))


def front_matter(path: str) -> tuple[dict[str, Any], str]:
    """A page's keys as YAML gives them, and the text below them."""
    post = frontmatter.loads((ARCHIVE / path).read_text(encoding="utf-8"))
    return post.metadata, post.content


def read_page(path: str) -> Page:
    meta, summary = front_matter(path)
    return Page(
        path=path,
        date=meta["date"],
        title=meta["title"],
        contexts=tuple(meta["contexts"]),
        urls=tuple(source["url"] for source in meta["sources"]),
        related=tuple(meta.get("related", ())),
        summary=summary,
    )


def form_faults(path: str) -> Iterator[str]:
    """Everything that is wrong with a page's form, before anyone asks whether it is true."""
    try:
        meta, summary = front_matter(path)
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        yield f"cannot be read: {error}"
        return
    if missing := REQUIRED - set(meta):
        yield f"lacks {sorted(missing)}"
        return
    if unknown := set(meta) - REQUIRED - OPTIONAL:
        yield f"has keys nobody reads: {sorted(unknown)}"
    date, title, contexts, sources = (meta[key] for key in ("date", "title", "contexts", "sources"))
    if type(date) is not dt.date or not 1999 <= date.year <= 2014:
        yield f"date {date!r} is no day of 1999 to 2014"
    elif PurePosixPath(path).parts[:-1] != ("news", *date.isoformat().split("-")):
        yield f"does not stand in the folder of its date {date}"
    if not isinstance(title, str) or not 4 <= len(words(title)) <= 16 or title.endswith("."):
        yield f"title {title!r} is not a line of 4 to 16 words without a full stop"
    if not 25 <= len(words(summary)) <= 90:
        yield f"summary has {len(words(summary))} words, not 25 to 90"
    if not is_texts(contexts) or not 1 <= len(contexts) <= 6 or len(set(contexts)) < len(contexts):
        yield f"contexts {contexts!r} are not one to six different names"
    if not isinstance(sources, list) or not 1 <= len(sources) <= 3:
        yield "does not have one to three sources"
    else:
        yield from (f"source {source!r} is not a name and an http address" for source in sources if not sound(source))
    if "related" in meta and not is_texts(meta["related"]):
        yield f"related {meta['related']!r} is not a list of paths"


def is_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) and item.strip() for item in value)


def sound(source: object) -> bool:
    if not isinstance(source, dict) or set(source) != {"name", "url"} or not is_texts(list(source.values())):
        return False
    address = urlsplit(source["url"])
    return address.scheme in ("http", "https") and "." in address.netloc and not re.search(r"\s", source["url"])


def words(text: str) -> list[str]:
    """The latin words and the numbers of a text, in lower case and without accents."""
    text = text.casefold()
    if not text.isascii():
        text = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text))
    return re.findall(r"[a-z0-9]+", text)


def spaced(text: str) -> str:
    """The text's words between single spaces, so that " name " in it finds whole words only."""
    return f" {' '.join(words(text))} "


def runs(tokens: list[str]) -> Iterator[Run]:
    """Every run of eight words, in order."""
    return zip(*(tokens[start:] for start in range(RUN)), strict=False)


def borrowed(page: Page, taken: set[Run]) -> Iterator[str]:
    """The page's stretches of words that are in ``taken`` (runs of eight) and are more than a list of names."""
    for text in (page.title, page.summary):
        tokens = words(text)
        copied = [run in taken for run in runs(tokens)]
        start = 0
        while start < len(copied):
            end = start
            while end < len(copied) and copied[end]:
                end += 1
            if end > start:
                stretch = tokens[start : end + RUN - 1]
                if len(without_names(stretch, page.contexts)) >= RUN:
                    yield " ".join(stretch)
            start = end + 1


def without_names(tokens: list[str], names: Iterable[str]) -> list[str]:
    # Two spaces between words, so that of two names side by side each has its own on both sides.
    text = f" {'  '.join(tokens)} "
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(f" {'  '.join(words(name))} ", " ")
    return text.split()


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    """The pages of sound form, by path; the first test tells about the others."""
    return {path: read_page(path) for path in page_files() if not any(form_faults(path))}


def test_every_page_is_readable_and_has_the_right_form() -> None:
    assert [f"{path}: {fault}" for path in page_files() for fault in form_faults(path)] == []


def test_the_archive_says_what_it_is_and_under_which_licence() -> None:
    about = tomllib.loads((ARCHIVE / "archive.toml").read_text(encoding="utf-8"))

    assert set(about) == {"name", "language", "source", "licence", "link"}
    assert about["name"] == "Clio's bundled archive"
    assert about["language"] == "en"
    assert "Wikipedia" in about["source"]
    assert about["licence"] == "CC BY-SA 4.0"
    assert about["link"] == "https://en.wikipedia.org/wiki/Portal:Current_events"


def test_there_is_something_to_tell_on_every_day_of_the_year(pages: dict[str, Page]) -> None:
    told = {(page.date.month, page.date.day) for page in pages.values()}
    year = {(month, day) for month in range(1, 13) for day in range(1, calendar.monthrange(2012, month)[1] + 1)}

    assert sorted(year - told) == []
    assert len(pages) >= 450


def test_no_two_pages_have_the_same_title(pages: dict[str, Page]) -> None:
    titles = Counter(" ".join(words(page.title)) for page in pages.values())
    assert [title for title, times in titles.items() if times > 1] == []


def test_every_related_page_is_there(pages: dict[str, Page]) -> None:
    assert [
        f"{page.path}: {other}"
        for page in pages.values()
        for other in page.related
        if other not in pages or other == page.path or page.related.count(other) > 1
    ] == []


@pytest.mark.parametrize("wanted", STORIES, ids=lambda wanted: wanted.name)
def test_a_story_can_be_followed_from_its_first_page_to_its_last(wanted: Story, pages: dict[str, Page]) -> None:
    told = {
        page.path
        for page in pages.values()
        if wanted.first <= page.date.isoformat() <= wanted.last and not set(wanted.contexts).isdisjoint(page.contexts)
    }
    assert {wanted.first, wanted.last} <= {pages[path].date.isoformat() for path in told}
    assert len(told) >= wanted.pages

    assert sorted(path for path in told if told.isdisjoint(pages[path].related)) == []
    reached: set[str] = set()
    waiting = [min(told)]
    while waiting:
        path = waiting.pop()
        reached.add(path)
        waiting += [other for other in pages[path].related if other in told - reached]
    assert sorted(told - reached) == []


def test_konna_is_told_on_its_day(pages: dict[str, Page]) -> None:
    konna = [page for page in pages.values() if page.date == dt.date(2013, 1, 18) and "Konna" in page.contexts]
    assert [page.title for page in konna if "Konna" in page.title]


@dataclass(slots=True)
class Reference:
    """What the reference archives say about the bundled pages, collected in one pass over them.

    ``shared_runs`` are the pages' runs of eight words that stand there as well, ``cited`` the dates on which each of
    the pages' addresses is cited, ``texts`` everything said on each of the pages' dates, as ``spaced`` gives it.
    """

    own_runs: set[Run]
    addresses: set[str]
    dates: set[dt.date]
    shared_runs: set[Run] = field(default_factory=set)
    cited: dict[str, set[dt.date]] = field(default_factory=lambda: defaultdict(set))
    texts: dict[dt.date, str] = field(default_factory=lambda: defaultdict(str))

    def compare(self, line: str) -> None:
        tokens = words(line)
        if len(tokens) >= RUN:
            self.shared_runs |= self.own_runs.intersection(runs(tokens))

    def take_page(self, date: dt.date, text: str) -> None:
        """Take one event page of the published archive: headline and summary, then sources; relations do not count."""
        told, _, sources = text.partition("\n### Related:")[0].partition("\n### ")
        for line in told.splitlines()[1:]:
            self.compare(html.unescape(line))
        for address in re.findall(r"^\d+\. \[.*\]\((https?:.*)\)\s*$", sources, re.MULTILINE):
            self.cite(address, date)
        if date in self.dates:
            self.texts[date] += spaced(html.unescape(told))

    def take_wikitext(self, date: dt.date, text: str) -> None:
        """Take the portal's own page of a day."""
        for address in re.findall(r"https?://[^\s\]|<}]+", text):
            self.cite(address, date)
        if date in self.dates:
            self.texts[date] += spaced(re.sub(r"\[\[|\]\]|\|", " ", html.unescape(text)))
        read = re.sub(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]", r"\1", html.unescape(text))
        read = re.sub(r"\[https?:[^\s\]]*|<[^>]*>|''+", " ", read)
        for line in read.splitlines():
            self.compare(line)

    def cite(self, address: str, date: dt.date) -> None:
        if address in self.addresses:
            self.cited[address].add(date)


def members(archive: Path, suffix: str) -> Iterator[tuple[PurePosixPath, str]]:
    """The texts in a packed archive, day lists left out, read from front to back and never unpacked."""
    with tarfile.open(archive, "r:xz") as packed:
        for member in packed:
            path = PurePosixPath(member.name)
            if member.isfile() and path.suffix == suffix and path.name not in ("index.md", "README.md"):
                content = packed.extractfile(member)
                assert content is not None
                yield path, decoded(content.read())


def decoded(content: bytes) -> str:
    """The text of a reference file; a few of the portal's day pages are not UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def date_of(path: PurePosixPath) -> dt.date:
    """The date in news/2013/1/18/slug.md; the day is not always of two digits."""
    year, month, day = path.parts[path.parts.index("news") + 1 : -1]
    return dt.date(int(year), int(month), int(day))


@pytest.fixture(scope="module")
def reference(pages: dict[str, Page]) -> Reference:
    shared = shared_folder() / "data"
    if not (shared / "archive-en.tar.xz").is_file():
        pytest.skip(f"the reference archives are not at {shared} (set CLIO_SHARED)")
    found = Reference(
        own_runs={run for page in pages.values() for text in (page.title, page.summary) for run in runs(words(text))},
        addresses={url for page in pages.values() for url in page.urls},
        dates={page.date for page in pages.values()},
    )
    for path, text in members(shared / "archive-en.tar.xz", ".md"):
        found.take_page(date_of(path), text)
    for path, text in members(shared / "wikitext.tar.xz", ".txt"):
        found.take_wikitext(dt.datetime.strptime(path.stem, "%Y_%B_%d").date(), text)
    for _, text in members(shared / "archive-zh.tar.xz", ".md"):
        for line in html.unescape(text.partition("\n### ")[0]).splitlines():
            found.compare(line)
    for file in [shared / "seed-page.md", *(shared / "pages-en").rglob("*.md")]:
        for line in html.unescape(file.read_text(encoding="utf-8", errors="replace")).splitlines():
            found.compare(line)
    return found


def test_every_sentence_is_our_own(pages: dict[str, Page], reference: Reference) -> None:
    assert [
        f"{page.path}: {stretch}" for page in pages.values() for stretch in borrowed(page, reference.shared_runs)
    ] == []


def test_the_reference_archive_cites_a_source_on_the_same_day(pages: dict[str, Page], reference: Reference) -> None:
    assert [
        page.path for page in pages.values() if not any(page.date in reference.cited[url] for url in page.urls)
    ] == []


def test_no_address_is_made_up(pages: dict[str, Page], reference: Reference) -> None:
    assert [f"{page.path}: {url}" for page in pages.values() for url in page.urls if not reference.cited[url]] == []


def test_the_reference_archive_names_every_context_on_that_day(pages: dict[str, Page], reference: Reference) -> None:
    assert [
        f"{page.path}: {context}"
        for page in pages.values()
        for context in page.contexts
        if spaced(context) not in reference.texts[page.date]
    ] == []


def test_a_copied_sentence_would_be_found() -> None:
    copy = "the old lighthouse keeper counted nine grey ships before the storm"
    page = Page(
        "p", dt.date(2010, 1, 1), "A title of ours", ("Grey Ships",), (), (), f"At dusk {copy.upper()}, he said."
    )
    source = Reference(set(runs(words(page.summary))), set(), set())
    source.compare(f"Yesterday {copy}.")

    assert list(borrowed(page, source.shared_runs)) == [copy]


def test_a_long_row_of_names_is_nobodys_sentence() -> None:
    page = Page(
        "p",
        dt.date(2010, 1, 1),
        "A title of ours",
        ("International Court of Justice", "The Hague"),
        (),
        (),
        "It went to the International Court of Justice in The Hague at once.",
    )
    assert list(borrowed(page, set(runs(words(page.summary))))) == []
