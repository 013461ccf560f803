"""What a button or a choice of Clio's does, as its custom_id says: all of it, so that it outlives every restart.

Beside what is pressed it says whose answer it stands under, in which language that is, and what was asked for it: a
reply to the message goes on from there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.chat.short_requests import lengthen, long_id, number_as_text, short_id, shorten, text_as_number
from bot.talk.requests import Request

MOST_ID = 100
"""How many characters a custom_id may have."""

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
    where that is too long to be kept; when ``chosen``, the message tells one event of that question's answer.
    """

    verb: Verb
    language: str
    owner: int = 0
    event: str = ""
    wanted: Request | None = None
    question: Request | None = None
    chosen: bool = False

    def custom_id(self, today: dt.date | None = None) -> str | None:
        """At most 100 characters that :meth:`read` understands; None when what is wanted does not fit.

        With ``today``, wanting that day's anniversaries means those of the day of the press.
        """
        owner = number_as_text(self.owner) if self.owner else ""
        wanted = shorten(self.wanted, today) if self.wanted else ""
        if wanted is None:
            return None
        lead = f"{self.language.split('_')[0]}~{self.verb}~{owner}~{short_id(self.event) or ''}~{wanted}~"
        question = (self.question and shorten(self.question)) or ""
        if question and self.chosen:
            question = f"<{question}"
        if len(lead) + len(question) > MOST_ID:
            question = ""
        return lead + question if len(lead) <= MOST_ID else None

    @classmethod
    def read(cls, custom_id: str, today: dt.date) -> Control | None:
        """The control of a custom_id; None for one that is not Clio's."""
        match = BUTTON.fullmatch(custom_id) or SELECT.fullmatch(custom_id)
        if match is None:
            return None
        try:
            return cls(
                Verb(match["verb"]),
                match["language"],
                text_as_number(match["owner"]) if match["owner"] else 0,
                long_id(match["event"]) if match["event"] else "",
                lengthen(match["wanted"], today),
                lengthen(match["question"], today),
                bool(match["chosen"]),
            )
        except ValueError:
            return None


def controls(components: Iterable[Any], today: dt.date) -> Iterator[Control]:
    """The controls among a message's components, as discord.py gives them, from the top."""
    for component in components:
        custom_id = getattr(component, "custom_id", None)
        control = Control.read(custom_id, today) if custom_id else None
        if control is not None:
            yield control
            for option in getattr(component, "options", ()) if control.verb is Verb.CHOOSE else ():
                yield Control(Verb.OPEN, control.language, control.owner, option.value)
        inner = [*getattr(component, "children", ()), getattr(component, "accessory", None)]
        yield from controls([one for one in inner if one is not None], today)
