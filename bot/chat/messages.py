"""Plain words in a mention, a direct message or a reply to Clio: what they follow on from, and the answer.

Nothing said is remembered: what a follow-up needs stands in the message it follows on from (see controls).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.chat import errors
from bot.chat.buttons import page_size
from bot.chat.cards import Card, card
from bot.chat.controls import Control, Verb, controls, first_to_ask
from bot.chat.pace import TooFast
from bot.chat.posting import edit, reply
from bot.chat.short_requests import without_page
from bot.speech import choose_language
from bot.talk.conversation import next_turn
from bot.talk.grammar import language_of, understand
from bot.talk.requests import About, Help, OnThisDay, Open, Related, Turn

if TYPE_CHECKING:
    from bot.chat.answered import Question
    from bot.chat.client import Clio

FRESH = dt.timedelta(minutes=15)
"""How old Clio's last answer to somebody may be for words that are no reply to follow on from it."""
_LOOKED_THROUGH = 10
"""How many messages back that answer is looked for."""

_TYPES = (discord.MessageType.default, discord.MessageType.reply)
_OTHERS = re.compile(r"<(?:@[!&]?|#)\d+>|<a?:(\w+):\d+>")


async def hear(bot: Clio, message: discord.Message) -> None:
    """Answer a message if it is meant for Clio. Failures are answered too."""
    if _is_meant(bot, message):
        await _tell(bot, message, bot.answered.begin(message.id, message.content))


async def hear_anew(bot: Clio, message: discord.Message) -> None:
    """Answer a message that says other words now, in the place of the answer it has.

    Where Clio was not asked before, or the answer is gone by now, there is nothing to put right.
    """
    question = bot.answered.find(message.id)
    # Discord tells of a link that is unfolded or a pin as of an edit; the words are the same then.
    if question is not None and _is_meant(bot, message) and question.reword(message.content):
        await _tell(bot, message, question)


async def _tell(bot: Clio, message: discord.Message, question: Question) -> None:
    try:
        bot.pace.count(message.author.id)
        async with question.turn:
            view = await _answer(bot, message)
            if question.answer is None:
                answer = await reply(message, view=view)
                question.answer = bot.get_partial_messageable(answer.channel.id).get_partial_message(answer.id)
            else:
                with contextlib.suppress(discord.NotFound):
                    await edit(question.answer, view=view, allowed_mentions=discord.AllowedMentions.none())
    except TooFast as error:
        if error.first:  # who writes on is not answered each time
            await errors.tell_writer(message, error, _language(message, None))
    except Exception as error:
        await errors.tell_writer(message, error, _language(message, None))


def _is_meant(bot: Clio, message: discord.Message) -> bool:
    """Whether a person wrote to Clio: not a bot, not a webhook, not Discord itself."""
    author = message.author
    if author.bot or author.system or message.webhook_id or message.type not in _TYPES or bot.user is None:
        return False
    # Discord hides the words of all other messages from Clio.
    return message.guild is None or (bool(message.content) and bot.user in message.mentions)


async def _answer(bot: Clio, message: discord.Message) -> Card:
    text = _words(message)
    customs = await bot.digests.customs(message.guild.id if message.guild else None)
    earlier = await _earlier(bot, message, customs.today)
    told = list(controls(earlier.components, customs.today)) if earlier else []
    language = _language(message, told[0] if told else None, customs.language)
    before = await _turn(bot, told, customs.today)
    if before is not None:
        before = replace(before, day=await _day(bot, told, customs.today), offered=_offered(earlier, before))
    asked = understand(text, customs.today, before) if text else Help()
    given = await bot.desk.answer(asked, language, page_size(asked), customs.today)
    turn = next_turn(before, asked, given)
    listed = turn.listed.request if turn and turn.listed else None
    return card(given, customs.today, message.author.id, listed, turn.subject if turn else "")


def _words(message: discord.Message) -> str:
    """What a message says, without whom it is said to."""
    return " ".join(_OTHERS.sub(lambda other: f" {other[1] or ''} ", message.content).split())


def _language(message: discord.Message, earlier: Control | None, set_here: str = "") -> str:
    """The language to answer in: that of the words, else that of the answer they follow on from, else the guild's.

    ``set_here`` is the one that the guild has set, which goes before the one it has in Discord.
    """
    if told := language_of(_OTHERS.sub(" ", message.content)):
        return choose_language(told)
    if earlier:
        return choose_language(earlier.language)
    return choose_language(set_here or (str(message.guild.preferred_locale) if message.guild else ""))


async def _earlier(bot: Clio, message: discord.Message, today: dt.date) -> discord.Message | None:
    """The answer a message follows on from: the one it replies to, else the last one to its writer there."""
    if message.reference is not None:
        replied = message.reference.resolved
        return replied if isinstance(replied, discord.Message) and replied.author == bot.user else None
    try:
        async for other in message.channel.history(limit=_LOOKED_THROUGH, before=message):
            if message.created_at - other.created_at > FRESH:
                return None
            if other.author == bot.user and _is_for(other, message.author.id, today):
                return other
    except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, TimeoutError):
        pass  # without leave to read the history, words that are no reply follow on from nothing
    return None


def _is_for(answer: discord.Message, person: int, today: dt.date) -> bool:
    return any(control.owner == person for control in controls(answer.components, today))


async def _day(bot: Clio, told: list[Control], today: dt.date) -> dt.date | None:
    """The date of the event that a message tells whole, as the one with a button for what is related to it."""
    event = next((control.event for control in told if control.verb is Verb.RELATED), None)
    found = (await bot.desk.answer(Open(event), "", 1, today)).events if event else ()
    return found[0].entry.event.date if found else None


def _offered(earlier: discord.Message | None, turn: Turn) -> str:
    """What "yes" asks for after an answer: the first thing that it suggested, where it found nothing."""
    found_nothing = not turn.shown and isinstance(turn.request, About | OnThisDay) and not turn.request.skip
    return first_to_ask(earlier.components) if earlier and found_nothing else ""


async def _turn(bot: Clio, told: list[Control], today: dt.date) -> Turn | None:
    """What a message of Clio's answered and showed, from its controls."""
    question = next((control.question for control in told if control.question), None)
    shown = tuple(dict.fromkeys(control.event for control in told if control.event))
    if not shown:
        return Turn(question) if question else None
    subject = question.words if isinstance(question, About | Related) else ""
    if question is None:  # the event was opened by itself
        return Turn(Open(shown[0]), shown)
    if any(control.chosen for control in told):
        listed = (await bot.desk.answer(question, "", page_size(question), today)).turn
        return Turn(Open(shown[0]), shown[:1], listed, subject)
    skip = question.skip if isinstance(question, OnThisDay | About | Related) else 0
    page = Turn(without_page(question, max(0, skip - page_size(question)))) if skip else None
    if isinstance(question, Related):
        question = replace(question, words="")
    return Turn(question, shown, subject=subject, before=page)
