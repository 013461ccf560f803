"""`run` as a process: exit codes, signals, and a token that nobody reads."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from bot.sandbox import Sandbox

from .conftest import PATIENCE, TOKEN
from .stage import surroundings

GOODBYE = 5.0
"""Real seconds that stopping may take."""

PROGRAM = """
import sys
from bot.app import run
from bot.chat.loopback import point_at
from bot.settings import read_settings
point_at(sys.argv[1], sys.argv[2])
sys.exit(run(read_settings()))
"""


async def start(sandbox: Sandbox, home: Path, token: str, pages: Path | None = None, **others: str) -> Process:
    """Clio as a process of its own, on the sandbox, as talkative as it gets."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", PROGRAM, sandbox.api_base, sandbox.gateway_url),
        env=surroundings(home, pages, **{"CLIO_TOKEN": token, "CLIO_LOG_LEVEL": "debug", **others}),
        cwd=home,
        stderr=PIPE,
    )


async def until(process: Process, words: str) -> str:
    """What the process has written up to a line with those words."""
    assert process.stderr is not None
    text = ""
    async with asyncio.timeout(PATIENCE):
        while words not in text:
            line = await process.stderr.readline()
            assert line, text
            text += line.decode()
    return text


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_in_order(sandbox: Sandbox, tmp_path: Path, how: signal.Signals) -> None:
    application = sandbox.world.add_application(TOKEN)
    process = await start(sandbox, tmp_path, TOKEN)
    written = await until(process, "Ready as")
    assert sandbox.gateway.is_connected(application)
    process.send_signal(how)
    _, rest = await asyncio.wait_for(process.communicate(), GOODBYE)
    assert process.returncode == 0
    assert b"Clio has stopped" in rest
    assert TOKEN not in written + rest.decode()
    assert not sandbox.gateway.is_connected(application)


async def test_a_signal_ends_it_while_pages_are_watched(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.world.add_application(TOKEN)
    pages = tmp_path / "pages"
    pages.mkdir()
    process = await start(sandbox, tmp_path, TOKEN, pages, CLIO_WATCH="1")
    await until(process, "Ready as")
    (pages / "new.md").write_text("---\ndate: 2014-05-01\ntitle: A new page\n---\n", "utf-8")
    await until(process, "The archive was reloaded: 1 events")
    process.terminate()
    _, rest = await asyncio.wait_for(process.communicate(), GOODBYE)
    assert process.returncode == 0
    assert b"Clio has stopped" in rest
    assert b"Traceback" not in rest
    assert b"change detected" not in rest  # the watcher's own talk


async def test_a_signal_ends_it_while_the_index_is_built(sandbox: Sandbox, tmp_path: Path, archive_en: Path) -> None:
    sandbox.world.add_application(TOKEN)
    process = await start(sandbox, tmp_path, TOKEN, archive_en)
    await until(process, "The index is built first")
    process.terminate()
    # What it writes is at its end only when the processes it reads pages with have ended too.
    await asyncio.wait_for(process.communicate(), GOODBYE)
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("MTIz.wrong.token", "clio: Discord does not take the token. Set CLIO_TOKEN"),
        (" ", "clio: There is no token. Set"),
    ],
)
async def test_a_wrong_token_is_one_clear_line(sandbox: Sandbox, tmp_path: Path, token: str, said: str) -> None:
    sandbox.world.add_application(TOKEN)
    process = await start(sandbox, tmp_path, token)
    _, written = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 2
    assert written.decode().splitlines()[-1].startswith(said)
    assert "Traceback" not in written.decode()
    assert b"The index is built" not in written
    assert "MTIz" not in written.decode()


async def test_discord_out_of_reach_is_one_clear_line(sandbox: Sandbox, tmp_path: Path) -> None:
    process = await start(sandbox, tmp_path, TOKEN)
    await sandbox.close()
    _, written = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 1
    assert "clio: Discord cannot be reached" in written.decode()
    assert "Traceback" not in written.decode()
