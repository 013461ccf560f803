"""What happens in the world, and who is told.

Source: https://discord.com/developers/docs/events/gateway#gateway-intents
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntFlag
from typing import TypeVar

from bot.sandbox.errors import Json
from bot.sandbox.world.users import Application

T = TypeVar("T")


class Intent(IntFlag):
    """Which groups of events a gateway session asked for."""

    NONE = 0
    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    GUILD_MESSAGE_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    DIRECT_MESSAGE_TYPING = 1 << 14
    MESSAGE_CONTENT = 1 << 15


ALL_INTENTS = ~Intent.NONE


@dataclass(frozen=True, slots=True)
class Receiver:
    """A gateway session, as far as what it may be told goes."""

    application: Application
    intents: Intent


@dataclass(frozen=True, slots=True)
class Event:
    """One gateway event.

    `guild_id` picks the shard that gets it (None: the first). `form` gives the event's data as a receiver may see
    it, or None where it is not for that receiver.
    """

    name: str
    guild_id: int | None
    form: Callable[[Receiver], Json | None]


class Events:
    """Passes on what happens: events to the gateway, and word of a change to those who wait for one."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Event], None]] = []
        self._watchers: list[Callable[[int], None]] = []
        self._waiting: dict[int, set[asyncio.Event]] = {}

    def listen(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Calls `listener` with every later event; what it gives back ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def watch(self, watcher: Callable[[int], None]) -> Callable[[], None]:
        """Calls `watcher` with the id of every channel or interaction that changes; what it gives back ends that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def emit(self, event: Event) -> None:
        """Tells every listener."""
        for listener in list(self._listeners):
            listener(event)

    def changed(self, subject_id: int) -> None:
        """Wakes those who wait for something about this channel or interaction."""
        for waiter in self._waiting.get(subject_id, ()):
            waiter.set()
        for watcher in list(self._watchers):
            watcher(subject_id)

    async def until(self, subject_id: int, look: Callable[[], T | None], patience: float) -> T:
        """What `look` gives once it gives something.

        It looks now and after every change to the subject. Raises TimeoutError after `patience` real seconds.
        """
        waiter = asyncio.Event()
        self._waiting.setdefault(subject_id, set()).add(waiter)
        try:
            async with asyncio.timeout(patience):
                while (found := look()) is None:
                    await waiter.wait()
                    waiter.clear()
                return found
        finally:
            self._waiting[subject_id].discard(waiter)
            if not self._waiting[subject_id]:
                del self._waiting[subject_id]
