"""Guilds and channels as a whole, the way they are shown to a bot.

Source: https://discord.com/developers/docs/events/gateway-events#guild-create
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.errors import Json
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.events import Intent, Receiver
from bot.sandbox.world.guilds import Guild, Member
from bot.sandbox.world.permissions import Permission

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

LARGE = 250
"""Members beyond which a guild is large."""


def channel_json(world: World, channel: Channel, seen_by: int | None = None) -> Json:
    """Discord's channel object as it is now, with the newest message's id and the number of a thread's messages.

    The message that a thread opens with does not count.
    """
    last = world.messages.newest(channel.id)
    opening = world.messages.find(channel.id, channel.id)
    count = world.messages.count(channel.id) - (opening is not None)
    return channel.json(seen_by=seen_by, last_message_id=None if last is None else last.id, message_count=count)


def guild_json(world: World, guild: Guild, to: Receiver) -> Json:
    """A whole guild as GUILD_CREATE gives it to a bot in it.

    All members with the members intent, else the bot alone; the threads that the bot sees.
    """
    everybody = world.guilds.members(guild.id)
    told = [m for m in everybody if to.intents & Intent.GUILD_MEMBERS or m.user.id == to.application.id]
    return world.guilds.get(guild.id).json() | {
        "joined_at": member_json(world.guilds.member(guild.id, to.application.id))["joined_at"],
        "large": len(everybody) > LARGE,
        "member_count": len(everybody),
        "roles": [role.json() for role in world.guilds.roles(guild.id)],
        "members": [member.json() for member in told],
        "channels": [channel_json(world, channel) for channel in world.channels.of_guild(guild.id)],
        "threads": [
            world.threads.json(thread, to.application)
            for thread in world.channels.threads_of_guild(guild.id)
            if world.permissions_in(thread, to.application.id) & Permission.VIEW_CHANNEL
        ],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def member_json(member: Member) -> Json:
    """Discord's member object, with the guild it is of, as events about members have it."""
    return member.json() | {"guild_id": str(member.guild_id)}
