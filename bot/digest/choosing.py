"""Choosing a digest's events once for all guilds that ask for the same."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic

from bot.digest.carrier import ChosenT

_MOST = 256


@dataclass(frozen=True, slots=True)
class Wish:
    """What a digest is to hold: a day's events, ``size`` of them, ``about`` and ``without`` words ("" for all, none).

    ``shown`` are ids of events that were shown there lately, to be told again only where there is too little else.
    """

    day: dt.date
    about: str = ""
    without: str = ""
    size: int = 5
    shown: frozenset[str] = frozenset()


class Choices(Generic[ChosenT]):
    """Gives what ``choose`` chooses, each wish chosen once; who asks meanwhile waits for the same."""

    def __init__(self, choose: Callable[[Wish], Awaitable[ChosenT]]) -> None:
        self._choose = choose
        self._chosen: OrderedDict[Wish, asyncio.Future[ChosenT]] = OrderedDict()

    async def of(self, wish: Wish) -> ChosenT:
        """The events for a wish. Raises what ``choose`` raises, and then chooses anew for who asks next."""
        found = self._chosen.get(wish)
        if found is None or found.cancelled() or (found.done() and found.exception()):
            found = self._chosen[wish] = asyncio.ensure_future(self._choose(wish))
            found.add_done_callback(_take_note)
            if len(self._chosen) > _MOST:
                self._chosen.popitem(last=False)
        self._chosen.move_to_end(wish)
        # One who gives up waiting takes nothing from the others.
        return await asyncio.shield(found)

    def forget(self) -> None:
        """Choose anew from now on, since the archive has changed."""
        self._chosen.clear()


def _take_note(found: asyncio.Future[ChosenT]) -> None:
    """Fetch an error that nobody waited for, so that asyncio does not complain of it."""
    if not found.cancelled():
        found.exception()
