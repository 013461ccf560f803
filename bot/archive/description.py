"""What an archive says about itself, in the "archive.toml" of its folder."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE_NAME = "archive.toml"
_MOST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class ArchiveDescription:
    """An archive's name and language ("en", "zh"), where its text comes from, its licence and a link about it.

    ``error`` is "" or one sentence about what is wrong with "archive.toml"; what could be read of it stands.
    """

    name: str
    language: str = "en"
    source: str = ""
    licence: str = ""
    link: str = ""
    error: str = ""


def read_description(root: Path) -> ArchiveDescription:
    """Give the description in ``root``/archive.toml, all of whose keys are optional. Never raises.

    Without the file everything is default and the name is the folder's; a broken one says so in ``error``.
    """
    name = root.resolve().name or "archive"
    try:
        with open(root / FILE_NAME, "rb") as file:
            told = tomllib.loads(file.read(_MOST_BYTES).decode("utf-8-sig"))
    except FileNotFoundError:
        return ArchiveDescription(name)
    except (OSError, UnicodeDecodeError) as error:
        return ArchiveDescription(name, error=f"{FILE_NAME} cannot be read ({error}); defaults are used.")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return ArchiveDescription(name, error=f"{FILE_NAME} is not TOML ({error}); defaults are used.")
    return _described(name, told)


def _described(name: str, told: dict[str, object]) -> ArchiveDescription:
    """Take every known key that holds text, naming those that do not."""
    known = ("name", "language", "source", "licence", "link")
    texts = {key: value.strip() for key in known if isinstance(value := told.get(key), str) and value.strip()}
    wrong = [key for key in known if key in told and not isinstance(told[key], str)]
    if "link" in texts and not texts["link"].lower().startswith(("http://", "https://")):
        wrong.append("link")
        del texts["link"]
    error = f"{FILE_NAME}: {', '.join(wrong)} must be text in quotes (a link: http or https)." if wrong else ""
    return ArchiveDescription(
        name=texts.get("name", name),
        language=texts.get("language", "en"),
        source=texts.get("source", ""),
        licence=texts.get("licence", ""),
        link=texts.get("link", ""),
        error=error,
    )
