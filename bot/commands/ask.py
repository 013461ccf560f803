"""``clio ask``: one question, one answer. ``clio chat`` without a terminal or as JSON: one a line."""

from __future__ import annotations

import datetime as dt
import logging
import os
import sys
from collections.abc import Iterator
from typing import IO

from bot.commands.opening import Mended, Trouble
from bot.talk.answer import Answer, Outcome
from bot.talk.as_json import answer_object, error_object, json_line
from bot.talk.grammar import understand
from bot.talk.plain import plain
from bot.talk.requests import NotUnderstood, SmallTalk

_log = logging.getLogger(__name__)
_EXIT_CODES = {Outcome.ANSWERED: 0, Outcome.NOTHING: 1, Outcome.NOT_UNDERSTOOD: 2}
# Far more than any question; what a longer line holds beyond is passed over.
_LONGEST_LINE = 64 * 1024
LEAVING = frozenset({"quit", "exit", "q", ":q", "退出"})


def ask_once(mended: Mended, question: str, *, as_json: bool) -> int:
    """Answer ``question`` on standard output; give the exit code."""
    if as_json:
        return _answer_as_json(mended, question)
    given = mended.ask(question)
    write(given)
    return _EXIT_CODES[given.outcome]


def chat_as_json(mended: Mended, lines: IO[bytes]) -> int:
    """Answer every line with one line of JSON, each written out at once; a fault of ours ends no conversation."""
    for question in questions(lines):
        _answer_as_json(mended, question, conversing=True)
    return 0


def _answer_as_json(mended: Mended, question: str, conversing: bool = False) -> int:
    try:
        given = mended.ask(question)
        told, code = answer_object(given, conversing), _EXIT_CODES[given.outcome]
    except Trouble as trouble:
        told, code = error_object(question, str(trouble)), trouble.exit_code
    except Exception as error:
        _log.error("No answer could be given to %r: %r", question[:200], error)
        _log.debug("It went wrong here:", exc_info=error)
        told, code = error_object(question, f"Something went wrong inside Clio ({type(error).__name__})."), 3
    write_json(json_line(told))
    return code


def chat_plainly(mended: Mended, lines: IO[bytes]) -> int:
    """Answer every line that is not empty, until the end or until asked to leave."""
    for question in questions(lines):
        if is_leaving(question):
            print(goodbye(mended, question), end="")
            break
        if question.strip():
            write(mended.ask(question), conversing=True)
            print(flush=True)
    return 0


def questions(lines: IO[bytes]) -> Iterator[str]:
    """Each line as text: UTF-8 with what is none replaced, cut where it is longer than any question."""
    first = True
    while raw := lines.readline(_LONGEST_LINE):
        rest = raw
        while not rest.endswith(b"\n") and (rest := lines.readline(_LONGEST_LINE)):
            pass
        text = raw.decode("utf-8", "replace").rstrip("\r\n")
        yield text.removeprefix("\ufeff") if first else text
        first = False


def is_leaving(question: str) -> bool:
    """Whether somebody says goodbye to a conversation on the terminal."""
    return question.strip().lower().rstrip(".!。！") in LEAVING or _is_farewell(question)


def goodbye(mended: Mended, question: str) -> str:
    """What is said to somebody who leaves, with a newline; nothing to "quit"."""
    return f"{mended.ask(question).title}\n" if _is_farewell(question) else ""


def _is_farewell(question: str) -> bool:
    request = understand(question, dt.date.today())
    return isinstance(request, NotUnderstood) and request.small_talk is SmallTalk.FAREWELL


def write(given: Answer, conversing: bool = False) -> None:
    """Write an answer to people: laid out on a terminal, plain text elsewhere."""
    if sys.stdout.isatty() or os.environ.get("FORCE_COLOR"):
        from rich.console import Console

        from bot.console import show

        show(given, Console(), conversing)
    else:
        print(plain(given, conversing), flush=True)


def write_json(line: str) -> None:
    """Write one line of JSON, in UTF-8 whatever the terminal speaks, and flush it."""
    sys.stdout.buffer.write(line.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()
