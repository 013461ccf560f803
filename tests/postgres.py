"""A real PostgreSQL for the tests, started by the session that needs it, in a folder and on a port of its own."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import pytest

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")


@dataclass
class Server:
    """A running server; ``database()`` gives the address of a new, empty database."""

    port: int
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def database(self) -> str:
        """Make a database; its address as CLIO_DATABASE_URL takes it."""
        name = f"clio_{next(self.numbers)}"
        asyncio.run(self._create(name))
        return f"postgresql+asyncpg://clio@127.0.0.1:{self.port}/{name}"

    async def _create(self, name: str) -> None:
        connection = await asyncpg.connect(host="127.0.0.1", port=self.port, user="clio", database="postgres")
        try:
            await connection.execute(f"CREATE DATABASE {name}")
        finally:
            await connection.close()


def programs() -> Path | None:
    """The folder with initdb and pg_ctl, the newest first; None where PostgreSQL is not installed."""
    found = [path for place in _PLACES for path in Path("/").glob(f"{place[1:]}/pg_ctl")]
    if found:
        return max(found, key=lambda path: [int(n) for n in path.parts[-3].split("-")[-1:] if n.isdigit()]).parent
    on_path = shutil.which("pg_ctl")
    return Path(on_path).parent if on_path else None


def serve() -> Iterator[Server]:
    """Start a server; stop and remove it afterwards. Skips where there is none to start."""
    folder = programs()
    if folder is None:
        pytest.skip("needs PostgreSQL's programs (Debian: apt install postgresql), which are not installed")
    data = Path(tempfile.mkdtemp(prefix="clio-postgres-"))
    try:
        as_user = _as_nobody(data)
        own = data / "data"
        _run([*as_user, f"{folder}/initdb", "-D", str(own), "-U", "clio", "-A", "trust", "-E", "UTF8", "--no-sync"])
        port = _free_port()
        options = f"-h 127.0.0.1 -p {port} -k {data} -F -c max_connections=100 -c timezone=Asia/Kolkata"
        control = [*as_user, f"{folder}/pg_ctl", "-D", str(own), "-w"]
        _run([*control, "-o", options, "-l", str(data / "log"), "start"])
        try:
            yield Server(port)
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _as_nobody(data: Path) -> list[str]:
    """How to run something in ``data`` as no administrator, whom PostgreSQL refuses to serve."""
    if os.geteuid() != 0:
        return []
    runuser = shutil.which("runuser")
    if runuser is None:
        pytest.skip("PostgreSQL does not run as root, and there is no runuser to become nobody with")
    shutil.chown(data, "nobody")
    return [runuser, "-u", "nobody", "--"]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", timeout=120)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
