"""/onthisday, /event, /related and /random."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chat import choices, options
from bot.chat.client import Clio
from bot.chat.replies import answer_with
from bot.talk.requests import Random


class Lookup(commands.Cog):
    """Looks events up."""

    @app_commands.command(
        name=locale_str("onthisday"), description=locale_str("What happened on this day in earlier years")
    )
    @app_commands.rename(date=locale_str("date"), year=locale_str("year"), about=locale_str("about"))
    @app_commands.describe(
        date=locale_str("A month and day, such as 18 January, or yesterday; today when left out"),
        year=locale_str("Only events of this year, such as 2013"),
        about=locale_str("Only events about this, such as Mali or earthquake"),
    )
    async def on_this_day(
        self,
        interaction: discord.Interaction[Clio],
        date: app_commands.Range[str, 1, 100] = "",
        year: app_commands.Range[int, 1, 9999] | None = None,
        about: app_commands.Range[str, 1, 100] = "",
    ) -> None:
        """Tell a day's anniversaries."""
        first = options.is_month_first(interaction.locale)
        today = (await interaction.client.digests.customs(interaction.guild_id)).today
        request = options.on_this_day(today, date, year, about, month_first=first)
        await answer_with(interaction, request)

    @app_commands.command(name=locale_str("event"), description=locale_str("Find the event you have in mind"))
    @app_commands.rename(about=locale_str("about"))
    @app_commands.describe(
        about=locale_str("Words for it, such as Konna or Costa Concordia 2012; pick one as you type")
    )
    async def event(self, interaction: discord.Interaction[Clio], about: app_commands.Range[str, 1, 500]) -> None:
        """Tell the event that words mean."""
        first = options.is_month_first(interaction.locale)
        today = (await interaction.client.digests.customs(interaction.guild_id)).today
        await answer_with(interaction, options.event(today, about, month_first=first))

    @app_commands.command(name=locale_str("related"), description=locale_str("Find events related to another event"))
    @app_commands.rename(to=locale_str("to"))
    @app_commands.describe(to=locale_str("Words for that event, such as Konna; pick one as you type"))
    async def related(self, interaction: discord.Interaction[Clio], to: app_commands.Range[str, 1, 500]) -> None:
        """Tell what is related to an event."""
        today = (await interaction.client.digests.customs(interaction.guild_id)).today
        await answer_with(interaction, options.related(today, to))

    @app_commands.command(name=locale_str("random"), description=locale_str("Any event, picked by chance"))
    @app_commands.rename(about=locale_str("about"))
    @app_commands.describe(about=locale_str("Only events about this, such as Mali or earthquake"))
    async def random(self, interaction: discord.Interaction[Clio], about: app_commands.Range[str, 1, 100] = "") -> None:
        """Tell an event picked by chance."""
        await answer_with(interaction, Random(about.strip()))

    @event.autocomplete("about")
    @related.autocomplete("to")
    async def offer_events(self, interaction: discord.Interaction[Clio], typed: str) -> list[app_commands.Choice[str]]:
        """Offer contexts and events."""
        return await choices.events(interaction.client.desk, typed, interaction.locale)

    @on_this_day.autocomplete("about")
    @random.autocomplete("about")
    async def offer_contexts(
        self, interaction: discord.Interaction[Clio], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer contexts."""
        return await choices.contexts(interaction.client.desk, typed)


async def setup(bot: Clio) -> None:
    """Give the bot these commands."""
    await bot.add_cog(Lookup())
