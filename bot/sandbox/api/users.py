"""Users, applications, and where the gateway is.

Source: https://discord.com/developers/docs/resources/user and .../resources/application
"""

from __future__ import annotations

from bot.sandbox.api.calls import NOTHING, Answer, Call, Route, snowflake
from bot.sandbox.errors import CANNOT_MESSAGE_USER, UNKNOWN_GUILD, ApiError


def _me(call: Call) -> Answer:
    return Answer(call.application.bot.own_json())


def _user(call: Call) -> Answer:
    return Answer(call.world.users.get(call.id("user_id")).json())


def _application(call: Call) -> Answer:
    return Answer(call.application.json())


def _direct_channel(call: Call) -> Answer:
    form = call.form
    form["recipient_id"].required()
    form.check()
    user = call.world.users.get(snowflake("recipient_id", str(call.body["recipient_id"])))
    if user.id == call.application.id:
        raise ApiError(CANNOT_MESSAGE_USER)
    channel = call.world.direct(call.application, user)
    return Answer(call.world.channel_json(channel, seen_by=call.application.id))


def _guilds(call: Call) -> Answer:
    world, bot_id = call.world, call.application.id
    return Answer(
        [
            {
                "id": str(guild.id),
                "name": guild.name,
                "icon": None,
                "banner": None,
                "owner": guild.owner_id == bot_id,
                "permissions": str(int(world.guilds.permissions(guild.id, bot_id))),
                "features": [],
            }
            for guild in world.guilds.all()
            if world.guilds.has_member(guild.id, bot_id)
        ]
    )


def _leave(call: Call) -> Answer:
    guild = call.world.guilds.get(call.id("guild_id"))
    if not call.world.guilds.has_member(guild.id, call.application.id):
        raise ApiError(UNKNOWN_GUILD)
    call.world.leave(guild, call.application)
    return NOTHING


def _gateway(call: Call) -> Answer:
    return Answer(call.gateway(call.application))


ROUTES = (
    Route("GET", "/gateway/bot", _gateway),
    Route("GET", "/users/@me", _me),
    Route("GET", "/users/@me/guilds", _guilds),
    Route("DELETE", "/users/@me/guilds/{guild_id}", _leave),
    Route("POST", "/users/@me/channels", _direct_channel),
    Route("GET", "/users/{user_id}", _user),
    Route("GET", "/applications/@me", _application),
    Route("GET", "/oauth2/applications/@me", _application),
)
