"""What a person can do at the page, each by its name: with the page itself, its clock and what is under the hood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.errors import Json
from bot.sandbox.page import in_channel, parts, places, trouble
from bot.sandbox.page.drawing import channels_of
from bot.sandbox.page.in_channel import Deed, open_channel
from bot.sandbox.page.view import View
from bot.sandbox.page.words import LANGUAGES
from bot.sandbox.people.offers import NotOfferedError

if TYPE_CHECKING:
    from bot.sandbox.page.visit import Visit

LONGEST_RUN = 366 * 86_400
"""Seconds that the clock runs on at once, at most."""
# Discord's ids count milliseconds from 2015 on, and reach 63 bits, as much as many a program holds, in 2084.
EARLIEST, LATEST = 1_420_070_400.0, 3_597_523_199.0


async def do(visit: Visit, name: str, asked: Json) -> Json:
    """Does one thing and gives what the page is to know of it.

    Raises NotOfferedError, NoAnswerError and ApiError, whose words are for the person.
    """
    deed = _DEEDS.get(name)
    if deed is None:
        raise NotOfferedError("The page cannot {deed}.", deed=name)
    return await deed(visit, asked)


async def _be(visit: Visit, asked: Json) -> Json:
    """Takes a seat; without one named, the first. Then a channel has to be opened."""
    seats = {str(seat.user.id): seat for seat in visit.page.seats}
    visit.seat = seats.get(str(asked.get("seat")), visit.page.seats[0])
    visit.channel, visit.view = None, None
    for other in visit.page.visits:
        other.people_changed()
    return {
        "seat": str(visit.user.id),
        "seats": {str(seat.user.id): visit.seat_label(seat) for seat in visit.page.seats},
        "language": visit.language,
        "tables": {language: visit.page.table(language) for language in LANGUAGES},
        "clock": parts.clock(visit),
    }


async def _speak(visit: Visit, asked: Json) -> Json:
    """Sets the language of the person's client; the page speaks it from then on, applications are told of it."""
    language = str(asked["language"])
    if language not in LANGUAGES:
        raise NotOfferedError("The page does not speak {language}.", language=language)
    visit.page.languages[visit.user.id] = language
    return await _be(visit, {"seat": str(visit.user.id)})


async def _open(visit: Visit, asked: Json) -> Json:
    """Opens a channel; one that is gone or none: the first that there is."""
    user = visit.user
    wanted = visit.world.channels.find(int(asked.get("channel") or 0))
    if wanted is None or visit.gone(wanted):
        seen = [one for guild in places.guilds_of(visit.world, user)
                for one in channels_of(visit.world, guild.id, user)]  # fmt: skip
        there = [one for one in seen if int(one.type) != places.Kind.CATEGORY] or places.direct_of(visit.world, user)
        if not there:
            raise NotOfferedError("{who} sees no channel.", who=user.username)
        wanted = there[0]
    read = visit.page.reads.upto(user, wanted)
    visit.channel = wanted
    dismissed = visit.page.dismissed.setdefault(user.id, set())
    visit.view = View(visit.world, wanted, user, visit.drawing(wanted), dismissed)
    body: Json = {"head": parts.head(visit, wanted), "read": str(read)}
    body["commands"] = parts.commands(visit, wanted)
    if int(wanted.type) == places.Kind.FORUM:
        body["posts"] = parts.posts(visit, wanted)
    body |= visit.view.first()
    visit.page.reads.note(user, wanted)
    visit.due("side", "members", "trouble")
    return body


async def _earlier(visit: Visit, asked: Json) -> Json:
    return {"html": "", "more": False} if visit.view is None else visit.view.earlier()


async def _dismiss(visit: Visit, asked: Json) -> Json:
    visit.page.dismissed.setdefault(visit.user.id, set()).add(int(asked["message"]))
    visit.due("messages")
    return {}


async def _turn(visit: Visit, asked: Json) -> Json:
    """Turns the clock: to an instant (seconds since 1970), on by so many seconds, or back to real time."""
    hand = visit.page.hand
    if "to" in asked:
        to = float(asked["to"])
        if not EARLIEST <= to <= LATEST:
            raise NotOfferedError("The clock goes from 2015 to 2083, as far as Discord's ids do.")
        await hand.jump(to)
    elif "run" in asked:
        await hand.run(min(float(asked["run"]), LONGEST_RUN))
    else:
        await hand.back()
    visit.world.threads.archive_idle()
    return {}


async def _make_trouble(visit: Visit, asked: Json) -> Json:
    channel = open_channel(visit)
    told = await trouble.make(
        visit.page.sandbox,
        channel,
        str(asked["kind"]),
        str(asked.get("what", "")),
        str(asked.get("which", "")),
        visit.say,
    )
    for other in visit.page.visits:
        other.due("trouble")
    return {"told": told}


async def _own_deed(visit: Visit, asked: Json) -> Json:
    return {"told": visit.say(await visit.page.deeds[int(asked["number"])].do())}


async def _watch(visit: Visit, asked: Json) -> Json:
    """Begins or ends the showing of traffic."""
    visit.watching = bool(asked["on"])
    return {"html": parts.traffic(visit, visit.page.traffic.entries()) if visit.watching else ""}


async def _body(visit: Visit, asked: Json) -> Json:
    entry = visit.page.traffic.find(int(asked["number"]))
    return {"text": visit.say("This is no longer remembered.") if entry is None else entry.text(visit.say)}


async def _panel(visit: Visit, asked: Json) -> Json:
    return {"html": await visit.page.panels[int(asked["number"])].html(visit.say, visit.language)}


_DEEDS: dict[str, Deed] = {
    **in_channel.DEEDS,
    "be": _be,
    "speak": _speak,
    "open": _open,
    "earlier": _earlier,
    "dismiss": _dismiss,
    "turn": _turn,
    "trouble": _make_trouble,
    "deed": _own_deed,
    "watch": _watch,
    "body": _body,
    "panel": _panel,
}
