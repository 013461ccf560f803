"""The buttons under an answer: to tell an event, to go on from it, to turn pages, to ask what is suggested."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import discord
from discord import ui

from bot.archive.event import Event
from bot.chat.controls import Control, Verb, has_room_for
from bot.chat.links import MOST_LABEL
from bot.chat.short_requests import without_page, words_to_keep
from bot.chat.text import clean, cut
from bot.speech import Speech
from bot.talk.answer import Answer, Shown
from bot.talk.grammar import understand
from bot.talk.requests import (
    About,
    NotUnderstood,
    OnThisDay,
    Open,
    Period,
    Random,
    Related,
    Request,
    Sources,
    words_of,
)

ROWS_WITH_BUTTONS = 5
"""Rows up to this many have a button each; more rows have one select for them all, or the card would be full."""
ROWS_WITH_SELECT = 10

MOST_SUGGESTIONS = 10
MOST_CONTEXT = 40
"""Characters of a context's name on a button."""


def page_size(request: Request) -> int:
    """How many events a card shows at once in answer to a request."""
    return ROWS_WITH_SELECT if isinstance(request, Related) else ROWS_WITH_BUTTONS


@dataclass(frozen=True, slots=True)
class Buttons:
    """The buttons of one answer, asked by ``owner`` (0 for nobody) on ``today``.

    ``listed`` is the question whose list the one event of the answer was chosen from; ``subject`` are the words last
    asked about, where the request does not say them.
    """

    answer: Answer
    voice: Speech
    today: dt.date
    owner: int = 0
    listed: Request | None = None
    subject: str = ""

    @property
    def asked(self) -> str:
        """The words asked for, where they are too long for the buttons and the message has to say them; else ""."""
        question, _ = self._question
        return "" if question is None or has_room_for(question) else words_to_keep(question)

    def of_event(self, shown: Shown) -> list[ui.Button[Any]]:
        """For an event that is told whole: *Related*, *On this day*, *More*."""
        say = self.voice.say
        event = shown.entry.event
        made = [
            self._button(say("Related"), Verb.RELATED, event=shown.entry.id),
            self._button(say("On this day"), Verb.ASK, wanted=OnThisDay(event.date.month, event.date.day)),
        ]
        if isinstance(self.answer.request, Random):
            made.append(self._button(say("Another one"), Verb.ASK, wanted=self.answer.request))
        if not self.answer.more:  # else the list goes on with its own
            made.append(self._more_like(event))
        return [button for button in made if button]

    def _more_like(self, event: Event) -> ui.Button[Any] | None:
        """More about the first context that was not what was asked for, or of the event's month where there is none."""
        asked = [clean(words).lower() for words in (words_of(self.answer.request), self.answer.correction or "")]
        for context in event.contexts:
            name = clean(context)
            label = self.voice.say("More about {words}", words=cut(name, MOST_CONTEXT))
            button = (
                self._button(label, Verb.ASK, wanted=About(context)) if name and name.lower() not in asked else None
            )
            if button:
                return button
        month = Period.of_month(event.date.year, event.date.month)
        label = self.voice.say("More of {period}", period=self.voice.month(event.date))
        return self._button(label, Verb.ASK, wanted=About(period=month))

    def of_pages(self) -> list[ui.Button[Any]]:
        """For a list: *Previous* and *More*, where there is such a page."""
        request, (question, _) = self.answer.request, self._question
        skip, size = getattr(request, "skip", 0), len(self.answer.events)
        pages: list[tuple[str, int]] = []
        if skip:
            pages.append((self.voice.say("Previous"), max(0, skip - page_size(request))))
        if size and self.answer.more:
            pages.append((self.voice.say("More"), skip + size))
        made = [self._button(label, Verb.PAGE, wanted=without_page(question or request, to)) for label, to in pages]
        return [button for button in made if button]

    def of_suggestions(self) -> list[ui.Button[Any]]:
        """For what else to ask: what is suggested, but for what follows on from an answer."""
        made: dict[str, ui.Button[Any]] = {}
        for words in self.answer.suggestions:
            wanted = understand(words, self.today)
            button = None if isinstance(wanted, NotUnderstood) else self._suggestion(words, wanted)
            if button:
                made.setdefault(str(button.custom_id), button)
        return list(made.values())[:MOST_SUGGESTIONS]

    def to_open(self, shown: Shown) -> ui.Button[Any]:
        """For one row of a list."""
        made = self._button(self.voice.say("Open"), Verb.OPEN, event=shown.entry.id)
        assert made is not None, "an event's id always fits"
        return made

    def to_choose(self, offered: Iterable[tuple[Shown, str, str | None]]) -> ui.Select[Any]:
        """For the rows of a list together: each with its label and, perhaps, a description."""
        custom_id = self._control(Verb.CHOOSE).custom_id(asked=self.asked)
        options = {
            shown.entry.id: discord.SelectOption(label=label, value=shown.entry.id, description=why)
            for shown, label, why in offered
        }
        return ui.Select(
            custom_id=custom_id or "", placeholder=self.voice.say("Open one of these"), options=list(options.values())
        )

    def _suggestion(self, words: str, wanted: Request) -> ui.Button[Any] | None:
        custom_id = self._control(Verb.ASK, wanted=wanted).custom_id(self.today, self.asked)
        label = cut(clean(words), MOST_LABEL)
        label = label[:1].upper() + label[1:]
        return ui.Button(label=label, custom_id=custom_id) if custom_id and label else None

    def _button(self, label: str, verb: Verb, event: str = "", wanted: Request | None = None) -> ui.Button[Any] | None:
        custom_id = self._control(verb, event, wanted).custom_id(asked=self.asked)
        return ui.Button(label=cut(label, MOST_LABEL), custom_id=custom_id) if custom_id and label else None

    def _control(self, verb: Verb, event: str = "", wanted: Request | None = None) -> Control:
        question, chosen = self._question
        return Control(verb, self.voice.language, self.owner, event, wanted, question, chosen)

    @property
    def _question(self) -> tuple[Request | None, bool]:
        """What a reply to the message goes on from, and whether the message tells one event chosen from its answer."""
        question: Request | None = self.answer.request
        chosen = isinstance(question, Open | Sources)
        if chosen:
            question = self.listed or (About(self.subject) if self.subject else None)
        elif isinstance(question, NotUnderstood):
            question = None
        if isinstance(question, Related) and question.to:
            question = replace(question, words=self.subject or question.words)
        return question, chosen and question is not None
