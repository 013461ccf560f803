"""What a button or a choice of Clio's does, as its custom_id says: all of it, so that it outlives every restart.

Beside what is pressed it says whose answer it stands under, in which language that is, and what was asked for it: a
reply to the message goes on from there. Words too long for a custom_id stand in the message itself, as text that the
control leads to.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.chat.short_requests import (
    lengthen,
    long_id,
    number_as_text,
    short_id,
    shorten,
    text_as_number,
    without_page,
)
from bot.chat.text import ELLIPSIS, escape, unescape
from bot.talk.requests import Request

MOST_ID = 100
"""How many characters a custom_id may have."""
ASKED_ID = 1000
"""The id of the component whose text is what was asked, where a message has one."""

_LONGEST_LEAD = 31
_QUOTE = "-# “%s”"

_PATTERN = (
    r"(?s)(?P<language>[a-z]{2,3})~(?P<verb>[%s])~(?P<owner>[\w-]{11})?~(?P<event>[\w-]{11})?"
    r"~(?P<wanted>[^~]*)~(?P<chosen><?)(?P<question>[^~]*)"
)
BUTTON = re.compile(_PATTERN % "orap")
SELECT = re.compile(_PATTERN % "c")


class Verb(StrEnum):
    """What pressing does."""

    OPEN = "o"
    """Tells the event."""
    RELATED = "r"
    """Tells what is related to the event."""
    ASK = "a"
    """Asks ``wanted``."""
    PAGE = "p"
    """Turns to the page that ``wanted`` asks for."""
    CHOOSE = "c"
    """Tells the event that is chosen from a list."""


@dataclass(frozen=True, slots=True)
class Control:
    """What a button does, and what the message it stands in answered.

    ``owner`` is the user who asked (0 for nobody), ``event`` an id. ``question`` is what the message answers, None
    where nothing follows on from it; when ``chosen``, the message tells one event of that question's answer.
    """

    verb: Verb
    language: str
    owner: int = 0
    event: str = ""
    wanted: Request | None = None
    question: Request | None = None
    chosen: bool = False

    def custom_id(self, today: dt.date | None = None, asked: str = "") -> str | None:
        """At most 100 characters that :meth:`read` understands; None when what is wanted does not fit.

        With ``today``, wanting that day's anniversaries means those of the day of the press. The words ``asked`` are
        left to the message to say.
        """
        owner = number_as_text(self.owner) if self.owner else ""
        wanted = self._short_wanted(today, asked)
        if wanted is None:
            return None
        lead = f"{self.language.split('_')[0]}~{self.verb}~{owner}~{short_id(self.event) or ''}~{wanted}~"
        question = (self.question and shorten(self.question, asked=asked)) or ""
        if question and self.chosen:
            question = f"<{question}"
        if len(lead) + len(question) > MOST_ID and self.verb is Verb.ASK:
            question = ""  # the other controls of the message have it
        return lead + question if len(lead) + len(question) <= MOST_ID else None

    @classmethod
    def read(cls, custom_id: str, today: dt.date, asked: str = "") -> Control | None:
        """The control of a custom_id in a message that says ``asked``; None for one that is not Clio's."""
        match = BUTTON.fullmatch(custom_id) or SELECT.fullmatch(custom_id)
        if match is None:
            return None
        question = lengthen(match["question"], today, asked)
        try:
            return cls(
                Verb(match["verb"]),
                match["language"],
                text_as_number(match["owner"]) if match["owner"] else 0,
                long_id(match["event"]) if match["event"] else "",
                _wanted(match["wanted"], question, today, asked),
                question,
                bool(match["chosen"]),
            )
        except ValueError:
            return None

    def _short_wanted(self, today: dt.date | None, asked: str) -> str | None:
        if self.wanted is None:
            return ""
        if self.verb is Verb.PAGE and self.question and without_page(self.wanted) == without_page(self.question):
            return str(getattr(self.wanted, "skip", 0))
        return shorten(self.wanted, today, asked)


def has_room_for(question: Request) -> bool:
    """Whether every control of a message has room for what the message answers."""
    return _LONGEST_LEAD + len(shorten(question) or "") <= MOST_ID


def told_asked(asked: str) -> str:
    """What was asked, as the text of the component that says so."""
    return _QUOTE % escape(asked)


def asked_in(components: Iterable[Any]) -> str:
    """What was asked, where a message says so for its controls, else ""; of components as discord.py gives them."""
    before, after = _QUOTE.split("%s")
    for component in _all(components):
        if getattr(component, "id", None) == ASKED_ID:
            return unescape(str(getattr(component, "content", "")).removeprefix(before).removesuffix(after))
    return ""


def controls(components: Sequence[Any], today: dt.date) -> Iterator[Control]:
    """The controls among a message's components, as discord.py gives them, from the top."""
    asked = asked_in(components)
    for component in _all(components):
        custom_id = getattr(component, "custom_id", None)
        control = Control.read(custom_id, today, asked) if custom_id else None
        if control is not None:
            yield control
            for option in getattr(component, "options", ()) if control.verb is Verb.CHOOSE else ():
                yield Control(Verb.OPEN, control.language, control.owner, option.value)


def first_to_ask(components: Iterable[Any]) -> str:
    """What the first button among components says that asks something; "" where none does, or its words are cut."""
    for component in _all(components):
        match = BUTTON.fullmatch(getattr(component, "custom_id", None) or "")
        if match and match["verb"] == Verb.ASK:
            label = str(getattr(component, "label", None) or "")
            return "" if label.endswith(ELLIPSIS) else label
    return ""


def _all(components: Iterable[Any]) -> Iterator[Any]:
    """Components from the top, each followed by those in it and beside it."""
    for component in components:
        if component is not None:
            yield component
            yield from _all([*getattr(component, "children", ()), getattr(component, "accessory", None)])


def _wanted(text: str, question: Request | None, today: dt.date, asked: str) -> Request | None:
    """What is wanted, a page of the question's answer by the number of events before it."""
    if question is not None and re.fullmatch(r"[0-9]{1,7}", text):
        return without_page(question, int(text))
    return lengthen(text, today, asked)
