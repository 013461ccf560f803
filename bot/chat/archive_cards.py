"""What moderators are told about the archive, as cards: how a reload goes and what it did, and how the archive stands.

What pages, folders and operators wrote is cut and escaped like everything that others wrote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from discord.utils import format_dt

from bot.archive.archive import ArchiveStatus
from bot.archive.description import ArchiveDescription
from bot.archive.event import Finding
from bot.archive.report import BuildReport
from bot.chat.archivist import Progress, Reloaded, Stage, Standing
from bot.chat.cards import Card
from bot.chat.findings import finding_row
from bot.chat.links import fit_with_links
from bot.chat.text import ELLIPSIS, escape, fit
from bot.speech import Speech, speech
from bot.talk.asides import version

_MOST_TEXT = 3600
"""What lists may take of the 4000 characters that a card holds."""
_FIRST_REASONS = 5
_NAME = 160
_WHY = 300
_ARCHIVE = 400


def progress_card(progress: Progress, language: str) -> Card:
    """The message that says how far a reload has come."""
    made, voice = Card(), speech(language)
    made.put(f"### {escape(voice.say('The archive is being reloaded'))}")
    made.put(escape(progress_line(progress, voice)))
    made.put(f"-# {escape(voice.say('Until that is done the old one goes on answering.'))}")
    return made


def progress_line(progress: Progress, voice: Speech) -> str:
    """How far a reload has come, in a sentence."""
    match progress.stage:
        case Stage.LOOKING:
            return voice.say("Looking for pages that have changed…")
        case Stage.READING:
            read, pages = voice.number(progress.read), voice.number(progress.pages)
            return voice.say("Reading pages: {read} of {pages}…", read=read, pages=pages)
        case Stage.WRITING:
            return voice.say("Writing the new index…")
        case Stage.OPENING:
            return voice.say("Opening the new index…")


def report_card(reloaded: Reloaded, language: str) -> Card:
    """The message that says what a reload did."""
    made, voice, report = Card(), speech(language), reloaded.report
    made.put(f"### {escape(voice.say('The archive was reloaded'))}")
    made.put("\n".join(map(escape, _changes(report, voice))))
    if report.rebuilt:
        made.put(fit(voice.say("Everything was read anew: {why}", why=report.why), _WHY))
    made.put(_reasons(reloaded.refused, voice))
    made.put(f"-# {escape(voice.count('{n} second', '{n} seconds', max(1, round(report.seconds))))}")
    return made


def status_card(standing: Standing, language: str) -> Card:
    """The message that says what the archive holds, and since when."""
    made, voice, holds = Card(), speech(language), standing.holds
    made.put(f"### {escape(voice.say('The archive'))}")
    made.put("\n".join(escape(line) for line in _holdings(holds, voice)))
    made.put(_loaded(standing.loaded, voice))
    if standing.reload is not None:
        made.put(escape(progress_line(standing.reload, voice)))
    made.put(_folders(holds.folders, _MOST_TEXT - made.content_length()))
    made.put(f"-# {escape(f'Clio {version()}')}")
    return made


def _changes(report: BuildReport, voice: Speech) -> Iterable[str]:
    """How many events there are and what became of them; pages, where all were read anew and nothing is compared."""
    if report.nothing_changed:
        yield voice.say("Nothing had changed.")
    yield voice.count("{n} event", "{n} events", report.events)
    if report.told is None:
        yield voice.count("{n} page read", "{n} pages read", report.added)
    elif not report.nothing_changed:
        yield voice.count("{n} event added", "{n} events added", report.told.added)
        yield voice.count("{n} event changed", "{n} events changed", report.told.changed)
        yield voice.count("{n} event removed", "{n} events removed", report.told.removed)
    yield voice.count("{n} page refused", "{n} pages refused", report.refused)


def _reasons(refused: tuple[Finding, ...], voice: Speech) -> str:
    """The first reasons why pages are refused, and how many more there are."""
    rows = [finding_row(finding, True, voice) for finding in refused[:_FIRST_REASONS]]
    if more := len(refused) - len(rows):
        told = voice.count(
            "{n} more: /archive problems shows it", "{n} more: /archive problems shows all of them", more
        )
        rows.append(f"-# {escape(told)}")
    return "\n".join(rows)


def _holdings(holds: ArchiveStatus, voice: Speech) -> Iterable[str]:
    yield voice.count("{n} event", "{n} events", holds.events)
    if holds.years:
        first, last = map(voice.year, holds.years)
        yield first if first == last else voice.say("{first} to {last}", first=first, last=last)
    yield voice.count("{n} page refused", "{n} pages refused", holds.refused)
    yield voice.count("{n} page kept with a doubt", "{n} pages kept with a doubt", holds.doubtful)
    yield voice.count(
        "{n} page tells the same event as another", "{n} pages tell the same event as another", holds.twins
    )


def _loaded(loaded: dt.datetime | None, voice: Speech) -> str:
    """When the archive was opened, in the words and the time zone of whoever reads it."""
    return voice.say("Loaded {when}", when=format_dt(loaded, "R")) if loaded else ""


def _folders(folders: Iterable[ArchiveDescription], most: int) -> str:
    """The archives in ``most`` characters, those with no room left out; one text, since a message holds 40 parts."""
    text = ""
    for folder in folders:
        told = _folder(folder)
        if len(text) + len(told) + len(f"\n\n{ELLIPSIS}") > most:
            return f"{text}\n{ELLIPSIS}"
        text += f"\n{told}" if text else told
    return text


def _folder(folder: ArchiveDescription) -> str:
    """An archive by its name, with its source and licence, and what is wrong with its description."""
    about = " · ".join(filter(None, (folder.source, folder.licence, folder.link)))
    lines = [f"**{fit(folder.name, _NAME)}**", fit_with_links(about, _ARCHIVE), fit(folder.error, _WHY)]
    return "\n-# ".join(filter(None, lines))
