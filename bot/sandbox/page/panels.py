"""Panels: what whoever runs a sandbox shows beside its traffic, drawn by the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.sandbox.page.drawing import template
from bot.sandbox.page.words import Say
from bot.sandbox.world.clock import iso


@dataclass(frozen=True, slots=True)
class Word:
    """A word that tells how it stands: "good", "bad", or "" for neither."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, seconds since 1970; written as whoever reads it writes dates and times."""

    at: float


@dataclass(frozen=True, slots=True)
class Post:
    """A message, by its channel's id and its own: a button that leads to it."""

    text: str
    channel: int
    message: int


Cell = str | Word | Moment | Post
"""What stands under one heading; "" for nothing. None of it is HTML."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows of one's own: a title, the headings, and what gives the rows as they are now, told in a language.

    The first cell of a row is what it is called. `nothing` is said where there are no rows. Whoever offers a panel
    says when its rows change, by :meth:`Page.panels_changed`.
    """

    title: str
    columns: tuple[str, ...]
    rows: Callable[[str], Awaitable[Sequence[Sequence[Cell]]]]
    nothing: str = "There is nothing yet."

    async def html(self, say: Say, language: str) -> str:
        """The rows as they are now, headings and words in that language. Raises what giving them raises."""
        rows = [[_drawn(cell, say) for cell in row] for row in await self.rows(language)]
        columns = [say(column) for column in self.columns[1:]]
        named = [
            {"name": name, "told": [pair for pair in zip(columns, told, strict=True) if pair[1]]}
            for name, *told in rows
        ]
        return template("panel.html", language).render(rows=named, nothing=say(self.nothing))


def _drawn(cell: Cell, say: Say) -> dict[str, str]:
    """A cell as the template takes it; {} for one that holds nothing."""
    match cell:
        case Word(text, tone):
            return {"word": say(text), "tone": tone}
        case Moment(at):
            return {"at": iso(at)}
        case Post(text, channel, message):
            return {"post": say(text), "channel": str(channel), "message": str(message)}
    return {"text": cell} if cell else {}
