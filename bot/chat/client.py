"""The bot: what it listens to, its commands, and how it goes."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.chat import errors
from bot.chat.desk import Desk
from bot.chat.moderators import Moderators
from bot.chat.registration import register
from bot.chat.translator import Translator

WrongToken = discord.LoginFailure
"""Discord does not take the token."""

CONNECTION_ERRORS = (discord.DiscordException, aiohttp.ClientError)
"""What the client raises where Discord cannot be reached or refuses the bot."""

_log = logging.getLogger(__name__)

# Clio does not speak, so discord.py need not warn that it cannot.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

COGS = ("cogs.lookup", "cogs.archive")

QUESTIONS, SECONDS = 8, 10.0
"""How many commands one person may give in how many seconds."""


class Tree(app_commands.CommandTree["Clio"]):
    """The commands, with one pace for each person and an answer to every failure."""

    def __init__(self, client: Clio) -> None:
        super().__init__(client)
        self._paces: commands.CooldownMapping[discord.Interaction[Any]] = commands.CooldownMapping.from_cooldown(
            QUESTIONS, SECONDS, lambda interaction: interaction.user.id
        )

    async def interaction_check(self, interaction: discord.Interaction[Clio]) -> bool:
        """Whether a command may go on; raises CommandOnCooldown for a person who is too fast."""
        if interaction.type is discord.InteractionType.application_command:
            pace = self._paces.get_bucket(interaction)
            wait = pace.update_rate_limit() if pace else None
            if pace and wait:
                raise app_commands.CommandOnCooldown(pace, wait)
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
            intents=discord.Intents(guilds=True),
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
        """Look for no text commands: Clio has none."""
