"""Where a person can go: channels with their unread marks, and whom they meet there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from bot.sandbox.errors import Json
from bot.sandbox.gateway.gateway import Gateway
from bot.sandbox.page.drawing import Drawing, calls, channels_of, face, people_of
from bot.sandbox.page.names import shown_name
from bot.sandbox.page.words import Say
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.guilds import Guild
from bot.sandbox.world.message import Message
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import User
from bot.sandbox.world.world import World


class Kind(IntEnum):
    """Discord's channel types that the page tells apart."""

    TEXT = 0
    DIRECT = 1
    CATEGORY = 4
    NEWS = 5
    THREAD = 11
    FORUM = 15


ICONS = {Kind.DIRECT: "at", Kind.NEWS: "news", Kind.THREAD: "thread", Kind.FORUM: "forum"}


@dataclass(frozen=True, slots=True)
class Mark:
    """What is new in a channel for a person: whether anything, and how often they are mentioned."""

    unread: bool
    mentions: int


class Reads:
    """How far everybody has read."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._read: dict[tuple[int, int], int] = {}

    def kept(self) -> list[tuple[int, int, int]]:
        """Who (user id) has read where (channel id) up to which message, to be kept."""
        return [(user_id, channel_id, upto) for (user_id, channel_id), upto in self._read.items()]

    def resume(self, kept: Iterable[tuple[int, int, int]]) -> None:
        """Takes what was kept."""
        self._read = {(user_id, channel_id): upto for user_id, channel_id, upto in kept}

    def note(self, user: User, channel: Channel) -> None:
        """Takes the channel as read to its end."""
        messages = self._world.messages.of_channel(channel.id, seen_by=user.id)
        if messages:
            self._read[user.id, channel.id] = messages[-1].id

    def upto(self, user: User, channel: Channel) -> int:
        """The id of the last message read, 0 where none was."""
        return self._read.get((user.id, channel.id), 0)

    def mark(self, user: User, channel: Channel) -> Mark:
        """What is new there."""
        read = self.upto(user, channel)
        fresh: list[Message] = []
        for message in reversed(self._world.messages.of_channel(channel.id, seen_by=user.id)):
            if message.id <= read:
                break
            if message.author.id != user.id:
                fresh.append(message)
        direct = channel.guild_id is None
        return Mark(bool(fresh), sum(direct or calls(self._world, message, user) for message in fresh))


def guilds_of(world: World, user: User) -> list[Guild]:
    """The guilds that a person is in."""
    return [guild for guild in world.guilds.all() if world.guilds.has_member(guild.id, user.id)]


def direct_of(world: World, user: User) -> list[Channel]:
    """A person's direct messages with every application, and any other that has been begun."""
    with_bots = [world.direct(user, application) for application in world.users.applications()]
    others = [
        channel
        for channel in world.channels.directs(user.id)
        if channel not in with_bots and world.messages.of_channel(channel.id, seen_by=user.id)
    ]
    return with_bots + others


def sidebar(world: World, user: User, reads: Reads, current: int | None) -> Json:
    """What the list of channels shows."""
    groups: list[Json] = []
    for guild in guilds_of(world, user):
        rows = [_row(world, user, reads, channel, current) for channel in channels_of(world, guild.id, user)]
        groups.append({"name": guild.name, "rows": rows})
    directs = [_row(world, user, reads, channel, current) for channel in direct_of(world, user)]
    return {"groups": groups, "directs": directs}


def _row(world: World, user: User, reads: Reads, channel: Channel, current: int | None) -> Json:
    mark = reads.mark(user, channel)
    there = int(channel.type)
    return {
        "id": str(channel.id),
        "name": title(channel, user),
        "icon": icon(channel),
        "category": there == Kind.CATEGORY,
        "thread": channel.is_thread,
        "current": channel.id == current,
        "unread": mark.unread and channel.id != current,
        "mentions": mark.mentions if channel.id != current else 0,
        "hidden": _is_hidden(world, channel),
    }


def icon(channel: Channel) -> str:
    """The name of the sign that stands before a channel's name."""
    kinds = [kind for kind in Kind if kind == int(channel.type)]
    return "thread" if channel.is_thread else ICONS.get(kinds[0], "hash") if kinds else "hash"


def _is_hidden(world: World, channel: Channel) -> bool:
    """Whether not everybody in the guild sees it."""
    if channel.guild_id is None or channel.is_thread:
        return False
    return any(o.target_id == channel.guild_id and o.deny & Permission.VIEW_CHANNEL for o in channel.overwrites)


def title(channel: Channel, user: User) -> str:
    """A channel's name; a direct one has the other's."""
    if channel.guild_id is not None:
        return channel.name
    return ", ".join(shown_name(other) for other in channel.recipients if other.id != user.id)


def members(world: World, gateway: Gateway, channel: Channel, present: set[int], say: Say) -> Json:
    """Who sees the channel: applications by whether they are connected, people by whether they are played."""
    applications = {application.id: application for application in world.users.applications()}
    online: list[Json] = []
    offline: list[Json] = []
    for user in people_of(world, channel):
        if not world.permissions_in(channel, user.id) & Permission.VIEW_CHANNEL:
            continue
        application = applications.get(user.id)
        there = gateway.is_connected(application) if application is not None else user.id in present
        (online if there else offline).append(face(user) | {"roles": roles_of(world, channel, user, say)})
    return {
        "groups": [
            {"here": True, "people": online},
            {"here": False, "people": offline},
        ]
    }


def roles_of(world: World, channel: Channel, user: User, say: Say) -> str:
    """The names of the roles that somebody has in the channel's guild, a bot's own left out."""
    if channel.guild_id is None or not world.guilds.has_member(channel.guild_id, user.id):
        return ""
    held = world.guilds.member(channel.guild_id, user.id).role_ids
    names = [r.name for r in world.guilds.roles(channel.guild_id) if r.id in held and r.bot_id is None]
    if world.guilds.get(channel.guild_id).owner_id == user.id:
        names.insert(0, say("owner"))
    return say(", ").join(names)


def posts(world: World, forum: Channel, user: User, drawing: Drawing) -> Json:
    """A forum's posts, each with the beginning of its first message: those open, and older ones, which are archived."""
    found: dict[str, list[Json]] = {"open": [], "older": []}
    tags = {tag.id: tag.name for tag in forum.tags}
    for thread in threads(world, forum, user):
        said = world.messages.of_channel(thread.id, seen_by=user.id)
        found["older" if thread.archived else "open"].append(
            {
                "id": str(thread.id),
                "name": thread.name,
                "first": drawing.excerpt(said[0]) if said else "",
                "count": len(said),
                "tags": [tags[tag] for tag in thread.applied_tags if tag in tags],
            }
        )
    return found


def threads(world: World, channel: Channel, user: User) -> list[Channel]:
    """A channel's threads that a person sees, where somebody spoke last first."""
    seen = (
        thread
        for thread in world.channels.threads_under(channel.id)
        if world.permissions_in(thread, user.id) & Permission.VIEW_CHANNEL
    )
    return sorted(seen, key=lambda thread: (thread.active_at, thread.id), reverse=True)


def silence(world: World, channel: Channel, user: User, say: Say) -> str:
    """Why a person cannot write in a channel; empty where they can."""
    held = world.permissions_in(channel, user.id)
    if int(channel.type) in (Kind.CATEGORY, Kind.FORUM):
        return say("Open a post to write there.")
    if channel.locked and not held & Permission.MANAGE_THREADS:
        return say("This thread is locked.")
    needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    return "" if held & needed else say("You may not write in this channel.")


def rights(world: World, channel: Channel, user: User) -> Json:
    """What the page lets a person begin in a channel: react, attach files, delete what others wrote."""
    held = world.permissions_in(channel, user.id)
    return {
        "react": bool(held & Permission.ADD_REACTIONS),
        "attach": bool(held & Permission.ATTACH_FILES),
        "manage": bool(held & Permission.MANAGE_MESSAGES),
    }
