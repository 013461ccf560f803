"""Every command, every option, and every button and choice under each answer, in both languages."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import pytest

from bot.chat.pace import SECONDS, Pace
from bot.sandbox import Sandbox
from bot.sandbox.people.person import Person
from bot.sandbox.people.reply import Reply
from bot.sandbox.world.message import Message, walk
from bot.speech import speech
from tests.languages import sentences

from .conftest import PATIENCE, Scene, Stage, staged
from .reading import BUTTON, SELECT, parts
from .stage import serving
from .test_digest_commands import COMMANDS


def commands_with(day: str, year: str, unknown: str, no_day: str) -> list[tuple[str, dict[str, Any]]]:
    """What is asked, with the words that a language has of its own."""
    return [
        ("onthisday", {}),
        ("onthisday", {"date": day, "year": 2013}),
        ("onthisday", {"about": "France"}),
        ("event", {"about": "costa concordia"}),
        ("event", {"about": "earthqake"}),
        ("event", {"about": unknown}),
        ("event", {"about": year}),
        ("related", {"to": "konna"}),
        ("random", {}),
        ("random", {"about": "Mali"}),
        ("help", {}),
        ("about", {}),
        ("privacy", {}),
        ("onthisday", {"date": no_day}),
    ]


ASKED = {
    "en": commands_with("5 june", "2011", "xqzzvw kjhgfdq", "31 february"),
    "zh_Hans": commands_with("6月5日", "2011年", "两只老虎跑得快", "2月31日"),
}


@pytest.fixture
async def scene(sandbox: Sandbox, bundled: Stage) -> AsyncIterator[Scene]:
    async with staged(sandbox, bundled) as set_:
        # Nobody is too fast: each question comes when the one before is forgotten.
        set_.app.client.pace = Pace(itertools.count(0.0, SECONDS).__next__)
        yield set_


async def presses(person: Person, message: Message) -> list[Reply]:
    """What comes of every button and choice under a message. Pages are turned last, since that edits it."""
    buttons = [part for part in parts(message, BUTTON) if "custom_id" in part]
    buttons.sort(key=lambda part: "~p~" in part["custom_id"])
    replies = []
    for select in parts(message, SELECT):
        for option in select["options"]:
            replies.append(await person.choose(message, select["custom_id"], option["value"], patience=PATIENCE))
    for part in buttons:
        if any(other["custom_id"] == part["custom_id"] for other in parts(message, BUTTON) if "custom_id" in other):
            replies.append(await person.press(message, part["custom_id"], patience=PATIENCE))
            if "~p~" in part["custom_id"]:
                break
    return replies


def sound(reply: Reply, language: str) -> None:
    """Whether an answer is one, and speaks the language."""
    english = english_sentences()
    assert reply.message is not None
    first = reply.text.splitlines()[0]
    if first.removeprefix("### ") not in (speech("en").say("Privacy"), speech("zh_Hans").say("Privacy")):
        assert "CC BY-SA 4.0" in reply.text  # what is told is the archive's
    assert reply.text.strip()
    assert speech(language).say("Error {id}", id="")[:3] not in reply.text
    if language != "en":
        for part in walk(reply.message.components):
            for key in ("label", "placeholder"):
                assert part.get(key) not in english
        assert not english.intersection(
            line.removeprefix("### ").removeprefix("-# ") for line in reply.text.split("\n")
        )


@cache
def english_sentences() -> frozenset[str]:
    """What must not be read by who reads Chinese: sentences without anything filled in."""
    said = (message.id for message in sentences() if isinstance(message.id, str) and "{" not in message.id)
    return frozenset(text for text in said if text and speech("zh_Hans").say(text) != text)


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
async def test_every_command_and_what_stands_under_its_answer(scene: Scene, language: str) -> None:
    person, stranger = (scene.member, scene.moderator) if language == "en" else (scene.reader, scene.reader)
    for command, options in ASKED[language]:
        first = await person.slash(scene.channel, command, **options)
        sound(first, language)
        assert first.message is not None
        for reply in await presses(person, first.message):
            sound(reply, language)
        if first.ephemeral:
            continue
        for reply in (await presses(stranger, first.message))[:3]:
            sound(reply, language)
            assert reply.ephemeral or stranger is person


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
async def test_every_button_goes_on_after_a_reload_and_a_restart(
    sandbox: Sandbox, bundled: Stage, language: str
) -> None:
    """Whoever asked, and a stranger, press everything that was told before."""
    async with staged(sandbox, bundled) as scene:
        scene.app.client.pace = Pace(itertools.count(0.0, SECONDS).__next__)
        person, stranger = (scene.member, scene.moderator) if language == "en" else (scene.reader, scene.member)
        told = [await person.slash(scene.channel, command, **options) for command, options in ASKED[language]]
        page = bundled.add("2014-11-09", f"Numbats take to chess in {language}", contexts="[Numbat]")
        assert "was reloaded" in (await scene.reload()).text
        await _press_all(told, person, stranger, language)
    page.unlink()
    async with serving(bundled.settings) as app:
        app.client.pace = Pace(itertools.count(0.0, SECONDS).__next__)
        await _press_all(told, person, stranger, language)


async def test_no_command_nor_option_is_left_out(scene: Scene) -> None:
    listed = scene.sandbox.world.commands.listed(scene.application.id, None)
    bodies = {command.name: command.body.get("options") or [] for command in listed}
    steps = {name: {option["name"] for option in bodies.pop(name)} for name in ("archive", "digest")}
    # What moderators do is driven, in both languages, in test_archive and test_digest_commands.
    assert steps == {"archive": {"reload", "status", "problems"}, "digest": set(COMMANDS)}
    offered = {(name, option["name"]) for name, options in bodies.items() for option in options}
    for asked in ASKED.values():
        assert {name for name, _ in asked} == set(bodies)
        assert {(name, option) for name, options in asked for option in options} == offered


async def _press_all(told: list[Reply], person: Person, stranger: Person, language: str) -> None:
    for first in told:
        assert first.message is not None
        for reply in await presses(person, first.message):
            sound(reply, language)
        if not first.ephemeral:
            for reply in await presses(stranger, first.message):
                sound(reply, "en")
                assert reply.ephemeral
