"""``clio archive build | check | status``: for whoever keeps the pages."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from bot.archive.archive import Archive, ArchiveStatus
from bot.archive.event import Finding
from bot.archive.report import BuildReport
from bot.commands.ask import write_json
from bot.commands.opening import Trouble, counted, index_trouble, open_archive, progress_shown
from bot.settings import Settings
from bot.talk.as_json import json_line
from bot.talk.plain import safe


def build(settings: Settings, *, from_nothing: bool, as_json: bool) -> int:
    """Bring the index up to date and report; give the exit code."""
    archive = Archive(settings.home, settings.pages)
    with index_trouble(archive), progress_shown(as_json) as progress:
        report = archive.reload(dt.date.today(), progress, from_nothing=from_nothing)
    if as_json:
        names = ("events", "added", "changed", "removed", "refused", "rebuilt", "why")
        told: dict[str, Any] = {name: getattr(report, name) for name in names}
        write_json(json_line(told | {"seconds": round(report.seconds, 3), "index": str(archive.path)}))
    else:
        print(report_text(report))
    return 0


def report_text(report: BuildReport) -> str:
    """A report in one or two lines."""
    events, refused = counted(report.events, "event"), counted(report.refused, "page")
    if report.nothing_changed:
        return f"Nothing changed: {events}, {refused} refused ({report.seconds:.1f} s)."
    lines = [f"Everything was read anew: {report.why}"] if report.rebuilt else []
    pages = f"pages: {report.added:,} added, {report.changed:,} changed, {report.removed:,} removed"
    lines.append(f"{events}; {pages}, {report.refused:,} refused ({report.seconds:.1f} s).")
    if report.refused:
        lines.append("clio archive check tells which pages are refused, and why.")
    return "\n".join(lines)


def check(settings: Settings, *, as_json: bool) -> int:
    """Read every page and print every finding; 1 when pages are refused. The index in use is left alone."""
    refused = False
    told: list[dict[str, Any]] = []
    for root in settings.pages:
        findings, status = _read_all(root, as_json)
        refused = refused or status.refused > 0
        if as_json:
            told.append(_checked(root, findings, status))
        else:
            print(check_text(root, findings, status))
    if as_json:
        write_json(json_line({"folders": told}))
    return int(refused)


def check_text(root: Path, findings: list[Finding], status: ArchiveStatus) -> str:
    """The findings of one folder, those that refuse a page first, grouped by problem, the commonest first."""
    groups: dict[Any, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.problem].append(finding)
    lines = [safe(str(root))]
    lines += [told.error for told in status.folders if told.error]
    for problem, found in sorted(groups.items(), key=lambda group: (not group[0].refuses, -len(group[1]), group[0])):
        lines += ["", f"{problem} ({len(found):,}), {'refused' if problem.refuses else 'kept'}:"]
        lines += [safe(_told(finding)) for finding in found]
    counts = f"{counted(status.refused, 'page')} refused, {status.doubtful:,} kept with a finding"
    return "\n".join((*lines, "", f"{counted(status.events, 'event')}, {counts}."))


def _told(finding: Finding) -> str:
    """A finding with its page, and with its line unless it is about the whole page."""
    line = f":{finding.line}" if finding.line else ""
    return f"{finding.path}{line}: {finding.reason}"


def status(settings: Settings, *, as_json: bool) -> int:
    """Say what the archive holds and where its index is; 1 when there is none yet."""
    path = Archive(settings.home, settings.pages).path
    if not path.is_file():
        raise Trouble(f"There is no index in {path.parent} yet; clio archive build makes it.", 1)
    archive = open_archive(settings, dt.date.today(), quiet=as_json)
    holds = archive.status()
    info = path.stat()
    built = dt.datetime.fromtimestamp(info.st_mtime).astimezone().isoformat(" ", "seconds")
    if as_json:
        folders = [
            {"path": str(root), "name": told.name, "language": told.language, "source": told.source,
             "licence": told.licence, "link": told.link, "error": told.error}
            for root, told in zip(settings.pages, holds.folders, strict=True)
        ]  # fmt: skip
        index = {"path": str(path), "bytes": info.st_size, "built": built}
        counts: dict[str, Any] = {
            "events": holds.events, "years": holds.years, "twins": holds.twins,
            "refused": holds.refused, "doubtful": holds.doubtful,
        }  # fmt: skip
        write_json(json_line({**counts, "folders": folders, "index": index}))
    else:
        print(status_text(holds, settings.pages, path, info.st_size, built))
    return 0


def status_text(holds: ArchiveStatus, roots: tuple[Path, ...], index: Path, size: int, built: str) -> str:
    """What an archive holds, a line for each matter."""
    years = f", {holds.years[0]} to {holds.years[1]}" if holds.years else ""
    lines = [f"events   {holds.events:,}{years}"]
    twins = f"{counted(holds.twins, 'twin')} (further pages of an event)"
    lines.append(f"pages    {twins}, {holds.refused:,} refused, {holds.doubtful:,} kept with a finding")
    for root, told in zip(roots, holds.folders, strict=True):
        lines.append(f"folder   {root}: {told.name} ({', '.join(filter(None, (told.language, told.licence)))})")
        lines += [f"         {told.error}"] if told.error else []
    lines.append(f"index    {index} ({size / 1e6:.1f} MB, built {built})")
    return "\n".join(safe(line) for line in lines)


def _read_all(root: Path, quiet: bool) -> tuple[list[Finding], ArchiveStatus]:
    with tempfile.TemporaryDirectory(prefix="clio-check-") as home:
        archive = Archive(Path(home), (root,))
        with index_trouble(archive, "TMPDIR"), progress_shown(quiet) as progress:
            archive.reload(dt.date.today(), progress)
        try:
            return archive.findings(), archive.status()
        finally:
            archive.close()


def _checked(root: Path, findings: list[Finding], status: ArchiveStatus) -> dict[str, Any]:
    return {
        "path": str(root),
        "events": status.events,
        "refused": status.refused,
        "doubtful": status.doubtful,
        "errors": [told.error for told in status.folders if told.error],
        "findings": [
            {"path": found.path, "line": found.line, "problem": found.problem.value,
             "refused": found.problem.refuses, "reason": found.reason}
            for found in findings
        ],
    }  # fmt: skip
