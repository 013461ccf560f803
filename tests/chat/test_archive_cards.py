"""What moderators are told about the archive keeps Discord's limits, whatever pages and folders are called."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.archive.archive import ArchiveStatus
from bot.archive.description import ArchiveDescription
from bot.archive.event import Finding, Problem
from bot.archive.index import StoredFinding
from bot.archive.report import BuildReport, EventsTold
from bot.chat.archive_cards import progress_card, report_card, status_card
from bot.chat.archivist import Problems, Progress, Reloaded, Stage, Standing
from bot.chat.findings import problem_name
from bot.chat.problems import problems_card, problems_file
from bot.speech import languages, speech

from .strategies import nasty
from .test_cards import problems, texts

LANGUAGES = st.sampled_from(languages())
FINDINGS = st.builds(Finding, st.sampled_from(Problem), nasty, st.integers(0, 10**6), nasty)
LONG = Finding(Problem.BAD_FRONT_MATTER, "*" * 400, 10**6, "_" * 900)


def listed(findings: list[Finding]) -> Problems:
    """Problems of one folder's pages."""
    refused = frozenset((0, found.path) for found in findings if found.problem.refuses)
    stored = tuple(StoredFinding(0, False, found) for found in findings)
    return Problems(stored, (ArchiveDescription("=cmd"),), refused)


def test_a_reload_is_told_in_numbers() -> None:
    report = BuildReport(54_122, 5, 5, 5, 3, 4.2, told=EventsTold(1, 2, 0))
    made = report_card(Reloaded(report, (Finding(Problem.NO_DATE, "news/a.md", 3, "There is no date."),)), "en")
    assert problems(made) == {}
    assert "54,122 events\n1 event added\n2 events changed\n0 events removed\n3 pages refused" in texts(made)
    assert "**news/a.md, line 3** · refused: no date\n-# There is no date." in texts(made)
    assert texts(made)[-1] == "-# 4 seconds"


@settings(deadline=None)
@given(st.lists(FINDINGS, max_size=8), nasty, LANGUAGES)
def test_any_reload_fits(findings: list[Finding], why: str, language: str) -> None:
    report = BuildReport(1, 2, 3, 4, len(findings), 5.0, bool(why), why)
    assert problems(report_card(Reloaded(report, tuple(findings)), language)) == {}


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_its_words(stage: Stage) -> None:
    said = {language: texts(progress_card(Progress(stage, 12_000, 54_639), language))[1] for language in languages()}
    assert len(set(said.values())) == len(said)
    assert ("12,000 of 54,639" in said["en"]) is (stage is Stage.READING)


@settings(deadline=None)
@given(
    st.lists(st.builds(ArchiveDescription, nasty, st.just("en"), nasty, nasty, nasty, nasty), max_size=60), LANGUAGES
)
def test_any_standing_fits(folders: list[ArchiveDescription], language: str) -> None:
    holds = ArchiveStatus(54_122, (1999, 2014), tuple(folders), 3, 4, 5)
    standing = Standing(holds, dt.datetime(2015, 1, 18, tzinfo=dt.UTC), Progress())
    assert problems(status_card(standing, language)) == {}


@pytest.mark.parametrize("count", [1, 33, 34, 60, 1000])
def test_as_many_folders_as_there_is_room_for_are_told(count: int) -> None:
    folders = tuple(
        ArchiveDescription(f"folder {number:03}", source="The portal of the news") for number in range(count)
    )
    made = status_card(Standing(ArchiveStatus(54_122, (1999, 2014), folders, 3, 4, 5), None, None), "en")
    assert problems(made) == {}
    shown = "\n".join(texts(made)).splitlines()
    told = [line for line in shown if line.startswith("**")]
    assert told == [f"**{one.name}**" for one in folders[: len(told)]]
    assert len(told) == count or (len(told) >= 80 and "…" in shown)
    assert shown[-1].startswith("-# Clio ")


@settings(deadline=None)
@given(st.lists(FINDINGS, max_size=20), st.integers(0, 10**6), LANGUAGES)
def test_any_list_of_problems_fits(findings: list[Finding], page: int, language: str) -> None:
    assert problems(problems_card(listed(findings), page, language)) == {}


def test_the_longest_problems_fit() -> None:
    assert problems(problems_card(listed([LONG] * 30), 2, "en")) == {}
    report = BuildReport(1, 2, 3, 4, 5, 6.0, True, "why " * 200)
    assert problems(report_card(Reloaded(report, (LONG,) * 9), "en")) == {}


@settings(deadline=None)
@given(st.lists(FINDINGS, max_size=20))
def test_the_file_holds_every_problem_and_no_formula(findings: list[Finding]) -> None:
    rows = list(csv.DictReader(io.StringIO(problems_file(listed(findings)).decode("utf-8-sig"), newline="")))
    assert [row["problem"] for row in rows] == [found.problem.value for found in findings]
    assert all(row["archive"] == "'=cmd" for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_a_file_too_long_for_discord_is_cut() -> None:
    findings = [Finding(Problem.EMPTY, f"news/{number}.md", 0, "x" * 900) for number in range(12_000)]
    written = problems_file(listed(findings))
    assert 1_000_000 < len(written) < 10_000_000
    assert written.decode().rstrip().endswith("…")


@pytest.mark.parametrize("language", languages())
def test_every_problem_has_a_name(language: str) -> None:
    names = [problem_name(problem, speech(language)) for problem in Problem]
    assert len(set(names)) == len(Problem)
