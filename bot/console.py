"""Answer -> terminal: colours, links and columns, at any width. Nothing from a page or a person is taken as markup."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from rich.cells import cell_len, set_cell_size
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.archive.event import Source
from bot.speech import Speech, speech
from bot.talk.answer import Answer, Shown
from bot.talk.plain import follow_ups, full_date, leaving, left, numbered, safe, to_try
from bot.talk.requests import Sources, Status

# Below this many columns a date stands above its headline, not beside it.
_NARROW = 60
# A longer headline is cut in a list; choosing it shows it whole.
_LONGEST_IN_LIST = 160
# Lines longer than this are hard to read.
_LONGEST_LINE = 96
_TITLE = Style(bold=True, color="cyan")
_HEADLINE = Style(bold=True)
_DATE = Style(color="green")
_NUMBER = Style(bold=True, color="cyan")
_CONTEXT = Style(color="magenta")
_NOTE = Style(color="yellow")
_DIM = Style(dim=True)
_TO_TYPE = Style(color="cyan")
_WEB = ("http://", "https://")
_PARTS = " · "
"""Between the name, source, licence and address of an archive."""
_IN_ADDRESS = "".join(map(chr, range(0x21, 0x7F)))


def show(answer: Answer, console: Console, conversing: bool = False) -> None:
    """Print ``answer`` on ``console``; ``conversing`` when a next question can follow on."""
    width = min(console.width, _LONGEST_LINE)
    console.print(rendered(answer, width, conversing), width=width, highlight=False, markup=False, emoji=False)


def rendered(answer: Answer, width: int, conversing: bool = False) -> Group:
    """``answer`` laid out for so many columns."""
    voice = speech(answer.language)
    parts: list[RenderableType] = []
    for block in _blocks(answer, voice, width, conversing):
        parts += [Text(), *block] if parts else block
    return Group(*parts)


def _blocks(answer: Answer, voice: Speech, width: int, conversing: bool) -> Iterator[list[RenderableType]]:
    asked_for_sources = isinstance(answer.request, Sources)
    head: list[RenderableType] = []
    if not answer.in_full or answer.title != full_date(answer.events[0], voice):
        head.append(_text(answer.title, _TITLE))
    if not (asked_for_sources and answer.events and answer.events[0].entry.event.sources):
        notes = (*answer.notes, *leaving(answer, voice, conversing))
        head += [_text(note, _NOTE if answer.events else _no_style()) for note in notes]
    if head:
        yield head
    if answer.in_full:
        yield from _in_full(answer.events[0], voice)
        if len(answer.events) > 1:
            yield [_text(voice.say("Also:"), _DIM), _rows(numbered(answer)[1:], voice, width)]
    elif asked_for_sources and answer.events:
        if sources := answer.events[0].entry.event.sources:
            yield [_sources(sources, whole=True)]
    elif answer.events:
        yield [_rows(numbered(answer), voice, width)]
    if steps := to_try(answer):
        yield [Padding(_text(step, _TO_TYPE), (0, 0, 0, 2)) for step in steps]
    last: list[RenderableType] = [
        _text(step, _DIM) for step in (left(answer, voice), follow_ups(answer, voice, conversing)) if step
    ]
    briefly = conversing and not isinstance(answer.request, Status)
    if briefly and answer.credits:
        last.append(_in_one_line(answer.credits, width))
    if last:
        yield last
    if answer.credits and not briefly:
        yield [_text(credit, _DIM) for credit in answer.credits]


def _in_one_line(credits: tuple[str, ...], width: int) -> Text:
    """Sources and licences in one line, for under every answer of a conversation; "about" says all of each.

    An address becomes a link; where there is no room an archive's name goes first.
    """
    told = [credit.split(_PARTS) for credit in credits]
    addresses = [parts.pop() if len(parts) > 1 and parts[-1].startswith(_WEB) else "" for parts in told]
    if cell_len("; ".join(_PARTS.join(parts) for parts in told)) > width:
        told = [parts[1:] if len(parts) > 2 else parts for parts in told]
    line = Text(no_wrap=True)
    for parts, address in zip(told, addresses, strict=True):
        line.append_text(_text("; " if line else "", _DIM)).append_text(_linked(_PARTS.join(parts), address, _DIM))
    line.truncate(width, overflow="ellipsis")
    return line


def _rows(events: list[tuple[int, Shown]], voice: Speech, width: int) -> Table:
    beside = width >= _NARROW
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(justify="right", no_wrap=True)
    if beside:
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for number, shown in events:
        place, date = Text(str(number), _NUMBER), _text(voice.date(shown.entry.event.date), _DATE)
        line = _text(_brief(shown.entry.event.headline))
        if shown.reason:
            line.append_text(_text("  " + voice.say("— {reason}", reason=shown.reason), _DIM))
        if beside:
            table.add_row(place, date, line)
        else:
            table.add_row(place, Group(date, line))
    return table


def _brief(headline: str) -> str:
    """A headline short enough for a list; whole words where it has spaces."""
    if cell_len(headline) <= _LONGEST_IN_LIST:
        return headline
    cut = set_cell_size(headline, _LONGEST_IN_LIST - 1)
    start, space, _ = cut.rpartition(" ")
    return (start if space and cell_len(start) > _LONGEST_IN_LIST // 2 else cut).rstrip(" ,;:—-") + "…"


def _in_full(shown: Shown, voice: Speech) -> Iterator[list[RenderableType]]:
    event = shown.entry.event
    top: list[RenderableType] = [_text(full_date(shown, voice), _DATE), _text(event.headline, _HEADLINE)]
    if shown.reason:
        top.append(_text(shown.reason, _DIM))
    yield top
    if event.summary:
        yield [_text(event.summary)]
    if event.contexts:
        yield [_text(" · ".join(event.contexts), _CONTEXT)]
    if event.sources:
        yield [_sources(event.sources, whole=False)]
    if event.image:
        yield [_linked(voice.say("Picture"), event.image, _DIM)]


def _sources(sources: tuple[Source, ...], whole: bool) -> Table:
    """Numbered sources, each a link; with their ``whole`` addresses or only the sites they lead to."""
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for number, source in enumerate(sources, 1):
        line = _linked(source.name, source.url)
        line.append("\n" if whole else "  ")
        line.append_text(_linked(source.url if whole else _site(source.url), source.url, _DIM))
        table.add_row(Text(str(number), _NUMBER), line)
    return table


def _site(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # "http://[" is no address
        return ""


def _linked(label: str, address: str, style: Style | None = None) -> Text:
    """``label`` as a hyperlink; as mere text where ``address`` is no web address."""
    style = style or _no_style()
    if address.startswith(_WEB):
        style += Style(link=quote(safe(address), safe=_IN_ADDRESS))
    return _text(label, style)


def _text(text: str, style: Style | None = None) -> Text:
    return Text(safe(text), style or _no_style(), overflow="fold")


def _no_style() -> Style:
    return Style.null()
