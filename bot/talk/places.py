"""The events just shown, named by their place: "2", "the second one", "sources of the last", "第二个"."""

from __future__ import annotations

import re

from bot.talk.calendar_words import chinese_number
from bot.talk.line import Line
from bot.talk.requests import (
    About,
    NotUnderstood,
    OnThisDay,
    Open,
    Random,
    Related,
    Request,
    Sources,
    Turn,
    Wanted,
)

_A_CHOICE = 2
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_THING = r"(?: (?:one|event|result|story|item|news|page|link))?"
_REFERENCE = (
    r"(?:"
    r"\(?(?:the )?(?:(?:number|no\.?|nr\.?|item|event|result|option|story) ?)?#? ?"
    rf"(?P<digits>[0-9]{{1,2}})(?:st|nd|rd|th)?\)?{_THING}"
    rf"|(?:the )?(?P<ordinal>{'|'.join(_ORDINALS)}|last){_THING}"
    rf"|(?:number |item |event |result |option )?(?P<count>{'|'.join(_COUNTS)})"
    r"|第(?P<chinese>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:个|条|则|件|篇|项|号)?(?:事件|新闻)?"
    r"|(?P<chinese_last>最后(?:一[个条则件])?)(?:事件|新闻)?"
    r"|(?P<this>it|this|that|(?:this|that) (?:one|event|story|news)|"
    r"这个|那个|它|这件事|那件事|这条|这个事件|那个事件|该事件)"
    r")"
)
_OPEN = re.compile(
    r"(?:(?:open|show(?: me| us)?|read|see|view|pick|choose|select|expand|go to|give me|i want|what(?:'s| is| was)|"
    r"(?:tell (?:me|us) )?more about|tell (?:me|us) about|more (?:details )?on|details (?:of|on|about)|"
    r"(?:and )?(?:what|how) about|and|打开|看看|看|显示|查看|说说|讲讲|展开|选|给我看|那) ?)?"
    rf"{_REFERENCE}(?: about)?呢?"
)
_WHEN = re.compile(
    rf"(?:when|(?:on )?(?:what|which) (?:date|day|year)) (?:was|is|did) {_REFERENCE}(?: happen| take place)?"
)
_CHINESE_WHEN = re.compile(rf"{_REFERENCE}是?(?:在)?(?:什么时候|何时|哪一?年|哪一?天)(?:发生)?的?(?:事情?)?")
_DETAIL = re.compile(rf"(?:where|who|why|how) (?:was|is|did|were) {_REFERENCE}(?: happen| take place| end)?")
_SOURCES = re.compile(
    r"(?:(?:show me|show|give me|the|what(?:'s| is| are)?|and) )*(?:sources?|links?|references?)"
    rf"(?: (?:of|for|from|to|about))? {_REFERENCE}"
)
_CHINESE_SOURCES = re.compile(rf"(?:看|显示)?{_REFERENCE}的?(?:消息|新闻)?(?:来源|出处|链接|原文)(?:呢|是什么)?")
_RELATED = re.compile(rf"related {_REFERENCE}")
_ALONE = re.compile(rf"{_REFERENCE}的?")


_OTHER = re.compile(
    r"(?:no,? |and |not (?:this|that)(?: one)?,? )*"
    r"(?:(?:show me |open |i (?:mean|meant) )?(?:the|that) other(?: one| event)?"
    r"|the next one|next one|not (?:this|that) one|(?:the )?wrong one)"
    r"|(?:不是?,? ?)?(?:不是这个,? ?)?(?:另外?一[个条件]|另一个事件|下一[个条件]|换一[个条件])吧?|不是这个"
)


def other_event(line: Line, before: Turn | None) -> Request | None:
    """The event listed after the one shown, for "the other one"; from the last, the first again."""
    if before is None or not _OTHER.fullmatch(line.folded):
        return None
    if isinstance(before.request, Random):
        return before.request
    listed = before.listed or before
    if len(listed.shown) < _A_CHOICE:
        return None
    place = listed.shown.index(before.shown[0]) if before.shown[0] in listed.shown else -1
    return Open(listed.shown[(place + 1) % len(listed.shown)])


def chosen_event(line: Line, before: Turn | None) -> Request | None:
    """The event that "2", "open the third", "sources of the last one" mean; None when ``line`` names no such place."""
    for pattern, to_request in _BY_PLACE:
        match = pattern.fullmatch(line.folded)
        if match and (match["this"] is None or _shows(before)):
            event = _event_at(match, before)
            return to_request(event) if event else _no_such_place(line, before)
    return None


def related_to_chosen(target: Line, before: Turn | None) -> Request | None:
    """The same for what stands after "related to"."""
    match = _ALONE.fullmatch(target.folded)
    if match is None or (match["this"] and not _shows(before)):
        return None
    event = _event_at(match, before)
    return Related(to=event) if event else _no_such_place(target, before)


def no_event(line: Line, before: Turn | None) -> NotUnderstood:
    """What is said to words that follow on from an event where none is shown, or several of which one is meant."""
    shown = len(before.shown) if before else 0
    return NotUnderstood(line.typed, needs_event=True, shown_before=shown, found_nothing=bool(before and before.before))


def _no_such_place(line: Line, before: Turn | None) -> NotUnderstood:
    return NotUnderstood(line.typed, needs_event=True, shown_before=len(before.shown) if before else 0)


def _shows(before: Turn | None) -> bool:
    return before is not None and bool(before.shown)


def _event_at(match: re.Match[str], before: Turn | None) -> str | None:
    """The id at the place named, counting from one, or from the number of the first one shown."""
    if before is not None and before.listed is not None and not match["this"]:
        before = before.listed
    if before is None or not before.shown:
        return None
    if match["this"]:
        return before.chosen
    place = _place(match)
    if place < 0:
        return before.shown[-1]
    skipped = before.request.skip if isinstance(before.request, OnThisDay | About | Related) else 0
    if place > len(before.shown):
        place -= skipped
    return before.shown[place - 1] if 0 < place <= len(before.shown) else None


def _place(match: re.Match[str]) -> int:
    if match["chinese_last"] or match["ordinal"] == "last":
        return -1
    if match["digits"]:
        return int(match["digits"])
    if match["ordinal"]:
        return _ORDINALS.index(match["ordinal"]) + 1
    return _COUNTS.index(match["count"]) + 1 if match["count"] else chinese_number(match["chinese"])


def _date(event: str) -> Request:
    return Open(event, Wanted.DATE)


def _detail(event: str) -> Request:
    return Open(event, Wanted.DETAIL)


def _related(event: str) -> Request:
    return Related(to=event)


_BY_PLACE = (
    (_OPEN, Open),
    (_SOURCES, Sources),
    (_CHINESE_SOURCES, Sources),
    (_RELATED, _related),
    (_WHEN, _date),
    (_CHINESE_WHEN, _date),
    (_DETAIL, _detail),
)
