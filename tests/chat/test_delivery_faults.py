"""Discord's answers to a post, and what the courier makes of each."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import aiohttp
import discord
import pytest

from bot.chat.delivery_faults import fault_of
from bot.digest.failures import Cause, FormRefused, Passing, Refused, Unknown


def answer(status: int, code: int) -> discord.HTTPException:
    """What discord.py raises for an answer."""
    kinds: dict[int, type[discord.HTTPException]] = {403: discord.Forbidden, 404: discord.NotFound}
    kind = discord.DiscordServerError if status >= 500 else kinds.get(status, discord.HTTPException)
    body: dict[str, Any] = {"code": code, "message": "said Discord"}
    return kind(Mock(status=status, reason=""), body)


@pytest.mark.parametrize(
    ("status", "code", "cause"),
    [
        (404, 10003, Cause.CHANNEL_GONE),
        (403, 50001, Cause.NO_ACCESS),
        (403, 50013, Cause.NO_PERMISSION),
        (400, 50083, Cause.THREAD_ARCHIVED),
        (400, 160005, Cause.THREAD_LOCKED),
        (403, 20016, Cause.NO_PERMISSION),
        (400, 50024, Cause.CHANNEL_GONE),
    ],
)
def test_what_people_have_to_put_right(status: int, code: int, cause: Cause) -> None:
    fault = fault_of(answer(status, code))
    assert isinstance(fault, Refused)
    assert fault.cause is cause
    assert "said Discord" in fault.detail


@pytest.mark.parametrize(
    ("error", "kind", "wait"),
    [
        (answer(400, 50035), FormRefused, 0),
        (answer(400, 240000), FormRefused, 0),
        (answer(429, 20028), Passing, 0),
        (answer(429, 0), Passing, 600),
        (answer(403, 0), Passing, 600),
        (answer(401, 0), Passing, 600),
        (answer(400, 160006), Passing, 0),
        (discord.RateLimited(75.5), Passing, 75.5),
        (answer(404, 10008), Unknown, 0),
        (answer(404, 0), Unknown, 0),
        (answer(500, 0), Unknown, 0),
        (answer(503, 0), Unknown, 0),
        (aiohttp.ServerDisconnectedError(), Unknown, 0),
        (ConnectionResetError("gone"), Unknown, 0),
        (TimeoutError(), Unknown, 0),
    ],
)
def test_what_passes_and_what_is_left_open(error: Exception, kind: type, wait: float) -> None:
    fault = fault_of(error)
    assert type(fault) is kind
    assert getattr(fault, "wait", 0) == wait
