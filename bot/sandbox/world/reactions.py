"""Reactions: emoji that users put under messages.

Source: https://discord.com/developers/docs/resources/message#reaction-object
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.sandbox.errors import THREAD_ARCHIVED, TOO_MANY_REACTIONS, UNKNOWN_EMOJI, ApiError, Json
from bot.sandbox.world.events import Event, Intent, Receiver
from bot.sandbox.world.message import Message, Reaction
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import User

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

MOST_REACTIONS = 20
"""Different emoji under one message."""
_KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"


class Reactions:
    """Puts reactions under messages, takes them away, and tells of both."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add(self, message: Message, user: User, emoji: str) -> Message:
        """The message with that user's reaction.

        Raises ApiError 10008 when the message is gone, 10014 for what is no emoji (guilds here have none of their
        own), 30010 over MOST_REACTIONS and 50083 in an archived thread.
        """
        standing = self._open(message)
        if not is_emoji(emoji):
            raise ApiError(UNKNOWN_EMOJI)
        known = {reaction.emoji: reaction for reaction in standing.reactions}
        if emoji not in known and len(known) >= MOST_REACTIONS:
            raise ApiError(TOO_MANY_REACTIONS)
        users = known[emoji].user_ids if emoji in known else ()
        if user.id in users:
            return standing
        known[emoji] = Reaction(emoji, (*users, user.id))
        return self._changed(standing, tuple(known.values()), "MESSAGE_REACTION_ADD", user, emoji)

    def remove(self, message: Message, user: User, emoji: str) -> Message:
        """The message without that user's reaction. Raises ApiError 10008, 50083, and 10014 where there was none."""
        standing = self._open(message)
        known = {reaction.emoji: reaction for reaction in standing.reactions}
        if emoji not in known or user.id not in known[emoji].user_ids:
            raise ApiError(UNKNOWN_EMOJI)
        known[emoji] = Reaction(emoji, tuple(one for one in known[emoji].user_ids if one != user.id))
        left = tuple(reaction for reaction in known.values() if reaction.user_ids)
        return self._changed(standing, left, "MESSAGE_REACTION_REMOVE", user, emoji)

    def clear(self, message: Message) -> Message:
        """The message without any reaction. Raises ApiError 10008 and 50083."""
        cleared = self._world.messages.keep(replace(self._open(message), reactions=()))
        self._tell("MESSAGE_REACTION_REMOVE_ALL", cleared, {})
        return cleared

    def _open(self, message: Message) -> Message:
        if self._world.channels.get(message.channel_id).archived:
            raise ApiError(THREAD_ARCHIVED)
        return self._world.messages.get(message.channel_id, message.id)

    def _changed(self, message: Message, reactions: tuple[Reaction, ...], name: str, user: User, emoji: str) -> Message:
        changed = self._world.messages.keep(replace(message, reactions=reactions))
        body: Json = {"user_id": str(user.id), "emoji": {"id": None, "name": emoji}, "burst": False, "type": 0}
        if name == "MESSAGE_REACTION_ADD":
            body["message_author_id"] = str(message.author.id)
            if message.guild_id is not None and self._world.guilds.has_member(message.guild_id, user.id):
                body["member"] = self._world.guilds.member(message.guild_id, user.id).json()
        self._tell(name, changed, body)
        return changed

    def _tell(self, name: str, message: Message, details: Json) -> None:
        body = {"channel_id": str(message.channel_id), "message_id": str(message.id)} | details
        if message.guild_id is not None:
            body["guild_id"] = str(message.guild_id)
        wanted = Intent.DIRECT_MESSAGE_REACTIONS if message.guild_id is None else Intent.GUILD_MESSAGE_REACTIONS
        channel = self._world.channels.get(message.channel_id)

        def form(to: Receiver) -> Json | None:
            held = self._world.permissions_in(channel, to.application.id)
            return body if to.intents & wanted and held & Permission.VIEW_CHANNEL else None

        self._world.events.emit(Event(name, message.guild_id, form))


def is_emoji(text: str) -> bool:
    """Whether a text can be one of Unicode's emoji: a few characters with a pictograph or a keycap among them."""
    pictured = any(unicodedata.category(character) == "So" for character in text)
    return 0 < len(text) <= 16 and (pictured or _KEYCAP in text) and not any(c.isalpha() for c in text)
