"""Two small bots that have nothing to do with Clio: one listens to a prefix, the other asks by modals."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
from discord import app_commands
from discord.ext import commands

PATIENCE = 20.0
"""Real seconds that a bot may take to be there."""


def prefix_bot() -> commands.Bot:
    """Answers !roll and !poll to whoever writes them."""
    intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
    bot = commands.Bot("!", intents=intents, help_command=None, guild_ready_timeout=0.05)

    @bot.command()
    async def roll(context: commands.Context[commands.Bot], sides: int = 6) -> None:
        async with context.typing():
            embed = discord.Embed(title="Rolled", description=f"**{sides}** of {sides}", colour=0xD9A441)
            embed.add_field(name="By", value=context.author.mention)
            await context.reply(embed=embed)

    @bot.command()
    async def count(context: commands.Context[commands.Bot], number: int) -> None:
        message = await context.send("1")
        for one in range(2, number + 1):
            message = await message.edit(content=str(one))

    return bot


class Report(discord.ui.Modal, title="Report"):
    """Asks for a line, a text and one of three."""

    what: discord.ui.TextInput[Report] = discord.ui.TextInput(label="What happened", max_length=40)
    more: discord.ui.TextInput[Report] = discord.ui.TextInput(
        label="More of it", style=discord.TextStyle.paragraph, required=False
    )
    how: discord.ui.Label[Report] = discord.ui.Label(
        text="How bad",
        component=discord.ui.Select(options=[discord.SelectOption(label=word) for word in ("fine", "odd", "bad")]),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.how.component, discord.ui.Select)
        await interaction.response.send_message(f"{self.what.value}: {self.how.component.values[0]}")


class Papers(discord.ui.Modal, title="Papers"):
    """Asks for files and for somebody."""

    papers: discord.ui.Label[Papers] = discord.ui.Label(
        text="The papers", component=discord.ui.FileUpload(max_values=2, custom_id="papers")
    )
    whose: discord.ui.Label[Papers] = discord.ui.Label(
        text="Whose they are", component=discord.ui.UserSelect(custom_id="whose")
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.papers.component, discord.ui.FileUpload)
        assert isinstance(self.whose.component, discord.ui.UserSelect)
        names = ", ".join(file.filename for file in self.papers.component.values)
        await interaction.response.send_message(f"{names} of {self.whose.component.values[0].name}")


class Desk(discord.ui.View):
    """A button that opens the modal, one that counts, and selects of words, people and channels."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.pressed = 0

    @discord.ui.button(label="Report", style=discord.ButtonStyle.primary, custom_id="report")
    async def report(self, interaction: discord.Interaction, _: discord.ui.Button[Desk]) -> None:
        await interaction.response.send_modal(Report())

    @discord.ui.button(label="0", custom_id="count")
    async def count(self, interaction: discord.Interaction, button: discord.ui.Button[Desk]) -> None:
        self.pressed += 1
        button.label = str(self.pressed)
        await interaction.response.edit_message(view=self)

    @discord.ui.button(label="Nothing", custom_id="nothing")
    async def nothing(self, interaction: discord.Interaction, _: discord.ui.Button[Desk]) -> None:
        """Answers nothing, as a bot that hangs."""

    @discord.ui.select(
        placeholder="Fruit",
        custom_id="fruit",
        min_values=1,
        max_values=2,
        options=[discord.SelectOption(label=word) for word in ("apple", "pear", "plum")],
    )
    async def fruit(self, interaction: discord.Interaction, select: discord.ui.Select[Desk]) -> None:
        await interaction.response.send_message("Fruit: " + " and ".join(select.values), ephemeral=True)

    @discord.ui.select(cls=discord.ui.UserSelect, placeholder="Whom", custom_id="whom")
    async def whom(self, interaction: discord.Interaction, select: discord.ui.UserSelect[Desk]) -> None:
        await interaction.response.send_message(f"Whom: {select.values[0].name}", ephemeral=True)


class Clerk(discord.Client):
    """Has commands, and some in menus; what /slow thinks about is over when `released` is set."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        self.released = asyncio.Event()

    async def setup_hook(self) -> None:
        await self.tree.sync()


def modal_bot() -> Clerk:
    """The clerk with its commands."""
    bot = Clerk()
    tree = bot.tree

    @tree.command(description="Opens the desk")
    async def desk(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("The desk is open.", view=Desk())

    @tree.command(description="Thinks until it is released")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True)
        await bot.released.wait()
        await interaction.followup.send("That is it.")

    @tree.command(description="Gives something to somebody")
    @app_commands.describe(who="Who gets it", what="What they get", where="Where", wrapped="In paper")
    @app_commands.choices(what=[app_commands.Choice(name=word, value=word) for word in ("a book", "a pear")])
    async def give(
        interaction: discord.Interaction,
        who: discord.User,
        what: str,
        where: discord.TextChannel,
        wrapped: bool = False,
    ) -> None:
        await interaction.response.send_message(f"{who.mention} gets {what} in {where.mention}, wrapped: {wrapped}")

    @tree.command(description="Reads a file")
    async def read(interaction: discord.Interaction, file: discord.Attachment) -> None:
        await interaction.response.send_message(f"{file.filename}: {(await file.read()).decode()}")

    @tree.command(description="Asks for papers")
    async def papers(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Papers())

    @tree.context_menu(name="Count the letters")
    async def letters(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"{len(message.content)} letters", ephemeral=True)

    @tree.context_menu(name="Greet")
    async def greet(interaction: discord.Interaction, user: discord.User) -> None:
        await interaction.response.send_message(f"Hello {user.mention}")

    return bot


@asynccontextmanager
async def running(bot: discord.Client, token: str) -> AsyncIterator[None]:
    """The bot, ready, until the block ends."""
    async with bot:
        await bot.login(token)
        connection = asyncio.create_task(bot.connect())
        await asyncio.wait_for(bot.wait_until_ready(), PATIENCE)
        yield
    await asyncio.wait({connection}, timeout=PATIENCE)
