"""Texts, addresses and answers as an enemy would write them."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from bot.archive.description import ArchiveDescription
from bot.archive.entry import Entry
from bot.archive.event import Event, Source
from bot.talk.answer import Answer, Outcome, Shown
from bot.talk.requests import About, OnThisDay, Open, Related, Request

_TRICKS = (
    "@everyone",
    "@here",
    "<@123456789012345678>",
    "<@&1>",
    "<#2>",
    "</event:3>",
    "https://evil.example/a",
    "\u202e",
    "\u200b",
    "[x](http://evil.example)",
    "**",
    "__",
    "~~",
    "||",
    "```",
    "`",
    "\n",
    "\n# ",
    "\n> ",
    "-# ",
    "- ",
    "1. ",
    "\\",
    "\ud800",
    "\u0301",
    "\u200d",
    "\u2066",
    "👩\u200d💻",
    "加沙",
    " ",
    "Konna",
    "x" * 300,
    "word " * 90,
    "*" * 200,
)

nasty = st.lists(st.one_of(st.sampled_from(_TRICKS), st.text(max_size=20)), max_size=30).map("".join)

addresses = st.one_of(
    st.just("https://www.bbc.co.uk/news/world-africa-21086604"),
    st.builds("https://{}.example/{}".format, st.sampled_from(("a", "b" * 600)), st.text(max_size=30)),
    st.sampled_from(
        (
            "javascript:alert(1)",
            "http://",
            "https://bbc.co.uk@evil.example/",
            "ftp://x.example",
            "https://[::1",
            "HTTPS://X.ORG/",
            "http://x.example:99999999/",
            "https://x.example/ a",
            "https://x.example/\u202ea",
            "https://例え.example/ü",
            "x" * 600,
        )
    ),
    nasty,
)

events = st.builds(
    Event,
    path=st.just("news/2013/01/18/konna.md"),
    date=st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)),
    headline=nasty,
    raw_headline=st.just(""),
    summary=nasty,
    contexts=st.lists(nasty, max_size=12).map(tuple),
    sources=st.lists(st.builds(Source, nasty, addresses), max_size=14).map(tuple),
)

_descriptions = st.builds(ArchiveDescription, nasty)

shown = st.builds(
    Shown,
    st.builds(Entry, st.just("0123456789abcdef"), events, _descriptions, st.just(0)),
    st.one_of(st.just(""), nasty),
)

_requests: st.SearchStrategy[Request] = st.sampled_from(
    (About("konna"), About(), OnThisDay(1, 18), Open("news/x.md"), Related(to="news/x.md", skip=10))
)

_texts = st.lists(nasty, max_size=4).map(tuple)

answers = st.builds(
    Answer,
    request=_requests,
    outcome=st.sampled_from(Outcome),
    language=st.sampled_from(("en", "zh_Hans")),
    title=nasty,
    notes=_texts,
    events=st.lists(shown, max_size=10).map(tuple),
    total=st.integers(0, 10**6),
    suggestions=_texts,
    credits=_texts,
    in_full=st.booleans(),
)
