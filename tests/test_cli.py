"""What somebody gets from ``clio``: answers, exit codes, one clear line when something is wrong."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
import types
from pathlib import Path

import pytest

from bot.archive.archive import index_path
from tests.small import Clio

_REPOSITORY = Path(__file__).resolve().parent.parent


def _run(*arguments: str, home: Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """``python -m bot`` as somebody runs it, on the bundled archive unless told otherwise."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=stdin, capture_output=True, cwd=home, timeout=60, env=_environment(home, **environment),
    )  # fmt: skip


def _environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CLIO_", "LC_", "LANG"))}
    return kept | {"CLIO_HOME": str(home), "PYTHONPATH": str(_REPOSITORY), "LANG": "C.UTF-8"} | more


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index folder of the bundled archive."""
    folder = tmp_path_factory.mktemp("home")
    assert _run("ask", "--json", "random", home=folder).returncode == 0
    return folder


def test_a_fresh_machine_answers_at_once_and_says_that_it_reads_the_pages(tmp_path: Path) -> None:
    ran = _run("ask", "event", "about", "Konna", home=tmp_path)
    assert ran.returncode == 0
    assert "Konna" in ran.stdout.decode()
    assert ran.stderr.decode().startswith("Reading ")
    again = _run("ask", "event about konna", home=tmp_path)
    assert (again.returncode, again.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("words", "code"), [("event about Konna", 0), ("what happened in 1712", 1), ("!!!", 2), ("", 2)]
)
def test_the_exit_code_says_whether_there_was_an_answer(home: Path, words: str, code: int) -> None:
    assert _run("ask", words, home=home).returncode == code


def test_asking_and_looking_after_the_archive_never_load_discord(home: Path) -> None:
    script = (
        "import sys; from bot.cli import main; code = main();"
        "assert not {'discord', 'prompt_toolkit', 'aiohttp'} & sys.modules.keys(), sys.modules.keys(); sys.exit(code)"
    )
    for arguments in (["ask", "--json", "random"], ["chat", "--json"], ["archive", "status"], ["archive", "build"]):
        ran = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            input=b"on this day\n", capture_output=True, env=_environment(home), timeout=60,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr.decode()


def test_the_conversation_on_a_terminal_loads_no_discord() -> None:
    script = "import sys, bot.commands.chat; sys.exit('discord' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=_REPOSITORY, timeout=60).returncode == 0


def test_a_reader_who_has_seen_enough_is_no_trouble(home: Path) -> None:
    pipe = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--json"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment(home),
    )  # fmt: skip
    assert pipe.stdin
    assert pipe.stdout
    assert pipe.stderr
    pipe.stdout.close()
    pipe.stdin.write(b"on this day\n" * 50)
    pipe.stdin.close()
    told = pipe.stderr.read()
    pipe.stderr.close()
    pipe.wait(60)
    assert told == b""


@pytest.mark.parametrize("arguments", [["ask", "event about Mali"], ["ask", "--json", "random"], ["archive", "status"]])
def test_a_reader_who_closes_the_pipe_at_once_is_no_failure(home: Path, arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        ran = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            stdout=pipe, stderr=subprocess.PIPE, env=_environment(home), timeout=60,
        )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_conversation_on_a_real_terminal(home: Path) -> None:
    controller, terminal = pty.openpty()
    chat = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        stdin=terminal, stdout=terminal, stderr=terminal, close_fds=True,
        env=_environment(home, TERM="xterm", COLUMNS="80", LINES="24"),
    )  # fmt: skip
    os.close(terminal)
    screen = b""

    def wait_for(text: bytes) -> None:
        nonlocal screen
        end = time.monotonic() + 30
        while text not in screen:
            assert time.monotonic() < end, screen.decode("utf-8", "replace")
            if select.select([controller], [], [], 0.5)[0]:
                screen += os.read(controller, 65536)
            if b"\x1b[6n" in screen:  # where is the cursor?
                os.write(controller, b"\x1b[1;1R")
                screen = screen.replace(b"\x1b[6n", b"")

    try:
        wait_for(b"clio> ")
        assert b"Ask in plain words" in screen
        os.write(controller, b"event about Konna\r")
        wait_for(b"Malian soldiers march back into Konna")
        os.write(controller, b"quit\r")
        assert chat.wait(30) == 0
    finally:
        chat.kill()
        os.close(controller)
    assert "event about Konna" in (home / "history").read_text(encoding="utf-8")


def test_today_is_the_day_it_is_told(clio: Clio) -> None:
    given = clio("ask", "--json", "--today", "2015-01-18", "on this day").objects[0]
    asked = {"kind": "on-this-day", "month": 1, "day": 18, "about": "", "period": None, "skip": 0, "days": 1}
    asked |= {"otherwise": None, "with_leap_day": False, "ahead": False}
    assert given["request"] == asked
    assert {event["date"] for event in given["events"]} == {"2011-01-18", "2013-01-18"}
    assert clio("ask", "--today", "2012-01-18", "on this day", "--json").objects[0]["total"] == 1


def test_a_day_that_is_none_is_told(clio: Clio) -> None:
    left = clio("ask", "--today", "yesterday", "on this day")
    assert left.code == 2
    assert "2013-01-18" in left.err


def test_the_language_is_the_one_asked_for_the_setting_or_the_machines(clio: Clio) -> None:
    assert clio("ask", "--language", "fr", "random").code == 2
    assert "en" in clio("ask", "--language", "fr", "random").err
    assert clio("ask", "--language", "en-GB", "random").code == 0
    clio.set("CLIO_LANGUAGE", "tlh")
    left = clio("ask", "random")
    assert left.code == 3
    assert left.err.startswith("clio: CLIO_LANGUAGE: tlh")
    assert left.err.count("\n") == 1


def test_a_wrong_setting_names_itself_and_stops_the_start(clio: Clio, tmp_path: Path) -> None:
    clio.set("CLIO_PAGES", str(tmp_path / "nowhere"))
    for command in (["ask", "random"], ["chat"], ["archive", "build"], ["run"]):
        left = clio(*command)
        assert left.code == 3
        assert left.err.startswith("clio: CLIO_PAGES: ")
        assert left.err.count("\n") == 1


def test_a_wrong_level_is_told_the_levels_there_are(clio: Clio) -> None:
    clio.set("CLIO_LOG_LEVEL", "loud")
    left = clio("ask", "random")
    assert left.code == 3
    assert left.err == ("clio: CLIO_LOG_LEVEL: loud is no level; choose one of debug, info, warning, error.\n")
    clio.set("CLIO_LOG_LEVEL", "WARNING")
    assert clio("ask", "random").code == 0


def test_a_mistyped_setting_is_told_the_one_that_is_meant(clio: Clio, tmp_path: Path) -> None:
    clio.set("CLIO_PAGE", "somewhere")
    clio.set("CLIO_SOMETHING_ELSE", "1")
    clio.set("CLIO_SHARED", "where the tests find real data")
    (tmp_path / ".env").write_text("# CLIO_HOMES=no\nexport clio_loglevel = debug\n", encoding="utf-8")
    clio("archive", "build")
    left = clio("ask", "random")
    assert left.code == 0
    assert left.err == (
        "clio: CLIO_PAGE is no setting and does nothing; did you mean CLIO_PAGES?\n"
        "clio: clio_loglevel is no setting and does nothing; did you mean CLIO_LOG_LEVEL?\n"
    )


def test_an_index_that_cannot_be_kept_is_said_in_one_sentence(clio: Clio, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    clio.set("CLIO_HOME", str(tmp_path / "file" / "home"))
    for command in (["ask", "random"], ["archive", "build"]):
        left = clio(*command)
        assert left.code == 3
        assert "CLIO_HOME" in left.err
        assert "Traceback" not in left.err


def test_run_needs_a_token_and_serves_with_one(clio: Clio, monkeypatch: pytest.MonkeyPatch) -> None:
    left = clio("run")
    assert (left.code, left.err.count("\n")) == (2, 1)
    assert "CLIO_TOKEN" in left.err
    tokens = []
    app = types.ModuleType("bot.app")
    app.run = lambda settings: tokens.append(settings.token.get_secret_value()) or 5  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bot.app", app)
    clio.set("CLIO_TOKEN", "secret")
    assert clio("run").code == 5
    assert tokens == ["secret"]


def test_a_fault_of_ours_is_one_line_without_a_traceback(clio: Clio, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise RuntimeError("secret")

    clio("ask", "random")
    monkeypatch.setattr("bot.commands.ask.ask_once", broken)
    left = clio("ask", "random")
    assert left.code == 3
    assert left.err.count("\n") == 1
    assert "RuntimeError" in left.err
    clio.set("CLIO_LOG_LEVEL", "debug")
    clio.set("CLIO_TOKEN", "secret")
    told = clio("ask", "random").err
    assert "Traceback" in told
    assert "secret" not in told


def test_help_teaches_by_example(clio: Clio) -> None:
    for command in ([], ["ask"], ["chat"], ["run"], ["archive"], *(["archive", name] for name in ("build", "check"))):
        left = clio(*command, "--help")
        assert left.code == 0
        assert "  clio " in left.out or "  CLIO_TOKEN" in left.out or "event about Konna" in left.out


def test_version(clio: Clio) -> None:
    left = clio("--version")
    assert left.code == 0
    assert left.out.startswith("clio ")


def test_a_damaged_index_is_built_anew_at_the_start(clio: Clio) -> None:
    clio("ask", "random")
    path = index_path(clio.home, [clio.pages])
    path.write_bytes(b"no index")
    assert clio("ask", "event about Gao").code == 0
