"""Trouble at the press of a button."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.sandbox.errors import Json
from bot.sandbox.page.words import Say
from bot.sandbox.people.offers import NotOfferedError
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.permissions import Overwrite, Permission
from bot.sandbox.world.users import Application

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

ROUTES = {
    "reply": ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", "first reply"),
    "followup": ("POST", "/webhooks/{webhook_id}/{webhook_token}", "follow-up"),
    "edit": ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", "edit of a reply"),
    "message": ("POST", "/channels/{channel_id}/messages", "message"),
}
"""What can be made to fail: method, route and name."""
STATUSES = (429, 500, 503)
RETRY_AFTER = 1.0
"""Seconds that a 429 asks to wait."""
PERMISSIONS = {
    "see": (Permission.VIEW_CHANNEL, "see this channel"),
    "send": (Permission.SEND_MESSAGES, "write here"),
    "embed": (Permission.EMBED_LINKS, "embed links"),
    "attach": (Permission.ATTACH_FILES, "attach files"),
    "history": (Permission.READ_MESSAGE_HISTORY, "read what was said"),
}
"""What can be taken from a bot in a channel: the permission and its name."""

Act = Callable[["Sandbox", Channel, str, str, Say], Awaitable[str]]


async def make(sandbox: Sandbox, channel: Channel, kind: str, what: str, which: str, say: Say) -> str:
    """Makes that kind of trouble and says in a sentence what is wrong now. Raises NotOfferedError."""
    act = _ACTS.get(kind)
    if act is None:
        raise NotOfferedError("There is no trouble called {kind!r}.", kind=kind)
    return await act(sandbox, channel, what, which, say)


def standing(sandbox: Sandbox, channel: Channel, say: Say) -> Json:
    """What the panel shows: the failures still to come, and what each bot may do in the channel."""
    names = {(method, route): name for method, route, name in ROUTES.values()}
    coming = [
        say(
            "{status} to the next {name}",
            status=fault.status or say("a wait"),
            name=say(names.get((method, route), route)),
        )
        for method, route, fault in sandbox.faults.pending()
    ]
    return {
        "routes": [{"key": key, "name": say(name)} for key, (_, _, name) in ROUTES.items()],
        "statuses": STATUSES,
        "coming": coming,
        "bots": []
        if channel.guild_id is None
        else [_held(sandbox, channel, bot, say) for bot in _bots(sandbox, channel)],
        "in_guild": channel.guild_id is not None,
        "channel": channel.name,
    }


def _bots(sandbox: Sandbox, channel: Channel) -> list[Application]:
    guild_id = channel.guild_id
    if guild_id is None:
        return []
    return [one for one in sandbox.world.users.applications() if sandbox.world.guilds.has_member(guild_id, one.id)]


def _held(sandbox: Sandbox, channel: Channel, bot: Application, say: Say) -> Json:
    held = sandbox.world.permissions_in(channel, bot.id)
    may = [{"key": key, "name": say(name), "held": bool(held & bit)} for key, (bit, name) in PERMISSIONS.items()]
    return {"id": str(bot.id), "name": bot.name, "may": may}


async def _cut(sandbox: Sandbox, channel: Channel, what: str, which: str, say: Say) -> str:
    sandbox.gateway.cut()
    return say("The gateway's sockets were cut.")


async def _reconnect(sandbox: Sandbox, channel: Channel, what: str, which: str, say: Say) -> str:
    sandbox.gateway.ask_to_reconnect()
    return say("Every bot was asked to connect anew.")


async def _invalidate(sandbox: Sandbox, channel: Channel, what: str, which: str, say: Say) -> str:
    sandbox.gateway.invalidate()
    return say("Every session was declared invalid.")


async def _fail(sandbox: Sandbox, channel: Channel, what: str, which: str, say: Say) -> str:
    if what not in ROUTES or which not in {str(status) for status in STATUSES}:
        raise NotOfferedError("Nothing can be made to fail as {what} with {which}.", what=what, which=which)
    method, route, name = ROUTES[what]
    sandbox.faults.fail(method, route, int(which), retry_after=RETRY_AFTER)
    return say("The next {name} is answered {status}.", name=say(name), status=which)


async def _forget(sandbox: Sandbox, channel: Channel, what: str, which: str, say: Say) -> str:
    sandbox.faults.release()
    return say("Nothing more is planned to fail.")


async def _delete(sandbox: Sandbox, channel: Channel, what: str, which: str, say: Say) -> str:
    if channel.guild_id is None:
        raise NotOfferedError("A direct message cannot be deleted.")
    sandbox.world.remove_channel(channel)
    return say("#{channel} was deleted.", channel=channel.name)


async def _permit(sandbox: Sandbox, channel: Channel, what: str, which: str, say: Say) -> str:
    bot = next((one for one in _bots(sandbox, channel) if str(one.id) == which), None)
    if bot is None or what not in PERMISSIONS:
        raise NotOfferedError("There is no such bot or permission here.")
    place = sandbox.world.channels.get(channel.parent_id if channel.is_thread and channel.parent_id else channel.id)
    bit, name = PERMISSIONS[what]
    laid = next((o for o in place.overwrites if o.target_id == bot.id), Overwrite(bot.id, True))
    taken = bool(sandbox.world.permissions_in(channel, bot.id) & bit)
    deny = laid.deny | bit if taken else Permission(int(laid.deny) & ~int(bit))
    allow = Permission(int(laid.allow) & ~int(bit)) if taken else laid.allow | bit
    sandbox.world.overwrite(place, bot, allow=allow, deny=deny)
    said = say("{bot} may no longer {do}.", bot=bot.name, do=say(name))
    return said if taken else say("{bot} may {do}.", bot=bot.name, do=say(name))


_ACTS: dict[str, Act] = {
    "cut": _cut,
    "reconnect": _reconnect,
    "invalidate": _invalidate,
    "fail": _fail,
    "forget": _forget,
    "delete": _delete,
    "permit": _permit,
}
