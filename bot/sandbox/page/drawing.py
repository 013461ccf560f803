"""Messages and modals as HTML, drawn from the payloads that Discord would send."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zlib import crc32

from jinja2 import ChainableUndefined, Environment, FileSystemLoader, Template
from markupsafe import Markup

from bot.sandbox.errors import Json
from bot.sandbox.limits.components import ComponentType
from bot.sandbox.page.inlines import SPOILER
from bot.sandbox.page.markdown import SCHEMES, markdown, markdown_line
from bot.sandbox.page.names import Names, shown_name
from bot.sandbox.page.words import ENGLISH, say_in
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.interactions import Interaction
from bot.sandbox.world.message import Message, MessageFlag, MessageType
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import User
from bot.sandbox.world.world import World

COLOURS = 8
"""How many colours avatars have."""
COVER = "▆▆▆"
"""What stands for a spoiler where there is nothing to uncover."""
EXCERPT = 120
"""Characters shown of a message that is replied to."""
NOTES_SAID = {
    MessageType.PINNED: "{name} pinned a message.",
    MessageType.MEMBER_JOINED: "{name} joined the guild.",
    MessageType.THREAD_CREATED: "{name} started a thread:",
}
"""What Discord's own notes say."""
_TEMPLATES = Path(__file__).parent / "templates"


@cache
def template(name: str, language: str = ENGLISH) -> Template:
    """A template of the page, by file name, that speaks a language (one of words.LANGUAGES)."""
    return _environment(language).get_template(name)


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["t"] = say_in(language)
    return environment


class Drawing:
    """Draws what one person sees in one channel. `outside` lets pictures from other hosts be loaded.

    `files` is the address below which the sandbox itself serves files, `language` one of words.LANGUAGES, `retold`
    gives messages in it by what they say.
    """

    def __init__(
        self,
        world: World,
        viewer: User,
        channel: Channel,
        *,
        files: str,
        outside: bool = False,
        language: str = ENGLISH,
        retold: Mapping[str, str] | None = None,
    ) -> None:
        self.outside = outside
        self._retold = retold or {}
        self._language = language
        self.say = say_in(language)
        self._world = world
        self._viewer = viewer
        self._channel = channel
        self._files = files
        self._names = Names(world, channel.guild_id, self.say)
        self._sizes: dict[str, int] = {}

    def message(self, message: Message) -> str:
        """A message as an `article`."""
        body = message.json(seen_by=self._viewer.id)
        self._sizes = {attachment.url: len(attachment.content) for attachment in message.attachments}
        v2 = bool(message.flags & MessageFlag.IS_COMPONENTS_V2)
        named = {part.get("url") for e in body["embeds"] for part in (e.get("image"), e.get("thumbnail")) if part}
        shown: Json = {
            "id": body["id"],
            "author": face(message.author),
            "at": int(message.timestamp * 1000),
            "iso": body["timestamp"],
            "edited": body["edited_timestamp"],
            "content": self._told(body["content"]),
            "embeds": [] if message.flags & MessageFlag.SUPPRESS_EMBEDS else body["embeds"],
            "attachments": [] if v2 else [a for a in body["attachments"] if a["url"] not in named],
            "components": body["components"],
            "reactions": body.get("reactions") or [],
            "private": message.ephemeral_to is not None,
            "loading": bool(message.flags & MessageFlag.LOADING),
            "pings": calls(self._world, message, self._viewer),
            "note": self._note(message),
            "lead": self._lead(message, body.get("interaction_metadata") or {}),
        }
        return template("message.html", self._language).render(m=shown, d=self)

    def modal(self, interaction: Interaction) -> str:
        """The modal that an application opened, as a `form`."""
        application = self._world.users.application(interaction.application_id)
        return template("modal.html", self._language).render(
            modal=interaction.modal, interaction=interaction.id, by=face(application.bot), d=self
        )

    def md(self, text: str) -> Markup:
        """Markdown as HTML."""
        return markdown(text, self._names)

    def line(self, text: str) -> Markup:
        """Markdown of one line as HTML."""
        return markdown_line(text, self._names)

    def local(self, url: str) -> str | None:
        """The path of a file that the sandbox serves; None for an address outside."""
        return urlsplit(url).path if url.startswith(self._files) else None

    def link(self, url: str) -> str:
        """An address that may be followed; "#" for one of another scheme."""
        return url if url.lower().startswith(SCHEMES) else "#"

    def filename(self, url: str) -> str:
        """The last part of an address."""
        return unquote(urlsplit(url).path.rpartition("/")[2]) or url

    def size(self, url: str) -> int | None:
        """How many bytes a file of the message being drawn has."""
        return self._sizes.get(url)

    @staticmethod
    def bytes(size: int) -> str:
        """A size for people."""
        return f"{size} B" if size < 1000 else f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1e6:.1f} MB"

    @staticmethod
    def colour(number: int) -> str:
        """Discord's colour number as #rrggbb."""
        return f"#{number:06x}"

    def options(self, select: Json) -> list[Json]:
        """What a select offers: its own options, or the users, roles or channels there are."""
        kind = select["type"]
        if kind == ComponentType.STRING_SELECT:
            return list(select["options"])
        defaults = {str(value["id"]) for value in select.get("default_values") or ()}
        found: list[tuple[int, str]] = []
        if kind in (ComponentType.USER_SELECT, ComponentType.MENTIONABLE_SELECT):
            found += [(user.id, shown_name(user)) for user in people_of(self._world, self._channel)]
        guild_id = self._channel.guild_id
        if guild_id is not None and kind in (ComponentType.ROLE_SELECT, ComponentType.MENTIONABLE_SELECT):
            found += [(role.id, f"@{role.name.removeprefix('@')}") for role in self._world.guilds.roles(guild_id)]
        if guild_id is not None and kind == ComponentType.CHANNEL_SELECT:
            wanted = select.get("channel_types")
            found += [
                (channel.id, f"#{channel.name}")
                for channel in channels_of(self._world, guild_id, self._viewer)
                if not wanted or int(channel.type) in wanted
            ]
        return [{"value": str(key), "label": label, "default": str(key) in defaults} for key, label in found]

    def excerpt(self, message: Message) -> str:
        """The beginning of a message, as plain text on one line; spoilers stay covered."""
        plain = " ".join(self.md(SPOILER.sub(COVER, self._told(message.text))).striptags().split())
        if not plain:
            return self.say("Click to see the message")
        return plain if len(plain) <= EXCERPT else f"{plain[: EXCERPT - 1]}…"

    def _told(self, text: str) -> str:
        return self._retold.get(text, text)

    def _note(self, message: Message) -> str:
        """What a note of Discord's own says; empty for any other message."""
        said = NOTES_SAID.get(message.type)
        return "" if said is None else self.say(said, name=shown_name(message.author))

    def _lead(self, message: Message, metadata: Json) -> Json | None:
        """The line above a message: who used which command, or what it replies to."""
        if message.type in (MessageType.COMMAND, MessageType.MENU_COMMAND) and metadata:
            user = self._world.users.get(int(metadata["user"]["id"]))
            return face(user) | {"command": metadata.get("name", ""), "menu": message.type is MessageType.MENU_COMMAND}
        if message.reference is None:
            return None
        replied = self._world.messages.find(message.reference.channel_id, message.reference.message_id)
        if replied is None or replied.ephemeral_to not in (None, self._viewer.id):
            return {"name": ""}
        return face(replied.author) | {"id": str(replied.id), "text": self.excerpt(replied)}


def calls(world: World, message: Message, user: User) -> bool:
    """Whether another's message mentions a user: by name, by a role that they have, or as everybody."""
    mentions, guild_id = message.mentions, message.guild_id
    if message.author.id == user.id:
        return False
    if mentions.everyone or user.id in mentions.user_ids:
        return True
    if not mentions.role_ids or guild_id is None or not world.guilds.has_member(guild_id, user.id):
        return False
    return bool(set(mentions.role_ids) & set(world.guilds.member(guild_id, user.id).role_ids))


def face(user: User) -> dict[str, Any]:
    """How a user is shown: name, initial, colour (a number below COLOURS), whether it is an application."""
    name = shown_name(user)
    number = crc32(name.encode()) % COLOURS
    return {"id": str(user.id), "name": name, "initial": name[:1].upper(), "colour": number, "bot": user.bot}


def people_of(world: World, channel: Channel) -> list[User]:
    """Who is in a channel's guild, or on either side of a direct one."""
    if channel.guild_id is None:
        return list(channel.recipients)
    return [member.user for member in world.guilds.members(channel.guild_id)]


def channels_of(world: World, guild_id: int, user: User) -> list[Channel]:
    """A guild's channels and open threads that a user sees, by position, threads below their channel."""
    threads = world.channels.threads_of_guild(guild_id)
    found: list[Channel] = []
    for channel in sorted(world.channels.of_guild(guild_id), key=lambda one: (one.position, one.id)):
        if world.permissions_in(channel, user.id) & Permission.VIEW_CHANNEL:
            below = [thread for thread in threads if thread.parent_id == channel.id]
            seen = (one for one in below if world.permissions_in(one, user.id) & Permission.VIEW_CHANNEL)
            found += [channel, *seen]
    return found
