"""What went wrong -> one private sentence with what to do, and an error id that is in the log."""

from __future__ import annotations

import logging
import secrets
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.archive.index import IndexUnusable
from bot.chat.archivist import ReloadFailed, ReloadRunning, ReloadTooSoon
from bot.chat.deferral import give, is_given, tell_after
from bot.chat.digest_options import Unwelcome
from bot.chat.digests import DigestsNotOpen
from bot.chat.moderators import NotAtHome, NotModerator
from bot.chat.pace import TooFast
from bot.chat.posting import reply, send
from bot.chat.text import clean, cut, escape
from bot.speech import Speech, choose_language, speech

_log = logging.getLogger(__name__)


class ButtonOutdated(Exception):
    """What a button does is not known any more."""


Interaction = discord.Interaction[Any]

_MOST_REASON = 300
_UNREACHABLE = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, TimeoutError)


async def tell(interaction: Interaction, error: BaseException) -> None:
    """Say privately that something failed: as the reply, after it, or by direct message where that is too late."""
    where = interaction.command.qualified_name if interaction.command else "an interaction"
    id_, text = _noted(error, where, speech(choose_language(str(interaction.locale))))
    for way in (_reply, _follow_up, _direct_message):
        try:
            if await way(interaction, text):
                return
        except _UNREACHABLE as closed:
            _log.info("Error %s could not be told by %s: %s", id_, way.__name__.strip("_"), closed)
    _log.warning("Error %s could not be told to anybody", id_)


async def tell_writer(message: discord.Message, error: BaseException, language: str) -> None:
    """Say to the writer of a message that answering it failed: as a reply, or by direct message where that fails.

    Somebody who writes too fast is told so privately, lest Clio joins in.
    """
    id_, text = _noted(error, "a message", speech(language))
    if not isinstance(error, TooFast):
        try:
            await reply(message, content=text)
            return
        except _UNREACHABLE as closed:
            _log.info("Error %s could not be told where it happened: %s", id_, closed)
    try:
        await send(message.author, content=text)
    except _UNREACHABLE as closed:
        _log.warning("Error %s could not be told to anybody: %s", id_, closed)


def _noted(error: BaseException, where: str, voice: Speech) -> tuple[str, str]:
    """An id under which the error is now in the log, and what to say of it."""
    error = _cause(error)
    if isinstance(error, Unwelcome):
        return "-", escape(str(error))
    id_ = secrets.token_hex(4)
    if _is_expected(error):
        _log.info("Error %s in %s: %s", id_, where, error or type(error).__name__)
    elif advice := _advice(error):
        _log.warning("Error %s in %s: %s. %s", id_, where, str(error).rstrip(".") or type(error).__name__, advice)
    else:
        _log.error("Error %s in %s", id_, where, exc_info=error)
    return id_, f"{escape(sentence(error, voice))}\n-# {escape(voice.say('Error {id}', id=id_))}"


def sentence(error: BaseException, voice: Speech) -> str:
    """What failed and what to do about it."""
    say = voice.say
    match error:
        case TooFast():
            wait = max(1, round(error.wait))
            return voice.count(
                "That was too fast. Ask again in {n} second.", "That was too fast. Ask again in {n} seconds.", wait
            )
        case NotModerator():
            return say("Only those who may manage the server, or hold a role set for it, can do that.")
        case NotAtHome():
            return say("All servers share one archive, so only moderators of the server that keeps it may reload it.")
        case app_commands.NoPrivateMessage():
            return say("That works in a server only.")
        case ButtonOutdated():
            return say("This button is from an earlier Clio. Ask again.")
        case DigestsNotOpen():
            return say("Clio is just starting. Try again in a few seconds.")
        case app_commands.TransformerError(type=discord.AppCommandOptionType.channel):
            return say("Clio cannot see that channel; let it view the channel, or choose another one.")
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return say("This command has changed. Restart Discord, then try again.")
        case ReloadRunning():
            return say("The archive is being reloaded already. Wait until that is done.")
        case ReloadTooSoon(seconds=seconds):
            return voice.count(
                "The archive can be reloaded once a minute. Ask again in {n} second.",
                "The archive can be reloaded once a minute. Ask again in {n} seconds.",
                seconds,
            )
        case ReloadFailed():
            reason = cut(clean(str(error)), _MOST_REASON)
            return say("The archive was not reloaded: {reason}. The old one goes on answering.", reason=reason)
        case IndexUnusable():
            return say("The archive cannot be read. Reload it with /archive reload, or ask who runs Clio.")
        case discord.NotFound(code=10062):
            return say("The answer came too late for Discord. Ask again.")
        case discord.Forbidden():
            return say("Clio may not do that here. Ask a moderator for the permission, or write Clio directly.")
        case discord.HTTPException() | discord.RateLimited() | aiohttp.ClientError() | TimeoutError():
            return say("Discord did not take the answer. Try again in a minute.")
    return say("Something went wrong. Try again; if it does so again, tell who runs Clio the number below.")


def _advice(error: BaseException) -> str:
    """What whoever runs Clio can do about a refusal of Discord's; "" for what may be a defect of ours."""
    match error:
        case discord.Forbidden():
            return "Give Clio the permission there; clio invite's link asks for all that it needs."
        case discord.NotFound():
            return "What it was about is gone, or the answer came too late; there is nothing to do."
        case discord.HTTPException(status=400):
            return ""
        case discord.HTTPException() | discord.RateLimited() | aiohttp.ClientError() | TimeoutError():
            return "That lies with Discord or the network; there is nothing to do unless it goes on."
    return ""


def _cause(error: BaseException) -> BaseException:
    """The error that a command raised, without what discord.py put around it."""
    return error.original if isinstance(error, app_commands.CommandInvokeError) else error


def _is_expected(error: BaseException) -> bool:
    expected = ReloadRunning | ReloadTooSoon | TooFast | ButtonOutdated | DigestsNotOpen | app_commands.CheckFailure
    return isinstance(error, expected)


async def _reply(interaction: Interaction, text: str) -> bool:
    if is_given(interaction):
        return False
    try:
        await interaction.response.send_message(text, ephemeral=True)
    except aiohttp.ClientConnectionError:
        # From here on "given already" says that it has arrived; said at once, somebody else's stands there.
        await give(interaction, lambda: interaction.response.send_message(text, ephemeral=True))
    return True


async def _follow_up(interaction: Interaction, text: str) -> bool:
    await tell_after(interaction, content=text)
    return True


async def _direct_message(interaction: Interaction, text: str) -> bool:
    await send(interaction.user, content=text)
    return True
