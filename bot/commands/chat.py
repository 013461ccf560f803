"""``clio chat`` on a terminal: line editing, history, completion; a greeting first, follow-ups in between."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from rich.console import Console

from bot.archive.archive import Archive
from bot.archive.index import IndexUnusable
from bot.commands.ask import goodbye, is_leaving
from bot.commands.opening import Mended
from bot.console import show
from bot.speech import Speech, speech
from bot.talk.grammar import understand
from bot.talk.plain import safe
from bot.talk.requests import About, OnThisDay, Random, Related

_MOST = 12
_LEAST_TYPED = 2
# Stands in a saying for the words that somebody is to type.
_HERE = "\0"


def chat_on_terminal(mended: Mended, home: Path) -> int:
    """Talk until Ctrl-D or "quit"; give the exit code. History is kept in ``home``."""
    console = Console()
    voice = speech(mended.conversation.language)
    session: PromptSession[str] = PromptSession(
        history=history(home),
        completer=ArchiveCompleter(mended.conversation.archive, voice),
        complete_while_typing=True,
        reserve_space_for_menu=6,
    )
    greet(mended, console, voice)
    while True:
        console.print()
        try:
            question = session.prompt(FormattedText([("bold ansicyan", "clio> ")]))
        except KeyboardInterrupt:
            console.print(voice.say("Type quit or press Ctrl-D to leave."), style="dim", markup=False, highlight=False)
            continue
        except EOFError:
            return 0
        if is_leaving(question):
            console.print(goodbye(mended, question), end="", markup=False, highlight=False)
            return 0
        if question.strip():
            console.print()
            show(mended.ask(question), console, conversing=True)


def greet(mended: Mended, console: Console, voice: Speech) -> None:
    """Say what the archive holds and what can be typed."""
    status = mended.conversation.archive.status()
    if status.years:
        first, last = status.years
        holds = voice.count(
            "{n} event from {first} to {last}.", "{n} events from {first} to {last}.", status.events,
            first=str(first), last=str(last),
        )  # fmt: skip
    else:
        holds = voice.say("The archive is empty.")
    examples = mended.conversation.examples()
    console.print(f"Clio · {holds}", style="bold cyan", markup=False, highlight=False)
    console.print(voice.say("Ask in plain words, for example:"), markup=False, highlight=False)
    for example in examples:
        console.print(f"  {safe(example)}", style="cyan", markup=False, highlight=False)
    leave = voice.say("Tab completes names, help tells more, quit or Ctrl-D leaves.")
    console.print(leave, style="dim", markup=False, highlight=False)


class _History(FileHistory):
    """A history file whose trouble never disturbs a conversation."""

    def load_history_strings(self) -> Iterable[str]:
        try:
            return list(super().load_history_strings())
        except OSError:
            return []

    def store_string(self, string: str) -> None:
        with contextlib.suppress(OSError):
            super().store_string(safe(string))


def history(home: Path) -> History:
    """What was typed before, kept in ``home`` for its owner alone; only in memory where it cannot be written."""
    path = home / "history"
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError:
        return InMemoryHistory()
    return _History(str(path))


class ArchiveCompleter(Completer):
    """Offers what can be asked, and the archive's names and events for the part of a question that names something."""

    def __init__(self, archive: Archive, voice: Speech) -> None:
        self._archive = archive
        say = voice.say
        sayings = (
            say("event about {words}", words=_HERE),
            say("related to {words}", words=_HERE),
            say("what happened in {year}", year=_HERE),
        )
        # A language may put the words first; then there is nothing to begin with.
        openings = tuple(opening.strip() for saying in sayings if (opening := saying.partition(_HERE)[0]).strip())
        days = (say("on this day"), say("this week in history"))
        follow_ups = (say("related"), say("sources"), say("more"))
        self._phrases = (*openings, *days, *follow_ups, say("random"), say("about"), say("help"), "quit")

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Phrases that begin like the line; then names like what it ends with, and events that hold all of that."""
        typed = document.text_before_cursor.lstrip()
        low = typed.lower()
        phrases = [phrase for phrase in self._phrases if low and phrase.startswith(low) and phrase != low]
        for phrase in phrases:
            yield Completion(phrase, start_position=-len(typed))
        words = "" if phrases and " " in typed else named_last(typed)
        if len(words) < _LEAST_TYPED and words.isascii():
            return
        with contextlib.suppress(IndexUnusable):  # the question itself will mend it
            for found in self._archive.complete(words, _MOST, loosely=False):
                yield Completion(safe(found.text), start_position=-len(words))


def named_last(typed: str) -> str:
    """What a line that is being typed names at its end: "kon" of "is there anything about kon".

    "" for a question that is finished ("what happened in 2013", "event about Konna?") or names nothing ("the second").
    """
    match understand(typed, dt.date.today()):
        case OnThisDay(about=words) | About(words=words) | Related(words=words) | Random(about=words):
            at = typed.rfind(words) if words else -1
            return typed[at:] if at >= 0 and not typed[at + len(words) :].strip() else ""
    return ""
