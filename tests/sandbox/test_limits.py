"""Bodies over Discord's limits are refused in Discord's words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.sandbox.errors import ApiError
from bot.sandbox.limits.commands import audit_commands
from bot.sandbox.limits.components import audit_modal
from bot.sandbox.limits.form import Field
from bot.sandbox.limits.messages import audit_choices, audit_message
from bot.sandbox.limits.threads import audit_thread

from .conftest import PATIENCE, Scene

BUTTON = {"type": 2, "style": 1, "label": "a", "custom_id": "a"}
SELECT = {"type": 3, "custom_id": "s", "options": [{"label": "x", "value": "x"}]}
V2 = 1 << 15


def problems(audit: Callable[[Field], None], body: Any) -> dict[str, str]:
    """The code of every problem that an audit finds, by where it stands."""
    form = Field(body)
    audit(form)
    try:
        form.check()
    except ApiError as error:
        return dict(_flat(error.errors or {}, ""))
    return {}


def _flat(errors: dict[str, Any], path: str) -> list[tuple[str, str]]:
    found = [(path, problem["code"]) for problem in errors.get("_errors", [])]
    for step, inner in errors.items():
        if step != "_errors":
            found += _flat(inner, f"{path}.{step}".lstrip("."))
    return found


def row(*children: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(children)}


def text(content: str) -> dict[str, Any]:
    return {"type": 10, "content": content}


@pytest.mark.parametrize(
    ("body", "place", "code"),
    [
        ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"description": "x" * 4097}]}, "embeds.0.description", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"description": "x" * 3001}] * 2}, "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
        ({"embeds": [{"fields": [{"name": "a", "value": ""}]}]}, "embeds.0.fields.0.value", "BASE_TYPE_BAD_LENGTH"),
        ({"embeds": [{"fields": [{"name": "a", "value": "a"}] * 26}]}, "embeds.0.fields", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"fields": [{"name": "x" * 257, "value": "a"}]}]}, "embeds.0.fields.0.name",
         "BASE_TYPE_BAD_LENGTH"),
        ({"embeds": [{"fields": [{"name": "a", "value": "x" * 1025}]}]}, "embeds.0.fields.0.value",
         "BASE_TYPE_BAD_LENGTH"),
        ({"embeds": [{"footer": {"text": "x" * 2049}}]}, "embeds.0.footer.text", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"author": {"name": "x" * 257}}]}, "embeds.0.author.name", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"url": "ftp://x.org"}]}, "embeds.0.url", "URL_TYPE_INVALID_SCHEME"),
        ({"nonce": "x" * 26}, "nonce", "NONCE_TYPE_TOO_LONG"),
        ({"components": [text("a")]}, "components.0", "UNION_TYPE_CHOICES"),
        ({"components": [row(*[BUTTON | {"custom_id": str(n)} for n in range(6)])]}, "components.0.components",
         "BASE_TYPE_BAD_LENGTH"),
        ({"components": [row(SELECT, BUTTON)]}, "components.0.components.1", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
        ({"components": [row(BUTTON), row(BUTTON)]}, "components.1.components.0.custom_id",
         "COMPONENT_CUSTOM_ID_DUPLICATED"),
        ({"components": [row(BUTTON | {"label": "x" * 81})]}, "components.0.components.0.label",
         "BASE_TYPE_MAX_LENGTH"),
        ({"components": [row(BUTTON | {"custom_id": "x" * 101})]}, "components.0.components.0.custom_id",
         "BASE_TYPE_BAD_LENGTH"),
        ({"components": [row({"type": 2, "style": 5, "label": "a", "url": "https://x.org/" + "x" * 500})]},
         "components.0.components.0.url", "BASE_TYPE_MAX_LENGTH"),
        ({"components": [row(SELECT | {"options": [{"label": str(n), "value": str(n)} for n in range(26)]})]},
         "components.0.components.0.options", "BASE_TYPE_BAD_LENGTH"),
        ({"components": [row(SELECT | {"options": [{"label": "x", "value": "x"}] * 2})]},
         "components.0.components.0.options.1.value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"),
        ({"flags": V2, "content": "x", "components": [text("a")]}, "content",
         "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
        ({"flags": V2, "components": [text("x" * 2001), text("x" * 2000)]}, "components",
         "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"),
        ({"flags": V2, "components": [{"type": 17, "components": [text("x")] * 40}]}, "components",
         "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
        ({"flags": V2, "components": [{"type": 9, "components": [text("x")]}]}, "components.0.accessory",
         "BASE_TYPE_REQUIRED"),
        ({"flags": V2, "components": [{"type": 9, "components": [text("x")] * 4, "accessory": BUTTON}]},
         "components.0.components", "BASE_TYPE_BAD_LENGTH"),
        ({"flags": V2, "components": [{"type": 12, "items": []}]}, "components.0.items", "BASE_TYPE_BAD_LENGTH"),
        ({"flags": V2, "components": [{"type": 12, "items": [{"media": {"url": "https://x.org/a"}}] * 11}]},
         "components.0.items", "BASE_TYPE_BAD_LENGTH"),
        ({"components": [row()]}, "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    ],
)  # fmt: skip
def test_messages_over_a_limit(body: dict[str, Any], place: str, code: str) -> None:
    assert problems(audit_message, body) == {place: code}


def test_messages_at_the_limits_pass() -> None:
    texts = [text("x" * 103) for _ in range(37)] + [text("x" * 189)]
    assert problems(audit_message, {"flags": V2, "components": [row(BUTTON), *texts]}) == {}
    assert problems(audit_message, {"content": "x" * 2000, "embeds": [{"description": "x" * 4096}]}) == {}


@pytest.mark.parametrize(
    ("commands", "place", "code"),
    [
        ([{"name": "Event", "description": "x"}], "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
        ([{"name": "x" * 33, "description": "x"}], "0.name", "BASE_TYPE_BAD_LENGTH"),
        ([{"name": "a", "description": ""}], "0.description", "BASE_TYPE_BAD_LENGTH"),
        ([{"name": "a", "description": "x" * 101}], "0.description", "BASE_TYPE_BAD_LENGTH"),
        ([{"name": "a"}], "0.description", "BASE_TYPE_REQUIRED"),
        ([{"name": "a", "description": "x"}] * 2, "1", "APPLICATION_COMMANDS_DUPLICATE_NAME"),
        ([{"name": "a", "description": "x", "name_localizations": {"zh-CN": "事 件"}}], "0.name_localizations.zh-CN",
         "APPLICATION_COMMAND_INVALID_NAME"),
        ([{"name": "a", "description": "x", "name_localizations": {"zh": "事件"}}], "0.name_localizations.zh",
         "BASE_TYPE_CHOICES"),
        ([{"name": "a", "description": "x", "options": [
            {"name": "b", "description": "x", "type": 3},
            {"name": "c", "description": "x", "type": 3, "required": True}]}], "0.options.1",
         "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"),
        ([{"name": "a", "description": "x", "options": [{"name": "b", "description": "x", "type": 3, "choices": [
            {"name": str(n), "value": str(n)} for n in range(26)]}]}], "0.options.0.choices", "BASE_TYPE_MAX_LENGTH"),
    ],
)  # fmt: skip
def test_commands_over_a_limit(commands: list[dict[str, Any]], place: str, code: str) -> None:
    assert problems(audit_commands, commands) == {place: code}


def test_threads_over_a_limit() -> None:
    assert problems(audit_thread, {"name": "x" * 101}) == {"name": "BASE_TYPE_BAD_LENGTH"}
    assert problems(audit_thread, {"name": "x" * 100, "auto_archive_duration": 60}) == {}


def test_choices_and_modals_over_a_limit() -> None:
    assert problems(audit_choices, [{"name": "x" * 101, "value": "x"}]) == {"0.name": "BASE_TYPE_BAD_LENGTH"}
    assert problems(audit_choices, [{"name": "x", "value": "x"}] * 26) == {"": "BASE_TYPE_MAX_LENGTH"}
    assert problems(audit_choices, [{"name": "x", "value": "x" * 101}]) == {"0.value": "BASE_TYPE_BAD_LENGTH"}
    modal = {"title": "x" * 46, "custom_id": "m", "components": [row({"type": 4, "custom_id": "a", "style": 1})]}
    assert problems(audit_modal, modal) == {"title": "BASE_TYPE_BAD_LENGTH"}


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("content", "data.content: Must be 2000 or fewer in length."),
        ("embed", "data.embeds.0.title: Must be 256 or fewer in length."),
        ("texts", "data.components: Components displayable text size exceeds maximum size of 4000"),
    ],
)
async def test_the_client_is_told_what_is_too_long(scene: Scene, kind: str, place: str) -> None:
    call = asyncio.create_task(scene.ann.slash(scene.channel, "long", kind=kind))
    error = await asyncio.wait_for(scene.bot.errors.get(), PATIENCE)
    call.cancel()
    assert isinstance(error, discord.HTTPException)
    assert error.code == 50035
    where, _, words = place.partition(": ")
    assert where in error.text
    assert words in error.text


async def test_the_client_is_told_which_command_is_wrong(scene: Scene) -> None:
    @app_commands.command(name="right", description="x" * 100)
    async def right(interaction: discord.Interaction) -> None:
        """Never called."""

    scene.bot.tree.add_command(right)
    right.description = "x" * 101
    with pytest.raises(app_commands.CommandSyncFailure, match="Must be between 1 and 100 in length"):
        await scene.bot.tree.sync()


@pytest.mark.parametrize(
    ("body", "place", "code"),
    [
        ({"content": 5}, "content", "STRING_TYPE_CONVERT"),
        ({"embeds": "none"}, "embeds", "LIST_TYPE_CONVERT"),
        ({"flags": "4"}, "flags", "NUMBER_TYPE_COERCE"),
        ({"flags": -1}, "flags", "NUMBER_TYPE_MIN"),
        ({"flags": 2**31}, "flags", "NUMBER_TYPE_MAX"),
        ({"nonce": ["x"]}, "nonce", "NONCE_TYPE_INVALID_TYPE"),
        ({"embeds": [{"url": "http://[x"}]}, "embeds.0.url", "URL_TYPE_INVALID_URL"),
        ({"embeds": [{"url": "http:///nowhere"}]}, "embeds.0.url", "URL_TYPE_INVALID_URL"),
        ({"allowed_mentions": {"parse": ["all"]}}, "allowed_mentions.parse.0", "BASE_TYPE_CHOICES"),
        ({"allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "allowed_mentions",
         "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"),
    ],
)  # fmt: skip
def test_values_of_the_wrong_kind(body: dict[str, Any], place: str, code: str) -> None:
    assert problems(audit_message, body) == {place: code}
