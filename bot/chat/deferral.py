"""What may take a while, and Discord's 3 seconds: put off in time, never without need."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import discord

PROMPT = 1.5
"""Seconds after which an answer is put off; Discord gives up on an interaction after 3."""

Given = TypeVar("Given")


async def in_time(
    interaction: discord.Interaction[Any], work: Coroutine[Any, Any, Given], *, thinking: bool = False
) -> Given:
    """What ``work`` gives; where it takes long, the interaction is deferred first, privately. Raises what it raises.

    ``thinking`` shows that somebody thinks; without it a button's message stays as it is until it is edited.
    """
    task = asyncio.create_task(work)
    prompt, _ = await asyncio.wait({task}, timeout=PROMPT)
    if not prompt:
        await interaction.response.defer(ephemeral=True, thinking=thinking)
    return await task
