"""What moderators do with the archive, as private replies: reloading it, and asking how it stands."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from functools import partial

import aiohttp
import discord

from bot.chat.archive_cards import progress_card, report_card, status_card
from bot.chat.archivist import Reload, Reloaded
from bot.chat.cards import Card
from bot.chat.client import Clio
from bot.chat.deferral import again, edit, give, in_time, tell_privately
from bot.chat.posting import send
from bot.speech import choose_language

_log = logging.getLogger(__name__)

PACE = 1.5
"""Seconds from one edit of a reply that shows progress to the next."""

_UNREACHABLE = (discord.HTTPException, aiohttp.ClientError, TimeoutError)


async def reload(interaction: discord.Interaction[Clio]) -> None:
    """Reload the archive, show how far it has come, and end with what changed.

    Raises NotModerator, NotAtHome, ReloadRunning and ReloadTooSoon before anything is begun, else ReloadFailed.
    """
    interaction.client.moderators.let_reload(interaction)
    reload = interaction.client.desk.archivist.reload()
    language = choose_language(str(interaction.locale))
    beginning = progress_card(reload.progress, language)
    await give(interaction, partial(interaction.response.send_message, view=beginning, ephemeral=True))
    try:
        reloaded = await _watched(interaction, reload, language)
    except Exception:
        if interaction.client.is_closed():
            return  # Clio was stopped meanwhile, and nothing can be said any more
        with contextlib.suppress(*_UNREACHABLE):
            await again(interaction.delete_original_response)
        raise
    await _end_with(interaction, report_card(reloaded, language))


async def status(interaction: discord.Interaction[Clio]) -> None:
    """Say what the archive holds and since when. Raises NotModerator and IndexUnusable."""
    interaction.client.moderators.let_in(interaction)
    standing = await in_time(interaction, interaction.client.desk.archivist.standing(), thinking=True)
    view = status_card(standing, choose_language(str(interaction.locale)))
    await tell_privately(interaction, view=view)


async def _watched(interaction: discord.Interaction[Clio], reload: Reload, language: str) -> Reloaded:
    """What a reload did; while it goes on, the reply is kept up to date."""
    shown = reload.progress
    while not reload.task.done():
        await asyncio.wait({reload.task}, timeout=PACE)
        if not reload.task.done() and reload.progress != shown:
            shown = reload.progress
            try:
                await interaction.edit_original_response(view=progress_card(shown, language))
            except _UNREACHABLE as error:  # the reload goes on all the same
                _log.info("The progress of a reload could not be shown: %s", error)
    return await reload.task


async def _end_with(interaction: discord.Interaction[Clio], view: Card) -> None:
    """Put the end in the place of the progress: or beside it, or into a direct message, where that is gone.

    A reply may have been dismissed by then, a connection may break, and Discord takes nothing more after 15 minutes.
    Where nothing of it arrives the reload was as good, so nothing is raised.
    """
    replies = (
        partial(edit, interaction, view=view),
        partial(interaction.followup.send, view=view, ephemeral=True),
    )
    for reply in replies:
        try:
            await reply()
            return
        except (discord.NotFound, aiohttp.ClientError, TimeoutError) as error:
            _log.info("The end of a reload has to be told in another way: %r", error)
        except discord.HTTPException as error:
            _log.info("The end of a reload is told by direct message: %s", error)
            break
    try:
        await send(interaction.user, view=view)
    except _UNREACHABLE as error:
        _log.warning("The archive was reloaded, and whoever asked for it could not be told: %r", error)
