"""Points discord.py at a Discord on loopback instead of the real one."""

from __future__ import annotations

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


def point_at(api_base: str, gateway_url: str) -> None:
    """Sends every later request and gateway connection of discord.py there, in the whole process.

    `api_base` holds the version and ends without a slash (http://127.0.0.1:8080/api/v10); `gateway_url` is a
    ws:// address.
    """
    Route.BASE = api_base
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
