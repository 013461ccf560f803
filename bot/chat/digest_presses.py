"""What happens when a button of a digest, or of what moderators are told of digests, is pressed."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.chat import digest_options, digest_replies, digest_told, errors
from bot.chat.cards import Card
from bot.chat.deferral import in_time, tell_in_place
from bot.chat.digest_cards import WHOLE_DAY
from bot.chat.digest_options import Unwelcome
from bot.chat.digest_told import Chore
from bot.chat.replies import Telling, tell_answer
from bot.speech import choose_language, speech
from bot.talk.requests import OnThisDay

CHORE = re.compile(rf"digest~(?P<chore>{'|'.join(Chore)})~(?P<schedule>[0-9]{{1,18}})")
"""The custom_id of a button under a schedule."""

Interaction = discord.Interaction[Any]


class WholeDay(ui.DynamicItem[ui.Button[Any]], template=WHOLE_DAY):
    """*More* under a digest: opens the whole day for whoever presses it."""

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """The button of a custom_id."""
        assert isinstance(item, ui.Button)
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        """Tell the whole day, privately. Failures are answered."""
        try:
            interaction.client.pace.count(interaction.user.id)
            match = WHOLE_DAY.fullmatch(self.custom_id)
            assert match is not None, "discord.py looks for the template"
            day = OnThisDay(int(match["month"]), int(match["day"]), with_leap_day=bool(match["leap"]))
            await tell_answer(interaction, day, Telling(private=True))
        except Exception as error:
            await errors.tell(interaction, error)


class Chored(ui.DynamicItem[ui.Button[Any]], template=CHORE):
    """A button under a schedule. Only who was shown it can press it: it stands in private answers alone."""

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """The button of a custom_id."""
        assert isinstance(item, ui.Button)
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        """Do what the button says, and say so in its place. Failures are answered."""
        try:
            interaction.client.pace.count(interaction.user.id)
            match = CHORE.fullmatch(self.custom_id)
            assert match is not None, "discord.py looks for the template"
            done = _done(interaction, Chore(match["chore"]), int(match["schedule"]))
            await tell_in_place(interaction, await in_time(interaction, done))
        except Exception as error:
            await errors.tell(interaction, error)


async def _done(interaction: Interaction, chore: Chore, id_: int) -> Card:
    from bot.digest.schedules import NoSuchSchedule

    voice, guild = speech(choose_language(str(interaction.locale))), interaction.guild
    if guild is None or guild.me is None:
        raise Unwelcome(voice.say("Clio does not see this server at present; try again in a minute."))
    desk = await interaction.client.digests.desk()
    try:
        schedule = await desk.schedules.get(guild.id, id_)
        gone = await digest_options.channels_gone(guild, [schedule.plan.channel])
        described = digest_told.described(schedule.plan, voice, gone)
        match chore:
            case Chore.KEEP:
                return digest_told.note(voice.say("The digest stays"), described)
            case Chore.REMOVE:
                await desk.schedules.remove(guild.id, id_)
                return digest_told.note(voice.say("The digest is removed"), described)
            case Chore.RESUME:
                return await digest_replies.resumed(desk, guild, schedule, voice)
    except NoSuchSchedule:
        raise Unwelcome(
            voice.say("That digest was removed meanwhile; see those there are with /digest list.")
        ) from None
