"""A conversation in Chinese, from the first question to the last, and how its answers read."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from bot.archive.archive import Archive
from bot.talk.answer import Answer, Outcome
from bot.talk.conversation import Conversation
from bot.talk.plain import plain
from tests.small import write_page

TODAY = dt.date(2015, 5, 12)
# Date, headline, contexts, name of the source; some in traditional characters, as such archives are.
PAGES = (
    ("2008-05-12", "四川汶川发生八级大地震", ("汶川地震", "四川", "中国"), "新华社"),
    ("2008-05-19", "全国为地震遇难者默哀三分钟", ("汶川地震", "中国"), "人民网"),
    ("2008-06-10", "唐家山堰塞湖泄洪成功", ("汶川地震", "四川"), "新华社"),
    ("2010-04-14", "青海玉树发生七点一级地震", ("玉树地震", "青海", "中国"), "中新网"),
    ("2010-05-12", "利比亚客机在的黎波里坠毁", ("利比亚", "空难"), "路透社"),
    ("2008-12-27", "以色列空袭加沙地带", ("加沙", "以色列"), "路透社"),
    ("2009-01-18", "以色列在加沙宣布停火", ("加沙", "以色列"), "法新社"),
    ("2012-11-14", "以色列再次轰炸加沙", ("加沙", "以色列"), "路透社"),
    ("2010-03-04", "臺灣高雄發生六點四級地震", ("臺灣",), "中央社"),
)

# What an event shares with a few others of many ties them.
CITIES = "柏林 伦敦 巴黎 东京 悉尼 雅典 罗马 莫斯科 开罗 首尔 曼谷 河内 马尼拉 新德里 渥太华 利马 波哥大 华沙".split()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """A small Chinese archive."""
    folder = tmp_path_factory.mktemp("chinese")
    races = [(f"2011-09-{day:02}", f"{city}举行马拉松", (city,), "路透社") for day, city in enumerate(CITIES, 1)]
    for date, headline, contexts, source in (*PAGES, *races):
        text = (
            f"---\ndate: {date}\ntitle: {headline}\ncontexts: [{', '.join(contexts)}]\n"
            f"sources:\n  - {{name: {source}, url: 'https://news.example/{date}'}}\n---\n"
        )
        write_page(folder / "pages", f"news/{date.replace('-', '/')}/page.md", text)
    archive = Archive(folder / "home", [folder / "pages"])
    archive.open(TODAY)
    return archive


@pytest.fixture
def talk(archive: Archive) -> Conversation:
    """A conversation that has just begun."""
    return Conversation(archive, lambda: TODAY, chance=random.Random(1))


def _headlines(answer: Answer) -> list[str]:
    return [shown.entry.event.headline for shown in answer.events]


def test_ten_turns(talk: Conversation) -> None:
    today = talk.ask("历史上的今天")
    assert today.title == "历史上的5月12日"
    assert sorted(_headlines(today)) == ["利比亚客机在的黎波里坠毁", "四川汶川发生八级大地震"]
    assert {shown.reason.split("；")[0] for shown in today.events} == {"7年前", "5年前"}

    gaza = talk.ask("关于加沙的事件")
    assert gaza.title == "关于“加沙”的事件"
    assert len(gaza.events) == 3

    second = talk.ask("第二个")
    assert _headlines(second) == [_headlines(gaza)[1]]
    assert second.in_full

    sources = talk.ask("来源")
    assert sources.title == f"消息来源：{_headlines(second)[0]}"
    assert sources.notes[0].startswith(("路透社：https://", "法新社：https://"))

    day = talk.ask("2008年5月12日发生了什么")
    assert (day.title, _headlines(day)) == ("2008年5月12日发生的事件", ["四川汶川发生八级大地震"])

    related = talk.ask("相关")
    assert related.title == "相关事件：四川汶川发生八级大地震"
    reasons = {shown.entry.event.headline: shown.reason for shown in related.events}
    assert reasons["全国为地震遇难者默哀三分钟"] == "同样涉及汶川地震和中国，晚1周"

    earthquakes = talk.ask("地震")
    assert {"四川汶川发生八级大地震", "青海玉树发生七点一级地震", "臺灣高雄發生六點四級地震"} <= set(
        _headlines(earthquakes)
    )

    narrowed = talk.ask("那2010年呢")
    assert narrowed.title == "2010年关于“地震”的事件"
    assert sorted(_headlines(narrowed)) == ["臺灣高雄發生六點四級地震", "青海玉树发生七点一级地震"]

    assert talk.ask("随机").title == "随机事件"

    thanks = talk.ask("谢谢")
    assert (thanks.title, thanks.suggestions[0]) == ("不客气", "历史上的今天")


def test_an_answer_reads_as_chinese(talk: Conversation) -> None:
    lines = plain(talk.ask("与汶川地震相关的事件"), conversing=True).split("\n")
    assert lines[0].startswith("相关事件：")
    assert any(line.endswith("2008年6月10日：唐家山堰塞湖泄洪成功（同样涉及四川和汶川地震，晚4周）") for line in lines)
    assert "接下来可以输入：2 · 相关 · 来源" in lines


@pytest.mark.parametrize(
    ("question", "title", "note"),
    [
        ("2月30日", "抱歉，没听明白", "“2月30日”这个日期不存在。"),
        ("更多", "抱歉，没听明白", "目前还没有可以接着问的事件，请先提一个问题，例如："),
        ("帮助", "帮助", "Clio 收藏了一份新闻事件档案。用平常的话提问即可，例如："),
        ("1987年发生了什么", "1987年发生的事件", "档案中没有1987年的事件，收录范围为2008年至2012年。"),
        ("关于火星的事件", "关于“火星”的事件", "没有找到关于“火星”的事件。"),
        ("历史上的8月8日", "历史上的8月8日", "这一天没有相应的事件，日历上最近的是9月1日。"),
    ],
)
def test_what_cannot_be_answered_is_said_with_a_way_on(
    talk: Conversation, question: str, title: str, note: str
) -> None:
    answer = talk.ask(question)
    assert (answer.title, answer.notes[0]) == (title, note)
    assert answer.suggestions


@pytest.mark.parametrize(
    ("question", "words", "headline"),
    [
        ("event about gaza", "加沙", "以色列空袭加沙地带"),
        ("earthquakes in Sichuan", "地震 四川", "四川汶川发生八级大地震"),
    ],
)
def test_an_english_question_is_asked_in_the_archives_language_too(
    talk: Conversation, question: str, words: str, headline: str
) -> None:
    answer = talk.ask(question)
    assert (answer.title, answer.notes) == (f"Showing results for {words}", ())
    assert headline in _headlines(answer)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("2010年以来的地震", "2010年以来关于“地震”的事件"),
        ("2010年3月以来关于地震的事件", "2010年3月1日以来关于“地震”的事件"),
        ("2009年以前关于加沙的事件", "2008年及以前关于“加沙”的事件"),
        ("2008年5月发生了什么", "2008年5月发生的事件"),
        ("历史上的5月12日 2008年", "历史上的5月12日（2008年）"),
    ],
)
def test_times_read_as_chinese(talk: Conversation, question: str, title: str) -> None:
    answer = talk.ask(question)
    assert (answer.title, answer.outcome) == (title, Outcome.ANSWERED)


def test_every_suggestion_is_answered(talk: Conversation) -> None:
    for question in ("帮助", "你是谁", "胡说八道呀呀呀", "关于火星的事件"):
        talk.ask("加沙")
        for suggestion in talk.ask(question).suggestions:
            assert talk.ask(suggestion).outcome is not Outcome.NOT_UNDERSTOOD, suggestion
            talk.ask("加沙")
