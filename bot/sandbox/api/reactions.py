"""Reactions that bots put under messages, read, and take away.

Source: https://discord.com/developers/docs/resources/message#create-reaction
"""

from __future__ import annotations

from bot.sandbox.api.calls import NOTHING, Answer, Call, Route
from bot.sandbox.api.messages import readable
from bot.sandbox.errors import MISSING_PERMISSIONS, ApiError
from bot.sandbox.world.permissions import Permission

UNDER = "/channels/{channel_id}/messages/{message_id}/reactions"


def _add(call: Call) -> Answer:
    _, held, message = readable(call)
    emoji = call.params["emoji_name"]
    fresh = emoji not in {reaction.emoji for reaction in message.reactions}
    if fresh and not held & Permission.ADD_REACTIONS:
        raise ApiError(MISSING_PERMISSIONS)
    call.world.reactions.add(message, call.application.bot, emoji)
    return NOTHING


def _remove_own(call: Call) -> Answer:
    _, _, message = readable(call)
    call.world.reactions.remove(message, call.application.bot, call.params["emoji_name"])
    return NOTHING


def _remove(call: Call) -> Answer:
    _, held, message = readable(call)
    if not held & Permission.MANAGE_MESSAGES:
        raise ApiError(MISSING_PERMISSIONS)
    user = call.world.users.get(call.id("user_id"))
    call.world.reactions.remove(message, user, call.params["emoji_name"])
    return NOTHING


def _clear(call: Call) -> Answer:
    _, held, message = readable(call)
    if not held & Permission.MANAGE_MESSAGES:
        raise ApiError(MISSING_PERMISSIONS)
    call.world.reactions.clear(message)
    return NOTHING


def _list(call: Call) -> Answer:
    _, _, message = readable(call)
    emoji = call.params["emoji_name"]
    ids = next((reaction.user_ids for reaction in message.reactions if reaction.emoji == emoji), ())
    return Answer([call.world.users.get(user_id).json() for user_id in ids])


ROUTES = (
    Route("DELETE", UNDER, _clear),
    Route("GET", UNDER + "/{emoji_name}", _list),
    Route("PUT", UNDER + "/{emoji_name}/@me", _add),
    Route("DELETE", UNDER + "/{emoji_name}/@me", _remove_own),
    Route("DELETE", UNDER + "/{emoji_name}/{user_id}", _remove),
)
