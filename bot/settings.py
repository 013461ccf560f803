"""Settings from the environment and ``.env``, read once and typed. Every one stands in the README's table."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import unquote, urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from rapidfuzz import fuzz, process

from bot.speech import languages

_DATABASE = "postgresql+asyncpg://"
_HERE = Path(__file__).parent
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_LAST_PORT = 65535
LogLevel = Literal["debug", "info", "warning", "error"]
_HERE = Path(__file__).parent
_YES, _NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")
_PREFIX, _FILE = "CLIO_", ".env"
_NAME = re.compile(rf"^\s*(?:export\s+)?({_PREFIX}\w+)\s*=", re.IGNORECASE | re.MULTILINE)
# In percent: LOGLEVEL is as good as LOG_LEVEL and LANG is meant for LANGUAGE, another program's CLIO_KEY is nothing.
_MISTYPED = 65
# What the tests are told where real data is, and the like: README, "Two commands".
_OF_TESTS = re.compile(rf"{_PREFIX}(?:SHARED|TEST_\w+|RENEW_\w+)")


def bundled_pages() -> Path:
    """The archive that comes with Clio: beside the code in a checkout, inside the package where it is installed."""
    installed = _HERE / "bundled"
    return installed if installed.is_dir() else _HERE.parent / "data"


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names it and says what would do."""


class Settings(BaseSettings):
    """What the operator sets. The token and the database's address are secrets: neither shows in a representation."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_file=_FILE, env_file_encoding="utf-8", extra="ignore")

    pages: Annotated[tuple[Path, ...], NoDecode] = Field(default_factory=lambda: (bundled_pages(),))
    home: Path = Field(default_factory=lambda: user_data_path("clio", appauthor=False))
    token: SecretStr | None = None
    moderator_roles: Annotated[frozenset[int], NoDecode] = frozenset()
    home_guild: int | None = None
    watch: bool = False
    language: str = ""
    database_url: SecretStr | None = None
    shards: Annotated[int, Field(ge=1)] | None = None
    shard_ids: Annotated[tuple[int, ...] | None, NoDecode] = None
    http: Annotated[tuple[str, int] | None, NoDecode] = None
    log_level: LogLevel = "info"
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
            if not first.isdecimal() or (dash and not (last.isdecimal() and int(first) <= int(last))):
                raise ValueError(f"{part} is no shard; write numbers such as 0,1,2 or 0-2")
            found += range(int(first), int(last or first) + 1)
        return tuple(dict.fromkeys(found)) or None

    @field_validator("shard_ids")
    @classmethod
    def _are_shards(cls, value: tuple[int, ...] | None, known: ValidationInfo) -> tuple[int, ...] | None:
        if value is not None and max(value) >= (known.data.get("shards") or 0):
            raise ValueError("name shards from 0 up to one less than CLIO_SHARDS, and set that too")
        return value

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

    @field_validator("moderator_roles", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        """Ids stand apart by commas or spaces."""
        if not isinstance(value, str):
            return value
        ids = value.replace(",", " ").split()
        if wrong := [id_ for id_ in ids if not (id_.isascii() and id_.isdigit())]:
            raise ValueError(f"{wrong[0]} is no id; copy the ids of roles in Discord, with commas between them")
        return frozenset(map(int, ids))

    @field_validator("home_guild", mode="before")
    @classmethod
    def _id(cls, value: object) -> object:
        if not isinstance(value, str) or not value.strip():
            return value or None
        if not (value.strip().isascii() and value.strip().isdigit()):
            raise ValueError(f"{value} is no id; copy the id of a server in Discord")
        return int(value)

    @field_validator("watch", mode="before")
    @classmethod
    def _is_yes_or_no(cls, value: object) -> object:
        if isinstance(value, str) and value.strip().lower() not in (*_YES, *_NO):
            raise ValueError(f"{value} is neither yes nor no; set 1 or 0")
        return value if not isinstance(value, str) else value.strip().lower() in _YES

    @field_validator("log_level", mode="before")
    @classmethod
    def _is_a_level(cls, value: object) -> object:
        """Levels may be written in capitals, as elsewhere."""
        told = value.strip().lower() if isinstance(value, str) else value
        if told not in get_args(LogLevel):
            raise ValueError(f"{value} is no level; choose one of {', '.join(get_args(LogLevel))}")
        return told

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


def mistyped(environment: Iterable[str]) -> list[tuple[str, str]]:
    """Names in the environment and in ``.env`` that are nearly a setting's, each with that setting's name."""
    known = [f"{_PREFIX}{field.upper()}" for field in Settings.model_fields]
    found = []
    for name in dict.fromkeys([*environment, *_names_in_file()]):
        told = name.upper()
        if told.startswith(_PREFIX) and told not in known and not _OF_TESTS.fullmatch(told):
            ends = {setting.removeprefix(_PREFIX): setting for setting in known}
            nearest = process.extractOne(told.removeprefix(_PREFIX), ends.keys(), scorer=fuzz.ratio)
            if nearest and nearest[1] >= _MISTYPED:
                found.append((name, ends[nearest[0]]))
    return found


def _names_in_file() -> list[str]:
    try:
        return _NAME.findall(Path(_FILE).read_text("utf-8", "replace"))
    except OSError:
        return []
