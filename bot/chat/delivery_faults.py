"""What Discord answers to a digest -> the faults that the courier knows, by Discord's JSON code.

Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
"""

from __future__ import annotations

import aiohttp
import discord

from bot.digest.failures import Cause, Fault, FormRefused, Passing, Refused, Unknown

UNKNOWN_CHANNEL = 10003
_CAUSES = {
    UNKNOWN_CHANNEL: Cause.CHANNEL_GONE,
    10004: Cause.GUILD_GONE,
    50001: Cause.NO_ACCESS,
    50008: Cause.CHANNEL_GONE,  # it holds no messages
    50013: Cause.NO_PERMISSION,
    50024: Cause.CHANNEL_GONE,  # it has become a channel of another kind
    50083: Cause.THREAD_ARCHIVED,
    160005: Cause.THREAD_LOCKED,
}
# Too many posts are open in a forum; Discord has stopped messages for a while.
_PASSING = frozenset({40004, 160006})
_BANNED_FOR = 600.0

ERRORS = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
"""What discord.py raises where Discord refuses, fails or cannot be reached."""


def fault_of(error: Exception) -> Fault:
    """A failed post, or a failed search for one, as a fault. What leaves open whether it was posted is Unknown."""
    if isinstance(error, discord.RateLimited):
        return Passing(f"Discord wants {error.retry_after:.0f} seconds of rest.", error.retry_after)
    if not isinstance(error, discord.HTTPException):
        return Unknown(f"{type(error).__name__}: {error}")
    told = f"HTTP {error.status}, code {error.code}: {error.text}"
    if (cause := _CAUSES.get(error.code)) is not None:
        return Refused(cause, told)
    if error.code in _PASSING or error.status in (401, 403, 429):
        # Without a code of Discord's own it comes from what stands before it, and goes on for minutes.
        refused = error.status == 403 and error.code
        return Refused(Cause.NO_PERMISSION, told) if refused else Passing(told, 0.0 if error.code else _BANNED_FOR)
    # A 404 that is not about the channel is said of an earlier message with the same nonce, deleted since.
    return FormRefused(told) if error.status == 400 else Unknown(told)
