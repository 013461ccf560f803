"""Guilds, as a bot in them may look at them.

Source: https://discord.com/developers/docs/resources/guild
"""

from __future__ import annotations

from bot.sandbox.api.calls import Answer, Call, Route, snowflake
from bot.sandbox.errors import MISSING_ACCESS, UNKNOWN_GUILD, ApiError
from bot.sandbox.world.guilds import Guild


def _inside(call: Call) -> Guild:
    """The guild of the path; raises ApiError 10004 for a guild that the bot is not in."""
    guild = call.world.guilds.get(call.id("guild_id"))
    if not call.world.guilds.has_member(guild.id, call.application.id):
        raise ApiError(UNKNOWN_GUILD)
    return guild


def _guild(call: Call) -> Answer:
    guild = _inside(call)
    return Answer(guild.json() | {"roles": [role.json() for role in call.world.guilds.roles(guild.id)]})


def _channels(call: Call) -> Answer:
    return Answer([call.world.channel_json(channel) for channel in call.world.channels.of_guild(_inside(call).id)])


def _roles(call: Call) -> Answer:
    return Answer([role.json() for role in call.world.guilds.roles(_inside(call).id)])


def _member(call: Call) -> Answer:
    return Answer(call.world.guilds.member(_inside(call).id, call.id("user_id")).json())


def _members(call: Call) -> Answer:
    if not call.application.lists_members:
        raise ApiError(MISSING_ACCESS)
    limit, after = (snowflake(name, call.query.get(name, empty)) for name, empty in (("limit", "1"), ("after", "0")))
    members = sorted(call.world.guilds.members(_inside(call).id), key=lambda member: member.user.id)
    return Answer([member.json() for member in members if member.user.id > after][:limit])


ROUTES = (
    Route("GET", "/guilds/{guild_id}", _guild),
    Route("GET", "/guilds/{guild_id}/channels", _channels),
    Route("GET", "/guilds/{guild_id}/roles", _roles),
    Route("GET", "/guilds/{guild_id}/members", _members),
    Route("GET", "/guilds/{guild_id}/members/{user_id}", _member),
)
