"""/archive reload, /archive status and /archive problems, for moderators."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chat import moderation, problems
from bot.chat.client import Clio


class ArchiveCommands(commands.Cog):
    """Keeps the archive up to date. Who may do what, the bot looks at itself."""

    archive = app_commands.Group(
        name=locale_str("archive"),
        description=locale_str("Keep the archive up to date"),
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    @archive.command(name=locale_str("reload"), description=locale_str("Read the pages that have changed"))
    async def reload(self, interaction: discord.Interaction[Clio]) -> None:
        """Reload the archive and tell what changed."""
        await moderation.reload(interaction)

    @archive.command(name=locale_str("status"), description=locale_str("What the archive holds, and since when"))
    async def status(self, interaction: discord.Interaction[Clio]) -> None:
        """Tell how the archive stands."""
        await moderation.status(interaction)

    @archive.command(name=locale_str("problems"), description=locale_str("What is wrong with pages, and with which"))
    async def problems(self, interaction: discord.Interaction[Clio]) -> None:
        """List what is wrong with pages."""
        await problems.show(interaction)


async def setup(bot: Clio) -> None:
    """Give the bot these commands, and the buttons under what they say."""
    cog = ArchiveCommands()
    if bot.moderators.roles:
        # Discord offers a command by permission alone: whoever holds a role would not see it.
        for command in cog.get_app_commands():
            command.default_permissions = None
    await bot.add_cog(cog)
    bot.add_dynamic_items(problems.TurnButton, problems.FileButton)
