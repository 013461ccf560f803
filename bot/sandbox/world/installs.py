"""Where an application is called, by whose install, and what it may do there.

Source: https://discord.com/developers/docs/resources/application#installation-context
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from bot.sandbox.errors import Json
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import Application, User

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

GUILD_INSTALL, USER_INSTALL = 0, 1
GUEST = Permission.ATTACH_FILES | Permission.EMBED_LINKS | Permission.MENTION_EVERYONE
"""What an application may do where only a person brought it along."""


class Context(IntEnum):
    """Where an interaction is made."""

    GUILD = 0
    BOT_DIRECT = 1
    PRIVATE = 2


def context(application: Application, channel: Channel) -> Context:
    """Where an application is called in that channel."""
    if channel.guild_id is not None:
        return Context.GUILD
    with_bot = application.id in {recipient.id for recipient in channel.recipients}
    return Context.BOT_DIRECT if with_bot else Context.PRIVATE


def is_guest(world: World, application_id: int, guild_id: int | None) -> bool:
    """Whether that is a guild which has not installed the application."""
    return guild_id is not None and not world.guilds.has_member(guild_id, application_id)


def owners(world: World, application: Application, user: User, channel: Channel, data: Json) -> Json:
    """Discord's authorizing_integration_owners: every install that is there and that the command of `data` takes."""
    place, found = context(application, channel), {}
    installs = world.commands.installs(int(data["id"])) if "name" in data else (GUILD_INSTALL, USER_INSTALL)
    installed = place is Context.BOT_DIRECT or (
        place is Context.GUILD and not is_guest(world, application.id, channel.guild_id)
    )
    if GUILD_INSTALL in installs and installed:
        found[str(GUILD_INSTALL)] = str(channel.guild_id or 0)
    if USER_INSTALL in installs and world.users.has_installed(application, user):
        found[str(USER_INSTALL)] = str(user.id)
    return found


def app_permissions(world: World, application: Application, channel: Channel, person: Permission) -> Permission:
    """What an application may do in a channel; a guest may do little, and no more than the person who calls it."""
    guest = context(application, channel) is Context.PRIVATE or is_guest(world, application.id, channel.guild_id)
    return GUEST & person if guest else world.permissions_in(channel, application.id)
