"""Gateway events held against Discord's description of its API, as far as that knows the objects in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.sandbox.gateway.sessions import Told

from . import openapi

Part = tuple[str, Any]


def problems(told: Iterable[Told]) -> list[str]:
    """What the description refuses in those events."""
    return [
        f"{event.name}: {problem}"
        for event in told
        for name, value in PARTS.get(event.name, _none)(event.data)
        for problem in openapi.schema_problems(name, value)
    ]


def _none(_: dict[str, Any]) -> Iterator[Part]:
    yield from ()


def _whole(name: str) -> Callable[[dict[str, Any]], Iterator[Part]]:
    def parts(data: dict[str, Any]) -> Iterator[Part]:
        yield name, data

    return parts


def _inner(key: str, name: str) -> Callable[[dict[str, Any]], Iterator[Part]]:
    def parts(data: dict[str, Any]) -> Iterator[Part]:
        if key in data:
            yield name, data[key]

    return parts


def _each(key: str, name: str) -> Callable[[dict[str, Any]], Iterator[Part]]:
    def parts(data: dict[str, Any]) -> Iterator[Part]:
        yield from ((name, value) for value in data.get(key, ()))

    return parts


def _all(*makers: Callable[[dict[str, Any]], Iterator[Part]]) -> Callable[[dict[str, Any]], Iterator[Part]]:
    def parts(data: dict[str, Any]) -> Iterator[Part]:
        for maker in makers:
            yield from maker(data)

    return parts


def _resolved(data: dict[str, Any]) -> Iterator[Part]:
    """The objects sent along with an interaction. Members and channels come in part only, which is not described."""
    kinds = {"users": "UserResponse", "roles": "GuildRoleResponse", "messages": "MessageResponse"}
    kinds["attachments"] = "MessageAttachmentResponse"
    for kind, objects in (data["data"].get("resolved") or {}).items():
        yield from ((kinds[kind], value) for value in objects.values() if kind in kinds)


PARTS: dict[str, Callable[[dict[str, Any]], Iterator[Part]]] = {
    "READY": _inner("user", "UserPIIResponse"),
    "GUILD_CREATE": _all(
        _whole("GuildResponse"),
        _each("channels", "GuildChannelResponse"),
        _each("threads", "ThreadResponse"),
        _each("members", "GuildMemberResponse"),
    ),
    "GUILD_UPDATE": _whole("GuildResponse"),
    "CHANNEL_CREATE": _whole("GuildChannelResponse"),
    "CHANNEL_UPDATE": _whole("GuildChannelResponse"),
    "CHANNEL_DELETE": _whole("GuildChannelResponse"),
    "THREAD_CREATE": _whole("ThreadResponse"),
    "THREAD_UPDATE": _whole("ThreadResponse"),
    "THREAD_MEMBERS_UPDATE": _each("added_members", "ThreadMemberResponse"),
    "GUILD_ROLE_CREATE": _inner("role", "GuildRoleResponse"),
    "GUILD_ROLE_UPDATE": _inner("role", "GuildRoleResponse"),
    "GUILD_MEMBER_ADD": _whole("GuildMemberResponse"),
    "GUILD_MEMBER_UPDATE": _whole("GuildMemberResponse"),
    "GUILD_MEMBERS_CHUNK": _each("members", "GuildMemberResponse"),
    "MESSAGE_CREATE": _whole("MessageResponse"),
    "MESSAGE_UPDATE": _whole("MessageResponse"),
    "MESSAGE_REACTION_ADD": _all(
        _inner("emoji", "MessageReactionEmojiResponse"), _inner("member", "GuildMemberResponse")
    ),
    "TYPING_START": _inner("member", "GuildMemberResponse"),
    "INTERACTION_CREATE": _all(
        _inner("user", "UserResponse"),
        _inner("member", "GuildMemberResponse"),
        _inner("message", "MessageResponse"),
        _resolved,
    ),
    "APPLICATION_COMMAND_PERMISSIONS_UPDATE": _whole("CommandPermissionsResponse"),
}
