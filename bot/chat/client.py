"""The bot: what it listens to, its commands, and how it goes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.chat import errors
from bot.chat.answered import Answered
from bot.chat.desk import Desk
from bot.chat.digests import Digests
from bot.chat.moderators import Moderators
from bot.chat.pace import KEYS, Pace, TooFast
from bot.chat.registration import register
from bot.chat.translator import Translator

WrongToken = discord.LoginFailure
"""Discord does not take the token."""

CONNECTION_ERRORS = (discord.DiscordException, aiohttp.ClientError)
"""What the client raises where Discord cannot be reached or refuses the bot."""

_log = logging.getLogger(__name__)

# Clio does not speak, so discord.py need not warn that it cannot.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

# It names guild and person where a choice comes too late for Discord, which is no news.
logging.getLogger("discord.app_commands.tree").addFilter(
    lambda record: not str(record.msg).startswith("Ignoring exception in autocomplete")
)

COGS = ("cogs.lookup", "cogs.talk", "cogs.about", "cogs.archive", "cogs.digest", "cogs.digest_look")


# Seconds that a request may be made to wait for Discord's rate limits; discord.py takes nothing shorter. What is asked
# for longer fails at once, and is tried again where that makes sense.
_LONGEST_REST = 30.0


@dataclass(frozen=True, slots=True)
class Shards:
    """Which of how many shards this process is; None for as many as Discord advises, and for all of them."""

    count: int | None = None
    ids: tuple[int, ...] | None = None

    @property
    def options(self) -> dict[str, Any]:
        """The same, as discord.py takes it."""
        return {"shard_count": self.count, "shard_ids": list(self.ids) if self.ids is not None else None}


class Tree(app_commands.CommandTree["Clio"]):
    """The commands, with one pace for each person and an answer to every failure."""

    async def interaction_check(self, interaction: discord.Interaction[Clio]) -> bool:
        """Whether a command may go on; a person who is too fast is told so, or offered nothing while typing."""
        if interaction.type is discord.InteractionType.autocomplete:
            return await _may_complete(interaction)
        try:
            interaction.client.pace.count(interaction.user.id)
        except TooFast as error:
            await errors.tell(interaction, error)
            return False
        return True

    async def on_error(self, interaction: discord.Interaction[Clio], error: app_commands.AppCommandError) -> None:
        """Answer a failure; while somebody types there is nobody to answer."""
        if interaction.type is discord.InteractionType.autocomplete:
            _log.info("Nothing could be offered: %s", type(error).__name__)
            return
        await errors.tell(interaction, error)


async def _may_complete(interaction: discord.Interaction[Clio]) -> bool:
    """Whether what a person types is completed; one who types faster than people do is offered nothing."""
    try:
        interaction.client.completing.count(interaction.user.id)
    except TooFast:
        with contextlib.suppress(*CONNECTION_ERRORS):
            await interaction.response.autocomplete([])
        return False
    return True


class Clio(commands.AutoShardedBot):
    """Clio in Discord.

    ``desk`` answers, ``digests`` looks after the digests; ``home`` is where it is kept which commands are registered.
    """

    def __init__(self, desk: Desk, digests: Digests, home: Path, shards: Shards | None = None) -> None:
        shards = shards or Shards()
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
            guild_ready_timeout=0.25,
            max_ratelimit_timeout=_LONGEST_REST,
            **shards.options,
        )
        self.desk = desk
        self.digests = digests
        self.home = home
        self.moderators = Moderators()
        self.ready = asyncio.Event()
        self.pace = Pace(time.monotonic)
        self.answered = Answered(time.monotonic)
        self.completing = Pace(time.monotonic, KEYS)
        self._templates: set[re.Pattern[str]] = set()

    @property
    def is_connected(self) -> bool:
        """Whether every gateway connection of this process is up."""
        return self.is_ready() and not any(shard.is_closed() for shard in self.shards.values())

    async def setup_hook(self) -> None:
        """Load the cogs, and register their commands where they have changed."""
        await self.tree.set_translator(Translator())
        for cog in COGS:
            await self.load_extension(cog)
        await register(self.tree, self.home)

    def add_dynamic_items(self, *items: type[ui.DynamicItem[Any]]) -> None:
        """Have those buttons work, also the ones under messages of long ago."""
        super().add_dynamic_items(*items)
        self._templates |= {item.__discord_ui_compiled_template__ for item in items}

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a press that nothing else answers: of a button whose form is no longer known."""
        if interaction.type is not discord.InteractionType.component:
            return
        data: Any = interaction.data
        if not any(template.fullmatch(data["custom_id"]) for template in self._templates):
            await errors.tell(interaction, errors.ButtonOutdated("of no known form"))

    async def on_ready(self) -> None:
        """Say that Clio is there."""
        _log.info("Ready as %s, in %d servers", self.user, len(self.guilds))
        self.ready.set()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Go on with what a guild had before Clio left it."""
        await self.digests.guild_joined(guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Post nothing more in a guild that Clio has left."""
        await self.digests.guild_left(guild.id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Pause what is posted in a channel that was deleted."""
        await self.digests.channel_gone(channel.guild.id, channel.id)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """The same of a thread, also of one that went with its channel."""
        await self.digests.channel_gone(payload.guild_id, payload.thread_id)

    async def on_message(self, message: discord.Message, /) -> None:
        """Look for no text commands: Clio has none. What is said in plain words, a cog hears."""
