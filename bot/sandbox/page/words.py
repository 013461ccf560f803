"""The page's own words: English as it stands in the code, other languages from a table for each in languages/."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

ENGLISH = "en-US"
LANGUAGES = {ENGLISH: "English", "zh-CN": "简体中文"}
"""The languages that the page is written in, as Discord names them, each by its own name."""
_TABLES = Path(__file__).parent / "languages"


class Say(Protocol):
    """Says a sentence of the page in one language, with what stands in its braces."""

    def __call__(self, sentence: str, /, **given: Any) -> str:
        """The sentence; in English where the language has no word for it."""


@cache
def table(language: str) -> dict[str, str]:
    """Every English sentence of the page in that language; empty for English."""
    if language == ENGLISH:
        return {}
    found: dict[str, str] = json.loads((_TABLES / f"{language}.json").read_text("utf-8"))
    return found


def say_in(language: str) -> Say:
    """What says sentences in that language, one of LANGUAGES."""
    return say_from(table(language))


def say_from(words: Mapping[str, str]) -> Say:
    """What says English sentences by that table, those that are not in it as they stand."""

    def say(sentence: str, /, **given: Any) -> str:
        said = words.get(sentence, sentence)
        return said.format(**given) if given else said

    return say


def preferred(accepted: str) -> str:
    """The one of LANGUAGES that a browser would rather have, by its Accept-Language header."""
    ranked: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            ranked.append((float(weight or 1), tag.lower().partition("-")[0]))
        except ValueError:
            continue
    for _, wanted in sorted(ranked, key=lambda one: -one[0]):
        for language in LANGUAGES:
            if language.partition("-")[0] == wanted:
                return language
    return ENGLISH
