"""Settings and archive for a command: read, opened, built when there is none, mended when damaged; told on stderr."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.archive.archive import Archive
from bot.archive.index import IndexUnusable
from bot.settings import Settings
from bot.speech import SOURCE_LANGUAGE, choose_language, languages
from bot.talk.answer import Answer
from bot.talk.conversation import Conversation

Progress = Callable[[int, int], None]

# Up to so many events, looking for changed pages takes less time than anybody notices.
_FEW_EVENTS = 2000


class Trouble(Exception):
    """The command cannot go on; the message is one sentence that says why, ``exit_code`` what to leave with."""

    def __init__(self, message: str, exit_code: int = 3) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def tell(message: str) -> None:
    """One line on standard error, whatever is in it."""
    print(message.encode("utf-8", "replace").decode("utf-8"), file=sys.stderr, flush=True)


def counted(number: int, thing: str) -> str:
    """So many things, in English: "1 page", "2,000 pages"."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def open_archive(settings: Settings, today: dt.date, *, quiet: bool = False) -> Archive:
    """The archive of the settings' folders; its index is built on a first start, which ``quiet`` does in silence.

    Where there are few pages, what changed among them is taken in at once; a large archive is not walked.

    Raises Trouble when the index can be neither opened nor built.
    """
    archive = Archive(settings.home, settings.pages)
    with index_trouble(archive), progress_shown(quiet) as progress:
        opened = archive.open(today, progress) is None
    if opened and len(archive.snapshot) <= _FEW_EVENTS:
        with suppress(OSError, IndexUnusable):  # what cannot be written anew still answers
            archive.reload(today)
    if not len(archive.snapshot) and not quiet:
        tell(_without_events(settings.pages))
    return archive


def _without_events(folders: Sequence[Path]) -> str:
    """What to do about folders without a single event."""
    named = ", ".join(map(str, folders))
    return (
        f"There is no event in {named}. Put pages (.md files) there and see what clio archive check says of them, "
        "name another folder in CLIO_PAGES, or leave it unset for the archive that comes with Clio."
    )


@contextmanager
def index_trouble(archive: Archive, setting: str = "CLIO_HOME") -> Iterator[None]:
    """Turn what can go wrong with the index file into Trouble; ``setting`` says where it is kept."""
    import sqlite3

    try:
        yield
    except (OSError, sqlite3.Error, IndexUnusable) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Trouble(
            f"The index cannot be kept in {archive.path.parent} ({reason.rstrip('.')}); "
            f"set {setting} to a folder that can be written to."
        ) from error


@contextmanager
def progress_shown(quiet: bool = False) -> Iterator[Progress | None]:
    """What to tell of pages being read: a bar on a terminal, a line elsewhere, nothing when ``quiet``."""
    if quiet:
        yield None
    elif _is_terminal():
        from bot.commands.bar import progress_bar

        with progress_bar() as progress:
            yield progress
    else:
        yield _one_line


def _is_terminal() -> bool:
    return sys.stderr.isatty()


def _one_line(done: int, total: int) -> None:
    if done == 0:
        tell(f"Reading {counted(total, 'page')}…")


def conversation(
    archive: Archive, settings: Settings, today: dt.date | None, language: str, environment: Mapping[str, str]
) -> Conversation:
    """A conversation in the language asked for; else the setting's, the question's, the machine's. Raises Trouble."""
    return Conversation(
        archive,
        (lambda: today) if today else dt.date.today,
        language=spoken(language) or settings.language,
        otherwise=locale_language(environment),
    )


def locale_language(environment: Mapping[str, str]) -> str:
    """The language the machine speaks, of those Clio does."""
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return choose_language(next((name for name in names if name), SOURCE_LANGUAGE))


def spoken(tag: str) -> str:
    """The language meant by a tag. Raises Trouble for one that is not spoken here."""
    if not tag:
        return ""
    chosen = choose_language(tag)
    if chosen.split("_")[0] != tag.replace("-", "_").split("_")[0].lower():
        raise Trouble(f"--language: {tag} is not spoken; choose one of {', '.join(languages())}.", 2)
    return chosen


class Mended:
    """A conversation that outlives a damaged index: it is built anew, said once, and the question answered."""

    def __init__(self, conversation: Conversation, *, quiet: bool = False) -> None:
        self.conversation = conversation
        self._quiet = quiet

    def ask(self, text: str) -> Answer:
        """The answer to ``text``. Raises Trouble when the index is damaged and cannot be built anew."""
        try:
            return self.conversation.ask(text)
        except IndexUnusable as error:
            archive = self.conversation.archive
            tell(f"{error} It is built anew from {os.pathsep.join(map(str, archive.roots))}.")
        with index_trouble(archive), progress_shown(self._quiet) as progress:
            archive.reload(dt.date.today(), progress, from_nothing=True)
            return self.conversation.ask(text)
