"""First replies to interactions, within Discord's 3 seconds: put off in time, and not given up for one fault."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import aiohttp
import discord

from bot.chat.posting import AGAIN

_log = logging.getLogger(__name__)

PROMPT = 1.5
"""Seconds after which an answer is put off; Discord gives up on an interaction after 3."""
ALREADY_GIVEN = 40060
"""Discord's code for a first reply to an interaction that has had one."""

_GIVEN = "first reply given"

Interaction = discord.Interaction[Any]
Given = TypeVar("Given")


async def in_time(interaction: Interaction, work: Coroutine[Any, Any, Given], *, thinking: bool = False) -> Given:
    """What ``work`` gives; where it takes long, the interaction is deferred first, privately. Raises what it raises.

    ``thinking`` shows that somebody thinks; without it a button's message stays as it is until it is edited.
    """
    task = asyncio.create_task(work)
    prompt, _ = await asyncio.wait({task}, timeout=PROMPT)
    if not prompt:
        await give(interaction, lambda: interaction.response.defer(ephemeral=True, thinking=thinking))
    return await task


async def give(interaction: Interaction, send: Callable[[], Awaitable[Any]]) -> None:
    """Give an interaction its first reply with ``send``, which is called again where the connection breaks.

    Where Discord has a first reply already, only word of it was lost, and that is as good. Raises what sending raises:
    what Discord refuses for trouble of its own, discord.py has tried again by then.
    """
    try:
        try:
            await send()
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(AGAIN)
            await send()
    except discord.HTTPException as error:
        if error.code != ALREADY_GIVEN:
            raise
        _log.info("Discord has a first reply already that it had not confirmed")
        interaction.extras[_GIVEN] = True


def is_given(interaction: Interaction) -> bool:
    """Whether an interaction has had its first reply."""
    return interaction.response.is_done() or _GIVEN in interaction.extras


async def tell_privately(interaction: Interaction, **content: Any) -> None:
    """Tell the one who asked, as first reply or after it. Raises what sending raises."""

    async def send() -> None:
        if "file" in content:
            content["file"].reset()
        await interaction.response.send_message(**content, ephemeral=True)

    if is_given(interaction):
        await interaction.followup.send(**content, ephemeral=True)
    else:
        await give(interaction, send)


async def tell_in_place(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    """Put a card in the place of the one whose button was pressed. Raises what sending raises."""
    if is_given(interaction):
        await interaction.edit_original_response(view=view)
    else:
        await give(interaction, lambda: interaction.response.edit_message(view=view))
