"""Conversation in plain words, and the buttons under answers."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.chat.client import Clio
from bot.chat.messages import hear, hear_anew
from bot.chat.presses import Chosen, Pressed


class Talk(commands.Cog):
    """Hears what is said to Clio."""

    def __init__(self, bot: Clio) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what is meant for Clio."""
        await hear(self._bot, message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer what was meant for Clio and is said otherwise now."""
        await hear_anew(self._bot, payload.message)


async def setup(bot: Clio) -> None:
    """Have the bot listen, and its buttons work."""
    bot.add_dynamic_items(Pressed, Chosen)
    await bot.add_cog(Talk(bot))
