"""What whoever keeps the pages is told: what a build did, what is wrong with which page, what there is."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from tests.small import Clio, write_page


def test_building_reports_what_was_done(clio: Clio) -> None:
    first = clio("archive", "build")
    assert first.code == 0
    assert "5 events; pages: 5 added, 0 changed, 0 removed, 0 refused" in first.out
    assert clio("archive", "build").out.startswith("Nothing changed: 5 events, 0 pages refused")
    assert "Everything was read anew" in clio("archive", "build", "--from-nothing").out


def test_building_tells_pages_added_changed_removed_and_refused(clio: Clio) -> None:
    clio("archive", "build")
    write_page(clio.pages, "news/2014/05/01/new.md", "---\ndate: 2014-05-01\ntitle: A new page\n---\n")
    write_page(clio.pages, "news/2014/05/02/bad.md", "")
    write_page(clio.pages, "news/2014/02/03/gao.md", "---\ndate: 2014-02-03\ntitle: Talks fail in Gao\n---\n")
    (clio.pages / "news/2011/01/18/floods.md").unlink()
    told = clio("archive", "build", "--json").objects[0]
    counts = {name: told[name] for name in ("events", "added", "changed", "removed", "refused")}
    assert counts == {"events": 5, "added": 2, "changed": 1, "removed": 1, "refused": 1}
    assert "clio archive check" in clio("archive", "build", "--from-nothing").out


def test_check_prints_every_finding_and_fails_when_pages_are_refused(clio: Clio) -> None:
    assert clio("archive", "check").code == 0
    write_page(clio.pages, "news/2014/05/02/bad.md", "")
    write_page(clio.pages, "news/2014/05/03/evil\x1b[2J.md", "nothing")
    (clio.pages / "archive.toml").write_text("name = 3", encoding="utf-8")
    left = clio("archive", "check")
    assert left.code == 1
    assert "empty (1), refused:\nnews/2014/05/02/bad.md: The page is empty." in left.out
    assert "5 events, 2 pages refused" in left.out
    assert "archive.toml: name must be text" in left.out
    assert "\x1b" not in left.out
    assert not clio.home.exists()  # the index in use is left alone
    told = clio("archive", "check", "--json")
    assert told.code == 1
    findings = json.loads(told.out)["folders"][0]["findings"]
    assert {"path": "news/2014/05/02/bad.md", "problem": "empty", "refused": True}.items() <= findings[0].items()


def test_status_tells_what_there_is(clio: Clio) -> None:
    none = clio("archive", "status")
    assert none.code == 1
    assert "clio archive build" in none.err
    clio("archive", "build")
    left = clio("archive", "status")
    assert left.code == 0
    assert "events   5, 2011 to 2014" in left.out
    assert "Small archive (en, MIT)" in left.out
    assert str(clio.home) in left.out
    told = clio("archive", "status", "--json").objects[0]
    assert (told["events"], told["years"], told["refused"]) == (5, [2011, 2014], 0)
    assert told["index"]["bytes"] > 0


def test_twins_are_counted(clio: Clio) -> None:
    for name, title in (("a", "Rebels leave the town by night"), ("b", "Sahel war: Rebels leave the town by night")):
        write_page(clio.pages, f"news/2014/05/01/{name}.md", f"---\ndate: 2014-05-01\ntitle: '{title}'\n---\n")
    clio("archive", "build")
    assert "\npages    1 twin (further pages of an event), 0 refused" in clio("archive", "status").out
    told = clio("archive", "status", "--json").objects[0]
    assert (told["events"], told["twins"]) == (6, 1)


def test_what_is_one_is_said_in_the_singular(clio: Clio) -> None:
    one = clio.pages.parent / "one"
    write_page(one, "news/2014/05/01/a.md", "---\ndate: 2014-05-01\ntitle: A page alone\n---\n")
    clio.set("CLIO_PAGES", str(one))
    assert clio("archive", "build").err == "Reading 1 page…\n"
    assert clio("archive", "build").out.startswith("Nothing changed: 1 event, 0 pages refused")
    write_page(one, "news/2014/05/02/bad.md", "")
    assert clio("archive", "build").out.startswith("1 event; pages: 1 added")
    assert clio("archive", "check").out.endswith("1 event, 1 page refused, 0 kept with a finding.\n")


def test_check_tells_of_what_a_hand_written_page_points_to_in_vain(clio: Clio) -> None:
    front = "date: 2014-05-01\ntitle: A new page\nimage: cover.jpg\nrelated: [{}, news/2013/01/18/konna-retaken.md]"
    write_page(clio.pages, "news/2014/05/01/new.md", f"---\n{front.format('news/2013/01/18/gone.md')}\n---\n")
    left = clio("archive", "check")
    assert left.code == 0
    assert "\nnews/2014/05/01/new.md:4: The image is no web address" in left.out
    assert "\nnews/2014/05/01/new.md:5: The related page news/2013/01/18/gone.md is not in the folder." in left.out
    assert "6 events, 0 pages refused, 1 kept with a finding." in left.out


def test_a_page_that_comes_later_ends_the_finding_that_it_was_missing(clio: Clio) -> None:
    front = "date: 2014-05-01\ntitle: A new page\nrelated: [news/2014/05/02/later.md]"
    write_page(clio.pages, "news/2014/05/01/new.md", f"---\n{front}\n---\n")
    clio("archive", "build")
    assert clio("archive", "status", "--json").objects[0]["doubtful"] == 1
    write_page(clio.pages, "news/2014/05/02/later.md", "---\ndate: 2014-05-02\ntitle: A later page\n---\n")
    clio("archive", "build")
    assert clio("archive", "status", "--json").objects[0]["doubtful"] == 0
    (clio.pages / "news/2014/05/02/later.md").unlink()
    clio("archive", "build")
    assert clio("archive", "status", "--json").objects[0]["doubtful"] == 1


def test_an_empty_archive_is_no_trouble(clio: Clio) -> None:
    empty = clio.pages.parent / "empty"
    empty.mkdir()
    clio.set("CLIO_PAGES", str(empty))
    assert clio("archive", "build").code == 0
    assert "events   0" in clio("archive", "status").out
    for question, code in (("on this day", 1), ("event about Konna", 1), ("random", 1), ("help", 0)):
        assert clio("ask", question).code == code
    told = clio("ask", "event about Konna").err
    assert told.startswith(f"There is no event in {empty}. Put pages (.md files) there")
    assert "CLIO_PAGES" in told


def test_several_folders_are_checked_each(clio: Clio) -> None:
    more = clio.pages.parent / "more"
    write_page(more, "news/2014/05/02/bad.md", "")
    clio.set("CLIO_PAGES", f"{clio.pages}:{more}")
    out = clio("archive", "check").out
    assert out.index(str(clio.pages)) < out.index("5 events") < out.index(str(more)) < out.index("empty (1)")


def test_progress_is_shown_on_standard_error(clio: Clio) -> None:
    left = clio("archive", "build")
    assert "Reading 5 pages" in left.err
    assert "Reading" not in left.out


def test_a_terminal_is_shown_a_bar(clio: Clio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.commands.opening._is_terminal", lambda: True)
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    monkeypatch.setattr("bot.commands.bar.Console", lambda stderr: console)
    clio("archive", "build")
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "Writing the index" in shown
    assert "5/5" in shown
