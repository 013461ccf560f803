"""Who may keep the archive: those who may manage their server, and those whom the operator named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands


class NotModerator(app_commands.CheckFailure):
    """Somebody who is no moderator asked for what moderators do."""


class NotAtHome(app_commands.CheckFailure):
    """A moderator of a guild that only reads the archive wanted to reload it; the one that keeps it is another."""


@dataclass(frozen=True, slots=True)
class Moderators:
    """Members with the permission Manage Server, or with a role of these ids.

    All guilds share one archive: where ``home`` is a guild's id, only its moderators may reload.
    """

    roles: frozenset[int] = frozenset()
    home: int | None = None

    def let_in(self, interaction: discord.Interaction[Any]) -> None:
        """Raises NotModerator for somebody who is none in the guild where they ask."""
        held = {role.id for role in getattr(interaction.user, "roles", ())}
        if interaction.guild_id is None or not (interaction.permissions.manage_guild or held & self.roles):
            raise NotModerator

    def let_reload(self, interaction: discord.Interaction[Any]) -> None:
        """Raises NotModerator, and NotAtHome in a guild other than the one that keeps the archive."""
        self.let_in(interaction)
        if self.home is not None and interaction.guild_id != self.home:
            raise NotAtHome
