"""Text of others cannot ping, format, link or hide."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.text import clean, cut, escape, fit
from bot.sandbox.world import mentions

from .strategies import nasty

_BARE = re.compile(r"(?<!\\)(?:\\\\)*[*_~|`\[\]<>]")


@given(nasty)
def test_nothing_of_others_pings_formats_or_links(text: str) -> None:
    shown = escape(clean(text))
    assert mentions.find(shown, None) == mentions.NOBODY
    assert not _BARE.search(shown)
    assert not re.search(r"\w://", shown)
    assert not re.match(r"[#+-]|\d+\.", shown)


@given(nasty)
def test_nothing_of_others_hides_or_turns(text: str) -> None:
    shown = clean(text)
    assert "\n" not in shown
    assert "  " not in shown
    hidden = [
        sign for sign in shown if unicodedata.category(sign) in ("Cc", "Cs") or sign in "\u200b\u202e\u2066\ufeff"
    ]
    assert hidden == []
    assert clean(shown) == shown


@given(nasty, st.integers(3, 300))
def test_what_is_shown_fits(text: str, most: int) -> None:
    shown = fit(text, most)
    assert len(shown) <= most
    assert bool(shown) == bool(clean(text))


@given(st.text(), st.integers(1, 50))
def test_what_fits_is_not_cut(text: str, most: int) -> None:
    plain = clean(text)
    assert len(cut(plain, most)) <= most
    assert cut(plain, max(1, len(plain))) == plain


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("Malian soldiers march back into Konna", 30, "Malian soldiers march back…"),
        ("Malian soldiers, march", 17, "Malian soldiers…"),
        ("法国士兵与马里军队夺回孔纳", 6, "法国士兵与…"),
        ("short", 5, "short"),
        ("unbreakable", 5, "unbr…"),
    ],
)
def test_cut_at_a_word(text: str, most: int, shown: str) -> None:
    assert cut(text, most) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** _x_ ~~y~~ ||z||", r"\*\*bold\*\* \_x\_ \~\~y\~\~ \|\|z\|\|"),
        ("[click](https://evil.example)", r"\[click\](https\://evil.example)"),
        ("# heading", r"\# heading"),
        ("1999. The year", r"1999\. The year"),
        ("1,999. The year", "1,999. The year"),
        ("- item", r"\- item"),
        ("@everyone <@123> <@&5> a@b.example", "@\u200beveryone \\<@\u200b123\\> \\<@\u200b&5\\> a@b.example"),
        ("a\\*b", r"a\\\*b"),
    ],
)
def test_markdown_is_shown_as_it_is(text: str, shown: str) -> None:
    assert escape(clean(text)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202egnp.exe", "agnp.exe"),
        ("pass\u200bword\u00ad", "password"),
        ("one\ntwo\x00\tthree", "one two three"),
        ("half \ud83d", "half \ufffd"),
        ("z" + "\u0301" * 40, "z" + "\u0301" * 3),
        ("👩\u200d💻 a\u200db", "👩\u200d💻 ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u3164\u200b", ""),
    ],
)
def test_tricks_are_taken_out(text: str, shown: str) -> None:
    assert clean(text) == shown
