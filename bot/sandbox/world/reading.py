"""Which bots hear of a message, and how much of it they may read.

Source: https://discord.com/developers/docs/events/gateway#message-content-intent
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.errors import Json
from bot.sandbox.world.events import Intent, Receiver
from bot.sandbox.world.message import Message
from bot.sandbox.world.permissions import Permission

if TYPE_CHECKING:
    from bot.sandbox.world.world import World


def hears(world: World, message: Message, to: Receiver) -> bool:
    """Whether a receiver is told of what happens to a message: it asked for such, and sees the channel."""
    wanted = Intent.DIRECT_MESSAGES if message.guild_id is None else Intent.GUILD_MESSAGES
    channel = world.channels.find(message.channel_id)
    return (
        bool(to.intents & wanted)
        and channel is not None
        and bool(world.permissions_in(channel, to.application.id) & Permission.VIEW_CHANNEL)
    )


def reads(message: Message, to: Receiver) -> bool:
    """Whether a message's content is open to a receiver: by its intent, in direct messages, its own, or mentioning it.

    A role that is mentioned opens nothing, be it the bot's own.
    """
    return (
        bool(to.intents & Intent.MESSAGE_CONTENT)
        or message.guild_id is None
        or message.author.id == to.application.id
        or to.application.id in message.mentions.user_ids
    )


def message_json(world: World, message: Message, to: Receiver) -> Json:
    """Discord's message object as a receiver may read it, with the message replied to, whose own rules hold for it."""
    body = _readable(message, to)
    if message.reference is not None:
        replied = world.messages.find(message.reference.channel_id, message.reference.message_id)
        body["referenced_message"] = None if replied is None else _readable(replied, to)
    return body


def event_json(world: World, message: Message, to: Receiver) -> Json | None:
    """The data of MESSAGE_CREATE and MESSAGE_UPDATE: the message with its author's and mentions' memberships.

    None where the receiver does not hear of the message.
    """
    if not hears(world, message, to):
        return None
    body = message_json(world, message, to)
    if message.guild_id is None:
        return body
    body["guild_id"] = str(message.guild_id)
    if world.guilds.has_member(message.guild_id, message.author.id):
        body["member"] = world.guilds.member(message.guild_id, message.author.id).partial_json()
    for user in body["mentions"]:
        if world.guilds.has_member(message.guild_id, int(user["id"])):
            user["member"] = world.guilds.member(message.guild_id, int(user["id"])).partial_json()
    return body


def _readable(message: Message, to: Receiver) -> Json:
    body = message.json(to.application.id)
    return body if reads(message, to) else body | {"content": "", "embeds": [], "attachments": [], "components": []}
