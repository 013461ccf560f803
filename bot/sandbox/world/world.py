"""The world: owner of all state, and the door through which a test furnishes it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.sandbox.errors import Json
from bot.sandbox.world import permissions
from bot.sandbox.world.channels import Channel, Channels, ChannelType
from bot.sandbox.world.clock import Clock
from bot.sandbox.world.commands import Commands
from bot.sandbox.world.events import Event, Events, Intent, Receiver
from bot.sandbox.world.guilds import Guild, Guilds, Member, Role
from bot.sandbox.world.interactions import Interactions
from bot.sandbox.world.messages import Messages
from bot.sandbox.world.permissions import Overwrite, Permission
from bot.sandbox.world.replies import Replies
from bot.sandbox.world.snowflakes import Snowflakes
from bot.sandbox.world.users import GUILD_MEMBERS_FLAG, MESSAGE_CONTENT_FLAG, Application, User, Users


class World:
    """Everything that exists in the loopback Discord. What changes here is told to the gateway at once."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.snowflakes = Snowflakes(clock)
        self.events = Events()
        self.users = Users(self.snowflakes)
        self.guilds = Guilds(self.snowflakes, clock)
        self.channels = Channels(self.snowflakes)
        self.messages = Messages(self)
        self.commands = Commands(self.snowflakes)
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

    def add_channel(self, guild: Guild, name: str, kind: ChannelType = ChannelType.TEXT) -> Channel:
        """A new channel at the guild's end."""
        channel = self.channels.add(guild.id, name, kind)
        self._tell_guild("CHANNEL_CREATE", guild.id, channel.json())
        return channel

    def add_thread(self, parent: Channel, name: str, owner: User) -> Channel:
        """A new public thread under a channel."""
        thread = self.channels.add_thread(parent, name, owner.id)
        if thread.guild_id is not None:
            self._tell_guild("THREAD_CREATE", thread.guild_id, thread.json() | {"newly_created": True})
        return thread

    def close_thread(self, thread: Channel, *, archived: bool = True, locked: bool = False) -> Channel:
        """Archives or locks a thread, or opens it again."""
        closed = self.channels.close_thread(thread.id, archived=archived, locked=locked)
        if closed.guild_id is not None:
            self._tell_guild("THREAD_UPDATE", closed.guild_id, closed.json())
        return closed

    def remove_channel(self, channel: Channel) -> None:
        """Takes a guild's channel away."""
        gone = self.channels.remove(channel.id)
        if gone.guild_id is not None:
            name = "THREAD_DELETE" if gone.is_thread else "CHANNEL_DELETE"
            self._tell_guild(name, gone.guild_id, gone.json())

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
        self._tell_guild("GUILD_MEMBER_ADD", guild.id, self._member_json(member), Intent.GUILD_MEMBERS, but=user.id)
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
            left: Json = {"id": str(guild.id)}
            self.events.emit(Event("GUILD_DELETE", guild.id, lambda to: left if to.application == who else None))

    def add_role(self, guild: Guild, name: str, permissions: Permission = Permission.NONE) -> Role:
        """A new role above the guild's others."""
        role = self.guilds.add_role(guild.id, name, permissions)
        self._tell_guild("GUILD_ROLE_CREATE", guild.id, {"guild_id": str(guild.id), "role": role.json()})
        return role

    def set_permissions(self, role: Role, permissions: Permission) -> Role:
        """Changes what a role may do in its guild."""
        changed = self.guilds.set_permissions(role.guild_id, role.id, permissions)
        body: Json = {"guild_id": str(role.guild_id), "role": changed.json()}
        self._tell_guild("GUILD_ROLE_UPDATE", role.guild_id, body)
        return changed

    def set_roles(self, guild: Guild, user: User, roles: Iterable[Role]) -> Member:
        """Gives a member exactly these roles; the member's user hears of it, others need the members intent."""
        member = self.guilds.add_member(guild.id, user, tuple(role.id for role in roles))
        body = self._member_json(member)
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

    def install(self, application: Application, user: User) -> None:
        """Lets a user take an application along wherever they are (a user install)."""
        self.users.install(application, user)

    def permissions_in(self, channel: Channel, user_id: int) -> Permission:
        """What a user may do in a channel: NONE for a stranger to it; a thread goes by its parent.

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
        return permissions.over(base, place.overwrites, channel.guild_id, user_id, role_ids)

    def guild_json(self, guild: Guild, to: Receiver) -> Json:
        """A whole guild as GUILD_CREATE gives it to a bot that joins.

        All members with the members intent, else the bot alone.
        """
        everybody = self.guilds.members(guild.id)
        told = [m for m in everybody if to.intents & Intent.GUILD_MEMBERS or m.user.id == to.application.id]
        return self.guilds.get(guild.id).json() | {
            "joined_at": self._member_json(self.guilds.member(guild.id, to.application.id))["joined_at"],
            "large": len(everybody) > 250,
            "member_count": len(everybody),
            "roles": [role.json() for role in self.guilds.roles(guild.id)],
            "members": [member.json() for member in told],
            "channels": [channel.json() for channel in self.channels.of_guild(guild.id)],
            "threads": [thread.json() for thread in self.channels.threads_of_guild(guild.id)],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    def _joined(self, guild: Guild, application: Application, to: Receiver) -> Json | None:
        return self.guild_json(guild, to) if to.application.id == application.id else None

    def _member_json(self, member: Member) -> Json:
        return member.json() | {"guild_id": str(member.guild_id)}

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
