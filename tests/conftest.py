"""Real data beside the repository, for the tests that want it; they are skipped where it is not there."""

from __future__ import annotations

import logging
import os
import tarfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock

from bot.archive.archive import Archive
from bot.store.store import Store
from tests.postgres import Server, serve
from tests.quality.scores import TODAY
from tests.small import Clio

_REPOSITORY = Path(__file__).resolve().parent.parent

# How long an example takes by the clock on the wall says what else the machine does.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data: $CLIO_SHARED, or "shared" beside the repository."""
    folder = Path(os.environ.get("CLIO_SHARED", _REPOSITORY.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"needs the real data in {folder}, which is not there (set CLIO_SHARED)")
    return folder


@pytest.fixture(scope="session")
def archive_en(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The English archive, unpacked: $CLIO_TEST_ARCHIVE_EN, or unpacked once for all tests."""
    return _unpacked("archive-en", "CLIO_TEST_ARCHIVE_EN", shared, tmp_path_factory)


@pytest.fixture(scope="session")
def archive_zh(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Chinese archive, unpacked: $CLIO_TEST_ARCHIVE_ZH, or unpacked once for all tests."""
    return _unpacked("archive-zh", "CLIO_TEST_ARCHIVE_ZH", shared, tmp_path_factory)


@pytest.fixture(scope="session")
def home_en(archive_en: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the index of the English archive alone: $CLIO_TEST_HOME, or made once for all tests."""
    ready = os.environ.get("CLIO_TEST_HOME")
    home = Path(ready) if ready else _of_all_workers(tmp_path_factory) / "home-en"
    archive = Archive(home, [archive_en])
    archive.open(TODAY)  # one worker builds it, another waits
    archive.close()
    return home


def _unpacked(name: str, variable: str, shared: Path, factory: pytest.TempPathFactory) -> Path:
    if ready := os.environ.get(variable):
        return Path(ready)
    packed = shared / "data" / f"{name}.tar.xz"
    if not packed.is_file():
        pytest.skip(f"needs {packed}, which is not there")
    folder = _of_all_workers(factory) / name
    with FileLock(folder.with_suffix(".lock")):
        if not folder.is_dir():
            half = folder.with_suffix(".half")
            with tarfile.open(packed) as archive:
                archive.extractall(half, filter="data")
            half.rename(folder)
    inner = folder / name
    return inner if inner.is_dir() else folder


def _of_all_workers(factory: pytest.TempPathFactory) -> Path:
    """A folder of this run's that all of its processes have in common."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture
def clio(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Clio:
    """``clio`` with a small archive, run in the test's own process."""
    return Clio(monkeypatch, capsys, tmp_path)


@pytest.fixture(autouse=True)
def _logs_left_as_found() -> Iterator[None]:
    root, discord = logging.getLogger(), logging.getLogger("discord")
    before = root.handlers[:], root.level, discord.level
    yield
    root.handlers[:], root.level, discord.level = before
    logging.captureWarnings(False)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of the session's own."""
    yield from serve()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, of each kind in turn; "" means the file in CLIO_HOME."""
    if request.param == "sqlite":
        return ""
    server: Server = request.getfixturevalue("postgres")
    return server.database()


@pytest.fixture
async def store(database: str, tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store, of each kind in turn."""
    opened = await Store.open(tmp_path, database)
    yield opened
    await opened.close()
