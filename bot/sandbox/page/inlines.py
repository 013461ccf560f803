"""What stands within lines of a message: code, spoilers, mentions, timestamps, addresses.

Source: https://discord.com/developers/docs/reference#message-formatting-formats
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_PLAIN = re.compile(r"(?:(?!https?://)[^\n\\`*_~|<\[\]@])+")
_ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>.,:;\"'\]!?*_~|]")
_BRACKETED = re.compile(r"<(https?://[^\s<>]+)>")
_PRE = re.compile(r"```(?:([A-Za-z0-9_+\-.#]+)\n)?\n*(.*?[^\n].*?)\n*```", re.DOTALL)
SPOILER = re.compile(r"\|\|(.+?)\|\|", re.DOTALL)
_INSTANT = re.compile(r"<t:(-?\d{1,13})(?::([tTdDfFsSR]))?>")
_MENTION = re.compile(r"<(@!?|@&|#)(\d{1,20})>")
_COMMAND = re.compile(r"</([^:<>\n]{1,100}):(\d{1,20})>")
_EMOJI = re.compile(r"<a?(:\w{2,32}:)\d{1,20}>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")


def text(state: StateInline, silent: bool) -> bool:
    """Everything up to what may mean something; a lone character that turns out to mean nothing is text too."""
    found = _PLAIN.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.append_pending(found[0])
    state.pos = found.end()
    return True


def pre(state: StateInline, silent: bool) -> bool:
    """A block of code between ```, its language named on the first line or not."""
    found = _PRE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        if state.pending:
            state.pushPending()
        if state.tokens and state.tokens[-1].type in ("softbreak", "hardbreak"):
            state.tokens.pop()
        token = state.push("pre", "pre", 0)
        token.info, token.content = found[1] or "", found[2]
    state.pos = found.end()
    if state.src[state.pos : state.pos + 1] == "\n":
        state.pos += 1
    return True


def spoiler(state: StateInline, silent: bool) -> bool:
    """Text between ||, covered until asked for."""
    found = SPOILER.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        end = state.posMax
        state.push("spoiler_open", "span", 1)
        state.pos, state.posMax = found.start(1), found.end(1)
        state.md.inline.tokenize(state)
        state.push("spoiler_close", "span", -1)
        state.posMax = end
    state.pos = found.end()
    return True


def address(state: StateInline, silent: bool) -> bool:
    """A bare address, or one in < >."""
    found = _BRACKETED.match(state.src, state.pos, state.posMax) or _ADDRESS.match(state.src, state.pos, state.posMax)
    if found is None or state.linkLevel:
        return False
    url = found[1] if found.re is _BRACKETED else found[0]
    if found.re is _ADDRESS and url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1]
    length = len(url) + 2 * (found.re is _BRACKETED)
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": url}
        state.push("text", "", 0).content = url
        state.push("link_close", "a", -1)
    state.pos += length
    return True


def instant(state: StateInline, silent: bool) -> bool:
    """A moment, `<t:seconds since 1970:style>`; the page writes it in the reader's own way."""
    found = _INSTANT.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    try:
        moment = datetime.fromtimestamp(int(found[1]), UTC)
    except (OverflowError, ValueError, OSError):
        return False
    token = _put(state, found, "instant", moment.strftime("%Y-%m-%d %H:%M UTC"), silent)
    token.info, token.markup = moment.isoformat(), found[2] or "f"
    return True


def mention(state: StateInline, silent: bool) -> bool:
    """A user, a role or a channel by id, by the name it has there."""
    found = _MENTION.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    names, number = state.env["names"], int(found[2])
    if found[1] == "#":
        name = names.channel(number)
        token = _put(state, found, "mention", f"#{name or names.unknown}", silent)
        token.info = f"channel:{number}" if name is not None else ""
    else:
        word = names.role(number) if found[1] == "@&" else names.user(number)
        _put(state, found, "mention", f"@{word}", silent)
    return True


def command(state: StateInline, silent: bool) -> bool:
    """A slash command by id: pressing it begins to type it."""
    found = _COMMAND.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    _put(state, found, "mention", f"/{found[1]}", silent).info = f"command:{found[1]}"
    return True


def everyone(state: StateInline, silent: bool) -> bool:
    """@everyone and @here, which look like mentions whether they ping or not."""
    found = _EVERYONE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    _put(state, found, "mention", found[0], silent)
    return True


def emoji(state: StateInline, silent: bool) -> bool:
    """A guild's own emoji, by its name: its picture is outside."""
    found = _EMOJI.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    _put(state, found, "emoji", found[1], silent)
    return True


def _put(state: StateInline, found: re.Match[str], name: str, content: str, silent: bool) -> Token:
    token = Token(name, "", 0) if silent else state.push(name, "", 0)
    token.content = content
    state.pos = found.end()
    return token


RULES: dict[str, Callable[[StateInline, bool], bool]] = {
    "pre": pre,
    "spoiler": spoiler,
    "address": address,
    "instant": instant,
    "mention": mention,
    "command": command,
    "everyone": everyone,
    "emoji": emoji,
}
