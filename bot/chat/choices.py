"""What is offered while somebody types: at most 25 choices, names and values of at most 100 characters."""

from __future__ import annotations

import logging
from typing import Any

import discord
from discord.app_commands import Choice

from bot.archive.completion import Completion
from bot.archive.entry import Entry
from bot.archive.index import IndexUnusable
from bot.chat.desk import Desk
from bot.chat.text import clean, cut
from bot.speech import choose_language, speech

_log = logging.getLogger(__name__)

MOST_CHOICES = 25
MOST_CHOICE = 100


async def events(desk: Desk, typed: str, locale: discord.Locale) -> list[Choice[str]]:
    """Contexts, which are asked for by name, and events with their dates, asked for by id: both outlive a reload."""
    voice = speech(choose_language(str(locale)))
    offered: dict[str, str] = {}
    for completion, entry in await _complete(desk, typed):
        text = clean(completion.text)
        name = f"{voice.date(entry.event.date)} · {text}" if entry else text
        if text:
            offered.setdefault(completion.id or cut(text, MOST_CHOICE), cut(name, MOST_CHOICE))
    return [Choice(name=name, value=value) for value, name in offered.items()][:MOST_CHOICES]


async def contexts(desk: Desk, typed: str) -> list[Choice[str]]:
    """Contexts alone."""
    found = [clean(completion.text) for completion, entry in await _complete(desk, typed) if entry is None]
    names = dict.fromkeys(cut(name, MOST_CHOICE) for name in found if name)
    return [Choice(name=name, value=name) for name in names][:MOST_CHOICES]


async def name_lists(interaction: discord.Interaction[Any], typed: str) -> list[Choice[str]]:
    """Contexts for the last name of a list with commas, after those that stand before it."""
    before, comma, last = typed.rpartition(",")
    lead = f"{before.strip()}, " if comma else ""
    names = [one.name for one in await contexts(interaction.client.desk, last.strip())]
    return [Choice(name=lead + name, value=lead + name) for name in names if len(lead + name) <= MOST_CHOICE]


async def _complete(desk: Desk, typed: str) -> list[tuple[Completion, Entry | None]]:
    """What is offered; nothing when the archive cannot be read: who goes on to ask is told so."""
    try:
        return await desk.complete(typed)
    except IndexUnusable as error:
        _log.error("Nothing is offered: %s", error)
        return []
