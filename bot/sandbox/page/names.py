"""What ids in a text are called where the text stands."""

from __future__ import annotations

from bot.sandbox.world.users import User
from bot.sandbox.world.world import World


class Names:
    """Names of users, roles and channels, as a person in that guild (None: in no guild) reads them."""

    def __init__(self, world: World, guild_id: int | None) -> None:
        self._world = world
        self._guild_id = guild_id

    def user(self, user_id: int) -> str:
        """A user's name."""
        return shown_name(self._world.users.get(user_id)) if self._world.users.has(user_id) else "unknown-user"

    def role(self, role_id: int) -> str:
        """A role's name."""
        roles = [] if self._guild_id is None else self._world.guilds.roles(self._guild_id)
        return next((role.name.removeprefix("@") for role in roles if role.id == role_id), "unknown-role")

    def channel(self, channel_id: int) -> str | None:
        """A channel's name, None where there is none of that id."""
        channel = self._world.channels.find(channel_id)
        return None if channel is None else channel.name


def shown_name(user: User) -> str:
    """The name that stands over a user's messages."""
    return user.global_name or user.username
