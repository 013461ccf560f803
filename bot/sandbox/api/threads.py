"""Threads and forum posts that bots open, enter, and list.

Source: https://discord.com/developers/docs/resources/channel#start-thread-without-message
"""

from __future__ import annotations

from datetime import datetime

from bot.sandbox.api.calls import NOTHING, Answer, Call, Route, snowflake
from bot.sandbox.api.channels import check_tags, visible
from bot.sandbox.api.drafts import read_draft
from bot.sandbox.api.messages import check_may_say, message_json
from bot.sandbox.errors import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    THREAD_ARCHIVED,
    UNKNOWN_GUILD,
    WRONG_CHANNEL_TYPE,
    ApiError,
    Json,
)
from bot.sandbox.limits.form import Field
from bot.sandbox.limits.threads import audit_thread
from bot.sandbox.world.channels import Channel, ChannelType
from bot.sandbox.world.permissions import Permission

MOST_LISTED = 100
HOLD_THREADS = (ChannelType.TEXT, ChannelType.NEWS)


def _start(call: Call) -> Answer:
    channel, held = visible(call)
    form = call.form
    audit_thread(form)
    if channel.type is ChannelType.FORUM:
        return _start_post(call, channel, held)
    form.check()
    private = (call.body or {}).get("type", ChannelType.PRIVATE_THREAD) == ChannelType.PRIVATE_THREAD
    if channel.type not in HOLD_THREADS or (private and channel.type is ChannelType.NEWS):
        raise ApiError(WRONG_CHANNEL_TYPE)
    if not held & (Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS):
        raise ApiError(MISSING_PERMISSIONS)
    thread = call.world.threads.open(
        channel,
        call.body["name"],
        call.application.bot,
        private=private,
        auto_archive=call.body.get("auto_archive_duration"),
        invitable=call.body.get("invitable") is not False,
    )
    return Answer(call.world.threads.json(thread, call.application), 201)


def _start_post(call: Call, forum: Channel, held: Permission) -> Answer:
    form = call.form
    audit_thread(form)
    form["message"].required()
    form.check()
    if not held & Permission.SEND_MESSAGES:
        raise ApiError(MISSING_PERMISSIONS)
    chosen = tuple(int(tag_id) for tag_id in call.body.get("applied_tags") or ())
    check_tags(forum, chosen)
    draft = read_draft(call, form["message"], forum.id)
    check_may_say(draft, held)
    thread, message = call.world.threads.post(
        forum, call.body["name"], call.application.bot, draft, applied_tags=chosen
    )
    if (minutes := call.body.get("auto_archive_duration")) is not None:
        thread = call.world.channels.change(thread.id, auto_archive=minutes)
    body = call.world.threads.json(thread, call.application)
    return Answer(body | {"message": message_json(call, message)}, 201)


def _start_from_message(call: Call) -> Answer:
    channel, held = visible(call)
    message = call.world.messages.get(channel.id, call.id("message_id"))
    form = call.form
    audit_thread(form)
    form.check()
    if channel.type not in HOLD_THREADS:
        raise ApiError(WRONG_CHANNEL_TYPE)
    if not held & Permission.CREATE_PUBLIC_THREADS:
        raise ApiError(MISSING_PERMISSIONS)
    minutes = call.body.get("auto_archive_duration")
    thread = call.world.threads.open(
        channel, call.body["name"], call.application.bot, auto_archive=minutes, message=message
    )
    return Answer(call.world.threads.json(thread, call.application), 201)


def _join(call: Call) -> Answer:
    thread = _thread(call)
    if thread.archived:
        raise ApiError(THREAD_ARCHIVED)
    call.world.threads.join(thread, [call.application.bot])
    return NOTHING


def _leave(call: Call) -> Answer:
    call.world.threads.leave(_thread(call), call.application.bot)
    return NOTHING


def _thread(call: Call) -> Channel:
    thread, _ = visible(call)
    if not thread.is_thread:
        raise ApiError(WRONG_CHANNEL_TYPE)
    return thread


def _active(call: Call) -> Answer:
    guild = call.world.guilds.get(call.id("guild_id"))
    if not call.world.guilds.has_member(guild.id, call.application.id):
        raise ApiError(UNKNOWN_GUILD)
    seen = [thread for thread in call.world.channels.threads_of_guild(guild.id) if _sees(call, thread)]
    return Answer(_listed(call, sorted(seen, key=lambda thread: -thread.id)))


def _archived(call: Call, *, private: bool) -> Answer:
    channel, held = visible(call)
    if not held & Permission.READ_MESSAGE_HISTORY or (private and not held & Permission.MANAGE_THREADS):
        raise ApiError(MISSING_ACCESS)
    before = _instant("before", call.query["before"]) if "before" in call.query else float("inf")
    limit = min(snowflake("limit", call.query.get("limit", str(MOST_LISTED))), MOST_LISTED)
    kept = [
        thread
        for thread in call.world.channels.threads_under(channel.id)
        if thread.archived and (thread.type is ChannelType.PRIVATE_THREAD) == private and thread.archived_at < before
    ]
    kept.sort(key=lambda thread: -thread.archived_at)
    return Answer(_listed(call, kept[:limit]) | {"has_more": len(kept) > limit})


def _instant(name: str, text: str) -> float:
    """Seconds since 1970, UTC, out of ISO 8601; raises ApiError 50035 naming the field when it is none."""
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        form = Field({name: text})
        form[name].wrong("DATE_TIME_TYPE_PARSE", f"Could not parse {text}. Should be ISO8601.")
        form.check()
        raise


def _listed(call: Call, threads: list[Channel]) -> Json:
    bot_id = call.application.id
    own = [thread for thread in threads if bot_id in thread.member_ids]
    return {
        "threads": [call.world.threads.json(thread, call.application) for thread in threads],
        "members": [call.world.threads.member_json(thread, bot_id) for thread in own],
        "has_more": False,
    }


def _sees(call: Call, thread: Channel) -> bool:
    return bool(call.world.permissions_in(thread, call.application.id) & Permission.VIEW_CHANNEL)


ROUTES = (
    Route("POST", "/channels/{channel_id}/threads", _start),
    Route("POST", "/channels/{channel_id}/messages/{message_id}/threads", _start_from_message),
    Route("PUT", "/channels/{channel_id}/thread-members/@me", _join),
    Route("DELETE", "/channels/{channel_id}/thread-members/@me", _leave),
    Route("GET", "/guilds/{guild_id}/threads/active", _active),
    Route("GET", "/channels/{channel_id}/threads/archived/public", lambda call: _archived(call, private=False)),
    Route("GET", "/channels/{channel_id}/threads/archived/private", lambda call: _archived(call, private=True)),
)
