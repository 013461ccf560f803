"""One socket to a bot: frames out in order, compressed as the bot asked.

Source: https://discord.com/developers/docs/events/gateway#transport-compression
"""

from __future__ import annotations

import asyncio
import itertools
import zlib
from collections.abc import AsyncIterator, Callable

from aiohttp import WSMsgType, web

_NUMBERS = itertools.count(1)

CLOSE_SECONDS = 1.0
"""How long a bot may take to answer a close."""


class Socket:
    """Sends text frames, or binary ones of a single zlib stream where the bot asked for `zlib-stream`.

    `sent` is called with every text that is put in line.
    """

    def __init__(self, request: web.Request, sent: Callable[[str], None] = lambda text: None) -> None:
        self._sent = sent
        self.number = next(_NUMBERS)
        self._request = request
        self._socket = web.WebSocketResponse(timeout=CLOSE_SECONDS, max_msg_size=0)
        self._deflate = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        self._closed_here = False
        self._outgoing: asyncio.Queue[str] = asyncio.Queue()

    async def open(self) -> web.WebSocketResponse:
        """Answers the bot's upgrade."""
        await self._socket.prepare(self._request)
        return self._socket

    def send(self, text: str) -> None:
        """Puts a frame in line."""
        self._outgoing.put_nowait(text)
        self._sent(text)

    async def write(self) -> None:
        """Sends what is in line, until cancelled or the socket is gone."""
        while not self._socket.closed:
            text = await self._outgoing.get()
            try:
                if self._deflate is None:
                    await self._socket.send_str(text)
                else:
                    packed = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                    await self._socket.send_bytes(packed)
            except ConnectionError:
                return

    async def frames(self) -> AsyncIterator[str]:
        """The texts that the bot sends, until either side closes."""
        async for message in self._socket:
            if message.type is WSMsgType.TEXT:
                yield message.data

    @property
    def taken_leave(self) -> bool:
        """Whether the bot closed it with 1000 or 1001, which ends its session."""
        return not self._closed_here and self._socket.close_code in (1000, 1001)

    async def close(self, code: int, reason: str = "") -> None:
        """Closes with a code of Discord's."""
        self._closed_here = True
        await self._socket.close(code=code, message=reason.encode())

    def cut(self) -> None:
        """Drops the connection without a word, as a broken line does."""
        if self._request.transport is not None:
            self._request.transport.abort()
