"""Answers as replies to interactions, within the 3 seconds that Discord waits."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import discord

from bot.chat.buttons import page_size
from bot.chat.cards import Card, card
from bot.chat.client import Clio
from bot.chat.deferral import edit, give, is_given, tell_after, tell_in_place, think
from bot.speech import choose_language
from bot.talk.answer import Outcome
from bot.talk.requests import About, Related, Request

PROMPT = 1.5
"""Seconds after which "thinking" is shown; Discord gives up on an interaction after 3."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How an answer is told: ``private`` to the one who asked, ``in_place`` of the message whose button was pressed.

    ``listed`` is the question whose answer the request goes on from.
    """

    private: bool = False
    in_place: bool = False
    listed: Request | None = None


async def tell_answer(interaction: discord.Interaction[Clio], request: Request, telling: Telling) -> None:
    """Reply with the answer to a request; privately also where it was not understood or an event is gone.

    Raises what answering raises.
    """
    desk = interaction.client.desk
    customs = await interaction.client.digests.customs(interaction.guild_id)
    # What all see is said in the language of the place, what one alone sees in theirs.
    language = choose_language((not telling.private and customs.language) or str(interaction.locale))
    answering = asyncio.ensure_future(desk.answer(request, language, page_size(request), customs.today))
    prompt, _ = await asyncio.wait({answering}, timeout=PROMPT)
    if not prompt:
        await _defer(interaction, telling)
    answer = await answering
    view = card(answer, customs.today, interaction.user.id, telling.listed, subject_of(telling.listed))
    told = answer.outcome is Outcome.ANSWERED
    # What there is nothing to say to is between Clio and the one who asked.
    await _send(interaction, view, telling.private or not told, telling.in_place and told)


async def answer_with(interaction: discord.Interaction[Clio], request: Request) -> None:
    """Reply to a command with the answer to a request. Raises what answering raises."""
    await tell_answer(interaction, request, Telling())


def subject_of(request: Request | None) -> str:
    """The words a question is about; "" where it has none."""
    return request.words if isinstance(request, About | Related) else ""


async def _defer(interaction: discord.Interaction[Clio], telling: Telling) -> None:
    if telling.in_place:
        await give(interaction, interaction.response.defer)
    else:
        await think(interaction, privately=telling.private)


async def _send(interaction: discord.Interaction[Clio], view: Card, private: bool, in_place: bool) -> None:
    if in_place:
        await tell_in_place(interaction, view)
    elif not is_given(interaction):
        await give(interaction, lambda: interaction.response.send_message(view=view, ephemeral=private))
    elif private:
        await tell_after(interaction, view=view)
    else:
        await edit(interaction, view=view)
