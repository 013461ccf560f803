"""What Clio stores, said."""

from __future__ import annotations

from typing import Any

import discord

from bot.chat.cards import Card
from bot.chat.deferral import tell_privately
from bot.chat.text import escape
from bot.speech import choose_language, speech


async def tell_privacy(interaction: discord.Interaction[Any]) -> None:
    """Reply privately with what is stored and what is not."""
    say = speech(choose_language(str(interaction.locale))).say
    made = Card()
    made.put(f"### {escape(say('Privacy'))}")
    lines = (
        say("Clio stores nothing about you: no name, no message, no question."),
        say("What you ask is answered and forgotten. Questions are counted for ten seconds, so that nobody holds up "
            "the others; that count is never written down."),
        say("For five minutes Clio knows which message of its own answered yours and whether you have changed its "
            "words, by numbers alone, so that a question you edit is answered in the same place; that is never written "
            "down either."),
        say("A button of Clio's holds what it asks and the number of your account, so that a page turns for you alone. "
            "That stands in the message itself, in Discord, and is gone with it."),
        say("Clio reads only messages that mention it, reply to it or are sent to it directly; Discord shows it no "
            "others."),
        say("Of a server where moderators set up digests, Clio keeps its number, its time zone and language, the "
            "digests and what became of each post; not who set them up. /digest remove deletes a digest and its record "
            "at once."),
        say("When Clio leaves a server, its digests are paused; after 30 days all that was kept of it is deleted. "
            "Whoever runs Clio can hand it out or delete it at any time."),
        say("When something fails, the log of whoever runs Clio says what failed, not who asked or what for."),
    )  # fmt: skip
    made.put("\n".join(f"- {escape(line)}" for line in lines))
    await tell_privately(interaction, view=made)
