"""Answer -> message: Components v2 cards. The only place that knows how much Discord lets a message hold.

Source of the limits: https://discord.com/developers/docs/components/reference
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from discord import ui

from bot.archive.event import Event
from bot.chat.links import fit_with_links, source_buttons
from bot.chat.options import as_command
from bot.chat.text import ELLIPSIS, escape, fit
from bot.speech import Speech, speech
from bot.talk.answer import Answer, Shown
from bot.talk.grammar import understand

MOST_TEXT = 4000
MOST_BUTTONS = 10
BUTTONS_A_ROW = 5

# What each part of a card may take of MOST_TEXT; headlines and summaries have the rest.
_TITLE = 300
_NOTES = 600
_BELOW = 700
_HINTS = 400
_CREDITS = 400
_HEADLINE = 1400
_REASON = 250
_LEAST = 24
"""A part with less room than this is left out."""


class Card(ui.LayoutView):
    """A message to send: one box, filled from the top."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self._box: ui.Container[Card] = ui.Container()
        self.add_item(self._box)

    def put(self, text: str) -> None:
        """Put down text that is fit to be shown; nothing where there is none."""
        if text:
            self._box.add_item(ui.TextDisplay(text))

    def put_buttons(self, buttons: list[ui.Button[Any]]) -> None:
        """Put down buttons, five a row."""
        for start in range(0, len(buttons), BUTTONS_A_ROW):
            self._box.add_item(ui.ActionRow(*buttons[start : start + BUTTONS_A_ROW]))


def card(answer: Answer, today: dt.date) -> Card:
    """The message that says an answer; ``today`` is the date the question was asked on."""
    made, voice = Card(), speech(answer.language)
    credits = _small(answer.credits, _CREDITS, fit_with_links)
    hints = _small(_hints(voice, answer, today), _HINTS)
    room = MOST_TEXT - len(credits) - len(hints)
    rows = answer.events
    if answer.in_full and answer.events:
        rows = answer.events[1:]
        _put_head(made, answer, "-# ", plain=voice.date(answer.events[0].entry.event.date, weekday=True))
        spoken = made.content_length()
        _put_event(made, voice, answer.events[0], spoken + (room - spoken) // 2 if rows else room)
    else:
        _put_head(made, answer, "### ")
    for place, shown in enumerate(rows):
        made.put(_row(voice, shown, (room - made.content_length()) // (len(rows) - place)))
    made.put(hints)
    made.put(credits)
    return made


def _put_head(made: Card, answer: Answer, lead: str, plain: str = "") -> None:
    """The answer's title, unless it is the ``plain`` one that stands there anyway, and its notes."""
    title = fit(answer.title, _TITLE) if answer.title != plain else ""
    made.put(f"{lead}{title}" if title else "")
    made.put(_lines(answer.notes, _NOTES))


def _put_event(made: Card, voice: Speech, shown: Shown, most: int) -> None:
    """One event whole: date and weekday, headline, summary, contexts, the reason it is here, sources.

    The card holds at most ``most`` characters then.
    """
    event = shown.entry.event
    buttons, others = source_buttons(event.sources, MOST_BUTTONS)
    told = voice.say("Also told by {sources}", sources=voice.join(others)) if others else ""
    below = _small([" · ".join(event.contexts), shown.reason, told], _BELOW)
    date = escape(voice.date(event.date, weekday=True))
    made.put(f"-# {date}\n### {_headline(event, min(_HEADLINE, most - made.content_length() - len(below) - 100))}")
    made.put(_lines([event.summary], most - made.content_length() - len(below)))
    made.put(below)
    made.put_buttons(buttons)


def _headline(event: Event, most: int) -> str:
    return fit(event.headline, most) or fit(event.path, most) or ELLIPSIS


def _row(voice: Speech, shown: Shown, most: int) -> str:
    """An event in a row: its date, its headline, and under them the reason it is here."""
    event = shown.entry.event
    reason = _small([shown.reason], min(_REASON, most // 3))
    date = f"**{escape(voice.date(event.date))}** "
    headline = _headline(event, most - len(date) - len(reason) - 1)
    return f"{date}{headline}\n{reason}" if reason else f"{date}{headline}"


def _hints(voice: Speech, answer: Answer, today: dt.date) -> list[str]:
    """How much more there is, and what to ask instead, as the commands that ask it."""
    hints: list[str] = []
    if answer.more:
        shown = getattr(answer.request, "skip", 0) + len(answer.events)
        hints.append(voice.say("{n} of {total} are shown.", n=voice.number(shown), total=voice.number(answer.total)))
    asked = (as_command(understand(words, today), today, voice) for words in answer.suggestions)
    if commands := list(dict.fromkeys(command for command in asked if command)):
        hints.append(voice.say("Try {commands}", commands=" · ".join(commands)))
    return hints


def _small(lines: Iterable[str], most: int, fitted: Callable[[str, int], str] = fit) -> str:
    """Lines in small print, in ``most`` characters; those with no room left are left out."""
    return _lines(lines, most, "-# ", fitted)


def _lines(lines: Iterable[str], most: int, lead: str = "", fitted: Callable[[str, int], str] = fit) -> str:
    text = ""
    for line in lines:
        room = most - len(text) - len(lead) - 1
        shown = fitted(line, room) if room >= _LEAST else ""
        text += f"\n{lead}{shown}" if shown else ""
    return text[1:]
