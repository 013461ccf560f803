"""Questions that lean on the answer before them: "the second one", "sources", "more", "and in 2014?"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from bot.talk.dates import DateKind, FoundDate
from bot.talk.event_days import day_beside
from bot.talk.line import LIMIT, Line
from bot.talk.places import no_event
from bot.talk.requests import (
    About,
    Help,
    NotUnderstood,
    OnThisDay,
    Open,
    Period,
    Privacy,
    Random,
    Related,
    Request,
    Side,
    Sources,
    Status,
    Turn,
    Wanted,
    words_of,
)
from bot.talk.sayings import Saying

_SAME_DAY = re.compile(r"(?:and )?(?:on )?(?:the )?same (?:day|date)(?= |$)|同一天|(?<=年)的?同一天")
_AND = re.compile(
    r"(?:and(?: then)?(?:,? (?:what|how) about)?|but (?:what|how) about|(?:what|how) about|(?:the )?same (?:for|but))"
    r"(?:, ?| )(?P<rest>.+)"
    r"|(?:那么|那|还有)?[ ,]*(?P<chinese>.+)呢"
)
_ONLY = re.compile(
    r"(?:and )?(?:only|just)(?: (?:the )?(?:ones?|events?|news|those|stories))?"
    r" (?P<rest>(?:about|in|from|on|with|during|between|since|before|after|of) .+|[12][0-9]{3})"
    r"|只(?:想?看|要|想要|找)?(?P<chinese>.+?)的?(?:事件|新闻)?"
)
_NO_ANSWER = (Status, Privacy, Help, NotUnderstood)
_HOW_MANY = frozenset({"how many"})
_LEAP_YEAR = 2000
# Where the turn before is not known, a page is taken to be as long as on a terminal.
_PAGE = 10


def can_follow(before: Turn | None) -> bool:
    """Whether the turn before was a question that another can change."""
    return before is not None and not isinstance(before.request, _NO_ANSWER)


def followed(saying: Saying, line: Line, before: Turn | None) -> Request:
    """The answer to "related", "sources", "more", "when?" and the like."""
    request: Request | None = None
    if saying is Saying.BACK and before is not None:
        return _back(before) or NotUnderstood(line.typed, nothing_before=True)
    if before is not None and can_follow(before):
        if saying is Saying.MORE or _goes_on(saying, before):
            request = _more(before)
        elif saying is Saying.AGAIN:
            request = before.request
        elif saying is Saying.COUNT or (saying is Saying.DETAIL and line.folded in _HOW_MANY and before.day is None):
            request = _counted(before) or (_of_event(Saying.DETAIL, before.chosen) if before.chosen else None)
        elif saying in _DAY_STEPS:
            request = _moved(before.request, _DAY_STEPS[saying]) or day_beside(before, _DAY_STEPS[saying])
        elif before.chosen:
            request = _of_event(saying, _told_from(before, saying) or before.chosen)
    return request or no_event(line, before)


def _goes_on(saying: Saying, before: Turn) -> bool:
    """Whether "what next?", "related" want the rest of a list: of that side, or ("and then?") of any events."""
    side = before.request.side if isinstance(before.request, Related) else None
    if saying is Saying.EARLIER:
        return side is Side.BEFORE
    if saying is Saying.RELATED:
        return side is Side.ALL
    told = isinstance(before.request, Open | Sources) or (before.day is not None and side is None)
    return (saying is Saying.THEN and not told) or (saying in (Saying.THEN, Saying.NEXT) and side is Side.AFTER)


def _told_from(before: Turn, saying: Saying) -> str | None:
    """The event that what followed or led to it was just told of: "and before?" goes to its other side."""
    request = before.request
    if not isinstance(request, Related) or request.side is Side.ALL or saying not in (Saying.NEXT, Saying.EARLIER):
        return None
    return request.to


def _counted(before: Turn) -> Request | None:
    """How many events there are of what was asked about."""
    asked = asked_about(before)
    return replace(asked, counted=True, listed=False, skip=0) if isinstance(asked, About) else None


def _of_event(saying: Saying, event: str) -> Request:
    match saying:
        case Saying.RELATED:
            return Related(to=event)
        case Saying.NEXT | Saying.THEN:
            return Related(to=event, side=Side.AFTER)
        case Saying.EARLIER:
            return Related(to=event, side=Side.BEFORE)
        case Saying.SOURCES:
            return Sources(event)
        case Saying.WHEN:
            return Open(event, Wanted.DATE)
        case _:
            return Open(event, Wanted.DETAIL)


def continuation(line: Line) -> Line | None:
    """What stands after "and", "what about", before 呢; None when ``line`` begins no such way."""
    return _rest_of(_AND.fullmatch(line.folded), line)


def narrowing(line: Line) -> Line | None:
    """What stands after "only"; None when ``line`` begins no such way."""
    return _rest_of(_ONLY.fullmatch(line.folded), line)


def same_day(line: Line) -> Line | None:
    """What stands beside "same day"; None when ``line`` does not say it."""
    match = _SAME_DAY.search(line.folded)
    return line.without(match.start(), match.end()) if match else None


def on_same_day(before: Turn | None, period: Period | None) -> Request | None:
    """The day asked about before, in other years (``period``); None when it was no day."""
    request = before.request if before else None
    if isinstance(request, OnThisDay):
        return replace(request, period=period, skip=0, otherwise=None)
    if isinstance(request, About) and request.period and request.period.is_day:
        day = request.period.first
        return OnThisDay(day.month, day.day, request.words, period)
    if before and before.day:
        return OnThisDay(before.day.month, before.day.day, period=period)
    return None


def asked_about(before: Turn) -> Request:
    """The request that another time or place changes: after an event was opened, that for the words it was found by."""
    if before.subject and isinstance(before.request, Open | Sources | Related):
        return About(before.subject)
    return before.request


def in_time(before: Turn, period: Period) -> Request:
    """A time and nothing beside it: what was asked about before in that time, but never a day of it."""
    asked = asked_about(before)
    return _kept(asked, About(words_of(asked), period))


def in_month(request: Request, month: OnThisDay) -> Request:
    """``request`` in a month: of its year where it has one, else of every year."""
    month = replace(month, about=month.about or words_of(request))
    if isinstance(request, About) and request.period and request.period.first.year == request.period.last.year:
        return About(month.about, Period.of_month(request.period.first.year, month.month))
    return month


def changed(request: Request, found: FoundDate | None, words: str, narrow: bool = False) -> Request:
    """``request`` with another time, other words, or (``narrow``) the words added to its own."""
    topic = words_of(request)
    topic = f"{topic} {words}"[:LIMIT] if narrow and topic and words else words or topic
    if found is None:
        return _with_topic(request, topic)
    period = found.period
    if found.near or found.kind is DateKind.MONTH_DAY:
        return _on_day(request, found, topic)
    if isinstance(request, OnThisDay) and found.kind in (DateKind.YEAR, DateKind.SPAN):
        return replace(request, about=topic, period=period, skip=0, otherwise=None)
    if isinstance(request, About) and request.period and request.period.is_day and period and period.is_year:
        return About(topic, _same_day_in(period, request.period.first))
    return _kept(request, About(topic, period))


def _kept(request: Request, changed: About) -> About:
    """``changed``, counted or listed where the question before was."""
    if not isinstance(request, About):
        return changed
    return replace(changed, counted=request.counted, listed=request.listed)


def _same_day_in(year: Period, day: dt.date) -> Period:
    """A day's month and day in another year; the year where it has no such day."""
    try:
        return Period.of_day(day.replace(year=year.first.year))
    except ValueError:
        return year


def _on_day(request: Request, found: FoundDate, topic: str) -> Request:
    if isinstance(request, OnThisDay):
        return OnThisDay(found.month, found.day, topic, request.period)
    if isinstance(request, About) and request.period and not found.near:
        period = request.period
        try:
            day = dt.date(period.first.year, found.month, found.day)
        except ValueError:
            return OnThisDay(found.month, found.day, topic)
        if period.first.year == period.last.year:
            return About(topic, Period.of_day(day))
    return OnThisDay(found.month, found.day, topic)


def _with_topic(request: Request, topic: str) -> Request:
    match request:
        case OnThisDay():
            return replace(request, about=topic, skip=0, otherwise=None)
        case About():
            return replace(request, words=topic, skip=0, otherwise=None)
        case Random():
            return Random(topic)
        case Related(words=words) if words:
            return Related(words=topic)
        case _:
            return About(topic)


def _more(before: Turn) -> Request | None:
    match before.request:
        case OnThisDay() | About() | Related() as request:
            return replace(request, skip=request.skip + len(before.shown))
        case Random() as request:
            return request
        case Open(to=event) | Sources(to=event):
            return Related(to=event)
        case _:
            return None


def _back(before: Turn) -> Request | None:
    """The list an event was chosen from, the page before, or what was asked before."""
    if before.listed is not None:
        return before.listed.request
    if before.before is not None:
        return before.before.request
    match before.request:
        case OnThisDay(skip=skip) | About(skip=skip) | Related(skip=skip) if skip:
            return replace(before.request, skip=max(0, skip - _PAGE))
        case _:
            return None


_DAY_STEPS = {Saying.DAY_AFTER: 1, Saying.DAY_BEFORE: -1}


def _moved(request: Request, days: int) -> Request | None:
    if isinstance(request, OnThisDay):
        day = dt.date(_LEAP_YEAR, request.month, request.day) + dt.timedelta(days=days * request.days)
        return replace(request, month=day.month, day=day.day, skip=0, otherwise=None, with_leap_day=False)
    if isinstance(request, About) and request.period and request.period.is_day:
        try:
            return About(request.words, Period.of_day(request.period.first + dt.timedelta(days=days)))
        except OverflowError:
            return None
    return None


def _rest_of(match: re.Match[str] | None, line: Line) -> Line | None:
    if match is None:
        return None
    group = "rest" if match["rest"] is not None else "chinese"
    rest = line.part(*match.span(group))
    return rest if rest.has_content else None
