"""What moderators are told of digests: the schedules, what comes next, what became of the last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from discord import ButtonStyle, ui

from bot.chat.cards import MOST_TEXT, Card
from bot.chat.text import clean, cut, escape
from bot.digest.failures import told
from bot.digest.schedule import LeapDay, Occurrence, Plan, Schedule, State
from bot.speech import Speech

if TYPE_CHECKING:
    from bot.digest.records import Record

_MOST_WORDS = 150
_MOST_PARTS = 30
"""Components that a card of schedules may hold, well under Discord's 40."""


class Chore(StrEnum):
    """What a button under a schedule does."""

    RESUME = "resume"
    REMOVE = "remove"
    KEEP = "keep"

    def custom_id(self, schedule: Schedule) -> str:
        """What a button says of it; :data:`bot.chat.digest_presses.CHORE` reads it."""
        return f"digest~{self}~{schedule.id}"


def described(plan: Plan, voice: Speech, gone: Container[int] = ()) -> str:
    """A plan in one line, as Discord shows it; ``gone`` are channels (ids) that were deleted."""
    channel = escape(voice.say("a deleted channel")) if plan.channel in gone else f"<#{plan.channel}>"
    parts = [channel, f"{plan.time:%H:%M} {escape(plan.zone)}"]
    parts.append(escape(voice.count("one event", "up to {n} events", plan.size)))
    if plan.about:
        parts.append(escape(voice.say("about {words}", words=cut(clean(plan.about), _MOST_WORDS))))
    if plan.without:
        parts.append(escape(voice.say("without {words}", words=cut(clean(plan.without), _MOST_WORDS))))
    if plan.leap_day is not LeapDay.NEVER:
        beside = dt.date(2001, 2, 28) if plan.leap_day is LeapDay.BEFORE else dt.date(2001, 3, 1)
        leap, day = voice.month_and_day(2, 29), voice.month_and_day(beside.month, beside.day)
        parts.append(escape(voice.say("with {leap} on {day}", leap=leap, day=day)))
    if plan.mention is not None:
        parts.append(f"<@&{plan.mention}>")
    return " · ".join(parts)


def at(instant: dt.datetime) -> str:
    """An instant as each reader's own clock shows it, and how far it is away."""
    seconds = int(instant.timestamp())
    return f"<t:{seconds}:F> (<t:{seconds}:R>)"


def note(title: str, *lines: str, buttons: Iterable[ui.Button[Any]] = ()) -> Card:
    """A short private answer; its lines are fit to be shown."""
    made = Card()
    made.put(f"### {escape(title)}")
    made.put("\n".join(line for line in lines if line))
    made.put_buttons(list(buttons))
    return made


def standing(schedule: Schedule, following: Occurrence | None, voice: Speech, gone: Container[int] = ()) -> str:
    """When a schedule posts next, or why it does not; ``gone`` are channels (ids) that were deleted."""
    if schedule.plan.channel in gone:
        why = voice.say("Nothing is posted, since the channel was deleted; choose another one with /digest edit.")
        return escape(why)
    if following is not None:
        return f"{escape(voice.say('Next:'))} {at(following.due)}"
    if schedule.paused is None:
        return escape(voice.say("Nothing is posted at present."))
    return f"{escape(voice.say('Paused.'))} {escape(told(schedule.paused, voice))}"


def listed(
    schedules: Sequence[Schedule], following: dict[int, Occurrence], voice: Speech, gone: Container[int] = ()
) -> list[Card]:
    """All schedules of a guild, the next run of each. As many cards as it takes. ``gone`` as in :func:`standing`."""
    cards: list[Card] = []
    for schedule in schedules:
        stands = standing(schedule, following.get(schedule.id), voice, gone)
        text = f"{described(schedule.plan, voice, gone)}\n-# {stands}"
        _with_room(cards, len(text), voice).put(text)
    return cards


def status(
    told_of: Iterable[tuple[Schedule, Sequence[Record]]],
    following: dict[int, Occurrence],
    voice: Speech,
    gone: Container[int] = (),
) -> list[Card]:
    """Of each schedule the next run and the last results; when it is paused, why, and a button that resumes it.

    As many cards as it takes. ``gone`` as in :func:`standing`; with no channel nothing can be resumed.
    """
    cards: list[Card] = []
    for schedule, records in told_of:
        stands = standing(schedule, following.get(schedule.id), voice, gone)
        text = f"**{described(schedule.plan, voice, gone)}**\n{stands}"
        results = "\n".join(_result(record, voice) for record in records)
        results = results or f"-# {escape(voice.say('Nothing was due yet.'))}"
        card = _with_room(cards, len(text) + len(results), voice)
        card.put(text)
        card.put(results)
        if schedule.paused is not None and schedule.plan.channel not in gone:
            card.put_buttons([resume_button(schedule, voice)])
    return cards


def resume_button(schedule: Schedule, voice: Speech) -> ui.Button[Any]:
    """Resumes a schedule."""
    return ui.Button(label=voice.say("Resume"), custom_id=Chore.RESUME.custom_id(schedule), style=ButtonStyle.success)


def ask_removal(described: str, schedule: Schedule, voice: Speech) -> Card:
    """Asks once whether a schedule, so described, is to be removed."""
    buttons: list[ui.Button[Any]] = [
        ui.Button(label=voice.say("Remove"), custom_id=Chore.REMOVE.custom_id(schedule), style=ButtonStyle.danger),
        ui.Button(label=voice.say("Keep"), custom_id=Chore.KEEP.custom_id(schedule)),
    ]
    return note(
        voice.say("Remove this digest?"),
        described,
        escape(voice.say("What was posted stays; Clio forgets the schedule and its record.")),
        buttons=buttons,
    )


def outcome(record: Record, voice: Speech) -> str:
    """What became of an occurrence, in a sentence fit to be shown, with a link to the post."""
    guild, posted = record.occurrence.schedule.guild, record.posted
    if posted is not None:
        link = f"https://discord.com/channels/{guild}/{posted.channel}/{posted.message}"
        return f"[{escape(state_word(record.state, voice))}]({link})"
    word = escape(state_word(record.state, voice))
    return f"{word}. {escape(told(record.cause, voice))}" if record.cause is not None else word


def state_word(state: State, voice: Speech) -> str:
    """What became of an occurrence, in a few words."""
    match state:
        case State.PLANNED:
            return voice.say("waiting to be posted")
        case State.SENDING:
            return voice.say("just being posted")
        case State.SENT:
            return voice.say("posted")
        case State.FAILED:
            return voice.say("could not be posted")
        case State.MISSED:
            return voice.say("missed; its time was over")
        case State.EMPTY:
            return voice.say("nothing to tell that day")


def _with_room(cards: list[Card], length: int, voice: Speech) -> Card:
    """The last of the cards that tell of schedules, or a new one where it has no room for ``length`` characters."""
    if not cards or cards[-1].content_length() + length > MOST_TEXT or cards[-1].total_children_count > _MOST_PARTS:
        cards.append(note(voice.say("Digests of this server")))
    return cards[-1]


def _result(record: Record, voice: Speech) -> str:
    return f"- {escape(voice.date(record.occurrence.day))}: {outcome(record, voice)}"
