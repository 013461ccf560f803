"""Gateway sessions: what a bot was told, in order, so that a cut socket loses nothing.

Source: https://discord.com/developers/docs/events/gateway#resuming
"""

from __future__ import annotations

import json
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import Json
from bot.sandbox.world.events import Event, Intent, Receiver
from bot.sandbox.world.users import Application

REMEMBERED = 2_000
"""Events kept for a resume."""


def frame(op: int, data: Any, name: str | None = None, sequence: int | None = None) -> str:
    """A gateway payload as text."""
    return json.dumps({"op": op, "d": data, "s": sequence, "t": name}, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Told:
    """One event that a shard was told, or will be once it resumes."""

    application_id: int
    shard: int
    name: str
    data: Json


class Session:
    """One shard's session. Without a socket it goes on remembering what it should tell."""

    def __init__(
        self, application: Application, intents: Intent, shard: int, shards: int, note: Callable[[Told], None]
    ) -> None:
        self.id = secrets.token_hex(16)
        self.application = application
        self.intents = intents
        self.shard = shard
        self.shards = shards
        self._sequence = 0
        self._sent: deque[tuple[int, str]] = deque(maxlen=REMEMBERED)
        self._note = note
        self._send: Callable[[str], None] | None = None

    @property
    def receiver(self) -> Receiver:
        """What decides which events it may get."""
        return Receiver(self.application, self.intents)

    @property
    def connected(self) -> bool:
        """Whether a socket is there to tell it over."""
        return self._send is not None

    def attach(self, send: Callable[[str], None]) -> None:
        """Tells everything from now on over `send`."""
        self._send = send

    def detach(self) -> None:
        """Remembers only, until attached again."""
        self._send = None

    def dispatch(self, name: str, data: Json) -> None:
        """Tells one event."""
        self._sequence += 1
        text = frame(0, data, name, self._sequence)
        self._sent.append((self._sequence, text))
        self._note(Told(self.application.id, self.shard, name, data))
        if self._send is not None:
            self._send(text)

    def can_resume(self, sequence: int) -> bool:
        """Whether every event after `sequence` is still remembered."""
        oldest = self._sent[0][0] if self._sent else self._sequence + 1
        return oldest - 1 <= sequence <= self._sequence

    def after(self, sequence: int) -> list[str]:
        """The payloads told after `sequence`."""
        return [text for number, text in self._sent if number > sequence]

    def covers(self, guild_id: int | None) -> bool:
        """Whether the shard gets the events of that guild; those of no guild go to the first shard."""
        return (0 if guild_id is None else (guild_id >> 22) % self.shards) == self.shard


class Sessions:
    """Every session that can still be resumed; `told` is what all of them were told last, oldest first."""

    def __init__(self) -> None:
        self.told: deque[Told] = deque(maxlen=REMEMBERED)
        self._sessions: dict[str, Session] = {}

    def begin(self, application: Application, intents: Intent, shard: int, shards: int) -> Session:
        """A new session, in place of that shard's earlier one if its socket is gone."""
        for standing in list(self._sessions.values()):
            same = (standing.application.id, standing.shard) == (application.id, shard)
            if same and not standing.connected:
                self.end(standing)
        session = Session(application, intents, shard, shards, self.told.append)
        self._sessions[session.id] = session
        return session

    def find(self, session_id: str, application: Application) -> Session | None:
        """An application's session of that id, if it can still be resumed."""
        session = self._sessions.get(session_id)
        return session if session is not None and session.application.id == application.id else None

    def end(self, session: Session) -> None:
        """Forgets a session."""
        self._sessions.pop(session.id, None)

    def all(self) -> list[Session]:
        """All sessions."""
        return list(self._sessions.values())

    def tell(self, event: Event) -> None:
        """Tells an event to every session that may know of it."""
        for session in self._sessions.values():
            if session.covers(event.guild_id) and (data := event.form(session.receiver)) is not None:
                session.dispatch(event.name, data)
