"""Pages and people that mean ill: nothing of theirs pings, formats, hides, turns the text or leads astray."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.chat.pace import Pace
from bot.sandbox import Sandbox
from bot.sandbox.people.reply import PATIENCE, Reply
from bot.sandbox.world import mentions
from bot.sandbox.world.message import Message, walk

from .conftest import Scene, Stage, staged
from .reading import BUTTON, SELECT, THUMBNAIL, labels, parts, press

TRICKS = (
    "@everyone @here <@1> <@!1> <@&2> <#3> </event:4> <:clio:5> <a:clio:6> <t:0:R> <id:home> "
    "**bold** __under__ ~~gone~~ ||hidden|| `code` ```block``` [press](https://evil.example) <https://evil.example> "
    "https://evil.example www.evil.example # heading -# small > quote \u202ereversed\u202c \u2066inside\u2069 "
    "z\u200be\u200br\u200bo \ufeffwidth \u00adsoft \U000e0041tag \\backslash\\ e\u0301\u0301\u0301\u0301\u0301\u0301"
)
LONG = "Donaudampfschifffahrt" * 200
TURNING = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\U000e0000-\U000e0fff]")
FORMAT = re.compile(r"(?<!\\)(?:\\\\)*[*_`|~\[<]")
LEADS = re.compile(r"^(?:-# |### |> )?(?:\*\*\d+\\\. [^*]*\*\* )?(?:-# )?(?:“)?")

PAGES = {
    "tricks": {
        "title": f"Konnabula {TRICKS}",
        "body": f"{TRICKS}\n# Heading\n> quote\n- item",
        "contexts": [f"Konnabula {TRICKS}", "\u202eKonnabula", "x" * 300],
        "image": "javascript:alert(1)",
        "sources": [
            {"name": TRICKS, "url": "https://news.example/a"},
            {"name": "Script", "url": "javascript:alert(1)"},
            {"name": "Data", "url": "data:text/html,<script>"},
            {"name": "Spaces", "url": "https://news.example/a b c"},
            {"name": "Long", "url": "https://news.example/" + "a" * 600},
            {"name": "User", "url": "https://bbc.co.uk@evil.example/"},
            {"name": "Turned", "url": "https://news.example/\u202ecod.exe"},
            {"name": "\u202e\u200b", "url": "https://other.example/b"},
        ],
    },
    "long": {"title": f"Konnabula {LONG}", "body": LONG, "contexts": [LONG], "image": "ftp://x.example/a.jpg"},
    "longer": {"title": f"Konnabula {LONG} {LONG}", "body": f"{TRICKS} " * 40, "image": "https://u:p@x.example/a.jpg"},
    "heading": {"title": "# Konnabula begins with a heading", "body": "1. one", "contexts": ["-# small"]},
}


@pytest.fixture
async def scene(sandbox: Sandbox, bundled: Stage) -> AsyncIterator[Scene]:
    folder = bundled.added / "news"
    folder.mkdir(exist_ok=True)
    written = []
    for name, fields in PAGES.items():
        written.append(page := folder / f"2013-01-18-{name}.md")
        front = {"date": "2013-01-18"} | {key: value for key, value in fields.items() if key != "body"}
        page.write_text(f"---\n{json.dumps(front, ensure_ascii=False)}\n---\n{fields['body']}\n", "utf-8")
    async with staged(sandbox, bundled) as set_:
        set_.app.client.pace = Pace(lambda: 0.0, 10_000)
        await set_.reload()
        yield set_
    for page in written:
        page.unlink()


def harmless(message: Message | None) -> None:
    """Whether a message shows what others wrote as mere words."""
    assert message is not None
    for part in walk(message.components):
        for key in ("label", "placeholder", "description"):
            assert not TURNING.search(part.get(key) or "")
        for option in part.get("options", ()):
            assert not TURNING.search(option["label"] + (option.get("description") or ""))
        if part["type"] == 10:
            _plain(part["content"])
    for part in parts(message, BUTTON):
        if "url" in part:
            assert urlsplit(part["url"]).scheme in ("http", "https")
            assert urlsplit(part["url"]).hostname != "evil.example"
            assert len(part["url"]) <= 512
    assert message.mentions == mentions.NOBODY


def _plain(text: str) -> None:
    assert mentions.find(text, None) == mentions.NOBODY
    for line in text.split("\n"):
        rest = line[LEADS.match(line).end() :]
        assert not TURNING.search(rest.replace("@\u200b", "@"))
        if "en.wikipedia.org" not in rest:  # what the operator wrote may lead somewhere
            assert not FORMAT.search(rest), rest
            assert "://" not in rest.replace("\\://", "")
            assert not re.match(r"#|-#|>|\d+\.", rest)


async def everything_under(scene: Scene, reply: Reply) -> list[Message]:
    """A reply, and what comes of every button and choice under it."""
    message = reply.message
    assert message is not None
    found = [message]
    for select in parts(message, SELECT):
        for option in select["options"]:
            chosen = await scene.member.choose(message, select["custom_id"], option["value"], patience=PATIENCE)
            found.append(chosen.message)
    for part in parts(message, BUTTON):
        if "custom_id" in part and "~p~" not in part["custom_id"]:
            found.append((await scene.member.press(message, part["custom_id"])).message)
    return found


async def test_pages_that_mean_ill(scene: Scene) -> None:
    asked: list[tuple[str, dict[str, Any]]] = [
        ("event", {"about": "konnabula"}),
        ("event", {"about": "konnabula tricks bold under gone hidden"}),
        ("onthisday", {"date": "18 January", "year": 2013}),
        ("related", {"to": "konnabula heading"}),
        ("random", {"about": "konnabula"}),
    ]
    seen = 0
    for command, options in asked:
        for message in await everything_under(scene, await scene.member.slash(scene.channel, command, **options)):
            harmless(message)
            seen += "Konnabula" in message.text
    assert seen >= 15
    for command, option in (("event", "about"), ("related", "to"), ("onthisday", "about")):
        choices = await scene.member.type(scene.channel, command, option, "konnabula")
        assert choices
        for choice in choices:
            assert not TURNING.search(choice["name"] + choice["value"])
            assert len(choice["name"]) <= 100


async def test_sources_that_lead_astray(scene: Scene) -> None:
    opened = await scene.member.slash(scene.channel, "event", about="konnabula tricks bold under gone hidden")
    links = {part["url"]: part["label"] for part in parts(opened.message, BUTTON) if "url" in part}
    assert set(links) == {"https://news.example/a", "https://other.example/b"}
    assert links["https://other.example/b"] == "other.example"
    assert parts(opened.message, THUMBNAIL) == []
    assert "Also told by " in opened.text
    said = await scene.member.say(scene.channel, f"{scene.application.bot.mention} sources", reply_to=opened.message)
    harmless(await said.answer())


async def test_words_that_mean_ill(scene: Scene) -> None:
    for words in (TRICKS, TRICKS[:100], LONG[:500], f"{TRICKS} in 2013", "# @everyone", "[x](https://evil.example)"):
        for command, option in (("event", "about"), ("related", "to"), ("random", "about"), ("onthisday", "date")):
            most = 500 if command in ("event", "related") else 100
            reply = await scene.member.slash(scene.channel, command, **{option: words[:most]})
            harmless(reply.message)
        await scene.member.type(scene.channel, "event", "about", words[:100])
    said = await scene.member.say(scene.channel, f"{scene.application.bot.mention} event about {TRICKS}")
    harmless(await said.answer())
    listed = await scene.member.slash(scene.channel, "event", about=f"Mali France Germany Japan {TRICKS}"[:500])
    if "More" in labels(listed.message):
        harmless((await press(scene.member, listed.message, "More")).message)
