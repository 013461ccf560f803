"""Under the hood: each request and each gateway payload, in the order they went over the wire."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.sandbox.api.journal import Exchange
from bot.sandbox.errors import Json
from bot.sandbox.gateway.gateway import Frame, Op
from bot.sandbox.page.words import Say
from bot.sandbox.world.clock import Clock

KEPT = 1_000
"""Entries remembered; the oldest are forgotten first."""
HIDDEN = "(hidden)"
"""What stands for a token."""
GONE = "The socket is gone"
UNNAMED = "A payload"
"""What is called by no name of Discord's."""
_VARIES = re.compile(r"\{\w+\}")
_OPS = {
    0: "Dispatch",
    Op.HEARTBEAT: "Heartbeat",
    Op.IDENTIFY: "Identify",
    Op.PRESENCE: "Presence",
    Op.VOICE_STATE: "Voice state",
    Op.RESUME: "Resume",
    Op.RECONNECT: "Reconnect",
    Op.REQUEST_MEMBERS: "Request members",
    Op.INVALID_SESSION: "Invalid session",
    Op.HELLO: "Hello",
    Op.HEARTBEAT_ACK: "Heartbeat acknowledged",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that went over the wire. `at` is seconds since 1970, UTC; `way` is "request", "event" or "sent"."""

    number: int
    at: float
    way: str
    title: str
    status: int | None
    body: Json

    @property
    def short(self) -> str:
        """Its title without the names of what varies in a route."""
        return _VARIES.sub("…", self.title)

    @property
    def good(self) -> bool:
        """Whether it is no refusal."""
        return self.status is None or self.status < 400

    def text(self, say: Say) -> str:
        """Its body as indented JSON, tokens left out."""
        return json.dumps(_without_tokens(self.body, say(HIDDEN)), indent=2, ensure_ascii=False)


class Traffic:
    """The entries, oldest first. Those who listen are told of each new one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = count(1)
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._listeners: list[Callable[[Entry], None]] = []

    def listen(self, listener: Callable[[Entry], None]) -> Callable[[], None]:
        """Calls `listener` with every later entry; what it gives back ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def entries(self) -> list[Entry]:
        """Those remembered."""
        return list(self._entries)

    def find(self, number: int) -> Entry | None:
        """The entry of that number, while it is remembered."""
        return next((entry for entry in self._entries if entry.number == number), None)

    def exchange(self, exchange: Exchange) -> None:
        """Notes a request and its answer."""
        asked: Json = {"path": exchange.path}
        if exchange.query:
            asked["query"] = dict(exchange.query)
        if exchange.body is not None:
            asked["body"] = exchange.body
        if exchange.files:
            asked["files"] = list(exchange.files)
        body: Json = {"asked": asked, "answered": exchange.answer}
        self._note("request", f"{exchange.method} {exchange.route}", exchange.status, body)

    def frame(self, frame: Frame | None) -> None:
        """Notes a gateway payload; None, the end of a socket, too."""
        if frame is None:
            self._note("event", GONE, None, {})
            return
        try:
            body = json.loads(frame.text)
        except ValueError:
            body = {"text": frame.text}
        if not isinstance(body, dict):
            body = {"payload": body}
        op = body.get("op")
        name = body.get("t") or (_OPS.get(op) if isinstance(op, int) else None) or UNNAMED
        self._note("sent" if frame.from_bot else "event", str(name), None, body)

    def _note(self, way: str, title: str, status: int | None, body: Json) -> None:
        entry = Entry(next(self._numbers), self._clock(), way, title, status, body)
        self._entries.append(entry)
        for listener in list(self._listeners):
            listener(entry)


def _without_tokens(value: Any, hidden: str) -> Any:
    if isinstance(value, dict):
        return {key: hidden if key == "token" else _without_tokens(inner, hidden) for key, inner in value.items()}
    return [_without_tokens(inner, hidden) for inner in value] if isinstance(value, list) else value
