"""/digest, for moderators: daily posts of the day's anniversaries. Who may call it is set in Discord."""

from __future__ import annotations

from typing import Any, TypeVar

import discord
from discord import app_commands
from discord.app_commands import Choice, Range, Transform, locale_str

from bot.chat import choices, digest_replies
from bot.chat.client import Clio
from bot.chat.digest_options import Channel, ChannelOption, Given, LeapDayOption
from bot.chat.digest_presses import Chored, WholeDay
from bot.digest.schedule import LeapDay

Interaction = discord.Interaction[Clio]
CommandT = TypeVar("CommandT")

digest = app_commands.Group(
    name=locale_str("digest"),
    description=locale_str("A daily post of what happened on the day in earlier years"),
    default_permissions=discord.Permissions(manage_guild=True),
    allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
    allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
)


def _options(function: CommandT) -> CommandT:
    """Name and describe the options of a schedule."""
    names: dict[str, Any] = {
        "channel": locale_str("channel"), "time": locale_str("time"), "timezone": locale_str("timezone"),
        "about": locale_str("about"), "without": locale_str("without"), "size": locale_str("size"),
        "mention": locale_str("mention"), "leap_day": locale_str("leap-day"),
    }  # fmt: skip
    descriptions: dict[str, Any] = {
        "channel": locale_str("Where to post: a channel, a thread or a forum; else here"),
        "time": locale_str("When, such as 21:30 or 9am; else 9 in the morning"),
        "timezone": locale_str("Whose time, such as Paris or EST; else the server's"),
        "about": locale_str("Only events about these, such as Mali, science; apart by commas"),
        "without": locale_str("No events about these, such as sports; apart by commas"),
        "size": locale_str("How many events at most, 1 to 10; else 5"),
        "mention": locale_str("A role to ping with each post"),
        "leap_day": locale_str("Events of 29 February in other years; else in leap years alone"),
    }
    return app_commands.rename(**names)(app_commands.describe(**descriptions)(function))


_CLEARED = [
    Choice(name=locale_str("about"), value="about"), Choice(name=locale_str("without"), value="without"),
    Choice(name=locale_str("mention"), value="mention"),
]  # fmt: skip
_which = app_commands.rename(which=locale_str("digest"))


@digest.command(name=locale_str("add"), description=locale_str("Post a digest every day, here or in another channel"))
@_options
async def add(
    interaction: Interaction,
    channel: Transform[Channel, ChannelOption] | None = None,
    time: Range[str, 1, 40] = "",
    timezone: Range[str, 1, 60] = "",
    about: Range[str, 1, 200] = "",
    without: Range[str, 1, 200] = "",
    size: Range[int, 1, 10] | None = None,
    mention: discord.Role | None = None,
    leap_day: Transform[LeapDay, LeapDayOption] | None = None,
) -> None:
    """Add a schedule."""
    await digest_replies.add(interaction, Given(channel, time, timezone, about, without, size, mention, leap_day))


@digest.command(name=locale_str("edit"), description=locale_str("Change a digest; what you leave out stays as it is"))
@_which
@_options
@app_commands.rename(clear=locale_str("clear"))
@app_commands.describe(which=locale_str("Which digest"), clear=locale_str("An option to empty"))
@app_commands.choices(clear=_CLEARED)
async def edit(
    interaction: Interaction,
    which: str,
    channel: Transform[Channel, ChannelOption] | None = None,
    time: Range[str, 1, 40] = "",
    timezone: Range[str, 1, 60] = "",
    about: Range[str, 1, 200] = "",
    without: Range[str, 1, 200] = "",
    size: Range[int, 1, 10] | None = None,
    mention: discord.Role | None = None,
    leap_day: Transform[LeapDay, LeapDayOption] | None = None,
    clear: str = "",
) -> None:
    """Change a schedule."""
    given = Given(channel, time, timezone, about, without, size, mention, leap_day, clear)
    await digest_replies.edit(interaction, which, given)


@digest.command(name=locale_str("list"), description=locale_str("The digests of this server"))
async def list_(interaction: Interaction) -> None:
    """List the schedules."""
    await digest_replies.list_all(interaction)


@digest.command(name=locale_str("pause"), description=locale_str("Post nothing of a digest until it is resumed"))
@_which
@app_commands.describe(which=locale_str("Which digest"))
async def pause(interaction: Interaction, which: str) -> None:
    """Pause a schedule."""
    await digest_replies.pause(interaction, which)


@digest.command(name=locale_str("resume"), description=locale_str("Go on with a digest that is paused"))
@_which
@app_commands.describe(which=locale_str("Which digest"))
async def resume(interaction: Interaction, which: str) -> None:
    """Resume a schedule."""
    await digest_replies.resume(interaction, which)


@digest.command(name=locale_str("remove"), description=locale_str("Remove a digest for good"))
@_which
@app_commands.describe(which=locale_str("Which digest"))
async def remove(interaction: Interaction, which: str) -> None:
    """Remove a schedule, when that is said twice."""
    await digest_replies.remove(interaction, which)


@digest.command(name=locale_str("now"), description=locale_str("Post today's digest early; today's is then done"))
@_which
@app_commands.describe(which=locale_str("Which digest; needed where there are several"))
async def now(interaction: Interaction, which: str = "") -> None:
    """Post today's digest early."""
    await digest_replies.now(interaction, which)


_DIGEST_OPTIONS: tuple[app_commands.Command[Any, ..., Any], ...] = (edit, pause, resume, remove, now)
_PLAN_OPTIONS: tuple[app_commands.Command[Any, ..., Any], ...] = (add, edit)
for _command in _DIGEST_OPTIONS:
    _command.autocomplete("which")(digest_replies.offer_schedules)
for _command in _PLAN_OPTIONS:
    _command.autocomplete("timezone")(digest_replies.offer_zones)
    _command.autocomplete("about")(choices.name_lists)
    _command.autocomplete("without")(choices.name_lists)


async def setup(bot: Clio) -> None:
    """Give the bot these commands, and have their buttons work."""
    bot.add_dynamic_items(WholeDay, Chored)
    bot.tree.add_command(digest)
