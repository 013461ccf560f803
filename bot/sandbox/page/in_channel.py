"""What a person does in the channel that is open, as in Discord's own client, each deed by its name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from bot.sandbox.errors import Json
from bot.sandbox.limits.components import ComponentType
from bot.sandbox.page import composing
from bot.sandbox.people.offers import NotOfferedError, find_component
from bot.sandbox.people.person import Person
from bot.sandbox.people.reply import Reply, acknowledged
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.message import Attachment, Message

if TYPE_CHECKING:
    from bot.sandbox.page.visit import Visit

Deed = Callable[["Visit", Json], Awaitable[Json]]
"""Does something that is asked for and gives what the page is to know of it."""

MOST_SAID = 2000
"""Characters of a message."""


def open_channel(visit: Visit) -> Channel:
    """The channel that is open, as it is now. Raises NotOfferedError where none is, and ApiError where it is gone."""
    if visit.channel is None:
        raise NotOfferedError("No channel is open.")
    return visit.world.channels.get(visit.channel.id)


async def _say(visit: Visit, asked: Json) -> Json:
    reply_to = _message(visit, asked["reply"]) if asked.get("reply") else None
    text = _words(asked)
    if not text and not asked.get("files"):
        raise NotOfferedError("There is nothing to send.")
    files = [_file(visit, number) for number in asked.get("files", ())]
    await _person(visit).say(open_channel(visit), text, reply_to=reply_to, files=files)
    return {}


async def _source(visit: Visit, asked: Json) -> Json:
    """The words of a message as they were written."""
    return {"text": _message(visit, asked["message"]).content}


async def _edit(visit: Visit, asked: Json) -> Json:
    _person(visit).edit(_message(visit, asked["message"]), _words(asked))
    return {}


async def _slash(visit: Visit, asked: Json) -> Json:
    channel, words = open_channel(visit), str(asked["words"])
    options = composing.values(visit.world, visit.user, channel, words, _texts(asked))
    return _opened(visit, await _person(visit).call(channel, words, options, until=acknowledged))


async def _type(visit: Visit, asked: Json) -> Json:
    """What is offered while an option is typed. Other options that are not fit yet are left out."""
    channel, words = open_channel(visit), str(asked["words"])
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
    return _opened(visit, await person.use(command, on, channel=open_channel(visit), until=acknowledged))


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
    _person(visit).type_in(open_channel(visit))
    return {}


async def _post(visit: Visit, asked: Json) -> Json:
    """Opens a post in the forum that is open; gives its thread."""
    title, text = str(asked["title"]).strip(), str(asked["text"]).strip()
    if not title or not text:
        raise NotOfferedError("A post needs a title and some words.")
    tags = [str(tag) for tag in asked.get("tags", ())]
    thread, _ = _person(visit).post(open_channel(visit), title, text, tags=tags)
    return {"channel": str(thread.id)}


def _person(visit: Visit) -> Person:
    return visit.page.sandbox.person(visit.user)


def _message(visit: Visit, message_id: Any) -> Message:
    message = visit.world.messages.find(open_channel(visit).id, int(message_id))
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
        return composing.uploaded(visit.world, open_channel(visit), str(number))
    except (KeyError, ValueError):
        raise NotOfferedError("That file is not there any more; attach it again.") from None


def _texts(asked: Json) -> dict[str, str]:
    return {str(name): str(text) for name, text in asked.get("options", {}).items()}


def _chosen(visit: Visit, select: Json, value: str) -> Any:
    """A picked value: itself, or the user, role or channel of that id."""
    kind, channel = select["type"], open_channel(visit)
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
    return {"modal": visit.drawing(open_channel(visit)).modal(reply.interaction)}


DEEDS: dict[str, Deed] = {
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
}
