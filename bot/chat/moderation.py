"""What moderators do with the archive, as replies to interactions."""

from __future__ import annotations

import discord

from bot.chat.archive_cards import report_card
from bot.chat.client import Clio
from bot.speech import choose_language


async def reload(interaction: discord.Interaction[Clio]) -> None:
    """Reload the archive and reply privately with what changed. Raises ReloadRunning and ReloadFailed."""
    reloading = interaction.client.desk.reload()
    await interaction.response.defer(thinking=True, ephemeral=True)
    report = await reloading
    await interaction.followup.send(view=report_card(report, choose_language(str(interaction.locale))))
