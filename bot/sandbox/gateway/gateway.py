"""The gateway's conversation: hello, identify or resume, heartbeats, member requests.

Source: https://discord.com/developers/docs/events/gateway and .../gateway-events
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from aiohttp import web

from bot.sandbox.errors import Json
from bot.sandbox.gateway.members import chunks
from bot.sandbox.gateway.sessions import Session, Sessions, Told, frame
from bot.sandbox.gateway.socket import Socket
from bot.sandbox.gateway.starts import Starts
from bot.sandbox.reading import read_json
from bot.sandbox.world.events import Intent
from bot.sandbox.world.users import GUILD_MEMBERS_FLAG, MESSAGE_CONTENT_FLAG, Application
from bot.sandbox.world.world import World

HEARTBEAT_MS = 41_250
LATENCY = 0.02
"""Seconds after which a heartbeat is acknowledged."""
LARGEST_SENT = 4096
"""Bytes of one payload from a bot."""
MOST_GUILDS = 2_500
"""Guilds that one shard may hold."""


class Op(IntEnum):
    """Gateway opcodes."""

    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE_STATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


@dataclass(frozen=True, slots=True)
class Frame:
    """One payload that went over a socket, as text, and whether a bot sent it."""

    text: str
    from_bot: bool


class GatewayCloseError(Exception):
    """The gateway ends the conversation with a close code of Discord's."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Gateway:
    """Takes in bots' sockets and tells them what happens.

    `is_open` False turns away who knocks, as in an outage; sockets that stand go on. `takes_resumes` False answers
    every resume with an invalid session. `starts` may be told to pace the bots as Discord does.
    """

    def __init__(self, world: World, ticks: Callable[[], float]) -> None:
        self.url = ""
        self.is_open = True
        self.takes_resumes = True
        self.starts = Starts(ticks)
        self.identified = 0
        self.resumed = 0
        self.heartbeats = 0
        self._world = world
        self._sessions = Sessions()
        self._sockets: dict[Socket, Session | None] = {}
        self._listeners: list[Callable[[Frame | None], None]] = []
        world.events.listen(self._sessions.tell)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Holds one socket until it is closed."""
        if not self.is_open:
            raise web.HTTPServiceUnavailable
        socket = Socket(request, lambda text: self._tell(Frame(text, from_bot=False)))
        response = await socket.open()
        self._sockets[socket] = None
        writer = asyncio.create_task(socket.write())
        socket.send(frame(Op.HELLO, {"heartbeat_interval": HEARTBEAT_MS, "_trace": []}))
        try:
            async for text in socket.frames():
                self._tell(Frame(text, from_bot=True))
                self._take(socket, text)
        except GatewayCloseError as closed:
            await socket.close(closed.code, closed.reason)
        finally:
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer
            self._drop(socket)
        return response

    def listen(self, listener: Callable[[Frame | None], None]) -> None:
        """Calls `listener` with every later payload, and with None when a socket is gone."""
        self._listeners.append(listener)

    def cut(self) -> None:
        """Breaks every socket without a close frame; sessions can be resumed."""
        for socket in list(self._sockets):
            socket.cut()

    async def close(self, code: int) -> None:
        """Closes every socket with that code (4000: resume, 4004: the token is wrong, ...)."""
        await asyncio.gather(*(socket.close(code) for socket in list(self._sockets)))

    def ask_to_reconnect(self) -> None:
        """Asks every bot to connect anew and resume (op 7)."""
        for socket in self._sockets:
            socket.send(frame(Op.RECONNECT, None))

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tells every bot that its session is invalid (op 9), and forgets the sessions unless `resumable`."""
        for socket, session in self._sockets.items():
            socket.send(frame(Op.INVALID_SESSION, resumable))
            if session is not None and not resumable:
                self._sessions.end(session)

    @property
    def told(self) -> list[Told]:
        """The events that bots were told, oldest first, as far as they are remembered."""
        return list(self._sessions.told)

    def info(self, application: Application) -> Json:
        """Where the gateway is, how many shards it wants there (one for few guilds), and what may be begun."""
        return {"url": self.url, "shards": 1, "session_start_limit": self.starts.json(application)}

    def is_connected(self, application: Application) -> bool:
        """Whether a session of that application has a socket."""
        return any(s.connected and s.application.id == application.id for s in self._sessions.all())

    def _drop(self, socket: Socket) -> None:
        session = self._sockets.pop(socket)
        if session is None:
            return
        if session not in self._sockets.values():
            session.detach()
        if socket.taken_leave:
            self._sessions.end(session)
        self._tell(None)

    def _tell(self, frame: Frame | None) -> None:
        for listener in self._listeners:
            listener(frame)

    def _take(self, socket: Socket, text: str) -> None:
        if not self.starts.may_send(socket.number):
            raise GatewayCloseError(4008, "Rate limited.")
        if len(text.encode()) > LARGEST_SENT:
            raise GatewayCloseError(4002, "Payload too large.")
        try:
            payload = read_json(text)
            op, data = payload["op"], payload.get("d")
        except (ValueError, TypeError, KeyError):
            raise GatewayCloseError(4002, "Error while decoding payload.") from None
        session = self._sockets[socket]
        if op == Op.HEARTBEAT:
            self.heartbeats += 1
            # As over a network: a client that notes when it has sent its heartbeat may hear of it before it has.
            asyncio.get_running_loop().call_later(LATENCY, socket.send, frame(Op.HEARTBEAT_ACK, None))
        elif op == Op.IDENTIFY:
            self._identify(socket, session, data)
        elif op == Op.RESUME:
            self._resume(socket, session, data)
        elif session is None:
            raise GatewayCloseError(4003, "Not authenticated.")
        elif op == Op.REQUEST_MEMBERS:
            self._send_members(session, data)
        elif op not in (Op.PRESENCE, Op.VOICE_STATE):
            raise GatewayCloseError(4001, "Unknown opcode.")

    def _authenticate(self, session: Session | None, data: Json) -> Application:
        if session is not None:
            raise GatewayCloseError(4005, "Already authenticated.")
        application = self._world.users.by_token(str(data.get("token", "")).removeprefix("Bot "))
        if application is None:
            raise GatewayCloseError(4004, "Authentication failed.")
        return application

    def _identify(self, socket: Socket, session: Session | None, data: Json) -> None:
        application = self._authenticate(session, data)
        intents = _intents(application, data.get("intents"))
        shard, shards = data.get("shard") or (0, 1)
        if not 0 <= shard < shards:
            raise GatewayCloseError(4010, "Invalid shard.")
        if not self.starts.may_identify(application, shard):
            socket.send(frame(Op.INVALID_SESSION, False))
            return
        guilds = [g for g in self._world.guilds.all() if self._world.guilds.has_member(g.id, application.id)]
        if len(guilds) > MOST_GUILDS * shards:
            raise GatewayCloseError(4011, "Sharding required.")
        session = self._sessions.begin(application, intents, shard, shards)
        guilds = [guild for guild in guilds if session.covers(guild.id)]
        self._attach(socket, session)
        self.identified += 1
        session.dispatch("READY", self._ready(session, [guild.id for guild in guilds]))
        for guild in guilds if intents & Intent.GUILDS else ():
            if self._world.guilds.is_out(guild.id):
                continue
            body = self._world.guild_json(guild, session.receiver)
            session.dispatch("GUILD_CREATE", body | {"unavailable": False})

    def _resume(self, socket: Socket, session: Session | None, data: Json) -> None:
        application = self._authenticate(session, data)
        standing = self._sessions.find(str(data.get("session_id")), application)
        sequence = int(data.get("seq") or 0)
        if standing is None or not self.takes_resumes or not standing.can_resume(sequence):
            socket.send(frame(Op.INVALID_SESSION, False))
            return
        for text in standing.after(sequence):
            socket.send(text)
        self._attach(socket, standing)
        self.resumed += 1
        standing.dispatch("RESUMED", {"_trace": []})

    def _attach(self, socket: Socket, session: Session) -> None:
        self._sockets[socket] = session
        session.attach(socket.send)

    def _ready(self, session: Session, guild_ids: list[int]) -> Json:
        application = session.application
        return {
            "v": 10,
            "user": application.bot.own_json(),
            "guilds": [{"id": str(guild_id), "unavailable": True} for guild_id in guild_ids],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "shard": [session.shard, session.shards],
            "application": {"id": str(application.id), "flags": application.flags},
            "user_settings": {},
            "private_channels": [],
            "presences": [],
            "relationships": [],
            "guild_join_requests": [],
            "geo_ordered_rtc_regions": [],
            "_trace": [],
        }

    def _send_members(self, session: Session, data: Json) -> None:
        guild_id = int(data.get("guild_id") or 0)
        if self._world.guilds.has_member(guild_id, session.application.id):
            for chunk in chunks(self._world, guild_id, data):
                session.dispatch("GUILD_MEMBERS_CHUNK", chunk)


def _intents(application: Application, asked: Any) -> Intent:
    if not isinstance(asked, int) or asked < 0:
        raise GatewayCloseError(4013, "Invalid intent(s).")
    intents = Intent(asked)
    privileged = (
        (Intent.MESSAGE_CONTENT, MESSAGE_CONTENT_FLAG),
        (Intent.GUILD_MEMBERS, GUILD_MEMBERS_FLAG),
        (Intent.GUILD_PRESENCES, 0),
    )
    if any(intents & intent and not application.flags & flag for intent, flag in privileged):
        raise GatewayCloseError(4014, "Disallowed intent(s).")
    return intents
