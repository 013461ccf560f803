"""Everything that exists in a world as one value, so that it can be kept and taken up again.

What is under way is not in it: interactions, whose tokens run out after minutes, what is still being thought about,
and gateway sessions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.world.channels import Channel
from bot.sandbox.world.commands import Command
from bot.sandbox.world.grants import Grant
from bot.sandbox.world.guilds import Guild, Member, Role
from bot.sandbox.world.message import Attachment, Message, MessageFlag
from bot.sandbox.world.users import Application, User
from bot.sandbox.world.world import World


@dataclass(frozen=True, slots=True)
class State:
    """A world as it stood; what files hold is in `files` alone, and of those only what messages refer to.

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
        messages=tuple(_without_files(message) for message in _messages(world)),
        files=tuple(sent_files(world)),
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


def sent_files(world: World) -> list[Attachment]:
    """The files that messages hold or link to; not those that were picked and never sent."""
    files = world.uploads.all()
    sent = {file.id for message in _messages(world) for file in message.attachments}
    if any(file.id not in sent for file in files):
        address = re.compile(re.escape(world.uploads.url) + r"/\d+/(\d+)/")
        for message in _messages(world):
            for text in _strings((message.content, message.embeds, message.components)):
                sent.update(int(number) for number in address.findall(text))
    return [file for file in files if file.id in sent]


def _messages(world: World) -> Iterator[Message]:
    for channel in world.channels.all():
        for message in world.messages.everything(channel.id):
            if not message.flags & MessageFlag.LOADING:
                yield message


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def _without_files(message: Message) -> Message:
    return replace(message, attachments=tuple(replace(file, content=b"") for file in message.attachments))
