"""Digests carried on Discord: posted once, found again by their mark, told of where they cannot be posted."""

from __future__ import annotations

import datetime as dt
import math
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import discord
from discord.http import Route, handle_message_parameters

from bot.chat.delivery_faults import ERRORS, fault_of
from bot.chat.digest_cards import digest_card, mark_of, plain_digest
from bot.chat.digest_told import described
from bot.chat.rate import Rate
from bot.chat.text import cut, escape
from bot.digest.carrier import Parcel, Posted, Wish
from bot.digest.choice import Digest
from bot.digest.failures import Cause, Refused, Unknown, told
from bot.digest.schedule import Occurrence, Schedule
from bot.speech import choose_language, speech

MOST_NAME = 100
"""Characters of a forum post's name."""

_CLOCKS_DIFFER = dt.timedelta(minutes=10)
_MOST_OLD_POSTS = 100

Place = discord.TextChannel | discord.Thread | discord.ForumChannel


@dataclass(frozen=True, slots=True)
class Selection:
    """What was chosen for a wish, as event ids: it can be told in every language."""

    wish: Wish
    ids: tuple[str, ...]


Tell = Callable[[Selection, str], Awaitable[Digest]]
"""Gives what was chosen, told in a language."""

LanguageOf = Callable[[int], Awaitable[str]]
"""Gives the language that a guild (by its id) has set, "" for none."""


class _Sent(Protocol):
    @property
    def id(self) -> int: ...


class Post:
    """The carrier of one client. Belongs to its event loop.

    It posts in every guild the bot is in, whichever process has the guild's shard: posting needs no gateway.
    """

    def __init__(self, client: discord.Client, tell: Tell, language_of: LanguageOf, rate: Rate | None = None) -> None:
        self._client = client
        self._tell = tell
        self._language_of = language_of
        self._rate = rate or Rate(time.monotonic)

    def share(self, processes: int) -> None:
        """Keep to this process's part of the bot's rate: of what so many processes, or those of all shards, share."""
        count, ids = self._client.shard_count, getattr(self._client, "shard_ids", None)
        # Where all is due at one minute, others may only be about to claim theirs.
        self._rate.among = max(processes, math.ceil(count / len(ids)) if count and ids else 1)

    async def turn(self) -> None:
        """Wait until Discord takes one more request of the bot's."""
        await self._rate.turn()

    async def deliver(self, parcel: Parcel[Selection]) -> Posted:
        """Post a digest, the occurrence's mark in it and as its nonce. Raises the faults of bot.digest.failures."""
        schedule = parcel.occurrence.schedule
        try:
            place = await self._place(schedule.guild, schedule.plan.channel)
            digest = await self._tell(parcel.chosen, self._language(place.guild, parcel.chosen.wish.language))
            form = _form(digest, parcel.occurrence, plainest=parcel.plainest)
            if isinstance(place, discord.ForumChannel):
                return await self._open_post(place, digest.title, form)
            sent: _Sent = await place.send(nonce=parcel.occurrence.mark, **form)
        except ERRORS as error:
            raise fault_of(error) from error
        return Posted(place.id, sent.id)

    async def find(self, occurrence: Occurrence, channel: int, since: dt.datetime) -> Posted | None:
        """Look for the message with the occurrence's mark. Raises the faults of bot.digest.failures."""
        after = since - _CLOCKS_DIFFER
        try:
            place = await self._place(occurrence.schedule.guild, channel)
            await self._check_readable(place)
            await self.turn()
            if isinstance(place, discord.ForumChannel):
                return await self._find_post(place, occurrence.mark, after)
            async for message in place.history(limit=None, after=after, oldest_first=True):
                if self._is_marked(message, occurrence.mark):
                    return Posted(place.id, message.id)
        except ERRORS as error:
            raise fault_of(error) from error
        return None

    async def tell_paused(self, schedule: Schedule, cause: Cause) -> None:
        """Leave a note in the guild's system channel, where there is one and Clio may write there."""
        guild = self._client.get_guild(schedule.guild)
        if guild is None or guild.system_channel is None:
            return
        voice = speech(self._language(guild, await self._language_of(schedule.guild)))
        channel = schedule.plan.channel
        if cause is Cause.CHANNEL_GONE:
            text = voice.say(
                "A digest is paused, since its channel is no longer there. Choose another one with {command}, and it "
                "goes on.",
                command="`/digest edit`",
            )
            text += f"\n-# {described(schedule.plan, voice, {channel})}"
        else:
            text = voice.say(
                "The digest for {channel} is paused, since it could not be posted three days in a row. {cause} "
                "Then use {command}.",
                channel=f"<#{channel}>", cause=escape(told(cause, voice)), command="`/digest resume`",
            )  # fmt: skip
        await guild.system_channel.send(text, allowed_mentions=discord.AllowedMentions.none())

    async def _place(self, guild_id: int, channel_id: int) -> Place:
        """A channel as it is known here, else as Discord has it. Raises Refused and what discord.py raises."""
        guild = self._client.get_guild(guild_id)
        known = guild.get_channel_or_thread(channel_id) if guild else None
        if known is None:
            if guild is None or guild.unavailable:
                await self.turn()
                guild = await self._client.fetch_guild(guild_id, with_counts=False)
            await self.turn()
            known = await guild.fetch_channel(channel_id)
        if not isinstance(known, Place):
            raise Refused(Cause.CHANNEL_GONE, f"The channel is a {known.type} now.")
        return known

    async def _open_post(self, forum: discord.ForumChannel, name: str, form: dict[str, Any]) -> Posted:
        """Open a post in a forum, asking once."""
        # Opening a post takes no nonce, so it must not be asked for again unseen, as the client does after a 500.
        channel: dict[str, Any] = {"name": cut(name, MOST_NAME), "applied_tags": _tags(forum)}
        with handle_message_parameters(channel_payload=channel, **form) as params:
            route = Route("POST", "/channels/{channel_id}/threads", channel_id=forum.id)
            once: list[Any] = [_Once()]
            opened = await self._client.http.request(
                route, json=params.payload, params={"use_nested_fields": 1}, files=once
            )
        return Posted(int(opened["id"]), int(opened["message"]["id"]))

    async def _find_post(self, forum: discord.ForumChannel, mark: str, after: dt.datetime) -> Posted | None:
        me, first = self._client.user, discord.utils.time_snowflake(after)
        threads = [thread for thread in await forum.guild.active_threads() if thread.parent_id == forum.id]
        threads += [thread async for thread in forum.archived_threads(limit=_MOST_OLD_POSTS)]
        for thread in threads:
            if thread.id < first or me is None or thread.owner_id != me.id:
                continue
            try:
                message = await thread.fetch_message(thread.id)
            except discord.NotFound:
                continue  # what the post began with was deleted
            if self._is_marked(message, mark):
                return Posted(thread.id, message.id)
        return None

    async def _check_readable(self, place: Place) -> None:
        """Raise Refused where Discord would show an empty history for want of a permission."""
        me = place.guild.me
        if me is None:
            assert self._client.user is not None
            me = await place.guild.fetch_member(self._client.user.id)
        if isinstance(place, discord.Thread) and place.parent is None:
            return  # Discord itself says whether it may be read
        if not place.permissions_for(me).read_message_history:
            raise Refused(Cause.NO_PERMISSION, "The channel's history cannot be read.")

    def _is_marked(self, message: discord.Message, mark: str) -> bool:
        me = self._client.user
        ours = me is not None and message.author.id == me.id
        return ours and mark_of(list(_custom_ids(message.components)), message.content) == mark

    @staticmethod
    def _language(guild: discord.Guild, language: str) -> str:
        return choose_language(language or str(guild.preferred_locale))


class _Once:
    """Stands where discord.py takes files, and asks to be wound back before each try: there is to be only one."""

    def reset(self, *, seek: int) -> None:
        """Raise Unknown before a second try."""
        if seek:
            raise Unknown("Discord did not say whether it opened the post.")


def _form(digest: Digest, occurrence: Occurrence, *, plainest: bool) -> dict[str, Any]:
    """What a message holds, as discord.py takes it. The schedule's role is all it may ping."""
    role = occurrence.schedule.plan.mention
    pinged = [discord.Object(role)] if role is not None else False
    mentions = discord.AllowedMentions(everyone=False, users=False, roles=pinged, replied_user=False)
    if plainest:
        return {"content": plain_digest(digest, occurrence.mark, role), "allowed_mentions": mentions}
    return {"view": digest_card(digest, occurrence.mark, role), "allowed_mentions": mentions}


def _tags(forum: discord.ForumChannel) -> list[str]:
    """The first tag that anybody may set, where a forum wants one on every post."""
    free = [tag.id for tag in forum.available_tags if not tag.moderated]
    return [str(tag) for tag in free[:1]] if forum.flags.require_tag else []


def _custom_ids(components: Iterable[Any]) -> Iterable[str]:
    for component in components:
        if custom_id := getattr(component, "custom_id", None):
            yield custom_id
        yield from _custom_ids(getattr(component, "children", ()))
