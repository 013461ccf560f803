"""What is said of failures, and what is left out of the log."""

from __future__ import annotations

import logging

import pytest

from bot.chat import client  # noqa: F401  # what it keeps out of the log is set up with it
from bot.chat.archivist import ReloadFailed
from bot.chat.errors import sentence
from bot.chat.text import escape
from bot.speech import speech


def test_the_reason_of_a_failed_reload_is_escaped_once() -> None:
    told = escape(sentence(ReloadFailed("[Errno 13] my_archive"), speech("en")))
    assert r"\[Errno 13\] my\_archive" in told
    assert r"\\" not in told


def test_who_typed_too_slowly_is_not_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("discord.app_commands.tree")
    log.error("Ignoring exception in autocomplete for %r", "event (Guild: 5, User: 7)")
    log.error("Ignoring exception in command %r", "event")
    assert [record.getMessage() for record in caplog.records] == ["Ignoring exception in command 'event'"]
