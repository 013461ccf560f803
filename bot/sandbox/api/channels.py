"""Channels, and the messages that bots post and read there.

Source: https://discord.com/developers/docs/resources/channel and .../resources/message
"""

from __future__ import annotations

from bot.sandbox.api.calls import NOTHING, Answer, Call, Route, snowflake
from bot.sandbox.api.drafts import read_draft
from bot.sandbox.errors import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    OTHERS_MESSAGE,
    REPLY_NEEDS_HISTORY,
    THREAD_ARCHIVED,
    THREAD_LOCKED,
    UNKNOWN_MESSAGE,
    ApiError,
    Json,
)
from bot.sandbox.limits.form import Field
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.clock import iso
from bot.sandbox.world.events import Event, Intent, Receiver
from bot.sandbox.world.message import Draft, Message
from bot.sandbox.world.permissions import Permission

MOST_LISTED = 100


def visible(call: Call) -> tuple[Channel, Permission]:
    """The channel of the path and what the bot may do in it; raises ApiError 10003, or 50001 where it sees nothing."""
    channel = call.world.channels.get(call.id("channel_id"))
    held = call.world.permissions_in(channel, call.application.id)
    if not held & Permission.VIEW_CHANNEL:
        raise ApiError(MISSING_ACCESS)
    return channel, held


def _channel(call: Call) -> Answer:
    channel, _ = visible(call)
    messages = call.world.messages.of_channel(channel.id)
    last = messages[-1].id if messages else None
    return Answer(channel.json(seen_by=call.application.id, last_message_id=last))


def _typing(call: Call) -> Answer:
    channel, held = visible(call)
    _may_send(channel, held)
    body: Json = {
        "channel_id": str(channel.id),
        "user_id": str(call.application.id),
        "timestamp": int(call.world.clock()),
    }
    wanted = Intent.DIRECT_MESSAGE_TYPING if channel.guild_id is None else Intent.GUILD_MESSAGE_TYPING
    call.world.events.emit(Event("TYPING_START", channel.guild_id, lambda to: body if to.intents & wanted else None))
    return NOTHING


def _post(call: Call) -> Answer:
    channel, held = visible(call)
    _may_send(channel, held)
    form = call.form
    draft = read_draft(call, form, channel.id)
    _may_say(draft, held)
    if draft.reply_to is not None:
        _check_reply(call, channel, form)
    if channel.archived:
        channel = call.world.close_thread(channel, archived=False, locked=channel.locked)
    return _json(call, call.world.messages.post(channel, call.application.bot, draft))


def _check_reply(call: Call, channel: Channel, form: Field) -> None:
    if channel.guild_id is not None and not (
        call.world.permissions_in(channel, call.application.id) & Permission.READ_MESSAGE_HISTORY
    ):
        raise ApiError(REPLY_NEEDS_HISTORY)
    reference = form["message_reference"]
    message_id = snowflake("message_reference", str(reference["message_id"].value))
    gone = call.world.messages.find(channel.id, message_id) is None
    if gone and reference["fail_if_not_exists"].value is not False:
        reference.wrong("REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        form.check()


def _may_send(channel: Channel, held: Permission) -> None:
    needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    if not held & needed:
        raise ApiError(MISSING_PERMISSIONS)
    if channel.locked and not held & Permission.MANAGE_THREADS:
        raise ApiError(THREAD_LOCKED)


def _may_say(draft: Draft, held: Permission) -> None:
    if (draft.embeds and not held & Permission.EMBED_LINKS) or (
        draft.attachments and not held & Permission.ATTACH_FILES
    ):
        raise ApiError(MISSING_PERMISSIONS)


def _list(call: Call) -> Answer:
    channel, held = visible(call)
    if channel.guild_id is not None and not held & Permission.READ_MESSAGE_HISTORY:
        return Answer([])
    messages = call.world.messages.of_channel(channel.id)
    limit = min(snowflake("limit", call.query.get("limit", "50")), MOST_LISTED)
    if "after" in call.query:
        after = snowflake("after", call.query["after"])
        found = [message for message in messages if message.id > after][:limit]
    elif "around" in call.query:
        around = snowflake("around", call.query["around"])
        earlier = [message for message in messages if message.id < around][-(limit // 2) :]
        found = [*earlier, *(message for message in messages if message.id >= around)][:limit]
    else:
        before = snowflake("before", call.query["before"]) if "before" in call.query else None
        found = [message for message in messages if before is None or message.id < before][-limit:]
    return Answer([_body(call, message) for message in reversed(found)])


def _get(call: Call) -> Answer:
    channel, held = visible(call)
    if channel.guild_id is not None and not held & Permission.READ_MESSAGE_HISTORY:
        raise ApiError(MISSING_PERMISSIONS)
    return _json(call, _message(call, channel))


def _edit(call: Call) -> Answer:
    channel, _ = visible(call)
    message = _message(call, channel)
    if message.author.id != call.application.id:
        raise ApiError(OTHERS_MESSAGE)
    if channel.archived:
        raise ApiError(THREAD_ARCHIVED)
    return _json(call, call.world.messages.edit(message, read_draft(call, call.form, channel.id, message)))


def _delete(call: Call) -> Answer:
    channel, held = visible(call)
    message = _message(call, channel)
    if message.author.id != call.application.id and not held & Permission.MANAGE_MESSAGES:
        raise ApiError(MISSING_PERMISSIONS)
    call.world.messages.delete(message)
    return NOTHING


def _start_thread(call: Call) -> Answer:
    channel, held = visible(call)
    if not held & Permission.CREATE_PUBLIC_THREADS:
        raise ApiError(MISSING_PERMISSIONS)
    form = call.form
    name = form["name"].text(1, 100, required=True)
    form.check()
    thread = call.world.add_thread(channel, name, call.application.bot)
    joined: Json = {
        "id": str(thread.id),
        "user_id": str(call.application.id),
        "join_timestamp": iso(call.world.clock()),
        "flags": 0,
    }
    return Answer(thread.json() | {"member": joined}, 201)


def _message(call: Call, channel: Channel) -> Message:
    message = call.world.messages.get(channel.id, call.id("message_id"))
    if message.ephemeral_to is not None:
        raise ApiError(UNKNOWN_MESSAGE)
    return message


def _json(call: Call, message: Message) -> Answer:
    return Answer(_body(call, message))


def _body(call: Call, message: Message) -> Json:
    granted = Intent.MESSAGE_CONTENT if call.application.reads_content else Intent.NONE
    return call.world.messages.json(message, Receiver(call.application, granted))


ROUTES = (
    Route("GET", "/channels/{channel_id}", _channel),
    Route("POST", "/channels/{channel_id}/typing", _typing),
    Route("POST", "/channels/{channel_id}/threads", _start_thread),
    Route("GET", "/channels/{channel_id}/messages", _list),
    Route("POST", "/channels/{channel_id}/messages", _post),
    Route("GET", "/channels/{channel_id}/messages/{message_id}", _get),
    Route("PATCH", "/channels/{channel_id}/messages/{message_id}", _edit),
    Route("DELETE", "/channels/{channel_id}/messages/{message_id}", _delete),
)
