"""What is drawn of a channel for one person, and what has changed since."""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.sandbox.errors import Json
from bot.sandbox.page.drawing import Drawing
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.message import Message
from bot.sandbox.world.users import User
from bot.sandbox.world.world import World

_log = logging.getLogger(__name__)

AT_FIRST = 50
"""Messages drawn when a channel is opened, and each time that earlier ones are asked for."""


class View:
    """The newest messages of a channel, as one person sees them. Belongs to one open page."""

    def __init__(self, world: World, channel: Channel, viewer: User, drawing: Drawing, dismissed: set[int]) -> None:
        self.channel = channel
        self._world = world
        self._viewer = viewer
        self._drawing = drawing
        self._dismissed = dismissed
        self._drawn: dict[int, Message] = {}
        self._from = 0

    def first(self) -> Json:
        """The newest messages as HTML, and whether there are earlier ones."""
        seen = self._seen()
        shown = seen[-AT_FIRST:]
        self._from = shown[0].id if len(seen) > len(shown) else 0
        self._drawn = {message.id: message for message in shown}
        return {"html": self._html(shown), "more": len(seen) > len(shown)}

    def earlier(self) -> Json:
        """The messages before those drawn, and whether there are still earlier ones."""
        before = [message for message in self._seen() if message.id < self._from]
        shown = before[-AT_FIRST:]
        self._from = shown[0].id if len(before) > len(shown) else 0
        self._drawn = {message.id: message for message in shown} | self._drawn
        return {"html": self._html(shown), "more": len(before) > len(shown)}

    def change(self) -> Json | None:
        """The messages that are new or different, by id and in order, and the ids of those gone. None: nothing."""
        now = {message.id: message for message in self._seen() if message.id >= self._from}
        put = [message for key, message in now.items() if self._drawn.get(key) is not message]
        gone = [str(key) for key in self._drawn if key not in now]
        self._drawn = now
        if not put and not gone:
            return None
        return {"put": [{"id": str(one.id), "html": self._html([one])} for one in put], "gone": gone}

    def _seen(self) -> list[Message]:
        seen = self._world.messages.of_channel(self.channel.id, seen_by=self._viewer.id)
        return [message for message in seen if message.id not in self._dismissed]

    def _html(self, messages: list[Message]) -> str:
        return "".join(self._drawn_or_said(message) for message in messages)

    def _drawn_or_said(self, message: Message) -> str:
        """The message as HTML; where its payload cannot be drawn, a word of that: the others are shown all the same."""
        try:
            return self._drawing.message(message)
        except Exception:  # a payload may be wrong in any way
            _log.exception("The message %s cannot be drawn: %r", message.id, message.json())
            said = self._drawing.say("This message cannot be drawn; the log of the sandbox tells why.")
            plain = replace(message, content=f"*{said}*", embeds=(), components=(), attachments=())
            return self._drawing.message(plain)
