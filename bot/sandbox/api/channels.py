"""Channels as bots see them, and what they may change about them.

Source: https://discord.com/developers/docs/resources/channel
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.api.calls import NOTHING, Answer, Call, Route
from bot.sandbox.errors import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    NOT_A_TEXT_CHANNEL,
    TAG_REQUIRED,
    THREAD_ARCHIVED,
    THREAD_LOCKED,
    UNKNOWN_TAG,
    ApiError,
    Json,
)
from bot.sandbox.limits.threads import audit_thread_edit
from bot.sandbox.world.channels import Channel, ChannelFlag
from bot.sandbox.world.permissions import Permission


def visible(call: Call) -> tuple[Channel, Permission]:
    """The channel of the path and what the bot may do in it; raises ApiError 10003, or 50001 where it sees nothing."""
    channel = call.world.channels.get(call.id("channel_id"))
    held = call.world.permissions_in(channel, call.application.id)
    if not held & Permission.VIEW_CHANNEL:
        raise ApiError(MISSING_ACCESS)
    return channel, held


def check_may_send(channel: Channel, held: Permission) -> None:
    """Raises ApiError 50008 where no messages stand, 50013 where the bot may not write, 160005 in a locked thread."""
    if not channel.takes_messages:
        raise ApiError(NOT_A_TEXT_CHANNEL)
    needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    if not held & needed:
        raise ApiError(MISSING_PERMISSIONS)
    if channel.locked and not held & Permission.MANAGE_THREADS:
        raise ApiError(THREAD_LOCKED)


def channel_json(call: Call, channel: Channel) -> Json:
    """Discord's channel object, as the bot of the call sees it."""
    if channel.is_thread:
        return call.world.threads.json(channel, call.application)
    return call.world.channel_json(channel, seen_by=call.application.id)


def _get(call: Call) -> Answer:
    channel, _ = visible(call)
    return Answer(channel_json(call, channel))


def check_tags(forum: Channel, chosen: tuple[int, ...]) -> None:
    """Raises ApiError 40067 where a post needs a tag and has none, 10087 for a tag that the forum does not offer."""
    if forum.flags & ChannelFlag.REQUIRE_TAG and not chosen:
        raise ApiError(TAG_REQUIRED)
    if not set(chosen) <= {tag.id for tag in forum.tags}:
        raise ApiError(UNKNOWN_TAG)


def _edit(call: Call) -> Answer:
    channel, held = visible(call)
    change = _edited_thread if channel.is_thread else _edited_channel
    return Answer(channel_json(call, change(call, channel, held)))


def _edited_channel(call: Call, channel: Channel, held: Permission) -> Channel:
    form, given = call.form, call.body or {}
    form["name"].text(1, 100)
    form["topic"].text(0, 1024)
    form.check()
    if not held & Permission.MANAGE_CHANNELS:
        raise ApiError(MISSING_PERMISSIONS)
    return call.world.change_channel(channel, **{name: given[name] for name in ("name", "topic") if name in given})


def _edited_thread(call: Call, thread: Channel, held: Permission) -> Channel:
    """Its owner may do anything but lock it; an archived one only opens, unless it is locked."""
    form, given = call.form, call.body or {}
    audit_thread_edit(form)
    form.check()
    manages = bool(held & Permission.MANAGE_THREADS)
    opens = set(given) == {"archived"} and not given["archived"] and not thread.locked
    if not manages and not opens and (thread.owner_id != call.application.id or "locked" in given):
        raise ApiError(MISSING_PERMISSIONS)
    if thread.archived and given.get("archived") is not False:
        raise ApiError(THREAD_ARCHIVED)
    changes: dict[str, Any] = {name: given[name] for name in ("name", "invitable") if name in given}
    if given.get("auto_archive_duration") is not None:
        changes["auto_archive"] = given["auto_archive_duration"]
    if given.get("applied_tags") is not None:
        changes["applied_tags"] = tuple(int(tag_id) for tag_id in given["applied_tags"])
        check_tags(call.world.channels.get(thread.parent_id or 0), changes["applied_tags"])
    if changes:
        thread = call.world.threads.change(thread, **changes)
    if "archived" in given or "locked" in given:
        archived, locked = given.get("archived", thread.archived), given.get("locked", thread.locked)
        thread = call.world.threads.close(thread, archived=archived, locked=locked)
    return thread


def _delete(call: Call) -> Answer:
    channel, held = visible(call)
    needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
    if not held & needed:
        raise ApiError(MISSING_PERMISSIONS)
    body = channel_json(call, channel)
    call.world.remove_channel(channel)
    return Answer(body)


def _typing(call: Call) -> Answer:
    channel, held = visible(call)
    check_may_send(channel, held)
    call.world.type_in(channel, call.application.bot)
    return NOTHING


ROUTES = (
    Route("GET", "/channels/{channel_id}", _get),
    Route("PATCH", "/channels/{channel_id}", _edit),
    Route("DELETE", "/channels/{channel_id}", _delete),
    Route("POST", "/channels/{channel_id}/typing", _typing),
)
