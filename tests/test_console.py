"""What stands on the screen: columns at any width, links, and nothing a page or a person could smuggle in."""

from __future__ import annotations

import dataclasses
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from bot.archive.event import Source
from bot.console import show
from bot.talk.answer import Answer
from bot.talk.requests import About, Help, NotUnderstood, Open, Sources, Status
from tests.talk.test_plain import an_answer, shown

_ESCAPE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")


def _printed(answer: Answer, width: int = 80, conversing: bool = False, **options: object) -> str:
    settings: dict[str, object] = {"force_terminal": True, "color_system": "standard", "legacy_windows": False}
    file = io.StringIO()
    show(answer, Console(file=file, width=width, _environ={}, **settings | options), conversing)  # type: ignore[arg-type]
    return file.getvalue()


def _lines(answer: Answer, width: int = 80, conversing: bool = False) -> list[str]:
    return [line.rstrip() for line in _ESCAPE.sub("", _printed(answer, width, conversing)).splitlines()]


def test_a_list_has_columns_on_a_wide_screen() -> None:
    lines = _lines(an_answer(About("konna"), shown(reason="why"), shown("Another", day=9)))
    assert lines == [
        "A title", "",
        "1  18 January 2013  The army recaptures Konna  — why",
        "2  9 January 2013   Another", "",
        "Small archive · MIT",
    ]  # fmt: skip


def test_a_list_stands_below_its_dates_on_a_narrow_screen() -> None:
    lines = _lines(an_answer(About("konna", skip=8), shown(), shown("Another " * 9, day=9), total=20), 40, True)
    assert lines == [
        "A title", "",
        " 9  18 January 2013", "    The army recaptures Konna",
        "10  9 January 2013", "    Another Another Another Another", "    Another Another Another Another",
        "    Another", "",
        "10 more events", "Go on with: 10 · related · sources ·", "more",
        "Small archive · MIT",
    ]  # fmt: skip


def test_one_event_is_told_whole_with_links() -> None:
    one = an_answer(About("konna"), shown(summary="Fighters left.", reason="why", image="https://i.example.org/k.jpg"))
    assert _lines(one, conversing=True) == [
        "A title", "",
        "Friday, 18 January 2013", "The army recaptures Konna", "why", "",
        "Fighters left.", "",
        "Mali · Konna", "",
        "1  BBC  bbc.co.uk", "",
        "Picture", "",
        "Go on with: related · sources",
        "Small archive · MIT",
    ]  # fmt: skip
    printed = _printed(one)
    assert re.search(r"\x1b\]8;id=\d+;https://www\.bbc\.co\.uk/1\x1b\\BBC", printed)
    assert "https://i.example.org/k.jpg" in printed


def test_a_date_that_is_the_title_is_said_once() -> None:
    assert _lines(an_answer(Open("x"), shown(), title="Friday, 18 January 2013"))[0] == "Friday, 18 January 2013"


def test_sources_are_shown_with_their_whole_addresses() -> None:
    lines = _lines(an_answer(Sources("x"), shown(), in_full=False, notes=("BBC: https://www.bbc.co.uk/1",)))
    assert lines[:4] == ["A title", "", "1  BBC", "   https://www.bbc.co.uk/1"]
    without = an_answer(Sources("x"), shown(sources=()), in_full=False, notes=("The page names no source.",))
    assert "The page names no source." in _lines(without)


def test_suggestions_are_things_to_type() -> None:
    lines = _lines(an_answer(NotUnderstood("x"), notes=("Ask:",), suggestions=("on this day",), credits=()))
    assert lines == ["A title", "Ask:", "", "  on this day"]


def test_help_shows_its_forms_once_and_in_a_conversation_how_to_leave() -> None:
    told = an_answer(Help(), notes=("Days: on this day",), suggestions=("on this day",), credits=())
    assert _lines(told) == ["A title", "Days: on this day"]
    assert _lines(told, conversing=True) == ["A title", "Days: on this day", "To leave: quit"]


_CREDIT = "Small archive · retold from a portal of current events · CC BY-SA 4.0 · https://example.org/portal"


def test_in_a_conversation_the_sources_of_all_archives_take_one_line_with_links() -> None:
    told = an_answer(About("konna"), shown(), credits=(_CREDIT, "Another · MIT"))
    line = "Small archive · retold from a portal of current events · CC BY-SA 4.0; Another · MIT"
    assert _lines(told, 96, conversing=True)[-2:] == ["Go on with: related · sources", line]
    assert "https://example.org/portal" in _printed(told, 96, conversing=True)
    assert "".join(_lines(told, 60)[-3:]).endswith("https://example.org/portalAnother · MIT")


def test_where_there_is_no_room_for_an_archives_name_its_source_and_licence_stay() -> None:
    told = an_answer(About("konna"), shown(), credits=(_CREDIT,))
    assert _lines(told, 60, conversing=True)[-1] == "retold from a portal of current events · CC BY-SA 4.0"
    assert _lines(told, 40, conversing=True)[-1] == "retold from a portal of current events …"


def test_what_is_said_of_the_archive_itself_has_its_sources_whole() -> None:
    told = an_answer(Status(), credits=(_CREDIT,))
    assert " ".join(_lines(told, 60, conversing=True)[-2:]) == _CREDIT


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    chinese = shown("汶川大地震已造成19509人死亡，遇难人数估计在5万人以上。" * 4, contexts=("汶川大地震",) * 9)
    long = shown("x" * 500, reason="y" * 90, sources=(Source("z" * 120, "https://example.org/" + "w" * 200),))
    answers = [an_answer(About("a"), chinese), an_answer(About("a"), chinese, long), an_answer(About("a"), long)]
    answers.append(an_answer(Sources("a"), long, in_full=False))
    for answer in answers:
        assert all(cell_len(line) <= width for line in _lines(answer, width))


def test_wide_characters_stay_in_their_column() -> None:
    lines = _lines(an_answer(About("地震"), shown("地" * 100), shown("震", day=9)), 80)
    starts = {cell_len(line) - cell_len(line.lstrip()) for line in lines if line.startswith("   ")}
    assert starts == {cell_len("1  18 January 2013  ")}


def test_a_long_headline_is_cut_in_a_list_at_a_word() -> None:
    lines = _lines(an_answer(About("a"), shown("many words " * 40), shown(day=9)))
    text = " ".join(line.strip() for line in lines)
    assert re.search(r"(many|words)…", text)
    assert len(text) < 320


@pytest.mark.parametrize(
    "bad", ["\x1b[2J", "\x1b]0;title\x07", "\x9b2J", "\u202e", "\u2067", "\x08", "\r", "\ud800", "\x00"]
)
def test_nothing_in_a_page_reaches_the_terminal_as_a_command(bad: str) -> None:
    event = shown(
        f"a{bad}b", f"r{bad}", summary=f"s{bad}t", contexts=(f"c{bad}",), image=f"https://e.org/{bad}",
        sources=(Source(f"n{bad}", f"https://e.org/{bad}x"),),
    )  # fmt: skip
    more = {"title": f"t{bad}", "notes": (f"n{bad}",), "suggestions": (bad,), "credits": (bad,)}
    for answer in (an_answer(About(bad), event, **more), an_answer(About(bad), event, event, **more)):
        printed = _printed(answer)
        printed.encode("utf-8")
        left = _ESCAPE.sub("", printed)
        assert "\x1b" not in left
        assert bad not in left


def test_markup_is_text() -> None:
    lines = _lines(an_answer(About("a"), shown("[bold red]hi[/] :smile: [link=http://x]y[/link]"), title="[b]t[/b]"))
    assert lines[0] == "[b]t[/b]"
    assert "[bold red]hi[/] :smile: [link=http://x]y[/link]" in lines


def test_only_web_addresses_become_links() -> None:
    event = shown(sources=(Source("a", "javascript:alert(1)"), Source("b", "http://["), Source("c", "https://é.org/ü")))
    printed = _printed(an_answer(About("a"), event))
    assert ";javascript" not in printed
    assert ";https://%C3%A9.org/%C3%BC" in printed


def test_no_colours_where_they_are_not_wanted() -> None:
    one = an_answer(About("a"), shown())
    assert "\x1b[1;36m" in _printed(one)
    assert not re.search(r"\x1b\[[0-9;]*3\d[;m]", _printed(one, no_color=True))
    assert "\x1b" not in _printed(one, force_terminal=False, color_system=None)


@given(st.text(), st.integers(20, 120))
def test_any_text_can_be_shown(text: str, width: int) -> None:
    event = shown(text, text, summary=text, contexts=(text,), sources=(Source(text, text),), image=text)
    given_ = an_answer(About(text), event, title=text, notes=(text,), suggestions=(text,), credits=(text,))
    _printed(given_, width)
    _printed(dataclasses.replace(given_, in_full=False), width)
