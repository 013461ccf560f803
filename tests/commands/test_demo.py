"""``clio demo`` from the command line: where it is, and what it says when it cannot be."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.commands.demo import PORT, demonstrated
from bot.settings import Settings, bundled_pages
from tests.e2e.stage import come_true

SECONDS = 60.0
"""Real seconds after which a test gives up."""


@contextmanager
def demo(home: Path | str, *options: str) -> Iterator[subprocess.Popen[str]]:
    """``clio demo`` as a process of its own, ended with the block."""
    command = [sys.executable, "-m", "bot", "demo", "--no-browser", *options]
    environment = {**os.environ, "CLIO_HOME": str(home)}
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@contextmanager
def taken(port: int) -> Iterator[int]:
    """A port that somebody listens at; 0: any."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            other.bind(("127.0.0.1", port))
        except OSError:  # it is taken already, which does as well
            yield port
            return
        other.listen()
        yield other.getsockname()[1]


def test_it_prints_one_address_and_ends_when_told_to(tmp_path: Path) -> None:
    with taken(PORT), demo(tmp_path) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)  \(Ctrl-C ends it\)\n", line)
        assert found is not None
        assert int(found[1]) != PORT
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=SECONDS)
        assert (process.returncode, rest, errors) == (0, "", "")


def test_a_port_asked_for_that_is_taken_is_told(tmp_path: Path) -> None:
    with taken(0) as port, demo(tmp_path, "--port", str(port)) as process:
        _, errors = process.communicate(timeout=SECONDS)
        assert process.returncode == 2
        assert f"--port: {port} cannot be had" in errors
        assert "Traceback" not in errors


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder where nobody can write")
def test_what_stops_clio_is_told(tmp_path: Path) -> None:
    with demo("/proc/clio") as process:
        _, errors = process.communicate(timeout=SECONDS)
        assert process.returncode == 1
        assert "Clio cannot go on: " in errors
        assert "Traceback" not in errors


def test_nothing_of_the_demonstration_is_kept_beside_the_index(tmp_path: Path) -> None:
    with demo(tmp_path) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=SECONDS)
    assert not (tmp_path / "commands.json").exists()


async def test_digests_set_up_there_are_forgotten_and_touch_no_real_ones(tmp_path: Path) -> None:
    settings = Settings(pages=(bundled_pages(),), home=tmp_path, shards=2, _env_file=None)
    async with demonstrated(settings) as demo:
        await come_true(lambda: demo.program._app is not None and demo.program._app.digests.opened.is_set(), SECONDS)
    assert not [name for name in os.listdir(tmp_path) if name.startswith("clio.db")]
