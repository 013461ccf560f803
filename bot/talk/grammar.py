"""Plain words -> Request, in English and Chinese. Pure: today and the turn before are arguments; never raises."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import replace

from bot.talk import follow_up, phrases, places
from bot.talk.dates import DateKind, FoundDate
from bot.talk.event_days import from_event
from bot.talk.line import LIMIT, Line
from bot.talk.pronouns import of_noun, of_pronoun
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
    SmallTalk,
    Sources,
    Status,
    Turn,
)
from bot.talk.sayings import Saying, saying_of
from bot.talk.subject import is_headline, says_nothing, subject, without_article, without_lead
from bot.talk.when import Clock, date_asked, month_asked

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_KANA = re.compile(r"[\u3040-\u30ff\uff66-\uff9d]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2}")
_PAGE = re.compile(
    r"(?:(?P<related>(?:events? )?(?:related(?: to)?|similar to|more like|like)|相关|与|和|跟)"
    r"|(?P<sources>(?:the )?(?:sources?|links?)(?: of| for| from)?|来源)"
    r"|(?:open|show(?: me)?|event|read|see|view|page|tell me about|打开|事件|查看|看))?"
    r"[ :]*[\"'<`(]*/?(?P<to>(?:\./)?(?:zh/|en/)?news/.+\.md|[^\s\"'<>`]+\.md|"
    r"(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{8,40})[\"'>`)]*"
    r"(?: ?(?P<related2>(?:有关|相关|类似)的?(?:事件|新闻)?)|(?P<sources2>的?来源))?"
)


def language_of(text: str) -> str | None:
    """The catalogue to answer in: "zh_Hans" for Han characters without kana, "en" for Latin words, None unless sure."""
    text = text[:LIMIT]
    if _KANA.search(text):
        return None
    if _HAN.search(text):
        return "zh_Hans"
    return "en" if _LATIN_WORD.search(text) else None


def understand(text: str, today: dt.date, before: Turn | None = None, *, month_first: bool = False) -> Request:
    """What ``text`` asks, told from ``today`` and, for what follows on, from the turn ``before``.

    Words looked for are kept as typed. ``month_first`` reads 1/2/2013 as 2 January.
    """
    line = Line.read(phrases.without_labels(phrases.CALL.sub(" ", Line.read(text).typed)))
    if not line.has_content:
        return Help() if line.folded and not line.folded.strip("? ") else NotUnderstood(line.typed)
    request = _understood(_polite(line), Clock(today, month_first), before)
    return replace(request, words=line.typed) if isinstance(request, NotUnderstood) else request


def _understood(line: Line, clock: Clock, before: Turn | None) -> Request:
    return (
        places.other_event(line.trimmed(), before)
        or _said(line, clock, before)
        or _page(line, before)
        or places.chosen_event(line.trimmed(), before)
        or of_pronoun(line.trimmed(), before)
        or of_noun(line.trimmed(), before)
        or from_event(line.trimmed(), before)
        or _following(line, clock, before)
        or _on_these_days(line, clock)
        or _on_this_day(line, clock)
        or _random(line)
        or _counted(line, clock)
        or _related(line, before)
        or _question(line, clock)
    )


def _polite(line: Line) -> Line:
    lead = phrases.POLITE_LEAD.match(line.folded)
    if lead and line.part(lead.end()).has_content:
        line = Line(line.typed[lead.end() :], line.folded[lead.end() :])
    tail = phrases.POLITE_TAIL.search(line.folded.rstrip(" .!?"))
    if tail and line.part(0, tail.start()).has_content:
        line = Line(line.typed[: tail.start()], line.folded[: tail.start()])
    return line


def _said(line: Line, clock: Clock, before: Turn | None) -> Request | None:
    plain = line.trimmed()
    if phrases.COMMAND.fullmatch(plain.folded):
        return _small_talk(plain, SmallTalk.COMMAND)
    saying = saying_of(plain.folded.removeprefix("/"))
    match saying:
        case None:
            return None
        case Saying.HELP:
            return Help()
        case Saying.GREETING:
            return Help(greeted=True)
        case Saying.PRIVACY:
            return Privacy()
        case Saying.STATUS:
            return Status()
        case Saying.RANDOM:
            return Random()
        case Saying.LATEST:
            return About("", Period.of_month(clock.today.year, clock.today.month))
        case Saying.YES:
            offered = Line.read(before.offered if before else "")
            return _understood(offered, clock, None) if offered.has_content else _small_talk(plain, SmallTalk.CHAT)
        case Saying.CHAT | Saying.THANKS | Saying.FAREWELL | Saying.COMPLAINT | Saying.BEYOND:
            return _small_talk(plain, SmallTalk(saying.value))
        case _:
            return follow_up.followed(saying, plain, before)


def _small_talk(line: Line, said: SmallTalk) -> NotUnderstood:
    return NotUnderstood(line.typed, small_talk=said)


def _page(line: Line, before: Turn | None) -> Request | None:
    """A page's path or an event's id, alone or after what is wanted of it."""
    plain = line.trimmed()
    if before is not None and plain.typed in before.shown:
        return Open(plain.typed)
    match = _PAGE.fullmatch(plain.folded)
    if match is None:
        return None
    to = plain.typed[slice(*match.span("to"))].removeprefix("./")
    if match["related"] or match["related2"]:
        return Related(to=to)
    return Sources(to) if match["sources"] or match["sources2"] else Open(to)


def _following(line: Line, clock: Clock, before: Turn | None) -> Request | None:
    """A question that changes the one before: "and in 2014?", "only about space", "2014"."""
    plain = line.trimmed()
    beside = follow_up.same_day(plain)
    if beside is not None:
        return _on_same_day(beside, clock, before)
    if before is None or not follow_up.can_follow(before):
        rest = follow_up.continuation(plain) or follow_up.narrowing(plain)
        return _fresh(rest, clock) if rest and rest.folded != plain.folded else None
    rest, narrow = follow_up.continuation(plain), False
    if rest is None:
        rest, narrow = follow_up.narrowing(plain), True
    if rest is None:
        period = _time_alone(plain, clock)
        return follow_up.in_time(before, period) if period else None
    whole = _said(rest, clock, before) or _on_these_days(rest, clock) or _on_this_day(rest, clock)
    return whole or _changed(rest, clock, before, narrow)


def _on_same_day(beside: Line, clock: Clock, before: Turn | None) -> Request | None:
    """The day before's, or today's, anniversaries; None when more than a time stands beside "same day"."""
    found = date_asked(beside, clock)
    if found is not None and not found.possible:
        return _no_such_date(beside, found)
    if not says_nothing(beside.without(found.start, found.end) if found else beside):
        return None
    day = OnThisDay(clock.today.month, clock.today.day, period=found.period if found else None)
    return follow_up.on_same_day(before, day.period) or day


def _fresh(rest: Line, clock: Clock) -> Request:
    """A question that began as if to follow on, asked for itself."""
    whole = _on_these_days(rest, clock) or _on_this_day(rest, clock)
    return whole or _question(without_lead(rest) if _leads(rest, clock) else rest, clock)


def _leads(line: Line, clock: Clock) -> bool:
    found = date_asked(line, clock)
    return found is None or found.start > 0


def _time_alone(line: Line, clock: Clock) -> Period | None:
    """The time that is all of ``line``, if it is a year or tied to what was asked before: "2014", "in May 2014"."""
    found = clock.dates(line)
    if len(found) != 1 or found[0].kind not in (DateKind.YEAR, DateKind.MONTH, DateKind.SPAN):
        return None
    whole = found[0].start == 0 and found[0].end == len(line.folded)
    return found[0].period if whole and (found[0].tied or found[0].kind is DateKind.YEAR) else None


def _changed(rest: Line, clock: Clock, before: Turn, narrow: bool) -> Request:
    found = date_asked(rest, clock)
    if found is None and (asked := month_asked(rest)):
        month = _in_month(*asked, clock)
        return follow_up.in_month(follow_up.asked_about(before), month)
    if found is None:
        topic = without_lead(subject(rest)).typed
        changed = follow_up.changed(follow_up.asked_about(before), None, topic, narrow)
        return NotUnderstood(rest.typed) if changed == About() else changed
    if not found.possible:
        return _no_such_date(rest, found)
    remaining = rest.without(found.start, found.end)
    words = "" if says_nothing(remaining) else without_lead(subject(remaining)).typed
    return follow_up.changed(follow_up.asked_about(before), found, words, narrow)


def _on_this_day(line: Line, clock: Clock) -> Request | None:
    marker = phrases.ON_THIS_DAY.search(line.folded)
    if marker is None or is_headline(line):
        return None
    rest = line.without(marker.start(), marker.end())
    if marker["of"] and not clock.dates(rest):  # "anniversary of 9/11" is something to look for
        return None
    return _anniversaries(rest, clock)


def _on_these_days(line: Line, clock: Clock) -> Request | None:
    """The anniversaries of a week's or a month's days: "this week in history"."""
    marker = phrases.ON_THESE_DAYS.search(line.folded)
    if marker is None or is_headline(line):
        return None
    said = next(said for said in ("days", "days2", "days3") if marker[said])
    found = next(iter(clock.dates(line.part(*marker.span(said)))), None)
    if found is None or found.period is None:
        return None
    asked = _anniversaries(line.without(marker.start(), marker.end()), clock)
    if not isinstance(asked, OnThisDay):
        return asked
    first, last = found.period.first, found.period.last
    return replace(asked, month=first.month, day=first.day, days=(last - first).days + 1)


def _anniversaries(rest: Line, clock: Clock) -> Request:
    """A day's anniversaries, today's unless ``rest`` names another, of what is said there."""
    found = clock.dates(rest)
    days = [date for date in found if date.kind in (DateKind.DAY, DateKind.MONTH_DAY)]
    spans = [date for date in found if date.kind not in (DateKind.DAY, DateKind.MONTH_DAY)]
    for date in sorted((*days[:1], *spans[:1]), key=lambda date: -date.start):
        if not date.possible:
            return _no_such_date(rest, date)
        rest = rest.without(date.start, date.end)
    if not days and (asked := month_asked(rest)):
        number, rest = asked
        return replace(_in_month(number, rest, clock), period=spans[0].period if spans else None)
    about = "" if says_nothing(rest) else without_lead(subject(rest)).typed
    month, day = (days[0].month, days[0].day) if days else (clock.today.month, clock.today.day)
    period = spans[0].period if spans else None
    if days and days[0].kind is DateKind.DAY and not days[0].near:
        period = period or days[0].period
    return OnThisDay(month, day, about, period, otherwise=days[0].otherwise if days else None)


def _random(line: Line) -> Request | None:
    plain = line.trimmed()
    match = phrases.RANDOM_ABOUT.fullmatch(plain.folded)
    if match is None:
        return None
    group = next((name for name in ("about", "about2", "about3") if match[name]), None)
    if group is None:
        return Random()
    return Random(without_article(plain.part(*match.span(group))).typed)


def _related(line: Line, before: Turn | None) -> Request | None:
    plain = line.trimmed()
    ask = phrases.CHINESE_ASK.match(plain.folded)
    plain = plain.part(ask.end()) if ask and ask.end() else plain
    match = phrases.RELATED_TO.fullmatch(plain.folded)
    if match is None or is_headline(line):
        return None
    group = next(name for name in ("to", "to2", "to3") if match[name])
    target = plain.part(*match.span(group))
    if not target.has_content:
        return None
    return places.related_to_chosen(target, before) or Related(words=without_article(target).typed)


def _counted(line: Line, clock: Clock) -> Request | None:
    """How many events there are of something: "how many events about Mali", "马里的事件有多少"."""
    plain = line.trimmed()
    match = phrases.HOW_MANY.fullmatch(plain.folded)
    if match is None:
        return None
    group = next((name for name in ("of", "named", "kind", "chinese", "counted") if match[name]), None)
    if group is None:
        return Status()
    rest = plain.part(*match.span(group))
    if match["time"]:
        rest = Line.of(f"{rest.typed} {plain.part(*match.span('time')).typed}")
    asked = _question(without_lead(rest) if _leads(rest, clock) else rest, clock)
    return replace(asked, counted=True, listed=False) if isinstance(asked, About) else asked


def _question(line: Line, clock: Clock) -> Request:
    found = date_asked(line, clock)
    if found is None:
        if asked := month_asked(line):
            month, rest = asked
            return _in_month(month, rest, clock)
        words = subject(line)
        return About(words.typed, listed=_asks_for_list(line)) if words.has_content else NotUnderstood(line.typed)
    if not found.possible:
        return _no_such_date(line, found)
    in_history = phrases.AFTER_A_DAY.match(line.folded, found.end)
    rest = line.without(found.start, in_history.end() if in_history else found.end)
    content = subject(rest)
    if not line.part(0, found.start).has_content:  # "in 2013 in Mali"
        content = without_lead(content)
    about = "" if says_nothing(rest) else content.typed
    if found.near or found.kind is DateKind.MONTH_DAY:
        ahead = found.near and found.period is not None and found.period.first > clock.today
        return OnThisDay(found.month, found.day, about, otherwise=found.otherwise, ahead=ahead)
    return About(about, found.period, otherwise=found.otherwise, listed=_asks_for_list(line))


def _asks_for_list(line: Line) -> bool:
    return phrases.LIST.match(line.folded) is not None and not is_headline(line)


def _in_month(month: int, rest: Line, clock: Clock) -> OnThisDay:
    """The anniversaries of all days of a month."""
    about = "" if says_nothing(rest) else without_lead(subject(rest)).typed
    return OnThisDay(month, 1, about, days=calendar.monthrange(clock.today.year, month)[1])


def _no_such_date(line: Line, found: FoundDate) -> NotUnderstood:
    return NotUnderstood(line.typed, no_such_date=line.part(found.at, found.end).typed)
