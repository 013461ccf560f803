"""A digest -> the message that is posted, in its own form and in the plainest."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from discord import ui

from bot.chat.buttons import Buttons
from bot.chat.cards import MOST_TEXT, Card, headline, lines, option_label, option_reason, small
from bot.chat.links import fit_as_link, source_buttons
from bot.chat.text import cut, escape, fit
from bot.digest.choice import Digest
from bot.speech import Speech, speech
from bot.talk.answer import Shown

MOST_PLAIN = 2000
"""Characters that Discord takes as a message's plain content."""

WHOLE_DAY = re.compile(r"(?P<mark>clio[a-z2-7]{16})~(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?P<leap>\+?)")
"""The custom_id of *More*: the occurrence's mark, and the day that is opened, with a + together with 29 February."""

_TITLE, _CREDITS, _REASON = 300, 400, 250
_MOST_SOURCE = 24
"""Characters of a source's name beside an event."""
_MARK = re.compile(r"clio[a-z2-7]{16}")


def digest_card(digest: Digest, mark: str, mention: int | None = None) -> Card:
    """The message that posts a digest; ``mark`` is its occurrence's, ``mention`` the role it pings.

    Events in rows, each with its first source's button; one select opens any of several, *More* the whole day. Where
    the digest holds all of that already, a button that cannot be pressed says so: it bears the mark all the same.
    """
    voice = speech(digest.language)
    made = Card(f"<@&{mention}>" if mention is not None else "")
    buttons = Buttons(digest.answer, voice, digest.day)
    credits = small(digest.credits, _CREDITS, fit_as_link)
    made.put(f"### {fit(digest.title, _TITLE)}")
    for place, shown in enumerate(digest.events):
        room = (MOST_TEXT - len(credits) - made.content_length()) // (len(digest.events) - place)
        _put_row(made, _row(voice, digest.day, shown, room), shown)
    more = _more(digest, mark, voice)
    if len(digest.events) == 1:
        made.put_buttons([buttons.to_open(digest.events[0]), more])
    else:
        offered = [(one, option_label(voice, one), option_reason(one)) for one in digest.events]
        made.put_select(buttons.to_choose(offered))
        made.put_buttons([more])
    made.put(credits)
    return made


def plain_digest(digest: Digest, mark: str, mention: int | None = None) -> str:
    """The same in plain words, for where nothing else is taken; the mark stands at its foot, under the credits."""
    voice = speech(digest.language)
    head = "\n".join(part for part in (f"<@&{mention}>" if mention is not None else "", escape(digest.title)) if part)
    foot = "\n".join(part for part in (small(digest.credits, _CREDITS, fit_as_link), f"-# {mark}") if part)
    room = MOST_PLAIN - len(head) - len(foot) - 2
    told = [f"{voice.year(one.entry.event.date.year)}: {one.entry.event.headline}" for one in digest.events]
    each = room // max(1, len(told)) - 1
    return f"{head}\n{lines((cut(line, each) for line in told), room)}\n{foot}"


def mark_of(custom_ids: list[str], content: str) -> str:
    """The occurrence's mark in a message of ours; "" for one that has none."""
    for custom_id in custom_ids:
        if found := WHOLE_DAY.fullmatch(custom_id):
            return found["mark"]
    last = content.rpartition("\n")[2].removeprefix("-# ")
    return last if _MARK.fullmatch(last) else ""


def _more(digest: Digest, mark: str, voice: Speech) -> ui.Button[Any]:
    whole = digest.whole_day
    label = voice.say("More") if digest.left else voice.say("Nothing more on this day")
    day = f"{whole.month:02}{whole.day:02}{'+' if whole.with_leap_day else ''}"
    return ui.Button(label=label, custom_id=f"{mark}~{day}", disabled=not digest.left)


def _put_row(made: Card, text: str, shown: Shown) -> None:
    links, _ = source_buttons(shown.entry.event.sources, 1)
    if not links:
        made.put(text)
        return
    button: ui.Button[Any] = links[0]
    # Who reported it is enough beside a row: "AP" of "AP via The Houston Chronicle".
    button.label = cut((button.label or "").partition(" via ")[0], _MOST_SOURCE)
    made.put_beside([text], button)


def _row(voice: Speech, day: dt.date, shown: Shown, most: int) -> str:
    """An event: its year (its date where that is another day's), its headline, and under them why it was chosen."""
    date = shown.entry.event.date
    same = (date.month, date.day) == (day.month, day.day)
    lead = f"**{escape(voice.year(date.year) if same else voice.date(date))}** "
    reason = small([shown.reason], min(_REASON, most // 3))
    text = f"{lead}{headline(shown.entry.event, most - len(lead) - len(reason) - 1)}"
    return f"{text}\n{reason}" if reason else text
