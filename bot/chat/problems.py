"""What is wrong with pages: a list to turn over with buttons, which outlive a restart and a reload, and a file."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from typing import Any

import discord
from discord import ui

from bot.chat import errors
from bot.chat.archivist import Problems
from bot.chat.cards import Card
from bot.chat.client import Clio
from bot.chat.deferral import in_time, tell_in_place, tell_privately
from bot.chat.findings import finding_row
from bot.chat.text import cut, escape
from bot.speech import choose_language, speech

ROWS = 8
"""Problems on one page of the list: so many of the longest fit on a card."""
FILE_NAME = "problems.csv"
MOST_BYTES = 8_000_000
"""What a file may hold; Discord takes 10 MiB from everybody."""

# A spreadsheet would take a cell that begins so for a formula.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_MOST_LABEL = 80

Interaction = discord.Interaction[Any]


async def show(interaction: discord.Interaction[Clio], page: int = 1) -> None:
    """Reply privately with a page of the list. Raises NotModerator and IndexUnusable."""
    interaction.client.moderators.let_in(interaction)
    problems = await in_time(interaction, interaction.client.desk.archivist.problems(), thinking=True)
    view = problems_card(problems, page, choose_language(str(interaction.locale)))
    await tell_privately(interaction, view=view)


async def turn(interaction: discord.Interaction[Clio], page: int) -> None:
    """Show another page of the list in the place of this one. Raises NotModerator and IndexUnusable."""
    interaction.client.moderators.let_in(interaction)
    problems = await in_time(interaction, interaction.client.desk.archivist.problems())
    view = problems_card(problems, page, choose_language(str(interaction.locale)))
    await tell_in_place(interaction, view)


async def send_file(interaction: discord.Interaction[Clio]) -> None:
    """Reply privately with the whole list as a file. Raises NotModerator and IndexUnusable."""
    interaction.client.moderators.let_in(interaction)
    written = await in_time(interaction, _written(interaction.client), thinking=True)
    await tell_privately(interaction, file=discord.File(io.BytesIO(written), FILE_NAME))


def problems_card(problems: Problems, page: int, language: str) -> Card:
    """A page of the list, counted from 1; the nearest there is, where there is none of that number."""
    made, voice = Card(), speech(language)
    found = problems.findings
    pages = max(1, -(-len(found) // ROWS))
    page = min(max(1, page), pages)
    made.put(f"### {escape(voice.say('Problems of pages'))}")
    if not found:
        made.put(escape(voice.say("No page has a problem.")))
        return made
    places = {(told.folder, told.finding.path) for told in found}
    refused, kept = len(problems.refused), len(places) - len(problems.refused)
    counts = (
        voice.count("{n} page refused", "{n} pages refused", refused),
        voice.count("{n} page kept with a doubt", "{n} pages kept with a doubt", kept),
    )
    made.put("\n".join(map(escape, counts)))
    for told in found[(page - 1) * ROWS : page * ROWS]:
        made.put(finding_row(told.finding, (told.folder, told.finding.path) in problems.refused, voice))
    numbers = voice.say("Page {page} of {pages}", page=voice.number(page), pages=voice.number(pages))
    made.put(f"-# {escape(numbers)}")
    row: ui.ActionRow[Card] = ui.ActionRow()
    if pages > 1:
        row.add_item(TurnButton(page - 1, voice.say("Back"), disabled=page == 1))
        row.add_item(TurnButton(page + 1, voice.say("Next"), disabled=page == pages))
    row.add_item(FileButton(voice.say("All as a file")))
    made.add_item(row)
    return made


def problems_file(problems: Problems) -> bytes:
    """The whole list as CSV in UTF-8, one problem a row; where it grows too long for Discord, its beginning."""
    names = ("archive", "page", "line", "refused", "problem", "reason")
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(names)
    for told in problems.findings:
        found = told.finding
        refused = "yes" if (told.folder, found.path) in problems.refused else "no"
        archive = problems.folders[told.folder].name
        rows.writerow(
            [_cell(archive), _cell(found.path), found.line or "", refused, found.problem.value, _cell(found.reason)]
        )
        if written.tell() > MOST_BYTES // 4:  # no character takes more than 4 bytes
            rows.writerow(["…"])
            break
    # Spreadsheets know by the mark at the beginning that it is UTF-8.
    return written.getvalue().encode("utf-8-sig", "backslashreplace")


async def _written(client: Clio) -> bytes:
    problems = await client.desk.archivist.problems()
    return await asyncio.to_thread(problems_file, problems)


def _cell(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


class TurnButton(ui.DynamicItem[ui.Button[Any]], template=r"archive:problems:(?P<page>\d{1,6})"):
    """Turns to a page of the list."""

    def __init__(self, page: int, label: str, *, disabled: bool = False) -> None:
        id_ = f"archive:problems:{page}"
        super().__init__(ui.Button(label=cut(label, _MOST_LABEL), custom_id=id_, disabled=disabled))
        self._page = page

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> TurnButton:
        """The button that was pressed."""
        return cls(int(match["page"]), "…")

    async def callback(self, interaction: Interaction) -> None:
        """Turn, or say why not."""
        try:
            interaction.client.pace.count(interaction.user.id)
            await turn(interaction, self._page)
        except Exception as error:
            await errors.tell(interaction, error)


class FileButton(ui.DynamicItem[ui.Button[Any]], template="archive:problems:file"):
    """Sends the whole list as a file."""

    def __init__(self, label: str) -> None:
        super().__init__(ui.Button(label=cut(label, _MOST_LABEL), custom_id="archive:problems:file"))

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> FileButton:
        """The button that was pressed."""
        return cls("…")

    async def callback(self, interaction: Interaction) -> None:
        """Send the file, or say why not."""
        try:
            interaction.client.pace.count(interaction.user.id)
            await send_file(interaction)
        except Exception as error:
            await errors.tell(interaction, error)
