"""A small bot on the unmodified discord.py client, with one of everything that the sandbox should carry."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
from discord import app_commands

Year = app_commands.Range[int, 1999, 2014]


class TinyBot(discord.AutoShardedClient):
    """Registers its commands when it logs in; keeps what went wrong, and what it was told, for the tests.

    `heard` is what people say, `others` what other bots and webhooks say, which it never answers.
    """

    def __init__(self, *, content: bool = False, shards: int = 1, without: tuple[str, ...] = ()) -> None:
        intents = discord.Intents.default()
        intents.message_content = content
        for name in without:
            setattr(intents, name, False)
        super().__init__(
            intents=intents,
            shard_count=shards,
            guild_ready_timeout=0.02,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.tree = app_commands.CommandTree(self)
        self.errors: asyncio.Queue[BaseException] = asyncio.Queue()
        self.heard: asyncio.Queue[discord.Message] = asyncio.Queue()
        self.others: asyncio.Queue[discord.Message] = asyncio.Queue()
        self.resumed = asyncio.Event()
        self.shard_ready = asyncio.Event()
        self.tree.error(self._on_tree_error)
        add_commands(self)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Spares the tests the 5 s that Discord wants between two shards."""

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot:
            if message.author != self.user:
                self.others.put_nowait(message)
            return
        self.heard.put_nowait(message)
        if self.user in message.mentions or message.guild is None:
            await message.reply(f"You said: {message.content}")

    async def on_resumed(self) -> None:
        self.resumed.set()

    async def on_shard_ready(self, shard_id: int) -> None:
        self.shard_ready.set()

    async def _on_tree_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        self.errors.put_nowait(getattr(error, "original", error))


class Question(discord.ui.Modal, title="Ask"):
    """Asks for one line."""

    line: discord.ui.TextInput[Question] = discord.ui.TextInput(label="What", custom_id="what", max_length=50)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"Asked: {self.line.value}")


class Panel(discord.ui.View):
    """A button that edits, one that answers privately, one that opens a modal, and a select."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Edit", custom_id="edit")
    async def edit(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        await interaction.response.edit_message(content="edited")

    @discord.ui.button(label="Later", custom_id="later")
    async def later(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="edited later")

    @discord.ui.button(label="Ask", custom_id="ask")
    async def ask(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        await interaction.response.send_modal(Question())

    @discord.ui.button(label="Off", custom_id="off", disabled=True)
    async def off(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        await interaction.response.defer()

    @discord.ui.select(
        custom_id="pick",
        options=[discord.SelectOption(label="Mali", value="mali"), discord.SelectOption(label="Konna", value="konna")],
    )
    async def pick(self, interaction: discord.Interaction, select: discord.ui.Select[Panel]) -> None:
        await interaction.response.send_message(f"Picked {select.values[0]}", ephemeral=True)


def card(*texts: str) -> discord.ui.LayoutView:
    """A Components v2 card with those texts, a link and a button."""
    view = discord.ui.LayoutView(timeout=None)
    box: discord.ui.Container[Any] = discord.ui.Container(*(discord.ui.TextDisplay(text) for text in texts))
    box.add_item(discord.ui.Separator())
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
    row.add_item(discord.ui.Button(label="Source", url="https://example.org/news"))
    row.add_item(discord.ui.Button(label="Related", custom_id="related:1"))
    view.add_item(box)
    view.add_item(row)
    return view


def add_commands(bot: TinyBot) -> None:
    """Gives the bot its commands."""
    event = app_commands.Group(name="event", description="Events")

    @event.command(description="An event about something")
    @app_commands.describe(what="A word", year="The year")
    async def about(
        interaction: discord.Interaction, what: str, year: app_commands.Range[int, 1999, 2014] = 2013
    ) -> None:
        await interaction.response.send_message(f"About {what} in {year}")

    @about.autocomplete("what")
    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        words = ("konna", "mali", "kona")
        return [app_commands.Choice(name=word.title(), value=word) for word in words if word.startswith(typed)]

    bot.tree.add_command(event)

    @bot.tree.command(description="Answers after thinking")
    async def slow(interaction: discord.Interaction, private: bool = False) -> None:
        await interaction.response.defer(ephemeral=private, thinking=True)
        await interaction.followup.send("thought")
        await interaction.followup.send("and more")

    @bot.tree.command(description="Goes along with a person")
    @app_commands.allowed_installs(guilds=False, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def along(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"along, a guild's own: {interaction.is_guild_integration()}")

    @bot.tree.command(description="Answers privately")
    async def whisper(interaction: discord.Interaction, who: discord.Member | None = None) -> None:
        name = "nobody" if who is None else who.name
        await interaction.response.send_message(f"psst {name}", ephemeral=True)

    @bot.tree.command(description="A panel")
    async def panel(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("panel", view=Panel())

    @bot.tree.command(description="Replies twice")
    async def twice(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("once")
        again = discord.webhook.async_.async_context.get()
        await again.create_interaction_response(
            interaction.id,
            interaction.token,
            session=interaction._session,
            params=discord.webhook.async_.interaction_message_response_params(type=4, content="twice"),
        )

    @bot.tree.command(description="A card, too long where asked")
    async def long(interaction: discord.Interaction, kind: str) -> None:
        if kind == "content":
            await interaction.response.send_message("x" * 2001)
        elif kind == "embed":
            await interaction.response.send_message(embed=discord.Embed(title="x" * 257))
        elif kind == "texts":
            await interaction.response.send_message(view=card("x" * 2500, "y" * 1501))
        else:
            await interaction.response.send_message(view=card("# Konna", "recaptured"))

    @bot.tree.command(description="For those who manage the guild")
    @app_commands.default_permissions(manage_guild=True)
    async def reload(interaction: discord.Interaction) -> None:
        held = interaction.app_permissions.send_messages
        await interaction.response.send_message(f"may send: {held}")
