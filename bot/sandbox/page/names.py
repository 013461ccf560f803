"""What ids in a text are called where the text stands."""

from __future__ import annotations

from bot.sandbox.page.words import Say
from bot.sandbox.world.users import User
from bot.sandbox.world.world import World


class Names:
    """Names of users, roles and channels, as a person in that guild (None: in no guild) reads them.

    `say` says what stands for an unknown one.
    """

    def __init__(self, world: World, guild_id: int | None, say: Say) -> None:
        self._world = world
        self._say = say
        self._guild_id = guild_id

    def user(self, user_id: int) -> str:
        """A user's name."""
        return (
            shown_name(self._world.users.get(user_id)) if self._world.users.has(user_id) else self._say("unknown-user")
        )

    def role(self, role_id: int) -> str:
        """A role's name."""
        roles = [] if self._guild_id is None else self._world.guilds.roles(self._guild_id)
        return next((role.name.removeprefix("@") for role in roles if role.id == role_id), self._say("unknown-role"))

    @property
    def unknown(self) -> str:
        """What stands for a channel that is not there."""
        return self._say("unknown")

    def channel(self, channel_id: int) -> str | None:
        """A channel's name, None where there is none of that id."""
        channel = self._world.channels.find(channel_id)
        return None if channel is None else channel.name


def shown_name(user: User) -> str:
    """The name that stands over a user's messages."""
    return user.global_name or user.username
