"""Logs: lines a person can follow, and no token in any."""

from __future__ import annotations

import io
import logging
import re

import pytest

from bot.logs import HIDDEN, set_up_logs

_TOKEN = "MTIz.abc.def-ghi_jkl"


@pytest.fixture
def stream() -> io.StringIO:
    """Where the logs go."""
    return io.StringIO()


def test_a_line_says_when_how_bad_and_what(stream: io.StringIO) -> None:
    set_up_logs("info", stream=stream)
    logging.getLogger("bot.app").info("Read %d pages.", 7)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d INFO    bot\.app: Read 7 pages\.\n", stream.getvalue())


def test_less_than_the_level_is_not_written(stream: io.StringIO) -> None:
    set_up_logs("warning", stream=stream)
    logging.getLogger("bot").info("small talk")
    logging.getLogger("discord.gateway").info("small talk")
    logging.getLogger("bot").warning("trouble")
    assert stream.getvalue().count("\n") == 1


def test_a_library_does_not_write_down_what_people_say(stream: io.StringIO) -> None:
    set_up_logs("debug", stream=stream)
    logging.getLogger("discord.gateway").debug("message: hello")
    logging.getLogger("discord.gateway").info("connected")
    assert "hello" not in stream.getvalue()
    assert "connected" in stream.getvalue()


def test_the_token_is_hidden_wherever_it_stands(stream: io.StringIO) -> None:
    set_up_logs("debug", ["", f" {_TOKEN}\n"], stream)
    log = logging.getLogger("discord.http")
    log.warning(f"Bot {_TOKEN}")
    log.warning("Bot %s and %r", _TOKEN, {"token": _TOKEN})
    log.warning("named %(token)s", {"token": _TOKEN})
    log.warning("does not fit %d", _TOKEN)
    try:
        raise ValueError(f"bad {_TOKEN}")
    except ValueError:
        log.exception("It went wrong", stack_info=True)
    told = stream.getvalue()
    assert _TOKEN not in told
    assert told.count(HIDDEN) == 6
    assert "Traceback" in told
    assert "Stack (most recent call last)" in told


def test_nobody_can_write_a_line_of_their_own(stream: io.StringIO) -> None:
    set_up_logs("info", stream=stream)
    logging.getLogger("bot").warning("asked: %s", "hi\n2030-01-01 00:00:00 ERROR bot: hacked\x1b[2J")
    assert stream.getvalue().count("\n") == 1
    assert "\x1b" not in stream.getvalue()


def test_setting_up_twice_writes_once(stream: io.StringIO) -> None:
    set_up_logs("info", stream=stream)
    set_up_logs("info", stream=stream)
    logging.getLogger("bot").warning("once")
    assert stream.getvalue().count("once") == 1
