"""A conversation: questions one after the other, each understood from what was shown before."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace

from bot.archive.archive import Archive
from bot.speech import SOURCE_LANGUAGE, choose_language, speech
from bot.talk.answer import Answer
from bot.talk.answers import answer
from bot.talk.grammar import language_of, understand
from bot.talk.guide import Guide
from bot.talk.requests import About, OfEvent, OnThisDay, Open, Related, Request, Sources, Turn, words_of

_MOST_BACK = 8


class Conversation:
    """One person's questions to an archive.

    ``language`` answers everything in one language; without it each question is answered in its own, and one that
    shows none ("2", "2014") in that of the question before, at first in ``otherwise``. ``today`` is asked anew for
    every question, so that a conversation may last over midnight.
    """

    def __init__(
        self,
        archive: Archive,
        today: Callable[[], dt.date] = dt.date.today,
        *,
        language: str = "",
        otherwise: str = SOURCE_LANGUAGE,
        chance: random.Random | None = None,
    ) -> None:
        self.archive = archive
        self.turn: Turn | None = None
        self.language = choose_language(language or otherwise)
        self._fixed = bool(language)
        self._today = today
        self._chance = chance

    def ask(self, text: str) -> Answer:
        """What is said to ``text``. Raises IndexUnusable when the index is damaged; then nothing is remembered."""
        if not self._fixed and (told := language_of(text)):
            self.language = choose_language(told)
        today = self._today()
        asked = understand(text, today, self.turn)
        given = answer(asked, self.archive, speech(self.language), today, self._chance)
        self.turn = next_turn(self.turn, asked, given)
        return given

    def examples(self) -> tuple[str, ...]:
        """Things to begin with, the archive's own names in them. Raises IndexUnusable like :meth:`ask`."""
        return Guide(self.archive, speech(self.language), self._today()).first_steps()


def next_turn(before: Turn | None, asked: Request, given: Answer) -> Turn | None:
    """What the question after this one follows on from, when ``asked`` was answered with ``given``.

    After what was not understood, and at the end of a list, what was shown before is still what "related" means; a
    question that found nothing is gone on from too ("and in 2014?").
    """
    found_nothing = isinstance(given.request, About | OnThisDay) and not given.request.skip
    if not given.events and not found_nothing:
        return before
    turn = replace(given.turn, listed=_list_of(before, given), subject=_subject_of(before, asked, given))
    if isinstance(given.request, Related) and turn.chosen == given.request.to:
        turn = replace(turn, day=before.day if before and before.chosen == turn.chosen else None)
    offered = given.suggestions[0] if given.suggestions and not given.events else ""
    return replace(turn, before=_before(before, asked), offered=offered)


def _before(before: Turn | None, asked: Request) -> Turn | None:
    """The turn that "back" goes to next: further back after going back, a few turns at most."""
    for turn in (before and before.listed, before and before.before):
        if turn and turn.request == asked:
            return turn.before
    return _shortened(before, _MOST_BACK) if before else None


def _shortened(turn: Turn, most: int) -> Turn:
    return replace(turn, before=_shortened(turn.before, most - 1) if turn.before and most else None, listed=None)


def _subject_of(before: Turn | None, asked: Request, given: Answer) -> str:
    if isinstance(asked, OfEvent):  # the matter stays the same, unless nothing of it was found
        return asked.subject if words_of(given.request) != asked.words else asked.words
    if isinstance(asked, About) or (isinstance(asked, Related) and asked.words):
        return asked.words
    if isinstance(asked, OnThisDay):
        return words_of(given.request) if isinstance(given.request, About) else ""
    keeps = isinstance(asked, Open | Sources | Related)
    return before.subject if before and keeps else ""


def _list_of(before: Turn | None, given: Answer) -> Turn | None:
    """The turn whose list the one event of an answer was chosen from."""
    if before is None or not given.events or not isinstance(given.request, Open | Sources):
        return None
    turn = before.listed or before
    return turn if len(turn.shown) > 1 and given.events[0].entry.id in (*turn.shown, turn.chosen) else None
