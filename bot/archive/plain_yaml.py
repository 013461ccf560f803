"""YAML read as text, lists and mappings only, so that nothing written in a page can do harm or fail to be built.

PyYAML's own loaders walk nested values by recursion in C: a page of two hundred thousand brackets ends the whole
program. Here the events of the same C parser are put together with a limit to how deep values may lie in each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

Plain = str | list["Plain"] | dict[str, "Plain"]
_Parser: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_NESTED = 20


class PlainYaml(YAMLHandler):
    """The front matter handler for pages: every value stays what was written ("title: 1984" is text)."""

    def load(self, fm: str, **kwargs: object) -> dict[str, Plain]:
        """Give the values of ``fm``. Raises yaml.YAMLError if it is not such YAML, TypeError if it is no mapping."""
        value = read_yaml(fm)
        if not isinstance(value, dict):
            raise TypeError("it is no mapping of names to values")
        return value


def read_yaml(text: str) -> Plain:
    """Give the value ``text`` holds, "" if there is none. Raises yaml.YAMLError if it is not such YAML."""
    events = iter(yaml.parse(text, Loader=_Parser))
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            value = _value(event, events, 0)
            _finish(events)
            return value
    return ""


def _value(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Plain:
    """Give the value that begins with ``event``, taking the events that belong to it."""
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    if depth >= _MOST_NESTED:
        raise yaml.YAMLError(f"values lie more than {_MOST_NESTED} deep in each other")
    if isinstance(event, yaml.SequenceStartEvent):
        return [_value(item, events, depth + 1) for item in _until(yaml.SequenceEndEvent, events)]
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(events, depth)
    raise yaml.YAMLError("references to other values (*name) are not read")


def _mapping(events: Iterator[yaml.Event], depth: int) -> dict[str, Plain]:
    mapping: dict[str, Plain] = {}
    for key in _until(yaml.MappingEndEvent, events):
        if not isinstance(key, yaml.ScalarEvent):
            raise yaml.YAMLError("a key must be plain text")
        mapping[str(key.value)] = _value(next(events), events, depth + 1)
    return mapping


def _until(end: type[yaml.Event], events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    """Give events up to one of the kind ``end``, which is taken too."""
    for event in events:
        if isinstance(event, end):
            return
        yield event


def _finish(events: Iterator[yaml.Event]) -> None:
    """Read to the end: what cannot be parsed behind the first value is an error as well."""
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            raise yaml.YAMLError("there is a second document in it")
