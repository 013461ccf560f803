"""The guild that ``clio demo`` begins with: its channels, its people, and what they have said."""

from __future__ import annotations

from dataclasses import dataclass

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


WORDS = {
    "zh-CN": {
        "member": "成员",
        "moderator": "管理员",
        "operator": "运营者",
        "reads Chinese": "读中文",
        "Digests": "每日摘要",
        "Local date": "当地日期",
        "State": "状态",
        "Due": "应发",
        "Ended": "结束",
        "Where": "频道",
        "Schedule": "安排",
        "Post": "帖子",
        "Tries": "尝试次数",
        "Last error": "最近的错误",
        "No digest is set up yet. A moderator does that with /digest add.": (
            "还没有设好每日摘要。管理员可以用 /digest add 设置。"
        ),
        "Read it": "查看",
        "next": "下一次",
        "paused": "已暂停",
        "sent": "已发送",
        "failed": "失败",
        "missed": "错过",
        "Restart Clio": "重启 Clio",
        "Clio was stopped and is starting again.": "Clio 已停止，正在重新启动。",
    }
}
"""What the newsroom adds to the page's own words, in the page's other languages."""


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
    world.threads.post(stories, "What began in Konna", noor, Draft(content="Ten months of war, from one town on."))
    thread = world.add_thread(history, "Mali, 2012 to 2013", noor)
    seats = (Seat(maya, "member"), Seat(noor, "moderator"), Seat(otto, "operator"), Seat(wen, "reads Chinese"))
    room = Newsroom(clio, guild, otto, seats, general, history, moderators, thread)
    _talk(world, room, (maya, noor, otto))
    return room


def _talk(world: World, room: Newsroom, people: tuple[User, User, User]) -> None:
    maya, noor, otto = people
    for channel, who, text in (
        (room.general, otto, f"Welcome to the newsroom. <@{room.clio.id}> keeps an archive of news events for us."),
        (room.general, noor, "Type `/` to see what it can be asked, for example `/event` with *Konna*."),
        (
            room.general,
            noor,
            "It can post the day's anniversaries here every morning, too. That is for moderators to set up: take my "
            "place under *You are*, at the bottom left, then type `/digest add` and press Enter.",
        ),
        (room.history, noor, "**What happened today, some years ago?** `/onthisday` tells."),
        (room.history, maya, "And `/related` finds what belongs together."),
        (room.thread, noor, "Everything about the war in Mali goes here."),
        (room.moderators, otto, "Only moderators see this channel, and only you are offered `/digest` and `/archive`."),
    ):
        world.messages.post(channel, who, Draft(content=text))
