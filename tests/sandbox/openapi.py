"""Discord's own description of its API, held against what was asked and answered.

The description lies in a folder `shared` beside the repository, or where CLIO_SHARED says.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from bot.sandbox.api.journal import Exchange

SHARED = Path(os.environ.get("CLIO_SHARED") or Path(__file__).parents[2].parent / "shared")
DESCRIPTION = SHARED / "data" / "discord-openapi.json"


def is_here() -> bool:
    """Whether the description can be read."""
    return DESCRIPTION.is_file()


def knows(method: str, route: str) -> bool:
    """Whether the description has that operation."""
    return method.lower() in _document()["paths"].get(route, {})


def problems(exchange: Exchange) -> list[str]:
    """What the description refuses in an exchange's body and, where it succeeded, in its answer."""
    operation = _document()["paths"].get(exchange.route, {}).get(exchange.method.lower())
    if operation is None:
        return []
    found: list[str] = []
    if exchange.body is not None and "requestBody" in operation:
        found += _refused(
            "asked", operation["requestBody"]["content"]["application/json"]["schema"], _ids_as_text(exchange.body)
        )
    answer = operation["responses"].get(str(exchange.status), {}).get("content")
    if answer is not None:
        found += _refused("answered", answer["application/json"]["schema"], exchange.answer)
    return [f"{exchange.method} {exchange.route}: {problem}" for problem in found]


def _refused(side: str, schema: dict[str, Any], value: Any) -> list[str]:
    validator = jsonschema.Draft202012Validator({**schema, "components": _document()["components"]})
    return [f"{side} {_deepest(error)}" for error in validator.iter_errors(value)]


def _ids_as_text(body: Any) -> Any:
    """The body with ids as text. Discord takes them as numbers too, as discord.py sends some of them."""
    if not isinstance(body, dict):
        return body
    body = dict(body)
    for holder in ("data", "message"):
        if holder in body:
            body[holder] = _ids_as_text(body[holder])
    if body.get("attachments"):
        body["attachments"] = [entry | {"id": str(entry["id"])} for entry in body["attachments"]]
    if "recipient_id" in body:
        body["recipient_id"] = str(body["recipient_id"])
    if body.get("message_reference"):
        reference = body["message_reference"].items()
        body["message_reference"] = {key: str(value) if key.endswith("_id") else value for key, value in reference}
    if body.get("allowed_mentions"):
        allowed = body["allowed_mentions"].items()
        lists = ("users", "roles")
        body["allowed_mentions"] = {key: list(map(str, value)) if key in lists else value for key, value in allowed}
    return body


def _deepest(error: jsonschema.ValidationError) -> str:
    """The most telling error inside one: where it stands, and what it is."""
    best = jsonschema.exceptions.best_match([error])
    inner = error if best is None else best
    return f"{'.'.join(map(str, inner.absolute_path)) or 'body'}: {inner.message[:300]}"


@cache
def _document() -> dict[str, Any]:
    with DESCRIPTION.open(encoding="utf-8") as file:
        document: dict[str, Any] = json.load(file)
    return document
