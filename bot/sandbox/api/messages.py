"""Messages that bots post, read, edit, delete and crosspost.

Source: https://discord.com/developers/docs/resources/message
"""

from __future__ import annotations

from bot.sandbox.api.calls import NOTHING, Answer, Call, Route, snowflake
from bot.sandbox.api.channels import check_may_send, visible
from bot.sandbox.api.drafts import read_draft
from bot.sandbox.errors import (
    ALREADY_CROSSPOSTED,
    CANNOT_MESSAGE_USER,
    MISSING_PERMISSIONS,
    OTHERS_MESSAGE,
    REPLY_NEEDS_HISTORY,
    THREAD_ARCHIVED,
    UNKNOWN_MESSAGE,
    WRONG_CHANNEL_TYPE,
    ApiError,
    Json,
)
from bot.sandbox.limits.form import Field
from bot.sandbox.world.channels import Channel, ChannelType
from bot.sandbox.world.events import Intent, Receiver
from bot.sandbox.world.message import Draft, Message, MessageFlag
from bot.sandbox.world.permissions import Permission

MOST_LISTED = 100


def check_may_say(draft: Draft, held: Permission) -> None:
    """Raises ApiError 50013 for embeds and files where the bot may not send such."""
    if (draft.embeds and not held & Permission.EMBED_LINKS) or (
        draft.attachments and not held & Permission.ATTACH_FILES
    ):
        raise ApiError(MISSING_PERMISSIONS)


def message_json(call: Call, message: Message) -> Json:
    """Discord's message object, as the bot of the call may read it over HTTP: by what it was granted."""
    granted = Intent.MESSAGE_CONTENT if call.application.reads_content else Intent.NONE
    return call.world.messages.json(message, Receiver(call.application, granted))


def readable(call: Call) -> tuple[Channel, Permission, Message]:
    """The channel and the message of the path; raises ApiError 10003, 50001, 50013 without its history, 10008."""
    channel, held = visible(call)
    if channel.guild_id is not None and not held & Permission.READ_MESSAGE_HISTORY:
        raise ApiError(MISSING_PERMISSIONS)
    return channel, held, _message(call, channel)


def _post(call: Call) -> Answer:
    channel, held = visible(call)
    check_may_send(channel, held)
    if any(call.world.users.is_closed(user.id) for user in channel.recipients):
        raise ApiError(CANNOT_MESSAGE_USER)
    form = call.form
    draft = read_draft(call, form, channel.id)
    check_may_say(draft, held)
    if draft.reply_to is not None:
        _check_reply(call, channel, form)
    if channel.archived:
        channel = call.world.close_thread(channel, archived=False, locked=channel.locked)
    message = call.world.messages.post(channel, call.application.bot, draft)
    return Answer(message_json(call, message) | ({} if message.nonce is None else {"nonce": message.nonce}))


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


def _list(call: Call) -> Answer:
    channel, held = visible(call)
    query = Field(dict(call.query) | {"limit": snowflake("limit", call.query.get("limit", "50"))})
    limit = query["limit"].whole(1, MOST_LISTED) or MOST_LISTED
    query.check()
    if channel.guild_id is not None and not held & Permission.READ_MESSAGE_HISTORY:
        return Answer([])
    messages = call.world.messages.of_channel(channel.id)
    if "after" in call.query:
        after = snowflake("after", call.query["after"])
        found = [message for message in messages if message.id > after][:limit]
    elif "around" in call.query:
        around = snowflake("around", call.query["around"])
        before_it = [message for message in messages if message.id < around]
        earlier = before_it[len(before_it) - min(len(before_it), limit // 2) :]
        found = [*earlier, *(message for message in messages if message.id >= around)][:limit]
    else:
        before = snowflake("before", call.query["before"]) if "before" in call.query else None
        found = [message for message in messages if before is None or message.id < before][-limit:]
    return Answer([message_json(call, message) for message in reversed(found)])


def _get(call: Call) -> Answer:
    return _answer(call, readable(call)[2])


def _edit(call: Call) -> Answer:
    channel, held = visible(call)
    message = _message(call, channel)
    draft = read_draft(call, call.form, channel.id, message)
    if message.author.id != call.application.id and not (draft.only_flags and held & Permission.MANAGE_MESSAGES):
        raise ApiError(OTHERS_MESSAGE)
    if channel.archived:
        raise ApiError(THREAD_ARCHIVED)
    return _answer(call, call.world.messages.edit(message, draft))


def _delete(call: Call) -> Answer:
    channel, held = visible(call)
    message = _message(call, channel)
    if message.author.id != call.application.id and not held & Permission.MANAGE_MESSAGES:
        raise ApiError(MISSING_PERMISSIONS)
    call.world.messages.delete(message)
    return NOTHING


def _crosspost(call: Call) -> Answer:
    """Publishes a message of an announcement channel to the channels that follow it."""
    channel, held = visible(call)
    message = _message(call, channel)
    if channel.type is not ChannelType.NEWS:
        raise ApiError(WRONG_CHANNEL_TYPE)
    own = message.author.id == call.application.id
    if not held & (Permission.SEND_MESSAGES if own else Permission.MANAGE_MESSAGES):
        raise ApiError(MISSING_PERMISSIONS)
    if message.flags & MessageFlag.CROSSPOSTED:
        raise ApiError(ALREADY_CROSSPOSTED)
    return _answer(call, call.world.messages.flag(message, MessageFlag.CROSSPOSTED))


def _message(call: Call, channel: Channel) -> Message:
    message = call.world.messages.get(channel.id, call.id("message_id"))
    if message.ephemeral_to is not None:
        raise ApiError(UNKNOWN_MESSAGE)
    return message


def _answer(call: Call, message: Message) -> Answer:
    return Answer(message_json(call, message))


ROUTES = (
    Route("GET", "/channels/{channel_id}/messages", _list),
    Route("POST", "/channels/{channel_id}/messages", _post),
    Route("GET", "/channels/{channel_id}/messages/{message_id}", _get),
    Route("PATCH", "/channels/{channel_id}/messages/{message_id}", _edit),
    Route("DELETE", "/channels/{channel_id}/messages/{message_id}", _delete),
    Route("POST", "/channels/{channel_id}/messages/{message_id}/crosspost", _crosspost),
)
