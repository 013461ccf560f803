"""What follows on an answer changes the question before it, or speaks of the events it showed."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.talk.grammar import understand
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
    Side,
    Sources,
    Status,
    Turn,
    Wanted,
)

TODAY = dt.date(2014, 3, 19)
SHOWN = ("a", "b", "c")
Y2013, Y2014 = Period.of_year(2013), Period.of_year(2014)
JAN_18 = Period.of_day(dt.date(2013, 1, 18))

MALI = Turn(About("Mali", Y2013), SHOWN)
KONNA = Turn(About("Konna"), SHOWN)
THAT_DAY = Turn(About("", JAN_18), SHOWN)
DAY = Turn(OnThisDay(1, 18), SHOWN)
SPACE_DAY = Turn(OnThisDay(1, 18, "space"), SHOWN)
WEEK = Turn(OnThisDay(1, 14, days=7), SHOWN)
OPENED = Turn(Open("b"), ("b",))
RELATED = Turn(Related(to="x"), SHOWN)
WAR = Turn(Related(words="Mali war"), SHOWN)
LUCKY = Turn(Random("cats"), ("r",))
NOTHING = Turn(About("xyzzy"), ())
TOLD = Turn(About("Konna"), SHOWN, day=dt.date(2013, 1, 18))
CHOSEN = Turn(Open("b"), ("b",), KONNA, "Konna", day=dt.date(2013, 1, 18))
FOLLOWED = Turn(Related(to="x", side=Side.AFTER), SHOWN)

THE_SHOWN: list[tuple[str, Request]] = [
    ("1", Open("a")),
    ("2", Open("b")),
    ("#3", Open("c")),
    ("(2)", Open("b")),
    ("2.", Open("b")),
    ("no. 2", Open("b")),
    ("number two", Open("b")),
    ("two", Open("b")),
    ("second", Open("b")),
    ("the first", Open("a")),
    ("the second one", Open("b")),
    ("the 2nd", Open("b")),
    ("last one", Open("c")),
    ("the last", Open("c")),
    ("open the third", Open("c")),
    ("open 3", Open("c")),
    ("show me the second", Open("b")),
    ("tell me more about the third one", Open("c")),
    ("what about the second one?", Open("b")),
    ("and the third?", Open("c")),
    ("please open number 2", Open("b")),
    ("<@123> 2", Open("b")),
    ("this one", Open("a")),
    ("tell me about it", Open("a")),
    ("more about that", Open("a")),
    ("第二个", Open("b")),
    ("第二個", Open("b")),
    ("第2个", Open("b")),
    ("第三条", Open("c")),
    ("打开第三个", Open("c")),
    ("看看第一个", Open("a")),
    ("第二个呢", Open("b")),
    ("最后一个", Open("c")),
    ("最後一個", Open("c")),
    ("这个", Open("a")),
    ("b", Open("b")),
    ("related", Related(to="a")),
    ("Related?", Related(to="a")),
    ("related events", Related(to="a")),
    ("what's related", Related(to="a")),
    ("and related?", Related(to="a")),
    ("more like this", Related(to="a")),
    ("like that one", Related(to="a")),
    ("similar", Related(to="a")),
    ("what else?", Related(to="a")),
    ("related to the second", Related(to="b")),
    ("related to 2", Related(to="b")),
    ("related 2", Related(to="b")),
    ("related to it", Related(to="a")),
    ("similar to the last one", Related(to="c")),
    ("more like the third one", Related(to="c")),
    ("相关", Related(to="a")),
    ("相關", Related(to="a")),
    ("类似的", Related(to="a")),
    ("还有类似的吗", Related(to="a")),
    ("和第二个相关的", Related(to="b")),
    ("第二个的相关事件", Related(to="b")),
    ("sources", Sources("a")),
    ("source?", Sources("a")),
    ("the sources please", Sources("a")),
    ("and the sources?", Sources("a")),
    ("links", Sources("a")),
    ("where is that from?", Sources("a")),
    ("sources of the third", Sources("c")),
    ("sources for the last one", Sources("c")),
    ("source of 2", Sources("b")),
    ("show me the sources of number two", Sources("b")),
    ("来源", Sources("a")),
    ("來源", Sources("a")),
    ("出處呢？", Sources("a")),
    ("第三个的来源", Sources("c")),
    ("它的来源", Sources("a")),
    ("when was the second one?", Open("b", Wanted.DATE)),
    ("what year was 3", Open("c", Wanted.DATE)),
    ("when did that one happen?", Open("a", Wanted.DATE)),
    ("第二个是什么时候的事？", Open("b", Wanted.DATE)),
    ("where was the last one?", Open("c", Wanted.DETAIL)),
    ("what's this about?", Open("a")),
    ("what happened next?", Related(to="a", side=Side.AFTER)),
    ("what happened after that", Related(to="a", side=Side.AFTER)),
    ("后来呢？", Related(to="a", side=Side.AFTER)),
    ("what happened before that?", Related(to="a", side=Side.BEFORE)),
    ("之前呢？", Related(to="a", side=Side.BEFORE)),
    ("related to", Related(to="a")),
    ("when?", Open("a", Wanted.DATE)),
    ("when was that?", Open("a", Wanted.DATE)),
    ("and when did it happen?", Open("a", Wanted.DATE)),
    ("what year was that", Open("a", Wanted.DATE)),
    ("什么时候？", Open("a", Wanted.DATE)),
    ("那是什麼時候", Open("a", Wanted.DATE)),
    ("where?", Open("a", Wanted.DETAIL)),
    ("who was it?", Open("a", Wanted.DETAIL)),
    ("why?", Open("a", Wanted.DETAIL)),
    ("在哪里？", Open("a", Wanted.DETAIL)),
    ("谁", Open("a", Wanted.DETAIL)),
]

CHANGES: list[tuple[str, Turn, Request]] = [
    ("more", MALI, About("Mali", Y2013, skip=3)),
    ("more", Turn(About("Mali", skip=3), SHOWN), About("Mali", skip=6)),
    ("more", DAY, OnThisDay(1, 18, skip=3)),
    ("more", RELATED, Related(to="x", skip=3)),
    ("more", OPENED, Related(to="b")),
    ("more", LUCKY, Random("cats")),
    ("another one", LUCKY, Random("cats")),
    ("next", MALI, About("Mali", Y2013, skip=3)),
    ("next page please", MALI, About("Mali", Y2013, skip=3)),
    ("show more", KONNA, About("Konna", skip=3)),
    ("show me more", KONNA, About("Konna", skip=3)),
    ("go on", KONNA, About("Konna", skip=3)),
    ("更多", KONNA, About("Konna", skip=3)),
    ("下一页", KONNA, About("Konna", skip=3)),
    ("下一頁", KONNA, About("Konna", skip=3)),
    ("还有吗？", KONNA, About("Konna", skip=3)),
    ("and in 2014?", MALI, About("Mali", Y2014)),
    ("and in 2014?", Turn(About("Mali", Y2013, skip=6), SHOWN), About("Mali", Y2014)),
    ("what about 2014", MALI, About("Mali", Y2014)),
    ("how about in January 2013?", MALI, About("Mali", Period.of_month(2013, 1))),
    ("in 2014?", MALI, About("Mali", Y2014)),
    ("2014", MALI, About("Mali", Y2014)),
    ("2014?", KONNA, About("Konna", Y2014)),
    ("only in 2014", KONNA, About("Konna", Y2014)),
    ("only 2014", KONNA, About("Konna", Y2014)),
    ("since 2013", KONNA, About("Konna", Period(dt.date(2013, 1, 1), dt.date.max))),
    ("and in 2014?", DAY, OnThisDay(1, 18, period=Y2014)),
    ("and in 2014?", SPACE_DAY, OnThisDay(1, 18, "space", Y2014)),
    ("and in 2014?", WAR, About("Mali war", Y2014)),
    ("and in 2014?", LUCKY, About("cats", Y2014)),
    ("and in 2014?", OPENED, About("", Y2014)),
    ("and in december?", MALI, About("Mali", Period.of_month(2013, 12))),
    ("and in december?", KONNA, OnThisDay(12, 1, "Konna", days=31)),
    ("and in december?", DAY, OnThisDay(12, 1, days=31)),
    ("那12月呢", MALI, About("Mali", Period.of_month(2013, 12))),
    ("and this week in history?", DAY, OnThisDay(3, 17, days=7)),
    ("is that all?", MALI, About("Mali", Y2013, skip=3)),
    ("2014", DAY, About("", Y2014)),
    ("2014", THAT_DAY, About("", Y2014)),
    ("2014?", SPACE_DAY, About("space", Y2014)),
    ("in 2014", THAT_DAY, About("", Y2014)),
    ("2014年", DAY, About("", Y2014)),
    ("and in 2014?", WEEK, OnThisDay(1, 14, period=Y2014, days=7)),
    ("the next day", WEEK, OnThisDay(1, 21, days=7)),
    ("more", WEEK, OnThisDay(1, 14, skip=3, days=7)),
    ("and in summer 2014?", MALI, About("Mali", Period(dt.date(2014, 6, 1), dt.date(2014, 8, 31)))),
    ("and in January 2014?", SPACE_DAY, About("space", Period.of_month(2014, 1))),
    ("那2014年呢", MALI, About("Mali", Y2014)),
    ("2014年呢？", MALI, About("Mali", Y2014)),
    ("2014年", MALI, About("Mali", Y2014)),
    ("只要2014年的", MALI, About("Mali", Y2014)),
    ("and yesterday?", DAY, OnThisDay(3, 18)),
    ("and yesterday?", SPACE_DAY, OnThisDay(3, 18, "space")),
    ("and today?", DAY, OnThisDay(3, 19)),
    ("and on this day?", DAY, OnThisDay(3, 19)),
    ("那昨天呢", DAY, OnThisDay(3, 18)),
    ("and on 19 January?", DAY, OnThisDay(1, 19)),
    ("and on 19 January?", MALI, About("Mali", Period.of_day(dt.date(2013, 1, 19)))),
    ("and on 29 February?", MALI, OnThisDay(2, 29, "Mali")),
    ("and on 19 January 2012?", SPACE_DAY, About("space", Period.of_day(dt.date(2012, 1, 19)))),
    ("the next day", DAY, OnThisDay(1, 19)),
    ("and the day before?", DAY, OnThisDay(1, 17)),
    ("the day after", Turn(OnThisDay(12, 31)), OnThisDay(1, 1)),
    ("the day after", Turn(OnThisDay(2, 28)), OnThisDay(2, 29)),
    ("the next day", THAT_DAY, About("", Period.of_day(dt.date(2013, 1, 19)))),
    ("第二天", DAY, OnThisDay(1, 19)),
    ("前一天呢", DAY, OnThisDay(1, 17)),
    ("same day in 2011?", DAY, OnThisDay(1, 18, period=Period.of_year(2011))),
    ("same day in 2011?", THAT_DAY, OnThisDay(1, 18, period=Period.of_year(2011))),
    ("and the same day in 2011?", SPACE_DAY, OnThisDay(1, 18, "space", Period.of_year(2011))),
    ("2011年的同一天", DAY, OnThisDay(1, 18, period=Period.of_year(2011))),
    ("and in Chad?", MALI, About("Chad", Y2013)),
    ("what about Chad", MALI, About("Chad", Y2013)),
    ("and what about Chad in 2014?", MALI, About("Chad", Y2014)),
    ("what about the war in Chad?", MALI, About("war in Chad", Y2013)),
    ("and in Chad?", DAY, OnThisDay(1, 18, "Chad")),
    ("and in Chad?", WAR, Related(words="Chad")),
    ("and in Chad?", OPENED, About("Chad")),
    ("and dogs?", LUCKY, Random("dogs")),
    ("那乍得呢", MALI, About("乍得", Y2013)),
    ("乍得呢？", MALI, About("乍得", Y2013)),
    ("only about space", DAY, OnThisDay(1, 18, "space")),
    ("only about space", MALI, About("Mali space", Y2013)),
    ("just the ones about Konna", MALI, About("Mali Konna", Y2013)),
    ("只看太空", DAY, OnThisDay(1, 18, "太空")),
    ("只看关于太空的", DAY, OnThisDay(1, 18, "太空")),
]

FRESH: list[tuple[str, Request]] = [
    ("konna", About("konna")),
    ("event about Konna", About("Konna")),
    ("the who", About("the who")),
    ("2013-01-18", About(period=JAN_18)),
    ("18 january", OnThisDay(1, 18)),
    ("on this day", OnThisDay(3, 19)),
    ("what happened in 2014", About(period=Y2014)),
    ("second world war", About("second world war")),
    ("what else about Konna", About("Konna")),
    ("sources close to Berlusconi", About("sources close to Berlusconi")),
    ("random", Random()),
    ("help", Help()),
    ("about", Status()),
]

FROM_NOTHING = [
    "related to", "what happened next?", "后来呢",
    "related", "sources", "source", "where is that from", "links", "more", "next", "show more", "go on", "2", "#3",
    "number two", "the second one", "open the third", "last one", "the first", "related to the second",
    "sources of the third", "more like this", "like that one", "the next day",
    "when?", "when was that?", "where?", "who?", "什么时候", "在哪里",
    "相关", "来源", "來源", "更多", "下一页", "第二个", "第二個", "第三个的来源", "和第二个相关的",
]  # fmt: skip


@pytest.mark.parametrize(("text", "request_"), THE_SHOWN)
def test_an_event_just_shown_is_named_by_its_place(text: str, request_: Request) -> None:
    assert understand(text, TODAY, MALI) == request_


@pytest.mark.parametrize(("text", "before", "request_"), CHANGES)
def test_the_question_before_is_changed(text: str, before: Turn, request_: Request) -> None:
    assert understand(text, TODAY, before) == request_


@pytest.mark.parametrize(("text", "request_"), FRESH)
def test_a_whole_question_stands_for_itself(text: str, request_: Request) -> None:
    assert understand(text, TODAY, MALI) == request_


@pytest.mark.parametrize("before", [None, Turn(Help())])
@pytest.mark.parametrize("text", FROM_NOTHING)
def test_what_follows_on_nothing_asks_for_an_event(text: str, before: Turn | None) -> None:
    assert understand(text, TODAY, before) == NotUnderstood(text, needs_event=True)


@pytest.mark.parametrize("text", ["related", "sources", "2", "the last one", "第二个", "related to the first"])
def test_an_answer_that_showed_nothing_has_no_event_to_name(text: str) -> None:
    answer = understand(text, TODAY, NOTHING)
    assert isinstance(answer, NotUnderstood)
    assert answer.needs_event


@pytest.mark.parametrize("text", ["4", "the seventh", "#30", "0", "第九个", "sources of the fourth", "related to 9"])
def test_a_place_beyond_what_was_shown_asks_for_an_event(text: str) -> None:
    answer = understand(text, TODAY, MALI)
    assert isinstance(answer, NotUnderstood)
    assert answer.needs_event


def test_places_may_count_on_from_the_page_before() -> None:
    second_page = Turn(About("Mali", skip=5), ("f", "g", "h"))
    assert understand("7", TODAY, second_page) == Open("g")
    assert understand("2", TODAY, second_page) == Open("g")


def test_a_date_that_cannot_be_is_told_back() -> None:
    assert understand("and on 31 February?", TODAY, MALI) == NotUnderstood(
        "and on 31 February?", no_such_date="31 February"
    )


def test_a_conversation() -> None:
    before = None
    for text, request in [
        ("what happened in Mali in 2013?", About("Mali", Y2013)),
        ("more", About("Mali", Y2013, skip=3)),
        ("and in 2014?", About("Mali", Y2014)),
        ("what about Chad?", About("Chad", Y2014)),
        ("the second one", Open("b")),
    ]:
        assert understand(text, TODAY, before) == request
        before = Turn(request, SHOWN)


ABOUT_THE_SHOWN: list[tuple[str, Turn, Request]] = [
    ("who was he?", KONNA, Open("a", Wanted.DETAIL)),
    ("what did she do there", KONNA, Open("a", Wanted.DETAIL)),
    ("how old was he?", OPENED, Open("b", Wanted.DETAIL)),
    ("How many people were killed?", KONNA, Open("a", Wanted.DETAIL)),
    ("how many people died?", KONNA, Open("a", Wanted.DETAIL)),
    ("did they win?", KONNA, Open("a", Wanted.DETAIL)),
    ("is he still alive", KONNA, Open("a", Wanted.DETAIL)),
    ("when did he die?", KONNA, Open("a", Wanted.DATE)),
    ("who was killed?", KONNA, Open("a", Wanted.DETAIL)),
    ("whens that", KONNA, Open("a", Wanted.DATE)),
    ("show it again", KONNA, About("Konna")),
    ("who bombed it?", KONNA, Open("a", Wanted.DETAIL)),
    ("show me a picture", KONNA, Open("a", Wanted.DETAIL)),
    ("cool, and after that?", KONNA, Related(to="a", side=Side.AFTER)),
    ("那天还发生了什么", TOLD, About("", JAN_18)),
    ("同一天还发生了什么", TOLD, About("", JAN_18)),
    ("what happened the next day?", THAT_DAY, About("", Period.of_day(dt.date(2013, 1, 19)))),
    ("which was the biggest?", KONNA, Open("a", Wanted.DETAIL)),
    ("他是谁?", KONNA, Open("a", Wanted.DETAIL)),
    ("多少人死了", KONNA, Open("a", Wanted.DETAIL)),
    ("死了多少人?", KONNA, Open("a", Wanted.DETAIL)),
    ("what happned next", KONNA, Related(to="a", side=Side.AFTER)),
    ("so what happened then?", KONNA, Related(to="a", side=Side.AFTER)),
    ("ok and before?", KONNA, Related(to="a", side=Side.BEFORE)),
    ("give me the source", KONNA, Sources("a")),
    ("how do you know?", KONNA, Sources("a")),
    ("and then?", DAY, OnThisDay(1, 18, skip=3)),
    ("and then?", OPENED, Related(to="b", side=Side.AFTER)),
    ("and then?", TOLD, Related(to="a", side=Side.AFTER)),
    ("and then?", FOLLOWED, Related(to="x", side=Side.AFTER, skip=3)),
    ("what happened next?", FOLLOWED, Related(to="x", side=Side.AFTER, skip=3)),
    ("what led to that?", FOLLOWED, Related(to="x", side=Side.BEFORE)),
    ("no, the other one", CHOSEN, Open("c")),
    ("not that one", TOLD, Open("b")),
    ("the next one", CHOSEN, Open("c")),
    ("不,另一个", CHOSEN, Open("c")),
    ("再来一个", LUCKY, Random("cats")),
    ("anything else that day?", TOLD, About("", JAN_18)),
    ("what else happened on that day", CHOSEN, About("", JAN_18)),
    ("同一天", TOLD, OnThisDay(1, 18)),
    ("same day in 2011", TOLD, OnThisDay(1, 18, period=Period.of_year(2011))),
    ("a week later", TOLD, About("Konna", Period(dt.date(2013, 1, 25), dt.date(2013, 1, 31)))),
    ("what happened two days later?", CHOSEN, About("Konna", Period.of_day(dt.date(2013, 1, 20)))),
    ("a year later", TOLD, About("Konna", Y2014)),
    ("the next day", TOLD, About("Konna", Period.of_day(dt.date(2013, 1, 19)))),
    ("a month before", TOLD, About("Konna", Period.of_month(2012, 12))),
    ("一年后", TOLD, About("Konna", Y2014)),
]


@pytest.mark.parametrize(("text", "before", "wanted"), ABOUT_THE_SHOWN)
def test_what_leans_on_the_event_shown(text: str, before: Turn, wanted: Request) -> None:
    assert understand(text, TODAY, before) == wanted


@pytest.mark.parametrize("text", ["who was he?", "how many people died?", "when did she resign", "他是谁"])
def test_a_pronoun_for_nothing_shown_is_said(text: str) -> None:
    assert understand(text, TODAY) == NotUnderstood(text, needs_event=True)


@pytest.mark.parametrize(
    "text",
    [
        "how many people died in Konna",
        "who was Yasser Arafat",
        "what is it like in Mali",
        "did it rain in Paris in 2003",
    ],
)
def test_a_question_that_names_something_is_a_new_one(text: str) -> None:
    assert not isinstance(understand(text, TODAY, KONNA), Open | NotUnderstood)
