"""The options of /digest -> a plan, checked now: the channel, the role, the time, the zone, the words."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.chat.delivery_faults import ERRORS, UNKNOWN_CHANNEL
from bot.chat.text import clean, cut
from bot.digest.failures import Cause
from bot.digest.schedule import USUAL_SIZE, LeapDay, Plan, Schedule
from bot.digest.times import NoSuchTime, read_time
from bot.digest.zones import UnknownZone, complete_zone, read_zone
from bot.speech import Speech
from bot.talk.calendar_words import DateKind
from bot.talk.dates import find_date

Channel = discord.TextChannel | discord.Thread | discord.ForumChannel

USUAL_TIME = dt.time(9)
USUAL_ZONE = "UTC"
MOST_LABEL = 100
_MOST_SHOWN = 40
_NEVER = "never"


class ChannelOption(app_commands.Transformer):
    """The option that takes a channel: what it stands for, asked of Discord where that is not known here."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Where digests can be posted."""
        kinds = discord.ChannelType
        return [
            kinds.text, kinds.news, kinds.news_thread, kinds.public_thread, kinds.private_thread, kinds.forum,
        ]  # fmt: skip

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Channel:
        """The channel. Raises TransformerError where Clio cannot see it."""
        try:
            found = value.resolve() or await value.fetch()
        except discord.HTTPException:
            found = None
        if not isinstance(found, Channel):
            raise app_commands.TransformerError(value, self.type, self)
        return found


class LeapDayOption(app_commands.Transformer):
    """The option that says when events of 29 February come in years that have none."""

    @property
    def choices(self) -> list[app_commands.Choice[str | int | float]]:
        """What there is to choose. Discord takes no empty value."""
        return [
            app_commands.Choice(name=locale_str("in leap years alone"), value=_NEVER),
            app_commands.Choice(name=locale_str("in other years on 28 February"), value=LeapDay.BEFORE.value),
            app_commands.Choice(name=locale_str("in other years on 1 March"), value=LeapDay.AFTER.value),
        ]

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> LeapDay:
        """What was chosen."""
        return LeapDay.NEVER if value == _NEVER else LeapDay(value)


class Unwelcome(Exception):
    """Something cannot be done as asked; the message is one sentence in the asking person's language."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was given for a schedule; None and "" leave it as it was. ``clear`` names an option to be emptied."""

    channel: Channel | None = None
    time: str = ""
    timezone: str = ""
    about: str = ""
    without: str = ""
    size: int | None = None
    mention: discord.Role | None = None
    leap_day: LeapDay | None = None
    clear: str = ""


async def plan_of(
    given: Given, before: Plan, guild: discord.Guild, voice: Speech, refusal: Callable[[str], Awaitable[str]]
) -> Plan:
    """``before`` with what was given in its place. ``refusal`` says of words why they cannot be wanted, "" if they can.

    Raises Unwelcome.
    """
    channel = given.channel or await channel_of(guild, before.channel)
    plan = replace(
        before,
        channel=checked_channel(channel, guild, voice).id,
        time=_time(given.time, voice) if given.time else before.time,
        zone=zone_of(given.timezone, voice) if given.timezone else before.zone,
        about=_name_list(given.about) or before.about,
        without=_name_list(given.without) or before.without,
        size=given.size or before.size,
        mention=_role(given.mention, channel, guild, voice).id if given.mention else before.mention,
        leap_day=before.leap_day if given.leap_day is None else given.leap_day,
    )
    for words in filter(None, (_name_list(given.about), _name_list(given.without))):
        if refused := await refusal(words):
            raise Unwelcome(refused)
    match given.clear:
        case "about":
            return replace(plan, about="")
        case "without":
            return replace(plan, without="")
        case "mention":
            return replace(plan, mention=None)
    return plan


async def channel_of(guild: discord.Guild, id_: int) -> object:
    """A guild's channel as it is known here, else as Discord has it (an archived thread); None where neither knows."""
    known = guild.get_channel_or_thread(id_)
    if known is not None:
        return known
    try:
        return await guild.fetch_channel(id_)
    except (discord.HTTPException, discord.InvalidData):
        return None


async def channels_gone(guild: discord.Guild, ids: Iterable[int]) -> frozenset[int]:
    """Of some channels those that were deleted. Discord is asked after those unknown here, as archived threads are."""
    unknown = list({id_ for id_ in ids if guild.get_channel_or_thread(id_) is None})
    gone = await asyncio.gather(*(_is_gone(guild, id_) for id_ in unknown))
    return frozenset(id_ for id_, is_gone in zip(unknown, gone, strict=True) if is_gone)


async def _is_gone(guild: discord.Guild, id_: int) -> bool:
    try:
        await guild.fetch_channel(id_)
    except discord.NotFound as error:
        return error.code == UNKNOWN_CHANNEL
    except ERRORS:
        return False  # nobody knows, and a post will tell
    return False


def usual_plan(channel: int, zone: str) -> Plan:
    """The plan of who gives no option: nine o'clock, five events about anything."""
    return Plan(channel, USUAL_TIME, zone or USUAL_ZONE, size=USUAL_SIZE)


def checked_channel(channel: object, guild: discord.Guild, voice: Speech) -> Channel:
    """The channel, if digests can be posted there now. Raises Unwelcome."""
    if channel is None:
        raise Unwelcome(voice.say("Clio cannot see that channel; let it view the channel, or choose another one."))
    if not isinstance(channel, Channel):
        raise Unwelcome(voice.say("No digest can be posted there; choose a text channel, a thread or a forum."))
    held = channel.permissions_for(guild.me)
    if not held.view_channel:
        raise Unwelcome(voice.say("Clio cannot see that channel; let it view the channel, or choose another one."))
    if missing := list(_missing(channel, held, voice)):
        raise Unwelcome(
            voice.say(
                "Clio lacks permissions in {channel}: {permissions}. Allow that in its settings, then try again.",
                channel=f"#{clean(channel.name)}", permissions=voice.join(missing),
            )
        )  # fmt: skip
    return channel


def zone_of(text: str, voice: Speech) -> str:
    """The time zone (an IANA name) that somebody named. Raises Unwelcome."""
    try:
        return read_zone(text)
    except UnknownZone as unknown:
        raise Unwelcome(unknown.told(voice)) from unknown


def day_of(text: str, today: dt.date, voice: Speech, *, month_first: bool) -> dt.date:
    """The date that somebody typed; a month and day mean their next coming. Raises Unwelcome."""
    found = find_date(text, today, month_first=month_first)
    if found is not None and found.possible:
        if found.kind is DateKind.DAY and found.period is not None:
            return found.period.first
        if found.kind is DateKind.MONTH_DAY:
            return _next(found.month, found.day, today)
    raise Unwelcome(
        voice.say("{text} is no date; write it as 18 January or 2026-01-18.", text=cut(clean(text), _MOST_SHOWN))
    )


def zones_offered(typed: str) -> list[tuple[str, str]]:
    """Zones for somebody who typed this much: what is shown, and the zone's name."""
    offers = complete_zone(typed)
    return [(f"{offer.word} · {offer.zone}" if offer.word else offer.zone, offer.zone) for offer in offers]


def label(schedule: Schedule, channel: str, voice: Speech) -> str:
    """A schedule in a line of plain text; ``channel`` is its channel's name, "" where that is not known."""
    plan = schedule.plan
    if name := clean(channel):
        place = f"#{name}"
    elif schedule.paused is Cause.CHANNEL_GONE:
        place = voice.say("a deleted channel")
    else:
        place = voice.say("an archived or deleted channel")
    parts = [place, f"{plan.time:%H:%M}", plan.zone, clean(plan.about)]
    return cut(" · ".join(part for part in parts if part), MOST_LABEL)


def meant(text: str, schedules: list[Schedule], labels: list[str], voice: Speech) -> Schedule:
    """The schedule that somebody chose or typed; without words the only one there is. Raises Unwelcome."""
    if not schedules:
        raise Unwelcome(voice.say("This server has no digest yet; add one with /digest add."))
    wanted = text.strip().casefold()
    found = [one for one in schedules if str(one.id) == wanted]
    found = found or [one for one, name in zip(schedules, labels, strict=True) if wanted in name.casefold()]
    if len(found) != 1:
        raise Unwelcome(voice.say("Say which digest you mean: choose one from the list that is offered as you type."))
    return found[0]


def _time(text: str, voice: Speech) -> dt.time:
    try:
        return read_time(text)
    except NoSuchTime as unknown:
        raise Unwelcome(unknown.told(voice)) from unknown


def _name_list(text: str) -> str:
    return " ".join(text.split())


def _role(role: discord.Role, channel: object, guild: discord.Guild, voice: Speech) -> discord.Role:
    name = f"@{clean(role.name).lstrip('@')}"
    if role.is_default():
        raise Unwelcome(voice.say("A digest pings one role, not everyone; choose a role for it."))
    if role >= guild.me.top_role:
        raise Unwelcome(
            voice.say("{role} stands above Clio's role; move Clio's role above it in the server's settings.", role=name)
        )
    held = channel.permissions_for(guild.me) if isinstance(channel, Channel) else guild.me.guild_permissions
    if not role.mentionable and not held.mention_everyone:
        raise Unwelcome(
            voice.say("Clio may not ping {role}; let anyone mention that role, in the server's settings.", role=name)
        )
    return role


def _missing(channel: Channel, held: discord.Permissions, voice: Speech) -> Iterable[str]:
    if isinstance(channel, discord.Thread):
        if not held.send_messages_in_threads:
            yield voice.say("Send Messages in Threads")
    elif not held.send_messages:
        yield voice.say("Create Posts") if isinstance(channel, discord.ForumChannel) else voice.say("Send Messages")
    # After a crash Clio looks there whether it has posted already.
    if not held.read_message_history:
        yield voice.say("Read Message History")


def _next(month: int, day: int, today: dt.date) -> dt.date:
    """The next time that there is such a date, today among them."""
    year = today.year
    while True:
        try:
            coming = dt.date(year, month, day)
        except ValueError:  # 29 February
            coming = dt.date.min
        if coming >= today:
            return coming
        year += 1
