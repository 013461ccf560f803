"""What moderators are told about the archive, as cards: what a reload did."""

from __future__ import annotations

from bot.archive.build import BuildReport
from bot.chat.cards import Card
from bot.chat.text import escape
from bot.speech import speech


def report_card(report: BuildReport, language: str) -> Card:
    """The message that says what a reload did."""
    made, voice = Card(), speech(language)
    made.put(f"### {escape(voice.say('The archive was reloaded'))}")
    counts = [
        voice.count("{n} event", "{n} events", report.events),
        voice.count("{n} page added", "{n} pages added", report.added),
        voice.count("{n} page changed", "{n} pages changed", report.changed),
        voice.count("{n} page removed", "{n} pages removed", report.removed),
        voice.count("{n} page refused", "{n} pages refused", report.refused),
    ]
    if report.nothing_changed:
        counts = [voice.say("Nothing had changed."), counts[0]]
    made.put("\n".join(escape(count) for count in counts))
    made.put(f"-# {escape(voice.count('{n} second', '{n} seconds', max(1, round(report.seconds))))}")
    return made
