"""The digest ledger as ``clio demo`` shows it beside the traffic: what comes next, and what became of the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.digest.failures import Cause, retold, told
from bot.digest.schedule import State
from bot.sandbox.page.panels import Cell, Moment, Panel, Post, Word
from bot.sandbox.world.guilds import Guild
from bot.sandbox.world.world import World
from bot.speech import Speech, speech

if TYPE_CHECKING:
    import datetime as dt

    from bot.chat.digest_desk import DigestDesk
    from bot.digest.records import Record
    from bot.digest.schedule import Occurrence, Schedule

MOST = 100
"""How many of the last results are shown."""
COLUMNS = ("Local date", "State", "Due", "Ended", "Where", "Schedule", "Post", "Tries", "Last error")
NOTHING = "No digest is set up yet. A moderator does that with /digest add."
_TONES = {"sent": "good", "failed": "bad", "missed": "bad"}

DeskOf = Callable[[], "DigestDesk | None"]
"""Gives the desk of the Clio that is running; None while nothing is kept, or Clio is not there."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was kept when it was looked."""

    coming: tuple[Occurrence, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    records: tuple[Record, ...] = ()


class Ledger:
    """Reads what is kept of one guild. While Clio is away, what was read last stands."""

    def __init__(self, desk: DeskOf, guild: Guild, world: World) -> None:
        self._desk = desk
        self._guild = guild.id
        self._world = world
        self._read = _Reading()
        self.panel = Panel("Digests", COLUMNS, self.rows, NOTHING)

    async def rows(self, language: str) -> Sequence[Sequence[Cell]]:
        """What comes next, the soonest first; what is paused; what was due, the latest first. Told in a language."""
        if (desk := self._desk()) is not None:
            schedules = await desk.schedules.of_guild(self._guild)
            coming, records = await desk.next_of(self._guild), await desk.records(self._guild, MOST)
            self._read = _Reading(tuple(coming.values()), tuple(schedules), tuple(records))
        voice, read = speech(language), self._read
        return [
            *(self._coming(one, voice) for one in read.coming),
            *(self._paused(one, one.paused, voice) for one in read.schedules if one.paused is not None),
            *(self._record(one, voice) for one in read.records),
        ]

    def _coming(self, one: Occurrence, voice: Speech) -> tuple[Cell, ...]:
        where, named = self._named(one.schedule.plan.channel, voice), _described(one.schedule, voice)
        return (*_begun(one.day, "next", one.due, voice), "", where, named, "", "", "")

    def _paused(self, schedule: Schedule, cause: Cause, voice: Speech) -> tuple[Cell, ...]:
        where, named = self._named(schedule.plan.channel, voice), _described(schedule, voice)
        return (voice.say("No date"), Word("paused", "bad"), "", "", where, named, "", "", told(cause, voice))

    def _record(self, record: Record, voice: Speech) -> tuple[Cell, ...]:
        one, posted, ended = record.occurrence, record.posted, record.finished
        return (
            *_begun(one.day, record.state.value, one.due, voice),
            Moment(ended.timestamp()) if ended else "",
            self._where(record, voice),
            _described(one.schedule, voice),
            Post("Read it", posted.channel, posted.message) if posted else "",
            str(record.attempts) if record.attempts > 1 else "",
            " ".join(filter(None, (_why(record.cause, voice), retold(record.error, voice)))),
        )

    def _where(self, record: Record, voice: Speech) -> str:
        """Where it was posted or tried, whatever channel its schedule has by now; "" for what nobody tried."""
        if record.channel is None:
            planned = record.state is State.PLANNED
            return self._named(record.occurrence.schedule.plan.channel, voice) if planned else ""
        posted = record.posted
        # A post that was opened in a forum begins with a message of the same id; it is the forum that people know.
        if posted is not None and posted.message == posted.channel:
            post = self._world.channels.find(posted.channel)
            return self._named(post.parent_id if post is not None else None, voice)
        return self._named(record.channel, voice)

    def _named(self, channel_id: int | None, voice: Speech) -> str:
        channel = self._world.channels.find(channel_id) if channel_id is not None else None
        return f"#{channel.name}" if channel is not None else voice.say("a channel that is gone")


def _described(schedule: Schedule, voice: Speech) -> str:
    plan = schedule.plan
    words = [plan.about, plan.without and voice.say("without {words}", words=plan.without)]
    return ", ".join([f"{schedule.id}: {plan.time:%H:%M} {plan.zone}", *filter(None, words)])


def _why(cause: Cause | None, voice: Speech) -> str:
    return told(cause, voice) if cause is not None else ""


def _begun(day: dt.date, state: str, due: dt.datetime, voice: Speech) -> tuple[Cell, Cell, Cell]:
    named = voice.say("{weekday} {date}", weekday=voice.weekday(day), date=voice.date(day))
    return named, Word(state, _TONES.get(state, "")), Moment(due.timestamp())
