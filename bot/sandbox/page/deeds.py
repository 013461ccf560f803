"""What a person can do at the page, each by its name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from bot.sandbox.errors import Json
from bot.sandbox.limits.components import ComponentType
from bot.sandbox.page import composing, places, trouble
from bot.sandbox.page.drawing import channels_of
from bot.sandbox.page.view import View
from bot.sandbox.page.words import LANGUAGES
from bot.sandbox.people.offers import NotOfferedError, find_component
from bot.sandbox.people.person import Person
from bot.sandbox.people.reply import Reply, acknowledged
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.message import Attachment, Message

if TYPE_CHECKING:
    from bot.sandbox.page.visit import Visit

LONGEST_RUN = 366 * 86_400
"""Seconds that the clock runs on at once, at most."""

Deed = Callable[["Visit", Json], Awaitable[Json]]


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
        "clock": visit.clock(),
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
    body: Json = {"head": visit.head(wanted), "read": str(read), "commands": visit.commands(wanted)}
    if int(wanted.type) == places.Kind.FORUM:
        body["posts"] = visit.posts_html(wanted)
    body |= visit.view.first()
    visit.page.reads.note(user, wanted)
    visit.due("side", "members", "trouble")
    return body


async def _earlier(visit: Visit, asked: Json) -> Json:
    return {"html": "", "more": False} if visit.view is None else visit.view.earlier()


async def _say(visit: Visit, asked: Json) -> Json:
    reply_to = _message(visit, asked["reply"]) if asked.get("reply") else None
    text = _words(asked)
    if not text and not asked.get("files"):
        raise NotOfferedError("There is nothing to send.")
    files = [_file(visit, number) for number in asked.get("files", ())]
    await _person(visit).say(_channel(visit), text, reply_to=reply_to, files=files)
    return {}


async def _source(visit: Visit, asked: Json) -> Json:
    """The words of a message as they were written."""
    return {"text": _message(visit, asked["message"]).content}


async def _edit(visit: Visit, asked: Json) -> Json:
    _person(visit).edit(_message(visit, asked["message"]), _words(asked))
    return {}


async def _slash(visit: Visit, asked: Json) -> Json:
    channel, words = _channel(visit), str(asked["words"])
    options = composing.values(visit.world, visit.user, channel, words, _texts(asked))
    return _opened(visit, await _person(visit).call(channel, words, options, until=acknowledged))


async def _type(visit: Visit, asked: Json) -> Json:
    """What is offered while an option is typed. Other options that are not fit yet are left out."""
    channel, words = _channel(visit), str(asked["words"])
    others = dict(_texts(asked))
    typed = others.pop(str(asked["option"]), "")
    options = composing.values(visit.world, visit.user, channel, words, others)
    choices = await _person(visit).complete(channel, words, str(asked["option"]), typed, options)
    locale = visit.user.locale
    named = [((one.get("name_localizations") or {}).get(locale) or one["name"], one["value"]) for one in choices]
    return {"choices": [{"name": name, "value": str(value)} for name, value in named]}


async def _use(visit: Visit, asked: Json) -> Json:
    """Picks a command of an application from the menu of a message or of a person."""
    on = _message(visit, asked["message"]) if asked.get("message") else visit.world.users.get(int(asked["user"]))
    person, command = _person(visit), str(asked["command"])
    return _opened(visit, await person.use(command, on, channel=_channel(visit), until=acknowledged))


async def _press(visit: Visit, asked: Json) -> Json:
    message = _message(visit, asked["message"])
    return _opened(visit, await _person(visit).press(message, str(asked["custom"]), until=acknowledged))


async def _choose(visit: Visit, asked: Json) -> Json:
    message, custom = _message(visit, asked["message"]), str(asked["custom"])
    _, select = find_component(visit.world, visit.user, message, custom)
    chosen = [_chosen(visit, select, str(value)) for value in asked["values"]]
    return _opened(visit, await _person(visit).choose(message, custom, *chosen, until=acknowledged))


async def _submit(visit: Visit, asked: Json) -> Json:
    opened = Reply(visit.world, int(asked["interaction"]))
    if opened.interaction.user.id != visit.user.id:
        raise NotOfferedError("That modal was opened before somebody else.")
    values = {str(key): value for key, value in asked["values"].items()}
    return _opened(visit, await _person(visit).submit(opened, values, until=acknowledged))


async def _react(visit: Visit, asked: Json) -> Json:
    """Puts one's emoji under a message, or takes it away where it stands."""
    message, emoji = _message(visit, asked["message"]), str(asked["emoji"])
    mine = any(one.emoji == emoji and visit.user.id in one.user_ids for one in message.reactions)
    (_person(visit).unreact if mine else _person(visit).react)(message, emoji)
    return {}


async def _delete(visit: Visit, asked: Json) -> Json:
    _person(visit).delete(_message(visit, asked["message"]))
    return {}


async def _begin_to_type(visit: Visit, asked: Json) -> Json:
    _person(visit).type_in(_channel(visit))
    return {}


async def _post(visit: Visit, asked: Json) -> Json:
    """Opens a post in the forum that is open; gives its thread."""
    title, text = str(asked["title"]).strip(), str(asked["text"]).strip()
    if not title or not text:
        raise NotOfferedError("A post needs a title and some words.")
    tags = [str(tag) for tag in asked.get("tags", ())]
    thread, _ = _person(visit).post(_channel(visit), title, text, tags=tags)
    return {"channel": str(thread.id)}


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
    channel = _channel(visit)
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
    return {"html": visit.traffic_html(visit.page.traffic.entries()) if visit.watching else ""}


async def _body(visit: Visit, asked: Json) -> Json:
    entry = visit.page.traffic.find(int(asked["number"]))
    return {"text": visit.say("This is no longer remembered.") if entry is None else entry.text(visit.say)}


async def _panel(visit: Visit, asked: Json) -> Json:
    return {"html": await visit.page.panels[int(asked["number"])].html(visit.say, visit.language)}


def _person(visit: Visit) -> Person:
    return visit.page.sandbox.person(visit.user)


def _channel(visit: Visit) -> Channel:
    if visit.channel is None:
        raise NotOfferedError("No channel is open.")
    return visit.world.channels.get(visit.channel.id)


def _message(visit: Visit, message_id: Any) -> Message:
    message = visit.world.messages.find(_channel(visit).id, int(message_id))
    if message is None or message.ephemeral_to not in (None, visit.user.id):
        raise NotOfferedError("That message is gone.")
    return message


def _words(asked: Json) -> str:
    text = str(asked["text"]).strip()
    if len(text) > MOST_SAID:
        raise NotOfferedError(
            "A message holds {most} characters; this one has {count}.", most=MOST_SAID, count=len(text)
        )
    return text


def _file(visit: Visit, number: Any) -> Attachment:
    try:
        return composing.uploaded(visit.world, _channel(visit), str(number))
    except (KeyError, ValueError):
        raise NotOfferedError("That file is not there any more; attach it again.") from None


def _texts(asked: Json) -> dict[str, str]:
    return {str(name): str(text) for name, text in asked.get("options", {}).items()}


def _chosen(visit: Visit, select: Json, value: str) -> Any:
    """A picked value: itself, or the user, role or channel of that id."""
    kind, channel = select["type"], _channel(visit)
    if kind == ComponentType.STRING_SELECT:
        return value
    number = int(value)
    if kind == ComponentType.CHANNEL_SELECT:
        return visit.world.channels.get(number)
    if kind != ComponentType.ROLE_SELECT and visit.world.users.has(number):
        return visit.world.users.get(number)
    if channel.guild_id is None:
        raise NotOfferedError("There are no roles here.")
    return visit.world.guilds.role(channel.guild_id, number)


def _opened(visit: Visit, reply: Reply) -> Json:
    """The modal that came of it, if one did."""
    if reply.modal is None:
        return {}
    return {"modal": visit.drawing(_channel(visit)).modal(reply.interaction)}


MOST_SAID = 2000
# Discord's ids count milliseconds from 2015 on, and reach 63 bits, as much as many a program holds, in 2084.
EARLIEST, LATEST = 1_420_070_400.0, 3_597_523_199.0

_DEEDS: dict[str, Deed] = {
    "be": _be,
    "speak": _speak,
    "open": _open,
    "earlier": _earlier,
    "say": _say,
    "source": _source,
    "edit": _edit,
    "slash": _slash,
    "type": _type,
    "use": _use,
    "press": _press,
    "choose": _choose,
    "submit": _submit,
    "react": _react,
    "delete": _delete,
    "typing": _begin_to_type,
    "post": _post,
    "dismiss": _dismiss,
    "turn": _turn,
    "trouble": _make_trouble,
    "deed": _own_deed,
    "watch": _watch,
    "body": _body,
    "panel": _panel,
}
