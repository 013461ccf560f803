"""What members may do, and how roles and overwrites add up.

Source: https://discord.com/developers/docs/topics/permissions
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag

from bot.sandbox.errors import Json


class Permission(IntFlag):
    """Discord's permission bits, as far as the sandbox minds them."""

    NONE = 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    CHANGE_NICKNAME = 1 << 26
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EXTERNAL_APPS = 1 << 50


ALL = Permission((1 << 53) - 1)
"""What owners and administrators hold: every bit that Discord has given out."""

EVERYONE = (
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.MENTION_EVERYONE
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.CHANGE_NICKNAME
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.CREATE_PRIVATE_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.USE_EXTERNAL_APPS
)
"""What @everyone holds in a new guild."""

DIRECT = (
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.MENTION_EVERYONE
    | Permission.USE_EXTERNAL_EMOJIS
)
"""What both sides hold in a direct message channel."""


@dataclass(frozen=True, slots=True)
class Overwrite:
    """A channel's own word on one role or member: what it allows and denies there."""

    target_id: int
    is_member: bool
    allow: Permission = Permission.NONE
    deny: Permission = Permission.NONE

    def json(self) -> Json:
        """Discord's overwrite object."""
        return {
            "id": str(self.target_id),
            "type": int(self.is_member),
            "allow": str(int(self.allow)),
            "deny": str(int(self.deny)),
        }


def over(
    base: Permission, overwrites: Iterable[Overwrite], guild_id: int, user_id: int, role_ids: Iterable[int]
) -> Permission:
    """Guild-wide permissions with a channel's overwrites laid over them, in Discord's order.

    First @everyone's overwrite, then those of all roles together, then the member's own.
    """
    if base & Permission.ADMINISTRATOR:
        return ALL
    roles = set(role_ids)
    listed = list(overwrites)
    layers = (
        [o for o in listed if o.target_id == guild_id],
        [o for o in listed if o.target_id in roles and o.target_id != guild_id],
        [o for o in listed if o.is_member and o.target_id == user_id],
    )
    held = base
    for layer in layers:
        for overwrite in layer:
            held = Permission(int(held) & ~int(overwrite.deny))
        for overwrite in layer:
            held |= overwrite.allow
    return held
