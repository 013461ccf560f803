"""The parts of an open page beside the messages, as one person sees them: what is sent where they have changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.sandbox.errors import Json
from bot.sandbox.page import composing, places
from bot.sandbox.page import trouble as troubles
from bot.sandbox.page.drawing import face
from bot.sandbox.page.traffic import Entry
from bot.sandbox.world.channels import Channel

if TYPE_CHECKING:
    from bot.sandbox.page.visit import Visit


def side(visit: Visit) -> Json:
    """The list of channels."""
    current = None if visit.channel is None else visit.channel.id
    listed = places.sidebar(visit.world, visit.user, visit.page.reads, current)
    return {"push": "side", "html": visit.drawn("side.html", **listed)}


def members(visit: Visit, channel: Channel) -> Json:
    """The list of members."""
    present = {other.user.id for other in visit.page.visits}
    listed = places.members(visit.world, visit.page.sandbox.gateway, channel, present, visit.say)
    return {"push": "members", "html": visit.drawn("members.html", **listed)}


def commands(visit: Visit, channel: Channel) -> Json:
    """What can be typed."""
    return {"push": "commands", **composing.offers(visit.world, visit.user, channel, visit.say)}


def head(visit: Visit, channel: Channel) -> Json:
    """The channel's name, and whether one may write there."""
    name = places.title(channel, visit.user)
    kind = places.Kind(int(channel.type)) if int(channel.type) in list(places.Kind) else places.Kind.TEXT
    return {
        "push": "head",
        "id": str(channel.id),
        "name": name,
        "icon": places.icon(channel),
        "kind": "thread" if channel.is_thread else kind.name.lower(),
        "silence": places.silence(visit.world, channel, visit.user, visit.say),
        "may": places.rights(visit.world, channel, visit.user),
        "threads": [
            {"id": str(thread.id), "name": thread.name, "archived": thread.archived}
            for thread in places.threads(visit.world, channel, visit.user)
            if int(channel.type) != places.Kind.FORUM
        ],
        "me": face(visit.user),
    }


def trouble(visit: Visit, channel: Channel) -> Json:
    """The trouble that can be made, and what stands."""
    body = troubles.standing(visit.page.sandbox, channel, visit.say)
    titles = [visit.say(deed.title) for deed in visit.page.deeds]
    return {"push": "trouble", "html": visit.drawn("trouble.html", **body, deeds=titles)}


def clock(visit: Visit) -> Json:
    """What time it is there: seconds since 1970, and how far that is from real time."""
    return {"push": "clock", "now": visit.page.hand(), "ahead": round(visit.page.hand.ahead)}


def traffic(visit: Visit, entries: list[Entry]) -> str:
    """Rows of the traffic."""
    return visit.drawn("traffic.html", entries=entries)


def posts(visit: Visit, forum: Channel) -> str:
    """A forum's posts."""
    found = places.posts(visit.world, forum, visit.user, visit.drawing(forum))
    return visit.drawn("posts.html", posts=found, tags=[tag.name for tag in forum.tags])


OF_CHANNEL: dict[str, Callable[[Visit, Channel], Json]] = {
    "members": members,
    "commands": commands,
    "head": head,
    "trouble": trouble,
}
"""What is drawn of the channel that is open, by name."""
