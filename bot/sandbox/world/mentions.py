"""Who a text pings.

Source: https://discord.com/developers/docs/resources/message#allowed-mentions-object
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sandbox.errors import Json

_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(everyone|here)\b")


@dataclass(frozen=True, slots=True)
class Mentions:
    """The users, roles and perhaps everyone that a message pings."""

    user_ids: tuple[int, ...] = ()
    role_ids: tuple[int, ...] = ()
    everyone: bool = False


NOBODY = Mentions()


def find(text: str, allowed: Json | None, replied_to: int | None = None) -> Mentions:
    """What `text` pings, as far as the body's allowed_mentions lets it.

    `allowed` None lets everything through. `replied_to` is the author of the message replied to, pinged unless
    allowed_mentions is given without replied_user.
    """
    users = [int(found) for found in _USER.findall(text)]
    roles = [int(found) for found in _ROLE.findall(text)]
    everyone = _EVERYONE.search(text) is not None
    if allowed is not None:
        parse = allowed.get("parse") or []
        named_users = {int(user_id) for user_id in allowed.get("users") or []}
        named_roles = {int(role_id) for role_id in allowed.get("roles") or []}
        users = [user_id for user_id in users if "users" in parse or user_id in named_users]
        roles = [role_id for role_id in roles if "roles" in parse or role_id in named_roles]
        everyone = everyone and "everyone" in parse
    if replied_to is not None and (allowed is None or allowed.get("replied_user")):
        users.append(replied_to)
    return Mentions(tuple(dict.fromkeys(users)), tuple(dict.fromkeys(roles)), everyone)
