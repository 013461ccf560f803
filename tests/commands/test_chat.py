"""The conversation on a terminal: greeting, history, completion, leaving."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from bot.archive.archive import Archive
from bot.commands.chat import ArchiveCompleter, chat_on_terminal, history
from bot.commands.opening import Mended
from bot.speech import speech
from bot.talk.conversation import Conversation
from tests.small import write_pages


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """The small archive, open."""
    archive = Archive(tmp_path / "home", [write_pages(tmp_path / "pages")])
    archive.open(dt.date(2015, 1, 18))
    return archive


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    """What is typed."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is shown."""
    shown = io.StringIO()
    monkeypatch.setattr("bot.commands.chat.Console", lambda: Console(file=shown, width=80))
    return shown


def test_a_conversation_greets_answers_and_lets_go(
    archive: Archive, keys: PipeInput, screen: io.StringIO, tmp_path: Path
) -> None:
    keys.send_text("event about Mali\r2\r\r\x03quit\r")
    assert chat_on_terminal(Mended(Conversation(archive)), tmp_path / "home") == 0
    told = screen.getvalue()
    assert "5 events from 2011 to 2014" in told
    assert "  on this day" in told
    assert "1  " in told
    assert "Go on with: related · sources" in told
    assert "Ctrl-D" in told
    assert "event about Mali" in (tmp_path / "home" / "history").read_text(encoding="utf-8")


def test_ctrl_d_leaves(archive: Archive, keys: PipeInput, screen: io.StringIO, tmp_path: Path) -> None:
    keys.send_text("\x04")
    assert chat_on_terminal(Mended(Conversation(archive)), tmp_path) == 0


def test_an_empty_archive_says_so(tmp_path: Path, keys: PipeInput, screen: io.StringIO) -> None:
    (tmp_path / "pages").mkdir()
    empty = Archive(tmp_path, [tmp_path / "pages"])
    empty.open(dt.date(2015, 1, 18))
    keys.send_text("\x04")
    chat_on_terminal(Mended(Conversation(empty)), tmp_path)
    assert "The archive is empty." in screen.getvalue()


def _completions(archive: Archive, typed: str) -> list[str]:
    completer = ArchiveCompleter(archive, speech("en"))
    document = Document(typed)
    return [
        typed[: len(typed) + found.start_position] + found.text
        for found in completer.get_completions(document, CompleteEvent())
    ]


def test_what_can_be_asked_is_completed(archive: Archive) -> None:
    assert "on this day" in _completions(archive, "on")
    assert "event about" in _completions(archive, "eve")
    assert _completions(archive, "") == []


def test_names_are_completed_after_an_opening_and_alone(archive: Archive) -> None:
    assert "event about Konna" in _completions(archive, "event about Kon")
    assert "Brisbane" in _completions(archive, "bris")
    assert any("Floods close the port" in found for found in _completions(archive, "event about floods"))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("is there anything about bris", "is there anything about Brisbane"),
        ("what happened in Bris", "what happened in Brisbane"),
        ("on this day about kon", "on this day about Konna"),
        ("random event about kon", "random event about Konna"),
        ("tell me about the peace talks", "tell me about the Peace talks for Mali begin in Gao"),
    ],
)
def test_what_a_question_names_at_its_end_is_completed(archive: Archive, typed: str, offered: str) -> None:
    assert offered in _completions(archive, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "event about Konna?", "event about Konna in 2013", "what happened in 2013", "the second one", "sources",
        "and in 2014?", "when was that", "event abou kon brisbane", "why did the army of Brisbane recapture Konna",
        "第二个", "再见",
    ],
)  # fmt: skip
def test_nothing_is_offered_for_a_finished_question_or_a_whole_sentence(archive: Archive, typed: str) -> None:
    assert _completions(archive, typed) == []


def test_while_a_phrase_is_typed_only_phrases_are_offered(archive: Archive) -> None:
    assert _completions(archive, "event a") == ["event about"]
    assert _completions(archive, "on th") == ["on this day"]


@pytest.mark.parametrize(("typed", "told"), [("bye", "Goodbye"), ("再见！", "再见"), ("quit", "")])
def test_who_says_goodbye_is_told_so_and_let_go(
    archive: Archive, keys: PipeInput, screen: io.StringIO, tmp_path: Path, typed: str, told: str
) -> None:
    keys.send_text(f"{typed}\r")
    assert chat_on_terminal(Mended(Conversation(archive)), tmp_path / "home") == 0
    assert screen.getvalue().rstrip().endswith(told or "leaves.")


def test_completion_never_disturbs(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.archive.index import IndexUnusable

    def damaged(*arguments: object, **options: object) -> object:
        raise IndexUnusable("The index is damaged.")

    monkeypatch.setattr(archive, "complete", damaged)
    assert _completions(archive, "event about Kon") == []


def test_history_is_kept_for_its_owner_alone_and_takes_anything(tmp_path: Path) -> None:
    kept = history(tmp_path)
    kept.append_string("event about \udcff Konna")
    assert (tmp_path / "history").stat().st_mode & 0o777 == 0o600
    assert list(history(tmp_path).load_history_strings()) == ["event about \ufffd Konna"]
    (tmp_path / "history").unlink()
    (tmp_path / "history").mkdir()
    assert list(kept.load_history_strings()) == []
    kept.append_string("lost")
    assert isinstance(history(tmp_path), InMemoryHistory)
