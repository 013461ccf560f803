"""Answer -> one line of JSON, for programs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from typing import Any

from bot.talk.answer import Answer, Shown
from bot.talk.plain import plain
from bot.talk.requests import NotUnderstood, Period, Request

# Halves of characters cannot be written as UTF-8, and these separators end a line for some readers.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def answer_object(answer: Answer, conversing: bool = False) -> dict[str, Any]:
    """``answer`` as an object: request, events, correction, total and the same in plain text."""
    return {
        "request": request_object(answer.request),
        "events": [_event_object(shown) for shown in answer.events],
        "correction": answer.correction,
        "total": answer.total,
        "text": plain(answer, conversing),
    }


def error_object(question: str, error: str) -> dict[str, Any]:
    """The object for a question that could not be answered through a fault of ours: shaped like any other."""
    request = request_object(NotUnderstood(question[:100]))
    return {"request": request, "events": [], "correction": None, "total": 0, "text": error, "error": error}


def request_object(request: Request) -> dict[str, Any]:
    """A request's kind ("on-this-day", "about", …) and its fields; a period has its first and last day."""
    kind = _CAPITAL.sub("-", type(request).__name__).lower()
    return {"kind": kind} | {field.name: _value(getattr(request, field.name)) for field in dataclasses.fields(request)}


def json_line(told: dict[str, Any]) -> str:
    """``told`` as JSON on one line that can be written in UTF-8, whatever is in it."""
    text = json.dumps(told, ensure_ascii=False, separators=(", ", ": "))
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _event_object(shown: Shown) -> dict[str, Any]:
    event = shown.entry.event
    return {
        "id": shown.entry.id,
        "path": event.path,
        "date": event.date.isoformat(),
        "headline": event.headline,
        "summary": event.summary,
        "contexts": list(event.contexts),
        "sources": [{"name": source.name, "url": source.url} for source in event.sources],
        "image": event.image,
        "reason": shown.reason,
    }


def _value(value: object) -> object:
    if isinstance(value, Period):
        return {"first": _value(value.first), "last": _value(value.last)}
    return value.isoformat() if isinstance(value, dt.date) else value
