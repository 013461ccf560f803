"""Clio with 5,000 digests of which none is due. Printed with -s."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.archive.archive import Archive
from bot.settings import bundled_pages
from tests.benchmarks.test_delivery import serving
from tests.quality.scores import TODAY

HOURS = 3600.0
REST = 61.0
"""Seconds of rest that are looked at: Clio looks at its ledger once a minute."""


async def test_digests_that_are_not_due_cost_nothing(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", [bundled_pages()])
    archive.open(TODAY)
    archive.close()
    home = tmp_path / "home"
    home.mkdir()
    async with serving(archive, bundled_pages(), home, 20 * HOURS) as served:
        await asyncio.sleep(2)  # what is done once at the start is no rest
        used, asked = served.processor(), await served.asked()
        await asyncio.sleep(REST)
        used, asked = (served.processor() - used) / REST, await served.asked() - asked
    print(f"5,000 schedules of which none is due: {used:.2%} of a core, {asked} queries in {REST:.0f} s")
    assert asked <= 30
    assert used < 0.01
