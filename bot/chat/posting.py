"""Messages to people, sent or edited once more where Discord did not take them, also where the history is closed."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
import discord

CANNOT_REPLY = 160002
"""Discord's code for a reply without the permission to read the message history."""
AGAIN = 0.3
"""Seconds until what was not taken is sent once more."""

_UNAVAILABLE = 503

Done = TypeVar("Done")


async def reply(message: discord.Message, **content: Any) -> discord.Message:
    """Send something in reply to a message, without pinging; with no reference where that is not permitted.

    Gives the message sent.

    Raises what sending raises.
    """
    reference = message.to_reference(fail_if_not_exists=False)
    try:
        return await send(message.channel, **content, reference=reference, mention_author=False)
    except discord.HTTPException as error:
        if error.code != CANNOT_REPLY:
            raise
        return await send(message.channel, **content)


async def send(place: discord.abc.Messageable, **content: Any) -> discord.Message:
    """Send a message; once more where Discord did not take it, with the same nonce, lest it stands there twice.

    Gives the message sent. Raises what sending raises.
    """
    nonce = secrets.randbits(63)
    return await _again(lambda: place.send(**content, nonce=nonce))


async def edit(message: discord.PartialMessage, **content: Any) -> None:
    """Put something in the place of a message; once more where Discord did not take it. Raises what editing raises."""
    await _again(lambda: message.edit(**content))


async def _again(do: Callable[[], Awaitable[Done]]) -> Done:
    """What ``do`` gives, which is called once more where the connection breaks or Discord has no time for it.

    All other trouble of Discord's own discord.py has tried again by then.
    """
    try:
        return await do()
    except (discord.DiscordServerError, aiohttp.ClientConnectionError) as error:
        if isinstance(error, discord.DiscordServerError) and error.status != _UNAVAILABLE:
            raise
        await asyncio.sleep(AGAIN)
        return await do()
