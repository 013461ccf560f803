"""Discord's own description of its API, held against what was asked and answered.

The description lies in a folder `shared` beside the repository, or where CLIO_SHARED says.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from bot.sandbox.api.journal import Exchange

SHARED = Path(os.environ.get("CLIO_SHARED") or Path(__file__).parents[2].parent / "shared")
DESCRIPTION = SHARED / "data" / "discord-openapi.json"

SENT_BY_THE_CLIENT = ("use_nested_fields",)
"""Query parameters that discord.py sends with forum posts, which Discord takes without describing them."""


def is_here() -> bool:
    """Whether the description can be read."""
    return DESCRIPTION.is_file()


def knows(method: str, route: str) -> bool:
    """Whether the description has that operation."""
    return method.lower() in _document()["paths"].get(route, {})


def problems(exchange: Exchange, *, asked: bool = True) -> list[str]:
    """What the description refuses in an exchange: its body and query, where `asked`, and its answer.

    An answer of 500 and more, and no answer at all, are not described.
    """
    operation = _document()["paths"].get(exchange.route, {}).get(exchange.method.lower())
    if operation is None:
        return []
    found: list[str] = []
    if asked and exchange.body is not None and "requestBody" in operation:
        found += _refused("asked", _body_schema(exchange.route, exchange.method), _ids_as_text(exchange.body))
    if asked:
        found += _queried(exchange, operation.get("parameters", ()))
    if 0 < exchange.status < 500:
        found += _answered(exchange, operation["responses"])
    return [f"{exchange.method} {exchange.route}: {problem}" for problem in found]


def schema_problems(name: str, value: Any) -> list[str]:
    """What the description's schema of that name refuses in a value."""
    return [f"{name}: {problem}" for problem in _refused("told", f'{{"$ref": "#/components/schemas/{name}"}}', value)]


def _queried(exchange: Exchange, parameters: Iterable[dict[str, Any]]) -> list[str]:
    known = {parameter["name"]: parameter["schema"] for parameter in parameters if parameter.get("in") == "query"}
    found: list[str] = []
    for name, text in exchange.query.items():
        if name in SENT_BY_THE_CLIENT:
            continue
        if name not in known:
            found.append(f"asked ?{name}, which is not described")
        else:
            value = json.loads(text.lower()) if text.isdecimal() and known[name].get("type") == "integer" else text
            value = text in ("1", "true", "True") if known[name].get("type") == "boolean" else value
            found += _refused(f"asked ?{name}", json.dumps(known[name]), value)
    return found


def _answered(exchange: Exchange, responses: dict[str, Any]) -> list[str]:
    """An error has to be Discord's error object; a success has to have one of the statuses described.

    The codes inside an error's `errors` are words ("BASE_TYPE_REQUIRED"), as Discord's documentation shows them,
    where the description has numbers; so of those the description is not asked.
    """
    if exchange.status >= 400:
        schema = "RatelimitedResponse" if exchange.status == 429 else "Error"
        return _refused("answered", f'{{"$ref": "#/components/schemas/{schema}"}}', exchange.answer)
    described = responses.get(str(exchange.status))
    if described is None:
        return [f"answered with {exchange.status}, not one of {sorted(responses)}"]
    if "content" not in described:
        return [] if exchange.answer is None else ["answered with a body where none is described"]
    return _refused("answered", json.dumps(described["content"]["application/json"]["schema"]), exchange.answer)


def _body_schema(route: str, method: str) -> str:
    operation = _document()["paths"][route][method.lower()]
    return json.dumps(operation["requestBody"]["content"]["application/json"]["schema"])


def _refused(side: str, schema: str, value: Any) -> list[str]:
    return [f"{side} {_told(error)}" for error in _validator(schema).iter_errors(value)]


@cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({**json.loads(schema), "components": _document()["components"]})


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


def _told(error: jsonschema_rs.ValidationError) -> str:
    """The most telling error inside one: where it stands, and what it is."""
    inner = _deepest(error)
    return f"{'.'.join(map(str, inner.instance_path)) or 'body'}: {inner.message[:300]}"


def _deepest(error: jsonschema_rs.ValidationError) -> jsonschema_rs.ValidationError:
    """Of what each alternative says against a value, that which is about its innermost part."""
    branches = getattr(error.kind, "context", None) or ()
    inner = [_deepest(one) for branch in branches for one in branch]
    return max(inner, key=lambda one: len(one.instance_path), default=error)


@cache
def _document() -> dict[str, Any]:
    with DESCRIPTION.open(encoding="utf-8") as file:
        document: dict[str, Any] = json.load(file)
    return document
