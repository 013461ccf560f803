"""Answer -> message: Components v2 cards. The only place that knows how much Discord lets a message hold.

Source of the limits: https://discord.com/developers/docs/components/reference
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from discord import ui

from bot.archive.event import Event
from bot.chat.buttons import ROWS_WITH_BUTTONS, ROWS_WITH_SELECT, Buttons
from bot.chat.controls import ASKED_ID, told_asked
from bot.chat.links import fit_as_link, link, source_buttons
from bot.chat.text import ELLIPSIS, clean, cut, escape, fit
from bot.speech import Speech, speech
from bot.talk.answer import Answer, Shown
from bot.talk.requests import Request, Sources, words_of

MOST_TEXT = 4000
MOST_LINKS = 5
BUTTONS_A_ROW = 5
MOST_ALT = 1024
MOST_OPTION = 100

# What each part of a card may take of MOST_TEXT; headlines and summaries have the rest.
_TITLE = 300
_ASKED_IN_TITLE = 60
_NOTES = 600
_BELOW = 700
_HINTS = 400
_CREDITS = 400
_HEADLINE = 1400
_ROW = 240
_REASON = 200
_LEAST = 24
"""A part with less room than this is left out."""


class Card(ui.LayoutView):
    """A message to send: one box, filled from the top; ``above`` it stands what pings."""

    def __init__(self, above: str = "") -> None:
        super().__init__(timeout=None)
        # What is pressed says itself what it does, so that discord.py need not keep every card that was ever sent.
        self.stop()
        if above:
            self.add_item(ui.TextDisplay(above))
        self._box: ui.Container[Card] = ui.Container()
        self.add_item(self._box)
        self._ids: set[str] = set()

    def put(self, text: str) -> None:
        """Put down text that is fit to be shown; nothing where there is none."""
        if text:
            self._box.add_item(ui.TextDisplay(text))

    def put_asked(self, asked: str) -> None:
        """Put down what was asked, for the buttons to find it there; nothing where there is none."""
        if asked:
            self._box.add_item(ui.TextDisplay(told_asked(asked), id=ASKED_ID))

    def put_beside(self, texts: list[str], accessory: ui.Button[Any] | ui.Thumbnail[Any]) -> None:
        """Put down one to three texts with a button or a picture beside them."""
        if isinstance(accessory, ui.Button) and self._stands(accessory):
            for text in texts:
                self.put(text)
        else:
            self._box.add_item(ui.Section(*texts, accessory=accessory))

    def put_buttons(self, buttons: list[ui.Button[Any]]) -> None:
        """Put down buttons, five a row."""
        buttons = [button for button in buttons if not self._stands(button)]
        for start in range(0, len(buttons), BUTTONS_A_ROW):
            self._box.add_item(ui.ActionRow(*buttons[start : start + BUTTONS_A_ROW]))

    def put_select(self, select: ui.Select[Any]) -> None:
        """Put down a choice."""
        self._box.add_item(ui.ActionRow(select))

    def _stands(self, button: ui.Button[Any]) -> bool:
        """Whether a button that does the same is there already: Discord refuses a second one."""
        if button.custom_id is None:
            return False
        known = button.custom_id in self._ids
        self._ids.add(button.custom_id)
        return known

    def put_line(self) -> None:
        """Put down a line between what is above and what follows."""
        self._box.add_item(ui.Separator())


def card(answer: Answer, today: dt.date, owner: int = 0, listed: Request | None = None, subject: str = "") -> Card:
    """The message that says an answer; ``today`` is the date the question was asked on.

    ``owner`` is the user who asked, 0 for nobody. ``listed`` is the question whose list the one event of the answer
    was chosen from; ``subject`` are the words last asked about, where the request does not say them.
    """
    made, voice = Card(), speech(answer.language)
    buttons = Buttons(answer, voice, today, owner, listed, subject)
    asked = buttons.asked
    if asked:  # it stands below in full
        words = words_of(answer.request)
        answer = replace(answer, title=answer.title.replace(words, cut(clean(words), _ASKED_IN_TITLE)))
    credits = small(answer.credits, _CREDITS, fit_as_link)
    hints = small(_hints(voice, answer), _HINTS)
    room = MOST_TEXT - len(credits) - len(hints) - len(told_asked(asked))
    rows = answer.events[:ROWS_WITH_SELECT]
    if answer.in_full and rows:
        told, rows = rows[0], rows[1:]
        _put_head(made, answer, "-# ", plain=voice.date(told.entry.event.date, weekday=True))
        spoken = made.content_length()
        _put_event(made, voice, told, spoken + (room - spoken) // 2 if rows else room)
        made.put_buttons(buttons.of_event(told))
        if rows:
            made.put_line()
            made.put(f"-# {escape(voice.say('Other events that fit:'))}")
    elif isinstance(answer.request, Sources) and rows:
        _put_sources(made, voice, answer)
        made.put_buttons(buttons.of_event(rows[0]))
        rows = ()
    else:
        _put_head(made, answer, "### ")
    first = getattr(answer.request, "skip", 0) + 1 + (len(answer.events[:ROWS_WITH_SELECT]) - len(rows))
    _put_rows(made, voice, rows, first, room, buttons)
    made.put_buttons(buttons.of_pages())
    made.put(hints)
    made.put_asked(asked)
    made.put_buttons(buttons.of_suggestions())
    made.put(credits)
    return made


def _put_head(made: Card, answer: Answer, lead: str, plain: str = "") -> None:
    """The answer's title, unless it is the ``plain`` one that stands there anyway, and its notes."""
    title = fit(answer.title, _TITLE) if answer.title != plain else ""
    made.put(f"{lead}{title}" if title else "")
    made.put(lines(answer.notes, _NOTES))


def _put_event(made: Card, voice: Speech, shown: Shown, most: int) -> None:
    """One event whole: date and weekday, headline, summary, contexts, the reason it is here, cover image, sources.

    The card holds at most ``most`` characters then.
    """
    event = shown.entry.event
    links, others = source_buttons(event.sources, MOST_LINKS)
    told = voice.say("Also told by {sources}", sources=voice.join(others)) if others else ""
    below = small([" · ".join(event.contexts), shown.reason, told], _BELOW)
    date = escape(voice.date(event.date, weekday=True))
    room = most - made.content_length() - len(below) - 100
    head = f"-# {date}\n### {headline(event, max(_LEAST, min(_HEADLINE, room)))}"
    summary = lines([event.summary], most - made.content_length() - len(head) - len(below))
    if address := link(event.image) if event.image else None:
        made.put_beside([text for text in (head, summary) if text], _cover(voice, event, address))
    else:
        made.put(head)
        made.put(summary)
    made.put(below)
    made.put_buttons(links)


def _cover(voice: Speech, event: Event, address: str) -> ui.Thumbnail[Any]:
    alt = voice.say("Cover image: {headline}", headline=clean(event.headline))
    return ui.Thumbnail(address, description=cut(alt, MOST_ALT))


def _put_sources(made: Card, voice: Speech, answer: Answer) -> None:
    """What an event was told by, as link buttons, and in words what has no address to lead to."""
    event = answer.events[0].entry.event
    links, others = source_buttons(event.sources, MOST_LINKS * 2)
    notes = [voice.say("Also told by {sources}", sources=voice.join(others))] if others else []
    if not event.sources:
        notes = list(answer.notes)
    made.put(f"### {fit(answer.title, _TITLE) or ELLIPSIS}")
    made.put(lines(notes, _NOTES))
    made.put_buttons(links)


def headline(event: Event, most: int) -> str:
    """What an event is called, in at most ``most`` characters."""
    return fit(event.headline, most) or fit(event.path, most) or ELLIPSIS


def _put_rows(made: Card, voice: Speech, rows: tuple[Shown, ...], first: int, room: int, buttons: Buttons) -> None:
    """Events in rows, numbered from ``first``, each with its button; one select below them all where they are many."""
    many = len(rows) > ROWS_WITH_BUTTONS
    for place, shown in enumerate(rows):
        lead = f"{first + place}. "
        text = _row(voice, shown, (room - made.content_length()) // (len(rows) - place) - len(lead), lead)
        if many:
            made.put(text)
        else:
            made.put_beside([text], buttons.to_open(shown))
    if many:
        offered = [(shown, option_label(voice, shown), option_reason(shown)) for shown in rows]
        made.put_select(buttons.to_choose(offered))


def _row(voice: Speech, shown: Shown, most: int, lead: str) -> str:
    """An event in a row: its date, its headline, and under them the reason it is here."""
    event = shown.entry.event
    reason = small([shown.reason], min(_REASON, most // 3))
    date = f"**{escape(lead)}{escape(voice.date(event.date))}** "
    text = f"{date}{headline(event, min(_ROW, most - len(date) - len(reason) - 1))}"
    return f"{text}\n{reason}" if reason else text


def option_label(voice: Speech, shown: Shown) -> str:
    """An event as one of the options of a select."""
    event = shown.entry.event
    return cut(f"{voice.date(event.date)} · {clean(event.headline) or clean(event.path)}", MOST_OPTION)


def option_reason(shown: Shown) -> str | None:
    """What stands under an option: the reason the event is there, if any."""
    return cut(clean(shown.reason), MOST_OPTION) or None


def _hints(voice: Speech, answer: Answer) -> list[str]:
    """Which part of how much is shown."""
    skip = getattr(answer.request, "skip", 0)
    if not answer.events or (not skip and not answer.more):
        return []
    first, last = voice.number(skip + 1), voice.number(skip + len(answer.events))
    if first == last:
        return [voice.say("{n} of {total}", n=first, total=voice.number(answer.total))]
    return [voice.say("{first} to {last} of {total}", first=first, last=last, total=voice.number(answer.total))]


def small(told: Iterable[str], most: int, fitted: Callable[[str, int], str] = fit) -> str:
    """Lines in small print, in ``most`` characters; those with no room left are left out."""
    return lines(told, most, "-# ", fitted)


def lines(told: Iterable[str], most: int, lead: str = "", fitted: Callable[[str, int], str] = fit) -> str:
    """Lines in ``most`` characters, each after ``lead``; those with no room left are left out."""
    text = ""
    for line in told:
        room = most - len(text) - len(lead) - 1
        shown = fitted(line, room) if room >= _LEAST else ""
        text += f"\n{lead}{shown}" if shown else ""
    return text[1:]
