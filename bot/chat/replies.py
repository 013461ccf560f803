"""Answers as replies to interactions, within the 3 seconds that Discord waits."""

from __future__ import annotations

import asyncio

import discord

from bot.chat.cards import card
from bot.chat.client import Clio
from bot.speech import choose_language
from bot.talk.answer import Outcome
from bot.talk.requests import Request

PROMPT = 1.5
"""Seconds after which "thinking" is shown; Discord gives up on an interaction after 3."""


async def answer_with(interaction: discord.Interaction[Clio], request: Request) -> None:
    """Reply with the answer to a request, privately when it was not understood. Raises what answering raises."""
    desk = interaction.client.desk
    answering = asyncio.ensure_future(desk.answer(request, choose_language(str(interaction.locale))))
    prompt, _ = await asyncio.wait({answering}, timeout=PROMPT)
    if not prompt:
        await interaction.response.defer(thinking=True)
    answer = await answering
    view = card(answer, desk.today)
    if prompt:
        await interaction.response.send_message(view=view, ephemeral=answer.outcome is Outcome.NOT_UNDERSTOOD)
    else:
        await interaction.followup.send(view=view)
