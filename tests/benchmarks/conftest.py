"""archive-en, opened once for all benchmarks."""

from __future__ import annotations

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
def archive(archive_en: Path, home_en: Path) -> Iterator[Archive]:
    """The archive, index built and questions warm."""
    opened = Archive(home_en, [archive_en])
    opened.open(TODAY)
    opened.about("konna")
    yield opened
    opened.close()
