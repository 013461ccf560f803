"""Replies to messages of people, also where Clio may not read what was written before."""

from __future__ import annotations

from typing import Any

import discord

CANNOT_REPLY = 160002
"""Discord's code for a reply without the permission to read the message history."""


async def reply(message: discord.Message, **content: Any) -> None:
    """Send something in reply to a message, without pinging; with no reference where that is not permitted.

    Raises what sending raises.
    """
    reference = message.to_reference(fail_if_not_exists=False)
    try:
        await message.channel.send(**content, reference=reference, mention_author=False)
    except discord.HTTPException as error:
        if error.code != CANNOT_REPLY:
            raise
        await message.channel.send(**content)
