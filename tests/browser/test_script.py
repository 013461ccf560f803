"""A conversation that was written down, played from the command line, with pictures of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.script import ScriptError, options_of, read_script

TOUR = Path(__file__).parent / "tour.txt"


def test_a_script_is_read_line_by_line() -> None:
    steps = read_script("# a word\n\nbe moderator\n  /event about: konna\npicture card\n")
    assert [(step.line, step.deed, step.words) for step in steps] == [
        (3, "be", "moderator"),
        (4, "command", "/event about: konna"),
        (5, "picture", "card"),
    ]


def test_a_line_that_is_no_step_is_named() -> None:
    with pytest.raises(ScriptError, match=r"line 2: 'dance' is no step; there are window, "):
        read_script("be member\ndance\n")


def test_options_are_read_by_name() -> None:
    assert options_of("/event about: konna") == ("/event", {"about": "konna"})
    said = options_of("/archive reload")
    assert said == ("/archive reload", {})
    assert options_of("/digest add time: 09:00 where: #general") == (
        "/digest add",
        {"time": "09:00", "where": "#general"},
    )


def play(script: Path, pictures: Path, chromium: str, home: Path) -> subprocess.CompletedProcess[str]:
    """``clio demo --script`` as a process of its own."""
    environment = {**os.environ, "CLIO_HOME": str(home), "CLIO_CHROMIUM": chromium}
    command = [sys.executable, "-m", "bot", "demo", "--script", str(script), "--pictures", str(pictures)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)


def test_the_tour_is_played_and_its_pictures_are_written(chromium: str, tmp_path: Path) -> None:
    played = play(TOUR, tmp_path / "pictures", chromium, tmp_path / "home")
    assert played.returncode == 0, played.stderr
    names = sorted(path.stem for path in (tmp_path / "pictures").iterdir())
    assert names == ["card", "digest", "hood", "phone"]
    assert all(path.stat().st_size > 20_000 for path in (tmp_path / "pictures").iterdir())


def test_a_step_that_cannot_be_done_is_told(chromium: str, tmp_path: Path) -> None:
    script = tmp_path / "wrong.txt"
    script.write_text("window wide\n", "utf-8")
    played = play(script, tmp_path, chromium, tmp_path / "home")
    assert played.returncode == 1
    assert "wrong.txt: line 1: window wide: " in played.stderr
    assert "Traceback" not in played.stderr


def test_a_script_that_is_not_there_is_told(tmp_path: Path, chromium: str) -> None:
    played = play(tmp_path / "none.txt", tmp_path, chromium, tmp_path / "home")
    assert played.returncode == 2
    assert "none.txt cannot be read" in played.stderr
