"""The bot: what it listens to, its commands, and how it goes."""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.chat import errors
from bot.chat.desk import Desk
from bot.chat.moderators import Moderators
from bot.chat.pace import Pace, TooFast
from bot.chat.registration import register
from bot.chat.translator import Translator

WrongToken = discord.LoginFailure
"""Discord does not take the token."""

CONNECTION_ERRORS = (discord.DiscordException, aiohttp.ClientError)
"""What the client raises where Discord cannot be reached or refuses the bot."""

_log = logging.getLogger(__name__)

# Clio does not speak, so discord.py need not warn that it cannot.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

COGS = ("cogs.lookup", "cogs.talk", "cogs.about", "cogs.archive")


class Tree(app_commands.CommandTree["Clio"]):
    """The commands, with one pace for each person and an answer to every failure."""

    async def interaction_check(self, interaction: discord.Interaction[Clio]) -> bool:
        """Whether a command may go on; a person who is too fast is told so."""
        if interaction.type is not discord.InteractionType.application_command:
            return True
        try:
            interaction.client.pace.count(interaction.user.id)
        except TooFast as error:
            await errors.tell(interaction, error)
            return False
        return True

    async def on_error(self, interaction: discord.Interaction[Clio], error: app_commands.AppCommandError) -> None:
        """Answer a failure."""
        await errors.tell(interaction, error)


class Clio(commands.AutoShardedBot):
    """Clio in Discord. ``desk`` answers; ``home`` is where it is kept which commands are registered."""

    def __init__(self, desk: Desk, home: Path) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=0.5,
        )
        self.desk = desk
        self.home = home
        self.moderators = Moderators()
        self.ready = asyncio.Event()
        self.pace = Pace(time.monotonic)

    async def setup_hook(self) -> None:
        """Load the cogs, and register their commands where they have changed."""
        await self.tree.set_translator(Translator())
        for cog in COGS:
            await self.load_extension(cog)
        await register(self.tree, self.home)

    async def on_ready(self) -> None:
        """Say that Clio is there."""
        _log.info("Ready as %s, in %d servers", self.user, len(self.guilds))
        self.ready.set()

    async def on_message(self, message: discord.Message, /) -> None:
        """Look for no text commands: Clio has none. What is said in plain words, a cog hears."""
