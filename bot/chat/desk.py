"""Where questions are answered: in threads, so that the event loop is never held."""

from __future__ import annotations

import asyncio
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from bot.archive.archive import Archive
from bot.archive.completion import Completion
from bot.archive.entry import Entry
from bot.chat.archivist import Archivist, Clock
from bot.speech import speech
from bot.talk.answer import Answer
from bot.talk.answers import PAGE, answer, credits_of_all
from bot.talk.requests import Request

# Two threads: with more, answers wait for one another in the interpreter, and the slowest ones longest (measured).
_ANSWERING = 2


class Desk:
    """Answers requests from one archive, which ``archivist`` keeps. Belongs to one event loop."""

    def __init__(self, archive: Archive, clock: Clock) -> None:
        self._archive = archive
        self._clock = clock
        self._answering = ThreadPoolExecutor(_ANSWERING, thread_name_prefix="answering")
        self.archivist = Archivist(archive, clock)

    @property
    def today(self) -> dt.date:
        """The date it is where Clio runs."""
        return self._clock().date()

    async def open(self) -> None:
        """Open the archive, its index built first where there is none to trust. Raises OSError and RebuildEnded."""
        await self.archivist.open()

    async def answer(self, request: Request, language: str, most: int = PAGE, today: dt.date | None = None) -> Answer:
        """The answer to a request, in a language, with at most ``most`` events, as asked on ``today``.

        It always says where the archive is from. Raises IndexUnusable when the index is damaged.
        """
        loop, day = asyncio.get_running_loop(), today or self.today
        return await loop.run_in_executor(self._answering, self._answer, request, language, most, day)

    async def complete(self, typed: str) -> list[tuple[Completion, Entry | None]]:
        """What somebody who typed this much may mean; where it is an event, the event too."""
        return await asyncio.get_running_loop().run_in_executor(self._answering, self._complete, typed)

    def close(self) -> None:
        """Answer no more; what is being built is given up, and the old index stays."""
        self.archivist.close()
        self._answering.shutdown(wait=False, cancel_futures=True)

    def _answer(self, request: Request, language: str, most: int, day: dt.date) -> Answer:
        given = answer(request, self._archive, speech(language), day, most=most)
        return given if given.credits else replace(given, credits=credits_of_all(self._archive))

    def _complete(self, typed: str) -> list[tuple[Completion, Entry | None]]:
        found = self._archive.complete(typed)
        return [(one, self._archive.get(one.id) if one.id else None) for one in found]
