"""Fields of a request body, and the 50035 that names each wrong one.

Source: https://discord.com/developers/docs/reference#error-messages
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.sandbox.errors import INVALID_FORM, ApiError, Json

Path = tuple[str | int, ...]


class Field:
    """One place in a body: its value (None where it is absent or null) and where it stands.

    Problems found at any field of a body gather at its root; `check` there raises them together.
    """

    def __init__(self, value: Any, path: Path = (), problems: list[tuple[Path, str, str]] | None = None) -> None:
        self.value = value
        self._path = path
        self._problems = [] if problems is None else problems

    def __getitem__(self, key: str) -> Field:
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Field(value, (*self._path, key), self._problems)

    @property
    def given(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    def has(self, key: str) -> bool:
        """Whether the object here has that key, be it null."""
        return isinstance(self.value, dict) and key in self.value

    def wrong(self, code: str, message: str) -> None:
        """Notes a problem here."""
        self._problems.append((self._path, code, message))

    def required(self) -> bool:
        """Whether there is a value; notes the problem where there is none."""
        if not self.given:
            self.wrong("BASE_TYPE_REQUIRED", "This field is required")
        return self.given

    def model(self) -> None:
        """Notes a problem where there is a value that is no object."""
        if self.given and not isinstance(self.value, dict):
            self.wrong("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")

    def text(self, least: int, most: int, *, required: bool = False) -> str:
        """The value as text of `least` to `most` characters; empty where it is not that."""
        if not (self.required() if required else self.given):
            return ""
        if not isinstance(self.value, str):
            self.wrong("STRING_TYPE_CONVERT", f'Could not interpret "{self.value}" as string.')
            return ""
        self.length(len(self.value), least, most)
        return self.value

    def length(self, count: int, least: int, most: int) -> None:
        """Notes a problem where `count` is not within `least` and `most`."""
        if least <= count <= most:
            return
        if least:
            self.wrong("BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        else:
            self.wrong("BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")

    def whole(self, least: int, most: int) -> int | None:
        """The value as a whole number from `least` to `most`, or None."""
        if not self.given:
            return None
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.wrong("NUMBER_TYPE_COERCE", f'Value "{self.value}" is not int.')
            return None
        if self.value < least:
            self.wrong("NUMBER_TYPE_MIN", f"int value should be greater than or equal to {least}.")
        elif self.value > most:
            self.wrong("NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")
        return self.value

    def one_of(self, choices: Collection[Any], *, required: bool = True) -> Any:
        """The value, noted as a problem where it is none of `choices`."""
        if not (self.required() if required else self.given):
            return None
        if self.value not in choices:
            listed = ", ".join(str(choice) for choice in choices)
            self.wrong("BASE_TYPE_CHOICES", f"Value must be one of {{{listed}}}.")
        return self.value

    def listed(self, least: int, most: int) -> list[Field]:
        """The entries of a list of `least` to `most`; none where it is absent or no list."""
        if not self.given:
            return []
        if not isinstance(self.value, list | tuple):
            self.wrong("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        self.length(len(self.value), least, most)
        return self.entries()

    def entries(self) -> list[Field]:
        """The entries of a list, however many."""
        values = self.value if isinstance(self.value, list | tuple) else ()
        return [Field(value, (*self._path, place), self._problems) for place, value in enumerate(values)]

    def check(self) -> None:
        """Raises ApiError 50035 with every problem of the body noted so far."""
        if not self._problems:
            return
        errors: Json = {}
        for path, code, message in self._problems:
            node = errors
            for step in path:
                node = node.setdefault(str(step), {})
            node.setdefault("_errors", []).append({"code": code, "message": message})
        raise ApiError(INVALID_FORM, errors)
