"""archive-en, opened once for all benchmarks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.archive.archive import Archive
from tests.benchmarks.figures import Figures
from tests.quality.scores import TODAY


@pytest.fixture(scope="session")
def figures(request: pytest.FixtureRequest) -> Iterator[Figures]:
    """Where each benchmark puts its figures; printed when all are done."""
    gathered = Figures()
    yield gathered
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        gathered.show()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the index goes: $CLIO_TEST_HOME, or a folder of this run."""
    ready = os.environ.get("CLIO_TEST_HOME")
    return Path(ready) if ready else tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def archive(archive_en: Path, home: Path) -> Iterator[Archive]:
    """The archive, index built and questions warm."""
    opened = Archive(home, [archive_en])
    opened.open(TODAY)
    opened.about("konna")
    yield opened
    opened.close()
