"""What a person is told, kept apart from what stands in it, so that it can be said in another language."""

from __future__ import annotations

from typing import Any


class ToldError(Exception):
    """Something that is said to a person. `sentence` is English with places in braces for what is `given`."""

    def __init__(self, sentence: str, /, **given: Any) -> None:
        super().__init__(sentence.format(**given))
        self.sentence = sentence
        self.given = given
