"""Settings from the environment and ``.env``, read once and typed. Every one stands in the README's table."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.speech import languages

_HERE = Path(__file__).parent


def bundled_pages() -> Path:
    """The archive that comes with Clio: beside the code in a checkout, inside the package where it is installed."""
    installed = _HERE / "bundled"
    return installed if installed.is_dir() else _HERE.parent / "data"


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names it and says what would do."""


class Settings(BaseSettings):
    """What the operator sets. The token is a secret: it never shows in a representation or a log."""

    model_config = SettingsConfigDict(env_prefix="CLIO_", env_file=".env", env_file_encoding="utf-8", extra="ignore")

    pages: Annotated[tuple[Path, ...], NoDecode] = Field(default_factory=lambda: (bundled_pages(),))
    home: Path = Field(default_factory=lambda: user_data_path("clio", appauthor=False))
    token: SecretStr | None = None
    language: str = ""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    chromium: Path | None = None

    @field_validator("pages", mode="before")
    @classmethod
    def _folders(cls, value: object) -> object:
        """Several folders stand apart as in PATH."""
        if isinstance(value, str):
            return tuple(Path(part).expanduser() for part in value.split(os.pathsep) if part.strip())
        return value

    @field_validator("pages")
    @classmethod
    def _are_folders(cls, value: tuple[Path, ...]) -> tuple[Path, ...]:
        if not value:
            raise ValueError("name at least one folder of pages")
        for folder in value:
            if not folder.is_dir():
                raise ValueError(f"{folder} is not a folder; name one that holds pages (.md files)")
        return tuple(folder.resolve() for folder in value)

    @field_validator("home")
    @classmethod
    def _is_no_file(cls, value: Path) -> Path:
        if value.exists() and not value.is_dir():
            raise ValueError(f"{value} is a file; name a folder, it is made when it is not there")
        return value.expanduser()

    @field_validator("language")
    @classmethod
    def _is_spoken(cls, value: str) -> str:
        if value and value not in languages():
            raise ValueError(f"{value} is not spoken; choose one of {', '.join(languages())}")
        return value


def read_settings() -> Settings:
    """The settings of this process. Raises SettingsError for the first value that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = f"CLIO_{'_'.join(str(part) for part in first['loc'][:1]).upper()}"
        message = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {message}.") from None
