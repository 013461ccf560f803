"""/archive reload, for moderators."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chat.client import Clio
from bot.chat.moderation import reload


class ArchiveCommands(commands.Cog):
    """Keeps the archive up to date."""

    archive = app_commands.Group(
        name=locale_str("archive"),
        description=locale_str("Keep the archive up to date"),
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    @archive.command(name=locale_str("reload"), description=locale_str("Read the pages that have changed"))
    @app_commands.checks.has_permissions(manage_guild=True)
    async def reload(self, interaction: discord.Interaction[Clio]) -> None:
        """Reload the archive and tell what changed."""
        await reload(interaction)


async def setup(bot: Clio) -> None:
    """Give the bot these commands."""
    await bot.add_cog(ArchiveCommands())
