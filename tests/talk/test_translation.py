"""Questions in one language to an archive in the other: names and everyday words, and what was looked for is said."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.archive.archive import Archive
from bot.talk.answer import Outcome
from bot.talk.conversation import Conversation
from bot.talk.everyday_words import PAIRS
from bot.talk.translation import translated
from tests.small import write_page, write_pages

_TODAY = dt.date(2015, 1, 18)
_PIECES = (
    "马里", "战争", "地震", "关于", "的", "在", "2013年", "12月", "历史上的本周", "与", "相关的", "随机", "Konna",
    " ", "BP", "？", "海地", "什么时候", "summer 2005", "war in Mali", "this week in history", "on this day about ",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("马里", "Mali"),
        ("馬里戰爭", "Mali war"),
        ("海地和智利的地震", "Haiti Chile earthquake"),
        ("沙烏地阿拉伯", "Saudi Arabia"),
        ("義大利大選", "Italy election"),
        ("科特迪瓦", "Ivory Coast"),
        ("刚果（金）内战", "Congo civil war"),
        ("巴马科政变", "Bamako coup"),
        ("的黎波里空袭", "Tripoli air strikes"),
        ("2010年智利矿工救援", "2010 Chile miners rescue"),
        ("BP漏油", "BP oil spill"),
        ("迈克尔·杰克逊去世", "Michael Jackson dies"),
        ("馬航失蹤", "Malaysia Airlines missing"),
        ("自杀式袭击", "suicide attack"),
    ],
)
def test_chinese_is_said_in_english(text: str, english: str) -> None:
    other = translated(text)
    assert other is not None
    assert (other.words, other.left_out) == (english, ())


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("Mali", "马里"),
        ("war in Mali", "战争 马里"),
        ("Earthquakes in Haiti", "地震 海地"),
        ("the prime minister of Italy", "首相 意大利"),
        ("United States elections", "美国 选举"),
    ],
)
def test_english_is_said_in_chinese(text: str, chinese: str) -> None:
    other = translated(text)
    assert other is not None
    assert other.words in (chinese, chinese.replace("首相", "总理"))


@pytest.mark.parametrize("text", ["", "王小明唱歌", "zzqqxx", "张三在中国开了一家小饭馆", "2013", "!!!", "Мали", "の"])
def test_what_is_mostly_unknown_is_left_as_it_is(text: str) -> None:
    assert translated(text) is None


def test_every_word_of_ours_stands_once_and_is_found() -> None:
    chinese = [word for several, _ in PAIRS for word in several]
    assert len(chinese) == len(set(chinese)) > 80
    for several, english in PAIRS:
        for word in several:
            other = translated(word)
            assert other is not None
            assert other.words == english
        assert translated(english)


@given(st.text() | st.text("马里战争的在加沙海地地震2013 abmali", max_size=12))
def test_nothing_raises(text: str) -> None:
    other = translated(text)
    assert other is None or other.words.strip()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The small archive, with a page that has a name in Latin letters, open."""
    folder = tmp_path_factory.mktemp("small")
    root = write_pages(folder / "pages")
    write_page(root, "news/2010/07/01/m.md", "---\ndate: 2010-07-01\ntitle: A missile is found in Mali\n---\n")
    for number, title in enumerate(("BP fails to stop the oil spill in the gulf", "BP pays its shareholders again"), 1):
        write_page(root, f"news/2010/06/0{number}/bp.md", f"---\ndate: 2010-06-0{number}\ntitle: {title}\n---\n")
    archive = Archive(folder / "home", [root])
    archive.open(_TODAY)
    return archive


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), max_size=6).map("".join))
def test_no_question_in_any_mixture_raises(archive: Archive, question: str) -> None:
    talk = Conversation(archive, lambda: _TODAY, chance=random.Random(1))
    for text in (question, "更多", f"历史上的今天，关于{question}", "when?"):
        assert talk.ask(text).title


@pytest.fixture
def talk(archive: Archive) -> Conversation:
    """A conversation that has just begun."""
    return Conversation(archive, lambda: _TODAY, chance=random.Random(1))


@pytest.mark.parametrize(
    ("question", "words", "headline"),
    [
        ("关于马里独立的事件", "Mali independence", "Tuareg rebels declare the independence of Azawad in Mali"),
        ("法国军队", "France army", "The army of Mali recaptures Konna with French help"),
        ("BP漏油", "BP oil spill", "BP fails to stop the oil spill in the gulf"),
        ("2014年马里和谈", "Mali peace talks", "Peace talks for Mali begin in Gao"),
        ("历史上的今天，关于马里", "Mali", "The army of Mali recaptures Konna with French help"),
        ("历史上的4月5日，关于叛军", "rebels", "Tuareg rebels declare the independence of Azawad in Mali"),
        ("随机一个关于洪水的事件", "flood", "Floods close the port of Brisbane"),
    ],
)
def test_a_chinese_question_is_answered_from_an_english_archive_and_says_so(
    talk: Conversation, question: str, words: str, headline: str
) -> None:
    given_ = talk.ask(question)
    assert given_.outcome is Outcome.ANSWERED
    assert given_.events[0].entry.event.headline == headline
    assert given_.correction == words
    said = " ".join((given_.title, *given_.notes))
    assert f"“{words}”的结果" in said
    assert said.count(words) == 1


def test_no_word_of_a_translation_is_taken_for_a_slip(talk: Conversation) -> None:
    assert talk.ask("Mali misile").correction == "mali missile"
    given_ = talk.ask("马里失踪")
    assert given_.correction == "Mali missing"
    assert given_.notes == ("没有完全符合“Mali missing”的事件，以下最为接近。",)


def test_what_is_related_is_found_by_translated_words_too(talk: Conversation) -> None:
    given_ = talk.ask("与马里独立相关的事件")
    assert given_.title == "相关事件：Tuareg rebels declare the independence of Azawad in Mali"
    assert given_.correction == "Mali independence"


def test_more_goes_on_with_the_same_words(archive: Archive) -> None:
    talk = Conversation(archive, lambda: _TODAY)
    assert talk.ask("马里").total == 5
    assert talk.ask("更多").title == "关于“Mali”的事件"


def test_what_is_found_as_typed_is_not_translated(talk: Conversation) -> None:
    for question in ("Konna", "event about Mali", "on this day about Mali", "random event about Mali"):
        assert talk.ask(question).correction is None


def test_what_neither_language_finds_is_told_as_it_was_typed(talk: Conversation) -> None:
    given_ = talk.ask("关于海啸的事件")
    assert (given_.outcome, given_.title) == (Outcome.NOTHING, "关于“海啸”的事件")
    assert given_.correction is None
