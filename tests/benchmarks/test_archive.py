"""Building, reloading, starting and what they cost, on the whole of archive-en."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from bot.archive.archive import Archive
from bot.archive.build import refresh
from bot.archive.folder import Folder
from bot.archive.pages import read_page
from bot.chat.desk import Desk
from bot.talk.grammar import understand
from tests.benchmarks.figures import Figures
from tests.indexed import take_over
from tests.quality import questions
from tests.quality.scores import TODAY


@pytest.fixture
def own_pages(archive_en: Path, tmp_path: Path) -> Path:
    """The pages again, as links to the same files, so that some can be changed."""
    copy = tmp_path / "pages"
    subprocess.run(["cp", "-rl", archive_en, copy], check=True)
    return copy


def test_building_from_nothing(archive_en: Path, tmp_path: Path, figures: Figures) -> None:
    """All cores, beside reading and parsing every page on one."""
    folder = Folder(archive_en)
    pages = list(folder.scan().pages)
    bare = clock(lambda: [read_page(path, raw) for path in pages if isinstance(raw := folder.read(path), bytes)])
    built = clock(lambda: refresh(tmp_path / "archive.index", [archive_en], TODAY, from_nothing=True))
    figures.tell("building from nothing", f"{built:.1f} s", f"{built / bare:.2f} x reading and parsing on one core "
                 f"({bare:.1f} s)", reach="1.5 x")  # fmt: skip


def test_reloading(own_pages: Path, archive: Archive, tmp_path: Path, figures: Figures) -> None:
    """Nothing changed, and ten pages changed, beside walking and stat-ing the folder; the medians of five."""
    index = tmp_path / "archive.index"
    take_over(archive.path, index, [own_pages])
    before = refresh(index, [own_pages], TODAY)
    assert before.nothing_changed
    walk = median(lambda: sum(1 for _ in walked(own_pages)))
    nothing = median(lambda: refresh(index, [own_pages], TODAY))
    chosen = sorted(own_pages.rglob("*.md"))[:: 54639 // 10][:10]
    texts = [page.read_bytes() for page in chosen]
    times = []
    for turn in range(5):
        for page, text in zip(chosen, texts, strict=True):
            page.unlink()  # the file is shared with the archive it came from
            page.write_bytes(text.replace(b"\n# ", f"\n# Turn {turn}. ".encode(), 1))
        start = time.perf_counter()
        report = refresh(index, [own_pages], TODAY)
        times.append(time.perf_counter() - start)
        assert (report.changed, report.events) == (10, before.events)
    ten = float(np.median(times))
    beside = f"walking and stat-ing ({walk:.2f} s)"
    figures.tell("reload, nothing changed", f"{nothing:.2f} s", f"{nothing / walk:.2f} x {beside}", reach="2 x")
    figures.tell("reload, 10 pages changed", f"{ten:.2f} s", f"{ten / walk:.2f} x {beside}", reach="4 x")


async def test_a_whole_rebuild_while_people_ask(
    archive_en: Path, tmp_path: Path, shared: Path, figures: Figures
) -> None:
    """Twenty people ask without pause while everything is built anew in a process of its own."""
    archive = Archive(tmp_path / "home", [archive_en])
    desk = Desk(archive, lambda: dt.datetime.combine(TODAY, dt.time(12), dt.UTC))
    await desk.open()
    asked = [understand(row.query, TODAY) for row in questions.lookups(shared / "data" / "eval")]
    waits: list[float] = []
    gaps: list[float] = []
    archive.path.unlink()  # what is open goes on answering
    rebuilt = desk.archivist.reload().task

    async def person(number: int) -> None:
        turn = number
        while not rebuilt.done():
            start = time.perf_counter()
            await desk.answer(asked[turn % len(asked)], "en")
            waits.append(time.perf_counter() - start)
            turn += 20

    async def heartbeat() -> None:
        while not rebuilt.done():
            start = time.perf_counter()
            await asyncio.sleep(0.005)
            gaps.append(time.perf_counter() - start - 0.005)

    await asyncio.gather(heartbeat(), *(person(number) for number in range(20)))
    assert (await rebuilt).report.rebuilt
    desk.close()
    figures.tell("event loop held during a rebuild", f"at most {max(gaps) * 1000:.0f} ms", reach="50 ms")
    figures.add("answers during a rebuild, 20 people", np.array(waits), reach="p99 100 ms")


def test_one_question_from_a_new_process(archive: Archive, archive_en: Path, figures: Figures) -> None:
    """``clio ask``, from the start of the process to its end, beside Python doing nothing; the medians of five."""
    environment = {**os.environ, "CLIO_PAGES": str(archive_en), "CLIO_HOME": str(archive.path.parent)}
    command = [sys.executable, "-m", "bot", "ask", "event about Konna"]
    asked = median(lambda: subprocess.run(command, env=environment, check=True, capture_output=True))
    bare = median(lambda: subprocess.run([sys.executable, "-c", ""], check=True))
    figures.tell("clio ask, start to answer", f"{asked:.2f} s", f"{asked / bare:.0f} x an empty Python ({bare:.2f} s)",
                 reach="0.8 s")  # fmt: skip


def test_memory_of_a_chat(archive: Archive, archive_en: Path, shared: Path, figures: Figures) -> None:
    """The most a chat's process held after thirty questions of every kind."""
    environment = {**os.environ, "CLIO_PAGES": str(archive_en), "CLIO_HOME": str(archive.path.parent)}
    words = [row.query for row in questions.lookups(shared / "data" / "eval")[::48]]
    lines = "\n".join([*words, "related", "on this day", "more", "random", "sources"])
    code = (
        "import re, sys; from pathlib import Path; from bot.cli import main; main(); "
        "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "chat", "--json"], env=environment, input=lines.encode(), capture_output=True
    )
    assert done.stdout.count(b"\n") == len(words) + 5
    assert b'"error"' not in done.stdout
    figures.tell("memory of clio chat", f"{int(done.stderr.split()[-1]) // 1024} MB", reach="150 MB")


def walked(folder: Path) -> Iterator[os.stat_result]:
    """Every page's stat, by the plainest means."""
    for path, _, names in os.walk(folder):
        for name in names:
            yield os.stat(f"{path}/{name}")


def median(call: Callable[[], object]) -> float:
    """The median seconds of five calls."""
    return float(np.median([clock(call) for _ in range(5)]))


def clock(call: Callable[[], object]) -> float:
    """How many seconds a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
