"""What people type becomes the request they meant, in English and Chinese."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.talk.grammar import language_of, understand
from bot.talk.requests import (
    About,
    Help,
    NotUnderstood,
    OnThisDay,
    Open,
    Period,
    Random,
    Related,
    Request,
    SmallTalk,
    Sources,
    Status,
    Turn,
)

TODAY = dt.date(2014, 3, 19)
PAGE = "news/2013/01/18/slug.md"
LONG_PAGE = f"zh/news/2013/01/18/{'马里军队收复科纳' * 9}.md"


def day(text: str) -> Period:
    return Period.of_day(dt.date.fromisoformat(text))


def month(year: int, number: int) -> Period:
    return Period.of_month(year, number)


def year(number: int, last: int | None = None) -> Period:
    return Period(dt.date(number, 1, 1), dt.date(last or number, 12, 31))


def span(first: str, last: str) -> Period:
    return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


ON_THIS_DAY: list[tuple[str, OnThisDay]] = [
    ("on this day", OnThisDay(3, 19)),
    ("On this day?", OnThisDay(3, 19)),
    ("otd", OnThisDay(3, 19)),
    ("today's events", OnThisDay(3, 19)),
    ("What's on today?", OnThisDay(3, 19)),
    ("what happened this day 10 years ago", OnThisDay(3, 19, period=year(2004))),
    ("this day", OnThisDay(3, 19)),
    ("this day in history", OnThisDay(3, 19)),
    ("today", OnThisDay(3, 19)),
    ("today in history", OnThisDay(3, 19)),
    ("what happened today", OnThisDay(3, 19)),
    ("what's happening today?", OnThisDay(3, 19)),
    ("what happened on this day", OnThisDay(3, 19)),
    ("anniversaries", OnThisDay(3, 19)),
    ("any anniversaries today?", OnThisDay(3, 19)),
    ("yesterday in history", OnThisDay(3, 18)),
    ("what happened yesterday?", OnThisDay(3, 18)),
    ("tomorrow in history", OnThisDay(3, 20)),
    ("anniversaries 18 january", OnThisDay(1, 18)),
    ("anniversaries of 18 january", OnThisDay(1, 18)),
    ("anniversaries on 29 february", OnThisDay(2, 29)),
    ("18 january", OnThisDay(1, 18)),
    ("January 18th", OnThisDay(1, 18)),
    ("29 february", OnThisDay(2, 29)),
    ("what happened on 18 january", OnThisDay(1, 18)),
    ("what happened on January 18th in history?", OnThisDay(1, 18)),
    ("what happened january 18", OnThisDay(1, 18)),
    ("18 january in history", OnThisDay(1, 18)),
    ("on this day about space", OnThisDay(3, 19, "space")),
    ("space on this day", OnThisDay(3, 19, "space")),
    ("anniversaries about space", OnThisDay(3, 19, "space")),
    ("what happened in Mali today?", OnThisDay(3, 19, "Mali")),
    ("what happened on this day in Mali", OnThisDay(3, 19, "Mali")),
    ("what happened in Konna on 18 January", OnThisDay(1, 18, "Konna")),
    ("yesterday in history about football", OnThisDay(3, 18, "football")),
    ("on this day in 2008", OnThisDay(3, 19, period=year(2008))),
    ("this day in 2005", OnThisDay(3, 19, period=year(2005))),
    ("same day in 2011?", OnThisDay(3, 19, period=year(2011))),
    ("anniversaries in 2008", OnThisDay(3, 19, period=year(2008))),
    ("on this day between 2005 and 2008", OnThisDay(3, 19, period=year(2005, 2008))),
    ("what happened on this day in 2005 about space", OnThisDay(3, 19, "space", year(2005))),
    ("历史上的今天", OnThisDay(3, 19)),
    ("歷史上的今天", OnThisDay(3, 19)),
    ("历史上的今天有什么？", OnThisDay(3, 19)),
    ("那年今日", OnThisDay(3, 19)),
    ("今天", OnThisDay(3, 19)),
    ("今天发生了什么", OnThisDay(3, 19)),
    ("今天發生了什麼？", OnThisDay(3, 19)),
    ("今天有什么新闻", OnThisDay(3, 19)),
    ("昨天发生了什么", OnThisDay(3, 18)),
    ("历史上的昨天", OnThisDay(3, 18)),
    ("历史上的1月18日", OnThisDay(1, 18)),
    ("1月18日", OnThisDay(1, 18)),
    ("１月１８日", OnThisDay(1, 18)),
    ("一月十八号发生了什么事", OnThisDay(1, 18)),
    ("关于太空的历史上的今天", OnThisDay(3, 19, "太空")),
    ("历史上的今天，关于太空", OnThisDay(3, 19, "太空")),
    ("2008年历史上的今天", OnThisDay(3, 19, period=year(2008))),
    ("this week in history", OnThisDay(3, 17, days=7)),
    ("what happened this week in history?", OnThisDay(3, 17, days=7)),
    ("last week in history", OnThisDay(3, 10, days=7)),
    ("this month in history about space", OnThisDay(3, 1, "space", days=31)),
    ("this week in history in 2008", OnThisDay(3, 17, period=year(2008), days=7)),
    ("what happened in december", OnThisDay(12, 1, days=31)),
    ("December?", OnThisDay(12, 1, days=31)),
    ("in may", OnThisDay(5, 1, days=31)),
    ("february in history", OnThisDay(2, 1, days=28)),
    ("anything about Mali in March", OnThisDay(3, 1, "Mali", days=31)),
    ("12月发生了什么", OnThisDay(12, 1, days=31)),
    ("历史上的十二月", OnThisDay(12, 1, days=31)),
    ("anniversaries this week", OnThisDay(3, 17, days=7)),
    ("历史上的本周", OnThisDay(3, 17, days=7)),
    ("历史上的这一周有什么？", OnThisDay(3, 17, days=7)),
    ("歷史上的這個月", OnThisDay(3, 1, days=31)),
]

BY_TIME: list[tuple[str, About]] = [
    ("what happened on 18 January 2013", About(period=day("2013-01-18"))),
    ("What happened on the 18th of January, 2013?", About(period=day("2013-01-18"))),
    ("2013-01-18", About(period=day("2013-01-18"))),
    ("18/1/2013", About(period=day("2013-01-18"))),
    ("10 years ago today", About(period=day("2004-03-19"))),
    ("what happened ten years ago today?", About(period=day("2004-03-19"))),
    ("what happened last friday", About(period=day("2014-03-14"))),
    ("what happened in January 2013", About(period=month(2013, 1))),
    ("events of january 2013", About(period=month(2013, 1))),
    ("september 2001", About(period=month(2001, 9))),
    ("latest news", About(period=month(2014, 3))),
    ("what's new?", About(period=month(2014, 3))),
    ("最新消息", About(period=month(2014, 3))),
    ("who won the world cup in 2010?", About("won the world cup", year(2010))),
    ("伊拉克战争在2003年是什么时候开始的", About("伊拉克战争", year(2003))),
    ("what happened in summer 2005", About(period=span("2005-06-01", "2005-08-31"))),
    ("mali in the spring of 2012", About("mali", span("2012-03-01", "2012-05-31"))),
    ("summer 2012 olympics", About("olympics", span("2012-06-01", "2012-08-31"))),
    ("what happened last summer", About(period=span("2013-06-01", "2013-08-31"))),
    ("at the end of 2013 in Mali", About("Mali", span("2013-09-01", "2013-12-31"))),
    ("2005年夏天发生了什么", About(period=span("2005-06-01", "2005-08-31"))),
    ("2012年春季的馬里", About("馬里", span("2012-03-01", "2012-05-31"))),
    ("2013年1月上旬的马里", About("马里", span("2013-01-01", "2013-01-10"))),
    ("events in 2013", About(period=year(2013))),
    ("what events happened in 2013?", About(period=year(2013))),
    ("things that happened in 2013", About(period=year(2013))),
    ("news 2013", About(period=year(2013))),
    ("what happened 2013", About(period=year(2013))),
    ("2014", About(period=year(2014))),
    ("in 2014", About(period=year(2014))),
    ("and in 2014?", About(period=year(2014))),
    ("what about 2014", About(period=year(2014))),
    ("last year", About(period=year(2013))),
    ("10 years ago", About(period=year(2004))),
    ("what happened between 2010 and 2012", About(period=year(2010, 2012))),
    ("2010 to 2012", About(period=year(2010, 2012))),
    ("what happened in Mali in 2013", About("Mali", year(2013))),
    ("what happened in Mali in 2013?", About("Mali", year(2013))),
    ("in 2013 what happened in Mali", About("Mali", year(2013))),
    ("in 2013 in Mali", About("Mali", year(2013))),
    ("5 years ago today in Mali", About("Mali", day("2009-03-19"))),
    ("can you tell me what happened in Haiti in January 2010?", About("Haiti", month(2010, 1))),
    ("did anything happen in Mali in 2013", About("Mali", year(2013))),
    ("what happened in Mali last year?", About("Mali", year(2013))),
    ("mali war 10 years ago", About("mali war", year(2004))),
    ("what was going on in Egypt in early 2011?", About("Egypt", span("2011-01-01", "2011-04-30"))),
    ("news about Konna from 2010", About("Konna", year(2010))),
    ("events from 2010 to 2012 about Greece", About("Greece", year(2010, 2012))),
    ("Iraq since 2010", About("Iraq", Period(dt.date(2010, 1, 1), dt.date.max))),
    ("Sudan before 2005", About("Sudan", Period(dt.date.min, dt.date(2004, 12, 31)))),
    ("accusations 1972 1973 in 2004", About("accusations 1972 1973", year(2004))),
    ("tsunami of 2004", About("tsunami", year(2004))),
    ("floods during 2010", About("floods", year(2010))),
    ("konna 2013-01-18", About("konna", day("2013-01-18"))),
    ("konna, 18 January 2013", About("konna", day("2013-01-18"))),
    ("konna on 18 jan 2013", About("konna", day("2013-01-18"))),
    ("mali january 2013", About("mali", month(2013, 1))),
    ("January 2013 mali", About("mali", month(2013, 1))),
    ("what happened in the U.S. in 2013?", About("U.S.", year(2013))),
    ("tell me about the october start order story from 2007", About("october start order", year(2007))),
    ("event about kills injures person in 2009", About("kills injures person", year(2009))),
    ("what happened with tracker sweden stockholm in 2009?", About("tracker sweden stockholm", year(2009))),
    ("2013年1月18日发生了什么", About(period=day("2013-01-18"))),
    ("２０１３年１月１８日", About(period=day("2013-01-18"))),
    ("十年前的今天发生了什么", About(period=day("2004-03-19"))),
    ("去年今日", About(period=day("2013-03-19"))),
    ("2013年1月", About(period=month(2013, 1))),
    ("2013年发生了什么？", About(period=year(2013))),
    ("二〇一三年有什么大事", About(period=year(2013))),
    ("关于2013年的事件", About(period=year(2013))),
    ("去年发生了什么", About(period=year(2013))),
    ("2013年马里发生了什么", About("马里", year(2013))),
    ("马里在2013年发生了什么", About("马里", year(2013))),
    ("2013年馬里發生了什麼", About("馬里", year(2013))),
    ("2013年1月马里发生了什么事", About("马里", month(2013, 1))),
    ("2008年四川地震", About("四川地震", year(2008))),
    ("2010年到2012年的希腊", About("希腊", year(2010, 2012))),
    ("那2014年呢", About(period=year(2014))),
]

BY_WORDS = [
    ("event about Konna", "Konna"),
    ("Event about Konna.", "Konna"),
    ("events about konna please", "konna"),
    ("please tell me about Konna, thanks", "Konna"),
    ("anything about the Costa Concordia?", "Costa Concordia"),
    ("is there anything about the Costa Concordia", "Costa Concordia"),
    ("do you know anything on Berlusconi", "Berlusconi"),
    ("what do you have on Berlusconi", "Berlusconi"),
    ("have you got something about Berlusconi?", "Berlusconi"),
    ("got anything on pirates?", "pirates"),
    ("anything new on pirates", "pirates"),
    ("where can I read more about pirates", "pirates"),
    ("any news on Iran nuclear talks", "Iran nuclear talks"),
    ("tell me about the Arab Spring", "Arab Spring"),
    ("tell me everything you know about Konna", "Konna"),
    ("tell me more about Konna", "Konna"),
    ("what do you know about the war in Mali?", "war in Mali"),
    ("show me earthquakes", "earthquakes"),
    ("show me events about volcanoes", "volcanoes"),
    ("are there any earthquakes in Chile?", "earthquakes in Chile"),
    ("find konna", "konna"),
    ("search Konna", "Konna"),
    ("search for missing plane", "missing plane"),
    ("look up São Paulo", "São Paulo"),
    ("news from Mali", "Mali"),
    ("what happened in Mali", "Mali"),
    ("what happend to MH370", "MH370"),
    ("what happened at the Boston Marathon?", "Boston Marathon"),
    ("what happened on 9/11", "9/11"),
    ("when did the Costa Concordia sink", "Costa Concordia sink"),
    ("who is Hosni Mubarak?", "Hosni Mubarak"),
    ("march", "march"),
    ("may", "may"),
    ("november rain", "november rain"),
    ("伊拉克战争什么时候开始的？", "伊拉克战争"),
    ("汶川地震是在哪里发生的", "汶川地震"),
    ("remember when a plane landed in the Hudson?", "plane landed in the Hudson"),
    ("what else about Konna", "Konna"),
    ("evnt about konna", "konna"),
    ("anyting abuot the Costa Concordia", "Costa Concordia"),
    ("can you please show me some storeis about konna", "konna"),
    ("what hapenned in mali", "mali"),
    ("evening about town", "evening about town"),
    ("what about Chad?", "Chad"),
    ("and in Chad?", "Chad"),
    ("only about space", "space"),
    ("konna", "konna"),
    ("konna?", "konna"),
    ("Mali!!!", "Mali"),
    ("plane lands in hudson river", "plane lands in hudson river"),
    ("philippines typhoon 2013", "philippines typhoon 2013"),
    ("arab spring 2011", "arab spring 2011"),
    ("the arab spring 2011", "the arab spring 2011"),
    ("2012 summer olympics", "2012 summer olympics"),
    ("1999 abdullah ocalan", "1999 abdullah ocalan"),
    ("news about clashes nagorno incident 2010", "clashes nagorno incident 2010"),
    ("2013 Boston Marathon", "2013 Boston Marathon"),
    ("the 2012-13 EHF Champions League", "the 2012-13 EHF Champions League"),
    ("2011–2012 Syrian uprising", "2011–2012 Syrian uprising"),
    ("what happened in the 2004 election", "2004 election"),
    ("opening ceremony of the 2010 Gay Games", "opening ceremony of the 2010 Gay Games"),
    (
        "13 people have died of dengue fever in Honduras in 2010 as others were hit.",
        "13 people have died of dengue fever in Honduras in 2010 as others were hit",
    ),
    ("日本政府宣布5月1日起年号为令和", "日本政府宣布5月1日起年号为令和"),
    ("september 11 attacks", "september 11 attacks"),
    ("tell me about the september 11 attacks", "september 11 attacks"),
    ("anniversary of 9/11", "anniversary of 9/11"),
    ("estimates today rights", "estimates today rights"),
    ("biggest earthquake in history", "biggest earthquake in history"),
    ("same day delivery", "same day delivery"),
    ("konna 31 february 2013", "konna 31 february 2013"),
    ("the who", "the who"),
    ("tell me about the who", "the who"),
    ("it", "it"),
    ("news", "news"),
    ("events", "events"),
    ("the event horizon", "the event horizon"),
    ("help solve delegation", "help solve delegation"),
    ("sources close to Berlusconi", "sources close to Berlusconi"),
    ("random house", "random house"),
    ("toy story", "toy story"),
    ("U.S.", "U.S."),
    ("event about U.S. embassy", "U.S. embassy"),
    ("Nestle S.A.", "Nestle S.A."),
    ("news about O'Brien", "O'Brien"),
    ("Grey's Anatomy", "Grey's Anatomy"),
    ("Jean-Marie Doré", "Jean-Marie Doré"),
    ("Fogo, Cape Verde", "Fogo, Cape Verde"),
    ("Stephane & 3G", "Stephane & 3G"),
    ('"Battle of Konna"', '"Battle of Konna"'),
    ("event about “Konna”", "“Konna”"),
    ("Реал Мадрид", "Реал Мадрид"),
    ("東京", "東京"),
    ("The Military of Mali recaptures the town of Konna", "The Military of Mali recaptures the town of Konna"),
    (
        "Search for missing Malaysian plane is suspended off Australia",
        "Search for missing Malaysian plane is suspended off Australia",
    ),
    (
        "Two men are convicted of a bombing that killed nine in 2004",
        "Two men are convicted of a bombing that killed nine in 2004",
    ),
    ("<@123> konna", "konna"),
    ("<@!123456789012345678>  event about Konna", "Konna"),
    ("konna <@123>", "konna"),
    ("@Clio konna", "konna"),
    ("clio, konna?", "konna"),
    ("Hey Clio, konna", "konna"),
    ("clio tell me about Konna", "Konna"),
    ("Renault Clio", "Renault Clio"),
    ("关于科纳的事件", "科纳"),
    ("關於科納的事件", "科納"),
    ("有没有关于歌诗达的消息", "歌诗达"),
    ("有沒有關於歌詩達的消息？", "歌詩達"),
    ("请问有没有加沙的新闻", "加沙"),
    ("有关马里战争的消息", "马里战争"),
    ("告诉我关于科纳的事", "科纳"),
    ("我想知道科纳发生了什么", "科纳"),
    ("在马里发生了什么", "马里"),
    ("马里有什么新闻", "马里"),
    ("给我看看地震的新闻", "地震"),
    ("搜索科纳", "科纳"),
    ("查找 地震", "地震"),
    ("你知道歌诗达协和号吗", "歌诗达协和号"),
    ("加沙", "加沙"),
    ("加沙 地震", "加沙 地震"),
    ("马里的战争", "马里的战争"),
    ("乍得呢", "乍得"),
    ("＠Clio 科纳", "科纳"),
    ("Clio，科纳？", "科纳"),
    (
        "马里军队收复被伊斯兰武装分子占领的中部城镇科纳并继续推进",
        "马里军队收复被伊斯兰武装分子占领的中部城镇科纳并继续推进",
    ),
]

OTHERS: list[tuple[str, Request]] = [
    ("related to the Mali war", Related(words="Mali war")),
    ("events related to the Mali war?", Related(words="Mali war")),
    ("what is related to Konna", Related(words="Konna")),
    ("more like the Mali war", Related(words="Mali war")),
    ("similar to Costa Concordia", Related(words="Costa Concordia")),
    ("something similar to the 2004 tsunami", Related(words="2004 tsunami")),
    ("与马里战争有关的", Related(words="马里战争")),
    ("和马里战争类似的事件", Related(words="马里战争")),
    ("與馬里戰爭有關的新聞", Related(words="馬里戰爭")),
    ("有没有与马里战争相关的事件", Related(words="马里战争")),
    (f"related to {PAGE}", Related(to=PAGE)),
    (f"related {PAGE}", Related(to=PAGE)),
    (f"more like  /{PAGE} ", Related(to=PAGE)),
    (f"与 {PAGE} 相关的", Related(to=PAGE)),
    ("related to 0a1b2c3d4e5f", Related(to="0a1b2c3d4e5f")),
    (f"event {PAGE}", Open(PAGE)),
    (f"open {PAGE}", Open(PAGE)),
    (f"show me {PAGE}", Open(PAGE)),
    (PAGE, Open(PAGE)),
    (f"/{PAGE}", Open(PAGE)),
    (f"  `{PAGE}`  ", Open(PAGE)),
    (LONG_PAGE, Open(LONG_PAGE)),
    (f"打开 {LONG_PAGE}", Open(LONG_PAGE)),
    ("event news/2013/01/18/Île-de-France-été.md", Open("news/2013/01/18/Île-de-France-été.md")),
    ("0a1b2c3d4e5f", Open("0a1b2c3d4e5f")),
    (f"sources of {PAGE}", Sources(PAGE)),
    ("random", Random()),
    ("a random event", Random()),
    ("give me a random event", Random()),
    ("surprise me", Random()),
    ("Surprise me!", Random()),
    ("random event about space", Random("space")),
    ("random news about the Mali war", Random("Mali war")),
    ("surprise me with something about cats", Random("cats")),
    ("随机", Random()),
    ("隨機", Random()),
    ("随机来一个", Random()),
    ("随便看看", Random()),
    ("随机一个关于太空的事件", Random("太空")),
    ("about", Status()),
    ("who are you?", Status()),
    ("what are you", Status()),
    ("how many events do you know?", Status()),
    ("who wrote this?", Status()),
    ("status", Status()),
    ("version", Status()),
    ("<@123> about", Status()),
    ("你是谁", Status()),
    ("你是誰？", Status()),
    ("状态", Status()),
    ("关于", Status()),
    ("help", Help()),
    ("Help!", Help()),
    ("?", Help()),
    ("？", Help()),
    ("hello", Help(greeted=True)),
    ("hi", Help(greeted=True)),
    ("Clio: help", Help()),
    ("clio help", Help()),
    ("what can you do?", Help()),
    ("帮助", Help()),
    ("幫助", Help()),
    ("你好", Help(greeted=True)),
    ("你能做什么？", Help()),
    ("bye", NotUnderstood("bye", small_talk=SmallTalk.FAREWELL)),
    ("Good bye!", NotUnderstood("Good bye!", small_talk=SmallTalk.FAREWELL)),
    ("再見", NotUnderstood("再見", small_talk=SmallTalk.FAREWELL)),
]

SAYS_NOTHING = [
    "", "   ", "!!!", "...", "😀", "<:clio:123>", "<@123>", "_", "tell me about", "event about", "what happened",
    "thanks", "ok", "谢谢", "发生了什么", "什么", "、。",
]  # fmt: skip

NO_SUCH_DATE = [
    ("what happened on 31 february?", "31 february"),
    ("31 February", "31 February"),
    ("29 february 2013", "29 february 2013"),
    ("what happened in Mali on 31 February 2013", "31 February 2013"),
    ("2013-13-01", "2013-13-01"),
    ("events on 30/2/2013", "30/2/2013"),
    ("anniversaries on 31 april", "31 april"),
    ("2月30日", "2月30日"),
    ("2013年2月30日发生了什么", "2013年2月30日"),
]


@pytest.mark.parametrize(("text", "request_"), ON_THIS_DAY)
def test_a_days_anniversaries(text: str, request_: OnThisDay) -> None:
    assert understand(text, TODAY) == request_


@pytest.mark.parametrize(("text", "request_"), BY_TIME)
def test_what_happened_in_a_time(text: str, request_: About) -> None:
    assert understand(text, TODAY) == request_


@pytest.mark.parametrize(("text", "words"), BY_WORDS)
def test_what_is_looked_for_is_kept_as_typed(text: str, words: str) -> None:
    assert understand(text, TODAY) == About(words)


@pytest.mark.parametrize(("text", "request_"), OTHERS)
def test_everything_else_that_can_be_asked(text: str, request_: Request) -> None:
    assert understand(text, TODAY) == request_


@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_no_question_is_not_understood(text: str) -> None:
    answer = understand(text, TODAY)
    assert isinstance(answer, NotUnderstood)
    assert not answer.needs_event


@pytest.mark.parametrize(("text", "typed"), NO_SUCH_DATE)
def test_a_date_that_cannot_be_is_told_back(text: str, typed: str) -> None:
    assert understand(text, TODAY) == NotUnderstood(text, no_such_date=typed)


def test_the_order_of_day_and_month_can_be_set() -> None:
    assert understand("3/4/2013", TODAY) == About(period=day("2013-04-03"), otherwise=dt.date(2013, 3, 4))
    assert understand("3/4/2013", TODAY, month_first=True) == About(period=day("2013-03-04"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("event about Konna", "en"),
        ("São Paulo", "en"),
        ("关于科纳的事件", "zh_Hans"),
        ("關於 Konna", "zh_Hans"),
        ("東京のニュース", None),
        ("2013", None),
        ("??", None),
        ("", None),
        ("Мали", None),
    ],
)
def test_the_language_is_told_by_its_letters(text: str, language: str | None) -> None:
    assert language_of(text) == language


PIECES = st.sampled_from(
    [
        "event about", "tell me", "about", "the", "in", "2013", "31 february", "random", "related to", "more",
        "and", "second", "2", "#3", "news/2013/01/18/a.md", "on this day", "today", "only", "of", "?",
        "same day", "sources", "U.S.", "İ", "the day after", "10 years ago", "<@1>",
        "历史上的", "今天", "关于", "的", "呢", "第二个", "有关", "年",
    ]
)  # fmt: skip
SENTENCES = st.text() | st.lists(PIECES, max_size=10).map(" ".join) | st.lists(PIECES, max_size=10).map("".join)
PERIODS = st.none() | st.tuples(st.dates(), st.dates()).map(lambda ends: Period(min(ends), max(ends)))
LEAP_DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2000, 12, 31))
REQUESTS: st.SearchStrategy[Request] = st.one_of(
    st.builds(lambda day, about, period: OnThisDay(day.month, day.day, about, period), LEAP_DAYS, st.text(), PERIODS),
    # Nobody was ever answered about nothing at no time; "more" would go on with it.
    st.builds(About, st.text(), PERIODS, st.integers(0, 50)).filter(lambda asked: asked.words or asked.period),
    st.builds(About, st.text(), st.dates().map(Period.of_day)),
    st.builds(Related, st.text(), st.text()),
    st.builds(Random, st.text()),
    st.builds(Open, st.text()),
    st.builds(Sources, st.text()),
    st.just(Status()),
    st.just(Help()),
    st.builds(NotUnderstood, st.text()),
)
TURNS = st.none() | st.builds(Turn, REQUESTS, st.lists(st.text(), max_size=5).map(tuple))


@settings(max_examples=600, deadline=None)
@given(SENTENCES, st.dates(), TURNS)
def test_no_sentence_is_an_error(text: str, today: dt.date, before: Turn | None) -> None:
    request = understand(text, today, before)
    if isinstance(request, About):
        assert request.words or request.period
    language_of(text)


FLOODS = ["a " * 40_000, "的" * 80_000, "in 2013 " * 9_000, "(" * 80_000, "the news " * 50 + "2013 x", "今天 " * 9_000]


@pytest.mark.parametrize("text", FLOODS)
def test_a_flood_of_text_is_cut(text: str) -> None:
    request = understand(text, TODAY)
    assert len(getattr(request, "words", "")) <= 500


def _shared() -> Path:
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    return Path(os.environ.get("CLIO_SHARED", beside)) / "data" / "eval"


FRAMES = [
    re.compile(r"tell me about the (?P<words>.+) story from (?P<year>[0-9]{4})"),
    re.compile(r"event about (?P<words>.+) in (?P<year>[0-9]{4})"),
    re.compile(r"what happened with (?P<words>.+) in (?P<year>[0-9]{4})\?"),
    re.compile(r"news about (?P<words>.+)(?P<year>)"),
]
A_DAY_TOO = {"December 19": OnThisDay(12, 19)}
"""The one name among them that is a date as well; who types it alone wants the day."""


def _expected(query: str, framed: bool) -> Request:
    if query in A_DAY_TOO:
        return A_DAY_TOO[query]
    match = next(filter(None, (frame.fullmatch(query) for frame in FRAMES)), None) if framed else None
    words, typed_year = match.group("words", "year") if match else (query, "")
    return About(" ".join(words.split()), year(int(typed_year)) if typed_year else None)


@pytest.mark.skipif(not _shared().is_dir(), reason="the questions with known answers (../shared) are not here")
def test_every_known_question_keeps_its_words() -> None:
    lines = (_shared() / "lookups.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [(row["query"], row["kind"] == "sentence") for row in map(json.loads, lines)]
    typed = (_shared() / "colloquial.tsv").read_text(encoding="utf-8").splitlines()
    rows += [(line.split("\t")[1], False) for line in typed if line]
    wrong = [query for query, framed in rows if understand(query, TODAY) != _expected(query, framed)]
    assert wrong == []
