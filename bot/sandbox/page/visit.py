"""One person at the page: what they do comes in over a socket, what they see goes out over it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from bot.sandbox.errors import ApiError, Json
from bot.sandbox.page import deeds, parts, places
from bot.sandbox.page.drawing import Drawing, template
from bot.sandbox.page.names import shown_name
from bot.sandbox.page.traffic import GONE, Entry
from bot.sandbox.page.view import View
from bot.sandbox.page.words import ENGLISH, LANGUAGES, Say, preferred
from bot.sandbox.people.offers import NotOfferedError
from bot.sandbox.people.reply import NoAnswerError
from bot.sandbox.reading import read_json
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.events import ALL_INTENTS, Event, Receiver
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import User

if TYPE_CHECKING:
    from bot.sandbox.page.page import Page, Seat

LARGEST_DEED = 256 * 1024
"""Bytes of one thing that is done."""

_log = logging.getLogger(__name__)


class Visit:
    """One open page. Changes are gathered and sent together, so that a burst of them is drawn once."""

    def __init__(self, page: Page, request: web.Request) -> None:
        self.page = page
        self.world = page.sandbox.world
        self.seat: Seat = page.seats[0]
        self.channel: Channel | None = None
        self.view: View | None = None
        self.watching = False
        self.outside = request.query.get("pictures") == "outside"
        self._browser = preferred(request.headers.get("Accept-Language", ""))
        self._request = request
        self._socket = web.WebSocketResponse(heartbeat=30.0, max_msg_size=LARGEST_DEED, compress=False)
        self._due: set[str] = set()
        self._pushed: list[Json] = []
        self._entries: list[Entry] = []
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def hold(self) -> web.WebSocketResponse:
        """Serves the socket until it is closed."""
        await self._socket.prepare(self._request)
        events = self.world.events
        endings = [events.watch(self._changed), self.page.traffic.listen(self._passed), events.listen(self._happened)]
        writer = asyncio.create_task(self._write())
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    self._start(self._take(message.data))
        finally:
            for end in endings:
                end()
            for task in (writer, *self._tasks):
                task.cancel()
            await asyncio.gather(writer, *self._tasks, return_exceptions=True)
        return self._socket

    async def close(self) -> None:
        """Closes the socket; the page connects again when it can."""
        with contextlib.suppress(ConnectionError):
            await self._socket.close(code=1001)

    @property
    def user(self) -> User:
        """Whom the person at the page is, with the language that their client has: chosen, their own, the browser's."""
        user = self.seat.user
        own = user.locale if user.locale != ENGLISH else self._browser
        return replace(user, locale=self.page.languages.get(user.id, own))

    @property
    def language(self) -> str:
        """What the page speaks: the client's language, or the browser's where the page is not written in that."""
        locale = self.user.locale
        return locale if locale in LANGUAGES else self._browser

    @property
    def say(self) -> Say:
        """Says the page's sentences in that language."""
        return self.page.say_in(self.language)

    def seat_label(self, seat: Seat) -> str:
        """How a seat is called where it is chosen."""
        return self.say("{name}, {role}", name=shown_name(seat.user), role=self.say(seat.role))

    def drawn(self, name: str, **shown: Any) -> str:
        """A template filled in, in that language."""
        return template(name, self.language).render(**shown)

    def drawing(self, channel: Channel) -> Drawing:
        """Draws for this person in that channel."""
        files = self.page.sandbox.api_base.partition("/api/")[0] + "/attachments/"
        retold = self.page.retold.get(self.language, {})
        return Drawing(
            self.world, self.user, channel, files=files, outside=self.outside, language=self.language, retold=retold
        )

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _take(self, text: str) -> None:
        try:
            asked = read_json(text)
            number, name = asked["id"], asked["do"]
        except (ValueError, TypeError, KeyError):
            return
        try:
            answer: Json = await deeds.do(self, str(name), asked)
        except (NotOfferedError, NoAnswerError) as error:
            answer = {"error": self.say(error.sentence, **error.given)}
        except ApiError as error:
            answer = {"error": self.say(error.refusal.message)}
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            _log.debug("A deed of the page that cannot be done: %r", asked, exc_info=error)
            answer = {"error": self.say("The page sent what the sandbox does not understand. Load it again.")}
        except Exception as error:  # the host's own panels and deeds may fail in any way
            _log.exception("A deed of the page failed: %s", name)
            answer = {"error": self.say("It failed: {reason}", reason=str(error) or type(error).__name__)}
        await self._send({"re": number, **answer})

    def push(self, **body: Any) -> None:
        """Sends something of its own, in line with the rest."""
        self._pushed.append(body)
        self._wake.set()

    def due(self, *what: str) -> None:
        """Has these parts drawn anew: side, members, commands, messages, trouble, clock, head."""
        self._due.update(what)
        self._wake.set()

    def people_changed(self) -> None:
        """Somebody came, went or connected."""
        self.due("members")

    def clock_changed(self) -> None:
        """The clock was turned."""
        self.due("clock")

    def _changed(self, subject_id: int) -> None:
        if self.view is not None and subject_id == self.view.channel.id:
            self.due("messages")
        elif self.world.channels.find(subject_id) is not None:
            self.due("side", "messages" if self._is_forum() else "side")

    def _is_forum(self) -> bool:
        return self.channel is not None and int(self.channel.type) == places.Kind.FORUM

    def _happened(self, event: Event) -> None:
        if event.name.startswith(("CHANNEL_", "THREAD_", "GUILD_", "APPLICATION_COMMAND_")):
            self.due("side", "members", "commands", "trouble", "head")
            if self._is_forum():
                self.due("messages")
        elif event.name == "TYPING_START":
            told = (event.form(Receiver(one, ALL_INTENTS)) for one in self.world.users.applications())
            body = next((one for one in told if one is not None), None)
            here = body is not None and self.channel is not None and body["channel_id"] == str(self.channel.id)
            if body is not None and here and body["user_id"] != str(self.user.id):
                self.push(push="typing", name=shown_name(self.world.users.get(int(body["user_id"]))))

    def _passed(self, entry: Entry) -> None:
        if entry.way != "request" and entry.title in ("READY", "RESUMED", GONE):
            self.due("members")
        if "/commands" in entry.title:
            self.due("commands")
        if entry.way == "request":
            self.due("trouble")
        if self.watching:
            self._entries.append(entry)
            self._wake.set()

    async def _write(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            # What happens in the same turn of the loop is drawn together.
            await asyncio.sleep(0)
            due, self._due = self._due, set()
            pushed, self._pushed = self._pushed, []
            entries, self._entries = self._entries, []
            try:
                for body in pushed:
                    await self._send(body)
                for body in self._drawn(due):
                    await self._send(body)
                if entries:
                    await self._send({"push": "traffic", "html": parts.traffic(self, entries)})
            except ApiError:
                # What was to be drawn went away meanwhile; its end is due next.
                continue
            except Exception:  # what bots send may be wrong in any way; what comes after it is shown all the same
                _log.exception("The page could not be told what has changed: %s", ", ".join(sorted(due)))

    def _drawn(self, due: set[str]) -> list[Json]:
        bodies: list[Json] = []
        if self.channel is not None and self.gone(self.channel):
            return [{"push": "lost", "name": self.channel.name}, parts.side(self)]
        if "messages" in due and self.view is not None:
            change = self.view.change()
            if change is not None:
                bodies.append({"push": "messages", **change})
                self.page.reads.note(self.user, self.view.channel)
            if self._is_forum() and self.channel is not None:
                bodies.append({"push": "posts", "html": parts.posts(self, self.channel)})
        if "side" in due:
            bodies.append(parts.side(self))
        if self.channel is not None:
            self.channel = self.world.channels.get(self.channel.id)
            bodies += [draw(self, self.channel) for name, draw in parts.OF_CHANNEL.items() if name in due]
        if "clock" in due:
            bodies.append(parts.clock(self))
        return bodies

    async def _send(self, body: Json) -> None:
        with contextlib.suppress(ConnectionError):
            await self._socket.send_str(json.dumps(body, separators=(",", ":"), ensure_ascii=False))

    def gone(self, channel: Channel) -> bool:
        """Whether this person cannot see the channel any more."""
        standing = self.world.channels.find(channel.id)
        held = Permission.NONE if standing is None else self.world.permissions_in(standing, self.user.id)
        return not held & Permission.VIEW_CHANNEL
