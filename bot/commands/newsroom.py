"""The guild that ``clio demo`` begins with: its channels, its people, and what they have said."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commands.newsroom_words import (
    ASK_IT,
    KONNA,
    MODERATORS,
    RELATED,
    SAID,
    SET_IT_UP,
    THREAD,
    TODAY,
    WELCOME,
)
from bot.sandbox.page.page import Seat
from bot.sandbox.world.channels import Channel, ChannelType
from bot.sandbox.world.guilds import Guild
from bot.sandbox.world.message import Draft
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import Application, User
from bot.sandbox.world.world import World

TOKEN = "sandbox.only.no-secret"
CLIO_MAY = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.CREATE_PUBLIC_THREADS
)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The guild, who is in it, and its channels."""

    clio: Application
    guild: Guild
    operator: User
    seats: tuple[Seat, ...]
    general: Channel
    history: Channel
    moderators: Channel
    thread: Channel


def furnish(world: World) -> Newsroom:
    """A guild with four people and Clio; nothing in it needs the network."""
    clio = world.add_application(TOKEN, "Clio")
    maya, noor, otto = world.add_user("maya"), world.add_user("noor"), world.add_user("otto")
    wen = world.add_user("wen", locale="zh-CN")
    guild = world.add_guild("Newsroom", maya, wen, owner=otto)
    world.join(guild, clio, bot_permissions=CLIO_MAY)
    role = world.add_role(guild, "moderators", Permission.MANAGE_GUILD | Permission.MANAGE_MESSAGES)
    world.join(guild, noor, role)
    general, history = world.add_channel(guild, "general"), world.add_channel(guild, "history")
    moderators = world.add_channel(guild, "moderators")
    world.overwrite(moderators, guild, deny=Permission.VIEW_CHANNEL)
    world.overwrite(moderators, role, allow=Permission.VIEW_CHANNEL)
    world.overwrite(moderators, clio, allow=Permission.VIEW_CHANNEL)
    guild = world.set_system_channel(guild, moderators)  # where Clio tells what it cannot post
    stories = world.add_channel(guild, "stories", ChannelType.FORUM)
    world.threads.post(stories, "What began in Konna", noor, Draft(content=KONNA))
    thread = world.add_thread(history, "Mali, 2012 to 2013", noor)
    seats = (Seat(maya, "member"), Seat(noor, "moderator"), Seat(otto, "operator"), Seat(wen, "reads Chinese"))
    room = Newsroom(clio, guild, otto, seats, general, history, moderators, thread)
    _talk(world, room, (maya, noor, otto))
    return room


def _talk(world: World, room: Newsroom, people: tuple[User, User, User]) -> None:
    maya, noor, otto = people
    for channel, who, text in (
        (room.general, otto, WELCOME.format(clio=room.clio.id)),
        (room.general, noor, ASK_IT),
        (room.general, noor, SET_IT_UP),
        (room.history, noor, TODAY),
        (room.history, maya, RELATED),
        (room.thread, noor, THREAD),
        (room.moderators, otto, MODERATORS),
    ):
        world.messages.post(channel, who, Draft(content=text))


def retold(room: Newsroom) -> dict[str, dict[str, str]]:
    """What is said there at first, as it stands in a message, in the page's other languages."""
    return {
        language: {english.format(clio=room.clio.id): said.format(clio=room.clio.id) for english, said in told.items()}
        for language, told in SAID.items()
    }
