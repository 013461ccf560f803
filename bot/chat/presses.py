"""What happens when somebody presses a button of Clio's, or chooses from a list; also long after a restart."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.chat import errors
from bot.chat.controls import BUTTON, SELECT, Control, Verb, asked_in
from bot.chat.replies import Telling, tell_answer
from bot.talk.requests import Open, Related, Request

Interaction = discord.Interaction[Any]


class Pressed(ui.DynamicItem[ui.Button[Any]], template=BUTTON):
    """A button of any card of Clio's."""

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """The button of a custom_id."""
        assert isinstance(item, ui.Button)
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        """Do what the button says."""
        await act(interaction, self.custom_id)


class Chosen(ui.DynamicItem[ui.Select[Any]], template=SELECT):
    """A choice among the events of a list of Clio's."""

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """The choice of a custom_id."""
        assert isinstance(item, ui.Select)
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        """Tell the event that was chosen."""
        await act(interaction, self.custom_id, next(iter(self.item.values), ""))


async def act(interaction: Interaction, custom_id: str, chosen: str = "") -> None:
    """Do what a custom_id says; ``chosen`` is the id of the event chosen from a list. Failures are answered."""
    try:
        interaction.client.pace.count(interaction.user.id)
        customs = await interaction.client.digests.customs(interaction.guild_id)
        message = interaction.message
        control = Control.read(custom_id, customs.today, asked_in(message.components) if message else "")
        if control is None:
            raise errors.ButtonOutdated("of no known form")
        await tell_answer(interaction, _wanted(control, chosen), _telling(interaction, control))
    except Exception as error:
        await errors.tell(interaction, error)


def _wanted(control: Control, chosen: str) -> Request:
    match control.verb:
        case Verb.OPEN:
            return Open(control.event)
        case Verb.CHOOSE:
            return Open(chosen)
        case Verb.RELATED:
            return Related(to=control.event)
    if control.wanted is None:
        raise errors.ButtonOutdated(control.verb)
    return control.wanted


def _telling(interaction: Interaction, control: Control) -> Telling:
    """A page is turned where it stands, by whoever it was told to; all else is told anew, to strangers privately."""
    private = interaction.message is not None and interaction.message.flags.ephemeral
    own = private or interaction.user.id == control.owner
    return Telling(
        private=private or not own,
        in_place=own and control.verb is Verb.PAGE,
        listed=None if control.verb is Verb.ASK else control.question,
    )
