"""Replies to interactions: the first within Discord's 3 seconds or put off in time, none given up for one fault."""

from __future__ import annotations

import asyncio
import contextlib
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
_THINKING = "thinking stands there, seen by the one who asked alone"
_MAY_THINK = (discord.InteractionResponseType.deferred_channel_message, None)
"""The first replies behind which "thinking" may stand; None is one that only Discord knows of."""

Interaction = discord.Interaction[Any]
Given = TypeVar("Given")


async def in_time(interaction: Interaction, work: Coroutine[Any, Any, Given], *, thinking: bool = False) -> Given:
    """What ``work`` gives; where it takes long, the interaction is deferred first, privately. Raises what it raises.

    ``thinking`` shows that somebody thinks; without it a button's message stays as it is until it is edited.
    """
    task = asyncio.create_task(work)
    prompt, _ = await asyncio.wait({task}, timeout=PROMPT)
    if not prompt:
        if thinking:
            await think(interaction, privately=True)
        else:
            await give(interaction, lambda: interaction.response.defer(ephemeral=True))
    return await task


async def think(interaction: Interaction, *, privately: bool) -> None:
    """Show that somebody thinks, as first reply. Raises what sending raises."""
    await give(interaction, lambda: interaction.response.defer(ephemeral=privately, thinking=True))
    if privately and interaction.response.is_done():
        interaction.extras[_THINKING] = True


async def give(interaction: Interaction, send: Callable[[], Awaitable[Any]]) -> None:
    """Give an interaction its first reply with ``send``, which is called again where the connection breaks.

    Where Discord has a first reply already, only word of it was lost, and that is as good. Raises what sending raises:
    what Discord refuses for trouble of its own, discord.py has tried again by then.
    """
    try:
        await again(send)
    except discord.HTTPException as error:
        if error.code != ALREADY_GIVEN:
            raise
        _log.info("Discord has a first reply already that it had not confirmed")
        interaction.extras[_GIVEN] = True


def is_given(interaction: Interaction) -> bool:
    """Whether an interaction has had its first reply."""
    return interaction.response.is_done() or _GIVEN in interaction.extras


async def again(send: Callable[[], Awaitable[Given]]) -> Given:
    """What ``send`` gives; it is called once more where the connection breaks. Raises what sending raises.

    It may have arrived by then, so it is for what comes to the same when it is done twice: an edit is, a follow-up is
    not, since Discord takes no nonce with one.
    """
    try:
        return await send()
    except aiohttp.ClientConnectionError:
        await asyncio.sleep(AGAIN)
        return await send()


async def edit(interaction: Interaction, **content: Any) -> None:
    """Put something in the place of what stands as first reply. Raises what sending raises."""
    if "file" in content:
        content["attachments"] = [content.pop("file")]

    async def send() -> None:
        for file in content.get("attachments", ()):
            file.reset()
        await interaction.edit_original_response(**content)

    await again(send)


async def tell_privately(interaction: Interaction, **content: Any) -> None:
    """Tell the one who asked, as first reply or after it. Raises what sending raises."""

    async def send() -> None:
        if "file" in content:
            content["file"].reset()
        await interaction.response.send_message(**content, ephemeral=True)

    if is_given(interaction):
        await tell_after(interaction, **content)
    else:
        await give(interaction, send)


async def tell_after(interaction: Interaction, **content: Any) -> None:
    """Tell the one who asked after the first reply: in the place of "thinking" where only they see that, else beside.

    A "thinking" that all see is taken away, since what took its place would be as public. Raises what sending raises.
    """
    if await _is_put_off_privately(interaction):
        try:
            await edit(interaction, **content)
            return
        except discord.NotFound:
            if "file" in content:
                content["file"].reset()  # they dismissed it
    await interaction.followup.send(**content, ephemeral=True)


async def tell_in_place(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    """Put a card in the place of the one whose button was pressed. Raises what sending raises."""
    if is_given(interaction):
        await edit(interaction, view=view)
    else:
        await give(interaction, lambda: interaction.response.edit_message(view=view))


async def _is_put_off_privately(interaction: Interaction) -> bool:
    """Whether "thinking" stands there for one person alone, until that is told. One that all see is taken away."""
    if _THINKING in interaction.extras:
        untold, interaction.extras[_THINKING] = bool(interaction.extras[_THINKING]), False
        return untold
    if interaction.response.type not in _MAY_THINK:
        return False
    standing = await again(interaction.original_response)
    if standing.flags.loading and not standing.flags.ephemeral:
        with contextlib.suppress(discord.NotFound):
            await again(standing.delete)
    return standing.flags.loading and standing.flags.ephemeral
