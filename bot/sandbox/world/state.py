"""Everything that exists in a world as one value, so that it can be kept and taken up again.

What is under way is not in it: interactions, whose tokens run out after minutes, what is still being thought about,
and gateway sessions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.sandbox.world.channels import Channel
from bot.sandbox.world.commands import Command
from bot.sandbox.world.grants import Grant
from bot.sandbox.world.guilds import Guild, Member, Role
from bot.sandbox.world.message import Attachment, Message, MessageFlag
from bot.sandbox.world.users import Application, User
from bot.sandbox.world.world import World


@dataclass(frozen=True, slots=True)
class State:
    """A world as it stood; what files hold is in `files` alone.

    `installed` are pairs of application and user, `grants` go by application, guild and subject.
    """

    last_id: int
    users: tuple[User, ...]
    applications: tuple[Application, ...]
    installed: tuple[tuple[int, int], ...]
    closed: tuple[int, ...]
    guilds: tuple[Guild, ...]
    roles: tuple[Role, ...]
    members: tuple[Member, ...]
    channels: tuple[Channel, ...]
    messages: tuple[Message, ...]
    files: tuple[Attachment, ...]
    commands: tuple[Command, ...]
    grants: tuple[tuple[int, int, int, tuple[Grant, ...]], ...]


def state_of(world: World) -> State:
    """The world as it stands. All in it is frozen, so that it can be written at leisure."""
    installed, closed = world.users.choices()
    guilds = world.guilds.all()
    return State(
        last_id=world.snowflakes.last,
        users=tuple(world.users.all()),
        applications=tuple(world.users.applications()),
        installed=installed,
        closed=closed,
        guilds=tuple(guilds),
        roles=tuple(role for guild in guilds for role in world.guilds.roles(guild.id)),
        members=tuple(member for guild in guilds for member in world.guilds.members(guild.id)),
        channels=tuple(world.channels.all()),
        messages=tuple(
            _without_files(message)
            for channel in world.channels.all()
            for message in world.messages.everything(channel.id)
            if not message.flags & MessageFlag.LOADING
        ),
        files=tuple(world.uploads.all()),
        commands=tuple(world.commands.all()),
        grants=world.grants.kept(),
    )


def furnish(world: World, state: State) -> None:
    """Puts into a new, empty world what another one held; nobody is told, as nobody is there yet."""
    world.snowflakes.resume(state.last_id)
    world.users.resume(state.users, state.applications, state.installed, state.closed)
    world.guilds.resume(state.guilds, state.roles, state.members)
    world.channels.resume(state.channels)
    for attachment in state.files:
        world.uploads.keep(attachment)
    for message in state.messages:
        files = tuple(world.uploads.find(file.id) or file for file in message.attachments)
        world.messages.keep(replace(message, attachments=files))
    world.commands.resume(state.commands)
    world.grants.resume(state.grants)


def _without_files(message: Message) -> Message:
    return replace(message, attachments=tuple(replace(file, content=b"") for file in message.attachments))
