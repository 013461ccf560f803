"""Further commands for the tiny bot: in menus, with a file, with a channel, with translated names."""

from __future__ import annotations

import discord
from discord import app_commands

from .tiny import TinyBot

CHINESE = {"recall": "回忆", "what": "内容", "Recall an event": "回忆一个事件", "War": "战争"}


class Chinese(app_commands.Translator):
    """Translates a few words."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        return CHINESE.get(string.message) if locale is discord.Locale.chinese else None


async def add_menus(bot: TinyBot) -> None:
    """Gives the bot these commands and registers them."""
    words = app_commands.locale_str
    await bot.tree.set_translator(Chinese())

    @bot.tree.context_menu(name="Look up")
    async def look_up(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"Looking up: {message.content}", ephemeral=True)

    @bot.tree.context_menu(name="Greet")
    async def greet(interaction: discord.Interaction, user: discord.User | discord.Member) -> None:
        await interaction.response.send_message(f"Hello {user.name}")

    @bot.tree.command(description="Reads a file")
    async def read(interaction: discord.Interaction, file: discord.Attachment) -> None:
        await interaction.response.send_message(f"{file.filename}: {(await file.read()).decode()}")

    @bot.tree.command(name=words("recall"), description=words("Recall an event"))
    @app_commands.rename(what=words("what"))
    @app_commands.choices(what=[app_commands.Choice(name=words("War"), value="war")])
    async def recall(interaction: discord.Interaction, what: str) -> None:
        await interaction.response.send_message(f"recalled {what}")

    @bot.tree.command(description="Subscribes a channel")
    async def subscribe(interaction: discord.Interaction, channel: discord.TextChannel) -> None:
        held = interaction.data["resolved"]["channels"][str(channel.id)]["permissions"]  # type: ignore[index,typeddict-item]
        may = discord.Permissions(int(held)).send_messages
        await interaction.response.send_message(f"{channel.name}: {may}")

    await bot.tree.sync()
