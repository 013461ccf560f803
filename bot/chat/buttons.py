"""The buttons under an answer: to tell an event, to go on from it, to turn pages, to ask what is suggested."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import discord
from discord import ui

from bot.chat.controls import Control, Verb
from bot.chat.links import MOST_LABEL
from bot.chat.short_requests import without_page
from bot.chat.text import clean, cut
from bot.speech import Speech
from bot.talk.answer import Answer, Shown
from bot.talk.grammar import understand
from bot.talk.requests import About, NotUnderstood, OnThisDay, Open, Random, Related, Request, Sources

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

    def of_event(self, shown: Shown) -> list[ui.Button[Any]]:
        """For an event that is told whole: *Related*, *On this day*, *More*."""
        say = self.voice.say
        event = shown.entry.event
        made = [
            self._button(say("Related"), Verb.RELATED, event=shown.entry.id),
            self._button(say("On this day"), Verb.ASK, wanted=OnThisDay(event.date.month, event.date.day)),
        ]
        request = self.answer.request
        if isinstance(request, Random):
            made.append(self._button(say("Another one"), Verb.ASK, wanted=request))
        elif len(self.answer.events) == 1 and not self.answer.more and event.contexts:
            name = cut(clean(event.contexts[0]), MOST_CONTEXT)
            label = say("More about {words}", words=name) if name else ""
            made.append(self._button(label, Verb.ASK, wanted=About(event.contexts[0])))
        return [button for button in made if button]

    def of_pages(self) -> list[ui.Button[Any]]:
        """For a list: *Previous* and *More*, where there is such a page."""
        request = self.answer.request
        skip, size = getattr(request, "skip", 0), len(self.answer.events)
        pages: list[tuple[str, int]] = []
        if skip:
            pages.append((self.voice.say("Previous"), max(0, skip - page_size(request))))
        if size and self.answer.more:
            pages.append((self.voice.say("More"), skip + size))
        made = [self._button(label, Verb.PAGE, wanted=without_page(request, to)) for label, to in pages]
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
        custom_id = self._control(Verb.CHOOSE).custom_id()
        options = {
            shown.entry.id: discord.SelectOption(label=label, value=shown.entry.id, description=why)
            for shown, label, why in offered
        }
        return ui.Select(
            custom_id=custom_id or "", placeholder=self.voice.say("Open one of these"), options=list(options.values())
        )

    def _suggestion(self, words: str, wanted: Request) -> ui.Button[Any] | None:
        custom_id = self._control(Verb.ASK, wanted=wanted).custom_id(self.today)
        label = cut(clean(words), MOST_LABEL)
        return ui.Button(label=label, custom_id=custom_id) if custom_id and label else None

    def _button(self, label: str, verb: Verb, event: str = "", wanted: Request | None = None) -> ui.Button[Any] | None:
        custom_id = self._control(verb, event, wanted).custom_id()
        return ui.Button(label=cut(label, MOST_LABEL), custom_id=custom_id) if custom_id and label else None

    def _control(self, verb: Verb, event: str = "", wanted: Request | None = None) -> Control:
        chosen = isinstance(self.answer.request, Open | Sources | Random)
        question: Request | None = self.answer.request
        if chosen:
            question = self.listed or (About(self.subject) if self.subject else None)
        elif isinstance(question, NotUnderstood):
            question = None
        if isinstance(question, Related) and question.to:
            question = replace(question, words=self.subject or question.words)
        return Control(verb, self.voice.language, self.owner, event, wanted, question, chosen and question is not None)
