"""The world: owner of all state, and the door through which a test furnishes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.sandbox.errors import Json
from bot.sandbox.world import permissions, views
from bot.sandbox.world.channels import Channel, Channels, ChannelType
from bot.sandbox.world.clock import Clock
from bot.sandbox.world.commands import Commands
from bot.sandbox.world.events import Event, Events, Intent, Receiver
from bot.sandbox.world.grants import Grants
from bot.sandbox.world.guilds import Guild, Guilds, Member, Role
from bot.sandbox.world.interactions import Interactions
from bot.sandbox.world.messages import Messages
from bot.sandbox.world.permissions import Overwrite, Permission
from bot.sandbox.world.reactions import Reactions
from bot.sandbox.world.replies import Replies
from bot.sandbox.world.snowflakes import Snowflakes
from bot.sandbox.world.threads import Threads
from bot.sandbox.world.uploads import Uploads
from bot.sandbox.world.users import GUILD_MEMBERS_FLAG, MESSAGE_CONTENT_FLAG, Application, User, Users
from bot.sandbox.world.webhooks import Webhooks


class World:
    """Everything that exists in the loopback Discord. What changes here is told to the gateway at once."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.snowflakes = Snowflakes(clock)
        self.events = Events()
        self.users = Users(self.snowflakes)
        self.guilds = Guilds(self.snowflakes, clock)
        self.channels = Channels(self.snowflakes)
        self.threads = Threads(self)
        self.messages = Messages(self)
        self.reactions = Reactions(self)
        self.uploads = Uploads(self.snowflakes)
        self.webhooks = Webhooks(self)
        self.commands = Commands(self.snowflakes)
        self.grants = Grants(self)
        self.interactions = Interactions(self)
        self.replies = Replies(self)

    def add_application(
        self, token: str, name: str = "Clio", *, message_content: bool = False, members: bool = False
    ) -> Application:
        """A new application whose bot logs in with `token`; the flags grant the privileged intents."""
        flags = MESSAGE_CONTENT_FLAG * message_content | GUILD_MEMBERS_FLAG * members
        return self.users.add_application(token, name, flags)

    def add_user(self, username: str, *, locale: str = "en-US", bot: bool = False) -> User:
        """A new user; `locale` is the language of their client, as Discord names languages."""
        return self.users.add(username, locale=locale, bot=bot)

    def add_guild(
        self,
        name: str,
        *members: User | Application,
        owner: User | None = None,
        locale: str = "en-US",
        bot_permissions: Permission = Permission.NONE,
    ) -> Guild:
        """A new guild with those members; bots get a role of their own with `bot_permissions`."""
        guild = self.guilds.add(name, owner or self.users.add(f"{name}-owner"), locale)
        for member in members:
            self.join(guild, member, bot_permissions=bot_permissions)
        return guild

    def remove_guild(self, guild: Guild) -> None:
        """Takes a guild away with all that is in it; its bots hear that they are out."""
        bots = {a.id for a in self.users.applications() if self.guilds.has_member(guild.id, a.id)}
        for channel in [*self.channels.threads_of_guild(guild.id), *self.channels.of_guild(guild.id)]:
            self._drop_channel(channel)
        self.guilds.remove(guild.id)
        gone: Json = {"id": str(guild.id)}
        self.events.emit(Event("GUILD_DELETE", guild.id, lambda to: gone if to.application.id in bots else None))

    def set_outage(self, guild: Guild, *, out: bool) -> None:
        """Makes a guild unavailable, as in an outage of Discord's, or available again; its bots hear of it."""
        self.guilds.set_outage(guild.id, out=out)
        gone: Json = {"id": str(guild.id), "unavailable": True}

        def form(to: Receiver) -> Json | None:
            if not self.guilds.has_member(guild.id, to.application.id):
                return None
            return gone if out else self.guild_json(guild, to) | {"unavailable": False}

        self.events.emit(Event("GUILD_DELETE" if out else "GUILD_CREATE", guild.id, form))

    def set_system_channel(self, guild: Guild, channel: Channel | None) -> Guild:
        """Puts Discord's own notes to a guild into that channel, or nowhere."""
        changed = self.guilds.set_system_channel(guild.id, None if channel is None else channel.id)
        roles = [role.json() for role in self.guilds.roles(guild.id)]
        self._tell_guild("GUILD_UPDATE", guild.id, changed.json() | {"roles": roles})
        return changed

    def add_channel(
        self,
        guild: Guild,
        name: str,
        kind: ChannelType = ChannelType.TEXT,
        *,
        tags: tuple[str, ...] = (),
        tag_required: bool = False,
    ) -> Channel:
        """A new channel at the guild's end; a forum may offer tags and want one on every post."""
        channel = self.channels.add(guild.id, name, kind, tags, tag_required=tag_required)
        self._tell_guild("CHANNEL_CREATE", guild.id, channel.json())
        return channel

    def add_thread(self, parent: Channel, name: str, owner: User, *, private: bool = False) -> Channel:
        """A new thread under a channel, its owner in it."""
        return self.threads.open(parent, name, owner, private=private)

    def close_thread(self, thread: Channel, *, archived: bool = True, locked: bool = False) -> Channel:
        """Archives or locks a thread, or opens it again."""
        return self.threads.close(thread, archived=archived, locked=locked)

    def change_channel(self, channel: Channel, **changes: Any) -> Channel:
        """The guild's channel with those fields (name, topic, ...) changed; raises ApiError 10003."""
        changed = self.channels.change(channel.id, **changes)
        if changed.guild_id is not None:
            self._tell_guild("CHANNEL_UPDATE", changed.guild_id, self.channel_json(changed))
        return changed

    def remove_channel(self, channel: Channel) -> None:
        """Takes a channel away, with its threads and all messages; raises ApiError 10003."""
        gone = self._drop_channel(self.channels.get(channel.id))
        if gone.guild_id is None:
            return
        if gone.is_thread:
            names = ("id", "guild_id", "parent_id", "type")
            self._tell_guild("THREAD_DELETE", gone.guild_id, {name: gone.json()[name] for name in names})
        else:
            self._tell_guild("CHANNEL_DELETE", gone.guild_id, gone.json())

    def channel_json(self, channel: Channel, *, seen_by: int | None = None) -> Json:
        """Discord's channel object as it is now, with the newest message's id and the number of a thread's messages."""
        return views.channel_json(self, channel, seen_by)

    def direct(self, one: User | Application, other: User | Application) -> Channel:
        """The direct message channel of two users, made on first use."""
        return self.channels.direct(_user(one), _user(other))

    def join(
        self,
        guild: Guild,
        who: User | Application,
        *roles: Role,
        bot_permissions: Permission = Permission.NONE,
    ) -> Member:
        """Lets somebody into a guild with those roles; an application also gets its managed role."""
        user = _user(who)
        role_ids = tuple(role.id for role in roles)
        if isinstance(who, Application):
            role_ids += (self.guilds.add_role(guild.id, who.name, bot_permissions, who.id).id,)
        member = self.guilds.add_member(guild.id, user, role_ids)
        self._tell_guild("GUILD_MEMBER_ADD", guild.id, views.member_json(member), Intent.GUILD_MEMBERS, but=user.id)
        if isinstance(who, Application):
            self.events.emit(Event("GUILD_CREATE", guild.id, lambda to: self._joined(guild, who, to)))
        return member

    def leave(self, guild: Guild, who: User | Application) -> None:
        """Takes somebody out of a guild."""
        user = _user(who)
        self.guilds.remove_member(guild.id, user.id)
        gone: Json = {"guild_id": str(guild.id), "user": user.json()}
        self._tell_guild("GUILD_MEMBER_REMOVE", guild.id, gone, Intent.GUILD_MEMBERS)
        if isinstance(who, Application):
            for role in self.guilds.roles(guild.id):
                if role.bot_id == who.id:
                    self.remove_role(role)
            left: Json = {"id": str(guild.id)}
            self.events.emit(Event("GUILD_DELETE", guild.id, lambda to: left if to.application == who else None))

    def add_role(
        self, guild: Guild, name: str, permissions: Permission = Permission.NONE, *, mentionable: bool = False
    ) -> Role:
        """A new role above the guild's others; anybody may ping a mentionable one."""
        role = self.guilds.add_role(guild.id, name, permissions, mentionable=mentionable)
        self._tell_guild("GUILD_ROLE_CREATE", guild.id, {"guild_id": str(guild.id), "role": role.json()})
        return role

    def remove_role(self, role: Role) -> None:
        """Takes a role away, from its members too; raises ApiError 10011."""
        self.guilds.remove_role(role.guild_id, role.id)
        body: Json = {"guild_id": str(role.guild_id), "role_id": str(role.id)}
        self._tell_guild("GUILD_ROLE_DELETE", role.guild_id, body)

    def set_permissions(self, role: Role, permissions: Permission) -> Role:
        """Changes what a role may do in its guild."""
        changed = self.guilds.set_permissions(role.guild_id, role.id, permissions)
        body: Json = {"guild_id": str(role.guild_id), "role": changed.json()}
        self._tell_guild("GUILD_ROLE_UPDATE", role.guild_id, body)
        return changed

    def set_roles(self, guild: Guild, user: User, roles: Iterable[Role]) -> Member:
        """Gives a member exactly these roles; the member's user hears of it, others need the members intent."""
        member = self.guilds.add_member(guild.id, user, tuple(role.id for role in roles))
        body = views.member_json(member)
        self._tell_guild("GUILD_MEMBER_UPDATE", guild.id, body, Intent.GUILD_MEMBERS, also=user.id)
        return member

    def overwrite(
        self,
        channel: Channel,
        target: Role | User | Application | Guild,
        *,
        allow: Permission = Permission.NONE,
        deny: Permission = Permission.NONE,
    ) -> Channel:
        """Lays down what a role, a member or (by the guild) everyone may and may not do in a channel."""
        is_member = isinstance(target, User | Application)
        changed = self.channels.overwrite(channel.id, Overwrite(target.id, is_member, allow, deny))
        if changed.guild_id is not None:
            self._tell_guild("CHANNEL_UPDATE", changed.guild_id, changed.json())
        return changed

    def type_in(self, channel: Channel, user: User) -> None:
        """Shows that a user is typing in a channel."""
        body: Json = {"channel_id": str(channel.id), "user_id": str(user.id), "timestamp": int(self.clock())}
        wanted = Intent.DIRECT_MESSAGE_TYPING if channel.guild_id is None else Intent.GUILD_MESSAGE_TYPING
        if channel.guild_id is not None and self.guilds.has_member(channel.guild_id, user.id):
            body |= {
                "guild_id": str(channel.guild_id),
                "member": self.guilds.member(channel.guild_id, user.id).json(),
            }

        def form(to: Receiver) -> Json | None:
            held = self.permissions_in(channel, to.application.id)
            return body if to.intents & wanted and held & Permission.VIEW_CHANNEL else None

        self.events.emit(Event("TYPING_START", channel.guild_id, form))

    def install(self, application: Application, user: User) -> None:
        """Lets a user take an application along wherever they are (a user install)."""
        self.users.install(application, user)

    def permissions_in(self, channel: Channel, user_id: int) -> Permission:
        """What a user may do in a channel: NONE for a stranger to it; a thread goes by its parent.

        Into a private thread see only those who are in it, and those who manage threads.
        The channel's overwrites are those it has now, however old the value given is.
        """
        if channel.guild_id is None:
            is_party = user_id in {user.id for user in channel.recipients}
            return permissions.DIRECT if is_party else Permission.NONE
        if not self.guilds.has_member(channel.guild_id, user_id):
            return Permission.NONE
        base = self.guilds.permissions(channel.guild_id, user_id)
        place_id = channel.id if channel.parent_id is None or not channel.is_thread else channel.parent_id
        place = self.channels.find(place_id) or channel
        role_ids = self.guilds.member(channel.guild_id, user_id).role_ids
        held = permissions.over(base, place.overwrites, channel.guild_id, user_id, role_ids)
        now = self.channels.find(channel.id) or channel
        if now.type is ChannelType.PRIVATE_THREAD and user_id not in now.member_ids:
            return held if held & Permission.MANAGE_THREADS else Permission.NONE
        return held

    def guild_json(self, guild: Guild, to: Receiver) -> Json:
        """A whole guild as GUILD_CREATE gives it to a bot in it."""
        return views.guild_json(self, guild, to)

    def _joined(self, guild: Guild, application: Application, to: Receiver) -> Json | None:
        return self.guild_json(guild, to) if to.application.id == application.id else None

    def _drop_channel(self, channel: Channel) -> Channel:
        for inner in (*self.channels.threads_under(channel.id), channel):
            self.channels.remove(inner.id)
            self.messages.forget(inner.id)
        return channel

    def _tell_guild(
        self,
        name: str,
        guild_id: int,
        body: Json,
        intent: Intent = Intent.GUILDS,
        *,
        also: int | None = None,
        but: int | None = None,
    ) -> None:
        """Sends an event to the guild's bots that asked for such, to `also` in any case and to `but` in none."""

        def form(to: Receiver) -> Json | None:
            bot_id = to.application.id
            wanted = bot_id == also or (bot_id != but and bool(to.intents & intent))
            return body if wanted and self.guilds.has_member(guild_id, bot_id) else None

        self.events.emit(Event(name, guild_id, form))


def _user(who: User | Application) -> User:
    return who.bot if isinstance(who, Application) else who
