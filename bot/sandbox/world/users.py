"""Users, and the applications whose bots are users too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.sandbox.errors import UNKNOWN_APPLICATION, UNKNOWN_USER, ApiError, Json
from bot.sandbox.world.snowflakes import Snowflakes

MESSAGE_CONTENT_FLAG = 1 << 18
"""Application flag: may ask for message content in every guild."""
GUILD_MEMBERS_FLAG = 1 << 14
"""Application flag: may ask for the members of every guild."""
COMMANDS_FLAG = 1 << 23
"""Application flag: has registered a global command (the badge)."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody on Discord. `locale` is the language of their client, which only interactions tell."""

    id: int
    username: str
    global_name: str | None = None
    bot: bool = False
    locale: str = "en-US"

    @property
    def mention(self) -> str:
        """The text that mentions this user."""
        return f"<@{self.id}>"

    def json(self) -> Json:
        """Discord's user object, as anybody sees it."""
        return {
            "id": str(self.id),
            "username": self.username,
            "discriminator": "0000" if self.bot else "0",
            "global_name": self.global_name,
            "avatar": None,
            "avatar_decoration_data": None,
            "banner": None,
            "accent_color": None,
            "collectibles": None,
            "primary_guild": None,
            "public_flags": 0,
            "flags": 0,
            "bot": self.bot,
            "system": False,
        }

    def own_json(self) -> Json:
        """Discord's user object, as the user sees it."""
        return self.json() | {"mfa_enabled": False, "verified": True, "email": None, "locale": self.locale}


@dataclass(frozen=True, slots=True)
class Application:
    """A registered application and its bot. The bot user has the application's id."""

    id: int
    token: str = field(repr=False)
    bot: User
    owner: User
    flags: int = 0

    @property
    def name(self) -> str:
        """The application's name, which is its bot's too."""
        return self.bot.username

    @property
    def reads_content(self) -> bool:
        """Whether it was granted the message content intent."""
        return bool(self.flags & MESSAGE_CONTENT_FLAG)

    @property
    def lists_members(self) -> bool:
        """Whether it was granted the guild members intent."""
        return bool(self.flags & GUILD_MEMBERS_FLAG)

    def json(self) -> Json:
        """Discord's application object, as its owner's token sees it."""
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "description": "",
            "type": None,
            "bot": self.bot.json(),
            "owner": self.owner.json(),
            "team": None,
            "flags": self.flags,
            "flags_new": str(self.flags),
            "verify_key": "0" * 64,
            "bot_public": True,
            "bot_require_code_grant": False,
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "role_connections_verification_url": None,
            "approximate_guild_count": 0,
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "eligible_oauth2_scopes": ["bot", "applications.commands"],
            "integration_types_config": {"0": {}, "1": {}},
        }


class Users:
    """Every user and application there is, and who installed which application for themselves."""

    def __init__(self, snowflakes: Snowflakes) -> None:
        self._snowflakes = snowflakes
        self._users: dict[int, User] = {}
        self._applications: dict[int, Application] = {}
        self._installed: set[tuple[int, int]] = set()
        self._closed: set[int] = set()

    def all(self) -> list[User]:
        """Every user, bots included."""
        return list(self._users.values())

    def choices(self) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
        """Which application (by id) which user installed, and whose direct messages are shut to bots."""
        return tuple(sorted(self._installed)), tuple(sorted(self._closed))

    def resume(
        self,
        users: Iterable[User],
        applications: Iterable[Application],
        installed: Iterable[tuple[int, int]],
        closed: Iterable[int],
    ) -> None:
        """Takes up what was there, by the same ids."""
        self._users = {user.id: user for user in users}
        self._applications = {application.id: application for application in applications}
        self._installed, self._closed = set(installed), set(closed)

    def add(self, username: str, *, bot: bool = False, locale: str = "en-US") -> User:
        """A new user."""
        user = User(self._snowflakes.next(), username, None if bot else username.title(), bot, locale)
        self._users[user.id] = user
        return user

    def add_application(self, token: str, name: str, flags: int) -> Application:
        """A new application whose bot logs in with `token`."""
        owner = self.add(f"{name.lower()}-owner")
        bot = self.add(name, bot=True)
        application = Application(bot.id, token, bot, owner, flags | COMMANDS_FLAG)
        self._applications[application.id] = application
        return application

    def get(self, user_id: int) -> User:
        """The user of that id; raises ApiError 10013."""
        try:
            return self._users[user_id]
        except KeyError:
            raise ApiError(UNKNOWN_USER) from None

    def has(self, user_id: int) -> bool:
        """Whether there is such a user."""
        return user_id in self._users

    def application(self, application_id: int) -> Application:
        """The application of that id; raises ApiError 10002."""
        try:
            return self._applications[application_id]
        except KeyError:
            raise ApiError(UNKNOWN_APPLICATION) from None

    def applications(self) -> list[Application]:
        """All applications."""
        return list(self._applications.values())

    def by_token(self, token: str) -> Application | None:
        """The application that logs in with this token, if any."""
        return next((a for a in self._applications.values() if a.token == token), None)

    def install(self, application: Application, user: User) -> None:
        """Lets a user take an application along wherever they are (a user install)."""
        self._installed.add((application.id, user.id))

    def has_installed(self, application: Application, user: User) -> bool:
        """Whether that user installed that application for themselves."""
        return (application.id, user.id) in self._installed

    def set_closed(self, user: User, *, closed: bool) -> None:
        """Shuts a user's direct messages to bots, or opens them again."""
        (self._closed.add if closed else self._closed.discard)(user.id)

    def is_closed(self, user_id: int) -> bool:
        """Whether that user takes no direct messages from bots."""
        return user_id in self._closed
