"""Answer -> plain text, for a pipe or a program; and what the terminal shares with it: safe text, what to type next."""

from __future__ import annotations

import re

from bot.speech import Speech, speech
from bot.talk.answer import Answer, Shown
from bot.talk.requests import Help, Sources

# What could move a terminal's cursor, hide text or turn its direction: controls, line separators, direction overrides
# and isolates, zero-width spaces, tags, halves of characters. Joiners stay: some scripts are not written without them.
_SPACED = re.compile("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]+")
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def safe(text: str) -> str:
    """``text`` on one line with nothing in it that a terminal acts on; halves of characters become "\ufffd"."""
    return _SURROGATE.sub("\ufffd", _UNSAFE.sub("", _SPACED.sub(" ", text)))


def plain(answer: Answer, conversing: bool = False) -> str:
    """``answer`` as lines of text without a last newline. ``conversing`` when a next question can follow on."""
    voice = speech(answer.language)
    blocks: list[list[str]] = []
    if not answer.in_full or answer.title != full_date(answer.events[0], voice):
        blocks.append([answer.title, *answer.notes, *leaving(answer, voice, conversing)])
    elif answer.notes:
        blocks.append(list(answer.notes))
    if answer.in_full:
        blocks.append(_in_full(answer.events[0], voice))
        if rest := numbered(answer)[1:]:
            blocks.append([voice.say("Also:"), *(_row(place, shown, voice) for place, shown in rest)])
    elif not isinstance(answer.request, Sources):
        blocks.append([_row(place, shown, voice) for place, shown in numbered(answer)])
    blocks.append([f"  {step}" for step in to_try(answer)])
    blocks.append([line for line in (left(answer, voice), follow_ups(answer, voice, conversing)) if line])
    if conversing:  # after every answer: no row more than it takes
        blocks[-1] += map(_without_address, answer.credits)
    else:
        blocks.append(list(answer.credits))
    return "\n\n".join("\n".join(safe(line) for line in block) for block in blocks if block)


def _without_address(credit: str) -> str:
    """A source and its licence without the link that "about" tells."""
    return " · ".join(part for part in credit.split(" · ") if not part.startswith(("http://", "https://"))) or credit


def to_try(answer: Answer) -> tuple[str, ...]:
    """What to type instead, or next, that no note ends with; nothing beside help, which shows every form already."""
    if isinstance(answer.request, Help):
        return ()
    return tuple(step for step in answer.suggestions if not any(note.endswith(step) for note in answer.notes))


def leaving(answer: Answer, voice: Speech, conversing: bool) -> tuple[str, ...]:
    """How to end a conversation, where help is asked for in one."""
    return (voice.say("To leave: {words}", words="quit"),) if conversing and isinstance(answer.request, Help) else ()


def numbered(answer: Answer) -> list[tuple[int, Shown]]:
    """The events of an answer with the numbers people choose them by, going on from the page before."""
    first: int = getattr(answer.request, "skip", 0) + 1
    return list(enumerate(answer.events, first))


def full_date(shown: Shown, voice: Speech) -> str:
    """An event's date with its weekday."""
    return voice.date(shown.entry.event.date, weekday=True)


def left(answer: Answer, voice: Speech) -> str:
    """How many events there are beyond those shown; "" when that was all."""
    if not answer.more:
        return ""
    shown = getattr(answer.request, "skip", 0) + len(answer.events)
    return voice.count("{n} more event", "{n} more events", answer.total - shown)


def follow_ups(answer: Answer, voice: Speech, conversing: bool) -> str:
    """What to type to go on from the events of an answer; "" for one without events."""
    if not answer.events or not conversing:
        return ""
    steps = [voice.say("related")]
    if not isinstance(answer.request, Sources):
        steps.append(voice.say("sources"))
    if len(answer.events) > 1:
        steps.insert(0, str(numbered(answer)[1][0]))
    if answer.more:
        steps.append(voice.say("more"))
    return voice.say("Go on with: {words}", words=" · ".join(steps))


def _row(place: int, shown: Shown, voice: Speech) -> str:
    event = shown.entry.event
    date = voice.date(event.date)
    if not shown.reason:
        return voice.say("{place}. {date}: {headline}", place=place, date=date, headline=event.headline)
    return voice.say(
        "{place}. {date}: {headline} — {reason}", place=place, date=date, headline=event.headline, reason=shown.reason
    )


def _in_full(shown: Shown, voice: Speech) -> list[str]:
    event = shown.entry.event
    lines = [full_date(shown, voice), event.headline, event.summary, shown.reason]
    if event.contexts:
        lines.append(voice.say("About: {contexts}", contexts=" · ".join(event.contexts)))
    for number, source in enumerate(event.sources, 1):
        lines.append(f"{number}. " + voice.say("{source}: {address}", source=source.name, address=source.url))
    if event.image:
        lines.append(voice.say("Picture: {address}", address=event.image))
    return [line for line in lines if line]
