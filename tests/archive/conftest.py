"""The real archives, read once for all tests of this folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.archive.event import Event, Finding
from bot.archive.folder import Folder
from bot.archive.pages import read_page


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a page: its event without its relations, which would fill the memory, and their number."""

    event: Event | None
    relations: int
    findings: tuple[Finding, ...]


@pytest.fixture(scope="session")
def read_en(archive_en: Path) -> list[Reading]:
    """Every page of the English archive that may hold an event."""
    return _read_all(archive_en)


@pytest.fixture(scope="session")
def read_zh(archive_zh: Path) -> list[Reading]:
    """Every page of the Chinese archive that may hold an event."""
    return _read_all(archive_zh)


def _read_all(root: Path) -> list[Reading]:
    folder = Folder(root)
    readings: list[Reading] = []
    for path in folder.scan().pages:
        raw = folder.read(path)
        assert isinstance(raw, bytes)
        page = read_page(path, raw)
        event = replace(page.event, related=()) if page.event else None
        readings.append(Reading(event, len(page.event.related) if page.event else 0, page.findings))
    return readings
