"""What every command has, and how it reads in another language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import speech
from bot.archive.archive import Archive
from bot.chat.client import COGS, Clio
from bot.chat.desk import Desk
from bot.chat.digests import Digests
from bot.chat.translator import Translator
from bot.sandbox.limits.commands import audit_commands
from bot.sandbox.limits.form import Field

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "event"
msgstr "事件"

msgid "date"
msgstr "Not A Name"

msgid "Find the event you have in mind"
msgstr "查找您想到的事件"
"""


@pytest.fixture
def chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Chinese catalogue of a few sentences."""
    (tmp_path / "zh_Hans.po").write_text(CATALOGUE, "utf-8")
    monkeypatch.setattr(speech, "LOCALES", tmp_path)
    speech.speech.cache_clear()
    yield
    speech.speech.cache_clear()


async def payload(tmp_path: Path) -> dict[str, Any]:
    """What is registered with Discord, by name."""
    from bot.app import here_and_now

    archive = Archive(tmp_path, ())
    desk = Desk(archive, here_and_now)
    client = Clio(desk, Digests(archive, here_and_now, tmp_path), tmp_path)
    for cog in COGS:
        await client.load_extension(cog)
    bodies = [await command.get_translated_payload(client.tree, Translator()) for command in client.tree.get_commands()]
    desk.close()
    return {body["name"]: body for body in bodies}


def walk(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield body
    for option in body.get("options", ()):
        yield from walk(option)


async def test_everything_is_described_and_within_limits(tmp_path: Path) -> None:
    bodies = await payload(tmp_path)
    field = Field(list(bodies.values()))
    audit_commands(field)
    field.check()
    for body in bodies.values():
        for part in walk(body):
            assert len(part["description"]) > 10, part["name"]
            assert part["name"] == part["name"].lower()


async def test_names_and_descriptions_are_localised(tmp_path: Path, chinese: None) -> None:
    bodies = await payload(tmp_path)
    event = bodies["event"]
    assert event["name_localizations"] == {"zh-CN": "事件", "zh-TW": "事件"}
    assert event["description_localizations"]["zh-CN"] == "查找您想到的事件"
    date = next(option for option in bodies["onthisday"]["options"] if option["name"] == "date")
    assert not date.get("name_localizations")


def test_cogs_are_thin() -> None:
    for cog in (Path(__file__).parents[2] / "cogs").glob("*.py"):
        text = cog.read_text("utf-8")
        assert len(text.splitlines()) < 150
        assert "sqlite" not in text.lower()
        assert "discord.ui" not in text
