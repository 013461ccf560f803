"""What /digest does, and what whoever called it is told, privately.

Whether somebody may call it is Discord's to say: "Manage Server" at first, and whatever a server's own settings for
commands make of that. Clio does not ask for a permission on top, or those settings would count for nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.chat import digest_options, digest_told
from bot.chat.cards import Card
from bot.chat.choices import MOST_CHOICES
from bot.chat.client import Clio
from bot.chat.deferral import tell_after, think
from bot.chat.digest_cards import digest_card
from bot.chat.digest_options import Given, Unwelcome
from bot.chat.options import is_month_first
from bot.chat.text import escape
from bot.digest.calendar import NoSuchZone
from bot.digest.schedule import MOST_IN_GUILD, Occurrence, Schedule
from bot.speech import Speech, choose_language, languages, speech

if TYPE_CHECKING:
    from bot.chat.digest_desk import DigestDesk

Interaction = discord.Interaction[Clio]

_PATIENCE = 20.0
"""Seconds that /digest now waits for the post."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who called /digest where, and the desk that looks after it."""

    interaction: Interaction
    guild: discord.Guild
    desk: DigestDesk
    voice: Speech

    async def tell(self, *cards: Card) -> None:
        """Answer privately."""
        for card in cards:
            await tell_after(self.interaction, view=card)

    async def schedules(self) -> tuple[list[Schedule], list[str]]:
        """The guild's schedules, and each in a line of plain text."""
        schedules = await self.desk.schedules.of_guild(self.guild.id)
        return schedules, [digest_options.label(one, _channel_name(self.guild, one), self.voice) for one in schedules]

    async def gone(self, *schedules: Schedule) -> frozenset[int]:
        """The channels of schedules that were deleted."""
        return await digest_options.channels_gone(self.guild, [one.plan.channel for one in schedules])

    async def meant(self, text: str) -> Schedule:
        """The schedule that was chosen or typed. Raises Unwelcome."""
        return digest_options.meant(text, *await self.schedules(), self.voice)

    async def refusal(self, words: str) -> str:
        """Why words cannot be wanted; "" when they can."""
        return await self.desk.refusal(self.voice, words)


@asynccontextmanager
async def _called(interaction: Interaction) -> AsyncIterator[Caller]:
    """The caller, told to wait; what the schedules raise is Unwelcome then."""
    from bot.digest.planning import AlreadyPosted, NotRunning
    from bot.digest.schedules import NoSuchSchedule, TooManySchedules

    voice = speech(choose_language(str(interaction.locale)))
    say = voice.say
    await think(interaction, privately=True)
    guild = interaction.guild
    if guild is None or guild.me is None:
        raise Unwelcome(say("Clio does not see this server at present; try again in a minute."))
    try:
        yield Caller(interaction, guild, await interaction.client.digests.desk(), voice)
    except TooManySchedules:
        most = voice.number(MOST_IN_GUILD)
        raise Unwelcome(say("A server has at most {n} digests; remove or edit one of them.", n=most)) from None
    except NoSuchSchedule:
        raise Unwelcome(say("That digest was removed meanwhile; see those there are with /digest list.")) from None
    except NotRunning:
        raise Unwelcome(say("That digest is paused; resume it first, with /digest resume.")) from None
    except AlreadyPosted:
        raise Unwelcome(
            say("Today's digest is posted already, or just being posted; the next comes tomorrow.")
        ) from None
    except NoSuchZone as error:
        raise Unwelcome(say("The time zone {zone} is not known any more; set another one.", zone=str(error))) from None


async def add(interaction: Interaction, given: Given) -> None:
    """Keep a new schedule, and tell when it posts first."""
    async with _called(interaction) as caller:
        channel = given.channel.id if given.channel else interaction.channel_id or 0
        usual = digest_options.usual_plan(channel, (await caller.desk.settings(caller.guild.id)).zone)
        plan = await digest_options.plan_of(given, usual, caller.guild, caller.voice, caller.refusal)
        schedule, first = await caller.desk.add(caller.guild.id, plan)
        say = caller.voice.say
        see = say("See it with /digest preview, or post today's at once with /digest now.")
        await caller.tell(
            digest_told.note(
                say("The digest is set up"),
                digest_told.described(schedule.plan, caller.voice),
                f"{escape(say('First:'))} {digest_told.at(first.due)}",
                f"-# {escape(see)}",
            )
        )


async def edit(interaction: Interaction, which: str, given: Given) -> None:
    """Change a schedule, and tell when it posts next."""
    async with _called(interaction) as caller:
        schedule = await caller.meant(which)
        plan = await digest_options.plan_of(given, schedule.plan, caller.guild, caller.voice, caller.refusal)
        changed, following = await caller.desk.edit(schedule, plan)
        title = caller.voice.say("The digest is changed")
        standing = digest_told.standing(changed, following, caller.voice)
        await caller.tell(digest_told.note(title, digest_told.described(plan, caller.voice), standing))


async def list_all(interaction: Interaction) -> None:
    """Tell which schedules there are."""
    async with _called(interaction) as caller:
        schedules = await _some(caller)
        following, gone = await caller.desk.next_of(caller.guild.id), await caller.gone(*schedules)
        await caller.tell(*digest_told.listed(schedules, following, caller.voice, gone))


async def pause(interaction: Interaction, which: str) -> None:
    """Post nothing more of a schedule."""
    async with _called(interaction) as caller:
        schedule = await caller.meant(which)
        await caller.desk.pause(schedule)
        button = digest_told.resume_button(schedule, caller.voice)
        described = digest_told.described(schedule.plan, caller.voice, await caller.gone(schedule))
        await caller.tell(digest_told.note(caller.voice.say("The digest is paused"), described, buttons=[button]))


async def resume(interaction: Interaction, which: str) -> None:
    """Go on with a schedule, if it can be posted now."""
    async with _called(interaction) as caller:
        schedule = await caller.meant(which)
        await caller.tell(await resumed(caller.desk, caller.guild, schedule, caller.voice))


async def resumed(desk: DigestDesk, guild: discord.Guild, schedule: Schedule, voice: Speech) -> Card:
    """Resume a schedule; what to say of it. Raises Unwelcome where it cannot be posted as things are."""
    digest_options.checked_channel(await digest_options.channel_of(guild, schedule.plan.channel), guild, voice)
    following = await desk.resume(guild.id, schedule.id)
    standing = digest_told.standing(following.schedule, following, voice)
    return digest_told.note(voice.say("The digest goes on"), digest_told.described(schedule.plan, voice), standing)


async def remove(interaction: Interaction, which: str) -> None:
    """Ask whether a schedule is to be removed."""
    async with _called(interaction) as caller:
        schedule = await caller.meant(which)
        described = digest_told.described(schedule.plan, caller.voice, await caller.gone(schedule))
        await caller.tell(digest_told.ask_removal(described, schedule, caller.voice))


async def status(interaction: Interaction) -> None:
    """Tell of every schedule what comes next and what became of the last."""
    async with _called(interaction) as caller:
        schedules = await _some(caller)
        told = [(schedule, await caller.desk.results(schedule)) for schedule in schedules]
        following, gone = await caller.desk.next_of(caller.guild.id), await caller.gone(*schedules)
        await caller.tell(*digest_told.status(told, following, caller.voice, gone))


async def preview(interaction: Interaction, date: str, which: str) -> None:
    """Show what a schedule will post on a date: its next one, when none is given."""
    async with _called(interaction) as caller:
        schedule, following = await _to_show(caller, which)
        day = following.day if following else (await interaction.client.digests.customs(caller.guild.id)).today
        if date:
            month_first = is_month_first(interaction.locale)
            day = digest_options.day_of(date, day, caller.voice, month_first=month_first)
        settings = await caller.desk.settings(caller.guild.id)
        language = choose_language(settings.language or str(caller.guild.preferred_locale))
        digest = await caller.desk.preview(schedule, day, language)
        if not digest.events:
            raise Unwelcome(
                caller.voice.say(
                    "On {day} there is nothing to tell, and nothing is posted.", day=caller.voice.date(day)
                )
            )
        mark = Occurrence(schedule, day, interaction.created_at).mark
        await caller.tell(digest_card(digest, mark, schedule.plan.mention))


async def now(interaction: Interaction, which: str) -> None:
    """Post today's digest early, and tell what became of it."""
    async with _called(interaction) as caller:
        schedule = await caller.meant(which)
        channel = await digest_options.channel_of(caller.guild, schedule.plan.channel)
        digest_options.checked_channel(channel, caller.guild, caller.voice)
        record = await caller.desk.post_now(schedule, _PATIENCE)
        told = [digest_told.outcome(record, caller.voice)] if record else []
        await caller.tell(
            digest_told.note(
                caller.voice.say("Today's digest"), digest_told.described(schedule.plan, caller.voice), *told
            )
        )


async def settings(interaction: Interaction, timezone: str, language: str) -> None:
    """Keep the guild's time zone and language, where they are given; tell what they are."""
    async with _called(interaction) as caller:
        say = caller.voice.say
        known = await caller.desk.settings(caller.guild.id)
        zone = digest_options.zone_of(timezone, caller.voice) if timezone else known.zone
        wanted = language or known.language
        language = "" if wanted in ("", EACH_OWN) else choose_language(wanted)
        if (zone, language) != (known.zone, known.language):
            await interaction.client.digests.set(caller.guild.id, zone, language)
        today = (await interaction.client.digests.customs(caller.guild.id)).today
        spoken = _language_name(language, caller.voice) if language else say("each person's own")
        await caller.tell(
            digest_told.note(
                say("Settings of this server"),
                escape(say("Time zone: {zone}", zone=zone or say("not set; {zone} for new digests", zone="UTC"))),
                escape(say("Language: {language}", language=spoken)),
                escape(say("Today is {day}.", day=caller.voice.date(today, weekday=True))),
            )
        )


EACH_OWN = "own"
"""What is chosen as language for that of each person."""


async def offer_schedules(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the schedules there are."""
    if interaction.guild is None:
        return []
    guild, desk = interaction.guild, await interaction.client.digests.desk()
    voice = speech(choose_language(str(interaction.locale)))
    schedules = await desk.schedules.of_guild(guild.id)
    names = [(digest_options.label(one, _channel_name(guild, one), voice), str(one.id)) for one in schedules]
    return [app_commands.Choice(name=name, value=value) for name, value in names if typed.casefold() in name.casefold()]


async def offer_zones(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer time zones."""
    return [
        app_commands.Choice(name=name[:100], value=zone)
        for name, zone in digest_options.zones_offered(typed)[:MOST_CHOICES]
    ]


async def offer_languages(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the languages that Clio speaks, and each person's own."""
    voice = speech(choose_language(str(interaction.locale)))
    named = [(_language_name(tag, voice), tag) for tag in languages()]
    named.append((voice.say("each person's own"), EACH_OWN))
    return [app_commands.Choice(name=name, value=tag) for name, tag in named if typed.casefold() in name.casefold()]


async def _some(caller: Caller) -> Sequence[Schedule]:
    schedules, _ = await caller.schedules()
    if not schedules:
        raise Unwelcome(caller.voice.say("This server has no digest yet; add one with /digest add."))
    return schedules


async def _to_show(caller: Caller, which: str) -> tuple[Schedule, Occurrence | None]:
    """The schedule to preview, and its next occurrence: without words what comes next, or what would be usual."""
    following = await caller.desk.next_of(caller.guild.id)
    if which:
        schedule = await caller.meant(which)
        return schedule, following.get(schedule.id)
    if following:
        occurrence = next(iter(following.values()))
        return occurrence.schedule, occurrence
    zone = (await caller.desk.settings(caller.guild.id)).zone
    plan = digest_options.usual_plan(caller.interaction.channel_id or 0, zone)
    return Schedule(0, caller.guild.id, plan, caller.interaction.created_at), None


def _channel_name(guild: discord.Guild, schedule: Schedule) -> str:
    channel = guild.get_channel_or_thread(schedule.plan.channel)
    return channel.name if channel else ""


def _language_name(tag: str, voice: Speech) -> str:
    from babel import Locale

    return Locale.parse(tag).get_display_name(voice.locale) or tag
