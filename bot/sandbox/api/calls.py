"""A request as the resources see it, and their answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.multipart import BodyPartReader

from bot.sandbox.errors import INVALID_FORM, INVALID_JSON, UNAUTHORIZED, ApiError, Json
from bot.sandbox.limits.form import Field
from bot.sandbox.reading import read_json
from bot.sandbox.world.users import Application
from bot.sandbox.world.world import World


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent along."""

    name: str
    filename: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `sender` is None where no token was sent; `gateway` tells an application of its gateway."""

    world: World
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    uploads: tuple[Upload, ...]
    sender: Application | None
    gateway: Callable[[Application], Json]

    @property
    def application(self) -> Application:
        """The application whose token was sent; raises ApiError 401."""
        if self.sender is None:
            raise ApiError(UNAUTHORIZED)
        return self.sender

    @property
    def form(self) -> Field:
        """The body, to be audited."""
        return Field(self.body)

    def id(self, name: str) -> int:
        """An id out of the path; raises ApiError 50035 when it is none."""
        return snowflake(name, self.params[name])


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: JSON (None: no body) and a status."""

    body: Any = None
    status: int = 200


Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of the API; `path` as in Discord's documentation. `open` ones need no token."""

    method: str
    path: str
    handler: Handler
    open: bool = False


NOTHING = Answer(None, 204)


def snowflake(name: str, text: str) -> int:
    """An id out of text; raises ApiError 50035 naming the field when it is none."""
    if not text.isdecimal():
        problem = {"code": "NUMBER_TYPE_COERCE", "message": f'Value "{text}" is not snowflake.'}
        raise ApiError(INVALID_FORM, {name: {"_errors": [problem]}})
    return int(text)


async def read_body(request: web.Request) -> tuple[Any, tuple[Upload, ...]]:
    """A request's JSON, and the files of a multipart one. Raises ApiError 50109 for JSON that is none."""
    if request.content_type != "multipart/form-data":
        return _parsed(await request.text()), ()
    body: Any = None
    uploads: list[Upload] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        if part.name == "payload_json":
            body = _parsed(await part.text())
        else:
            content = bytes(await part.read(decode=True))
            uploads.append(Upload(part.name or "", part.filename or "unknown", content))
    return body, tuple(uploads)


def _parsed(text: str) -> Any:
    if not text:
        return None
    try:
        return read_json(text)
    except ValueError:
        raise ApiError(INVALID_JSON) from None
