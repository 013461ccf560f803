"""/help, /about and /privacy."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chat.client import Clio
from bot.chat.privacy import tell_privacy
from bot.chat.replies import answer_with
from bot.talk.requests import Help, Status


class AboutClio(commands.Cog):
    """Says what Clio is."""

    @app_commands.command(name=locale_str("help"), description=locale_str("What you can ask, with examples to press"))
    async def help(self, interaction: discord.Interaction[Clio]) -> None:
        """Tell what can be asked."""
        await answer_with(interaction, Help())

    @app_commands.command(
        name=locale_str("about"), description=locale_str("What Clio is, what its archive holds and where it is from")
    )
    async def about(self, interaction: discord.Interaction[Clio]) -> None:
        """Tell what the archive holds."""
        await answer_with(interaction, Status())

    @app_commands.command(name=locale_str("privacy"), description=locale_str("What Clio stores about you: nothing"))
    async def privacy(self, interaction: discord.Interaction[Clio]) -> None:
        """Tell what is stored."""
        await tell_privacy(interaction)


async def setup(bot: Clio) -> None:
    """Give the bot these commands."""
    await bot.add_cog(AboutClio())
