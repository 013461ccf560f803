"""/digest preview, status and settings."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import Range, locale_str

from bot.chat import digest_replies
from bot.chat.client import Clio

Interaction = discord.Interaction[Clio]


@app_commands.command(
    name=locale_str("preview"), description=locale_str("Exactly what will be posted, shown to you alone")
)
@app_commands.rename(date=locale_str("date"), which=locale_str("digest"))
@app_commands.describe(
    date=locale_str("The day to look at, such as 18 January; else the next"),
    which=locale_str("Which digest; else the one that comes next"),
)
async def preview(interaction: Interaction, date: Range[str, 1, 100] = "", which: str = "") -> None:
    """Show what will be posted."""
    await digest_replies.preview(interaction, date, which)


@app_commands.command(
    name=locale_str("status"), description=locale_str("When each digest comes next, and what became of the last")
)
async def status(interaction: Interaction) -> None:
    """Tell how the schedules fare."""
    await digest_replies.status(interaction)


@app_commands.command(
    name=locale_str("settings"),
    description=locale_str("The server's time zone and language, for all Clio says"),
)
@app_commands.rename(timezone=locale_str("timezone"), language=locale_str("language"))
@app_commands.describe(
    timezone=locale_str("Such as Paris or EST; it says what day today is"),
    language=locale_str("What Clio says to everybody here"),
)
async def settings(
    interaction: Interaction, timezone: Range[str, 1, 60] = "", language: Range[str, 1, 20] = ""
) -> None:
    """Keep the server's settings."""
    await digest_replies.settings(interaction, timezone, language)


preview.autocomplete("which")(digest_replies.offer_schedules)
settings.autocomplete("timezone")(digest_replies.offer_zones)
settings.autocomplete("language")(digest_replies.offer_languages)


async def setup(bot: Clio) -> None:
    """Put the commands beside the others of /digest."""
    group = bot.tree.get_command("digest")
    assert isinstance(group, app_commands.Group), "cogs.digest comes first"
    group.add_command(preview)
    group.add_command(status)
    group.add_command(settings)
