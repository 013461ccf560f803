"""Settings from the environment and ``.env``, read once and typed. Every one stands in the README's table."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.speech import languages

_DATABASE = "postgresql+asyncpg://"
_HERE = Path(__file__).parent
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_LAST_PORT = 65535


def bundled_pages() -> Path:
    """The archive that comes with Clio: beside the code in a checkout, inside the package where it is installed."""
    installed = _HERE / "bundled"
    return installed if installed.is_dir() else _HERE.parent / "data"


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names it and says what would do."""


class Settings(BaseSettings):
    """What the operator sets. The token and the database's address are secrets: neither shows in a representation."""

    model_config = SettingsConfigDict(env_prefix="CLIO_", env_file=".env", env_file_encoding="utf-8", extra="ignore")

    pages: Annotated[tuple[Path, ...], NoDecode] = Field(default_factory=lambda: (bundled_pages(),))
    home: Path = Field(default_factory=lambda: user_data_path("clio", appauthor=False))
    token: SecretStr | None = None
    language: str = ""
    database_url: SecretStr | None = None
    shards: Annotated[int, Field(ge=1)] | None = None
    shard_ids: Annotated[tuple[int, ...] | None, NoDecode] = None
    http: Annotated[tuple[str, int] | None, NoDecode] = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"

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

    @field_validator("shards", mode="before")
    @classmethod
    def _may_be_empty(cls, value: object) -> object:
        """An empty setting is none, as it is with a line that is left without a value in ``.env``."""
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("shard_ids", mode="before")
    @classmethod
    def _numbers(cls, value: object) -> object:
        """Shards are told as "0,1,5" or "0-3"."""
        if not isinstance(value, str):
            return value
        found: list[int] = []
        for part in filter(None, (part.strip() for part in value.split(","))):
            first, dash, last = part.partition("-")
            if not first.isdecimal() or (dash and not last.isdecimal()):
                raise ValueError(f"{part} is no shard; write numbers such as 0,1,2 or 0-2")
            found += range(int(first), int(last or first) + 1)
        return tuple(dict.fromkeys(found)) or None

    @model_validator(mode="after")
    def _shards_are_there(self) -> Settings:
        if self.shard_ids is not None and (self.shards is None or max(self.shard_ids) >= self.shards):
            raise ValueError("CLIO_SHARD_IDS names shards from 0 up to one less than CLIO_SHARDS; set both")
        return self

    @field_validator("http", mode="before")
    @classmethod
    def _on_loopback(cls, value: object) -> object:
        """A port of this machine alone: "9090", "127.0.0.1:9090" or "[::1]:9090"."""
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        host, _, port = value.strip().rpartition(":")
        host = host.strip("[]") or "127.0.0.1"
        if host not in _LOOPBACK or not port.isdecimal() or int(port) > _LAST_PORT:
            raise ValueError(f"{value} is no port of this machine alone; write it as 127.0.0.1:9090")
        return host, int(port)

    @field_validator("database_url")
    @classmethod
    def _is_known_database(cls, value: SecretStr | None) -> SecretStr | None:
        address = value.get_secret_value().strip() if value else ""
        if not address:
            return None
        if not address.startswith(_DATABASE):
            raise ValueError(f"write it as {_DATABASE}user:password@host:5432/name, or leave it out to keep a file")
        try:
            parts = urlsplit(address)
            complete = bool(parts.path.strip("/")) and (parts.port is None or parts.port > 0)
        except ValueError:
            complete = False
        if not complete:
            raise ValueError("this address cannot be read; %-encode signs such as @ and / in the password")
        return SecretStr(address)

    @field_validator("language")
    @classmethod
    def _is_spoken(cls, value: str) -> str:
        if value and value not in languages():
            raise ValueError(f"{value} is not spoken; choose one of {', '.join(languages())}")
        return value

    @property
    def database(self) -> str:
        """The database's address with its password; "" for the file in ``home``."""
        return self.database_url.get_secret_value() if self.database_url else ""

    @property
    def secrets(self) -> list[str]:
        """What must never show in a log, in every way in which it is written."""
        told = [self.token.get_secret_value()] if self.token else []
        if password := (urlsplit(self.database).password if self.database else None):
            told += [self.database, password, unquote(password)]
        return told


def read_settings() -> Settings:
    """The settings of this process. Raises SettingsError for the first value that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = f"CLIO_{'_'.join(str(part) for part in first['loc'][:1]).upper()}"
        message = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {message}.") from None
