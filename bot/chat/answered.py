"""Which message of Clio's answered which, for five minutes: so that a question that is edited is answered there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import discord

SECONDS = 300.0
"""How long after it was asked an edited question is answered again."""
MOST = 1000
"""How many questions are kept in mind at once; the oldest is forgotten first."""


@dataclass(slots=True)
class Question:
    """A message that Clio answers, and the answer, None until there is one. ``turn`` is held by who answers it."""

    asked: float
    words: int
    answer: discord.PartialMessage | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def reword(self, words: str) -> bool:
        """Whether the message says other words now than before; from here on those are the ones it says."""
        before, self.words = self.words, hash(words)
        return self.words != before


class Answered:
    """Keeps the ids of questions and answers, in memory alone; ``ticks`` gives seconds.

    Of the words it keeps only a number that tells whether they have changed, as nobody can read them from it.
    """

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._questions: dict[int, Question] = {}

    def begin(self, message_id: int, words: str) -> Question:
        """Keep a question that is about to be answered."""
        self._forget(MOST - 1)
        question = self._questions[message_id] = Question(self._ticks(), hash(words))
        return question

    def find(self, message_id: int) -> Question | None:
        """The question of this message; None where it was not asked of Clio, or too long ago."""
        self._forget(MOST)
        return self._questions.get(message_id)

    def __len__(self) -> int:
        return len(self._questions)

    def _forget(self, most: int) -> None:
        """Forget questions of more than five minutes ago, and the oldest beyond ``most``; they stand in order."""
        oldest = self._ticks() - SECONDS
        for message_id, question in list(self._questions.items()):
            if question.asked > oldest and len(self._questions) <= most:
                break
            del self._questions[message_id]
