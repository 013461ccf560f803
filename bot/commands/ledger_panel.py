"""The digest ledger as ``clio demo`` shows it beside the traffic: what comes next, and what became of the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.digest.failures import Cause, told
from bot.digest.schedule import State
from bot.sandbox.page.panels import Cell, Moment, Panel, Post, Word
from bot.sandbox.world.guilds import Guild
from bot.sandbox.world.world import World
from bot.speech import SOURCE_LANGUAGE, speech

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


class Ledger:
    """Reads what is kept of one guild. While Clio is away, what was read last stands."""

    def __init__(self, desk: DeskOf, guild: Guild, world: World) -> None:
        self._desk = desk
        self._guild = guild.id
        self._world = world
        self._rows: list[tuple[Cell, ...]] = []
        self.panel = Panel("Digests", COLUMNS, self.rows, NOTHING)

    async def rows(self) -> Sequence[Sequence[Cell]]:
        """What comes next, the soonest first; what is paused; what was due, the latest first."""
        if (desk := self._desk()) is not None:
            schedules = await desk.schedules.of_guild(self._guild)
            coming, records = await desk.next_of(self._guild), await desk.records(self._guild, MOST)
            self._rows = [
                *(self._coming(one) for one in coming.values()),
                *(self._paused(one, one.paused) for one in schedules if one.paused is not None),
                *(self._record(one) for one in records),
            ]
        return self._rows

    def _coming(self, one: Occurrence) -> tuple[Cell, ...]:
        where, named = self._named(one.schedule.plan.channel), _described(one.schedule)
        return (*_begun(one.day, "next", one.due), "", where, named, "", "", "")

    def _paused(self, schedule: Schedule, cause: Cause) -> tuple[Cell, ...]:
        where, named = self._named(schedule.plan.channel), _described(schedule)
        return ("No date", Word("paused", "bad"), "", "", where, named, "", "", _why(cause))

    def _record(self, record: Record) -> tuple[Cell, ...]:
        one, posted, ended = record.occurrence, record.posted, record.finished
        return (
            *_begun(one.day, record.state.value, one.due),
            Moment(ended.timestamp()) if ended else "",
            self._where(record),
            _described(one.schedule),
            Post("Read it", posted.channel, posted.message) if posted else "",
            str(record.attempts) if record.attempts > 1 else "",
            " ".join(filter(None, (_why(record.cause), record.error))),
        )

    def _where(self, record: Record) -> str:
        """Where it was posted or tried, whatever channel its schedule has by now; "" for what nobody tried."""
        if record.channel is None:
            return self._named(record.occurrence.schedule.plan.channel) if record.state is State.PLANNED else ""
        posted = record.posted
        # A post that was opened in a forum begins with a message of the same id; it is the forum that people know.
        if posted is not None and posted.message == posted.channel:
            post = self._world.channels.find(posted.channel)
            return self._named(post.parent_id if post is not None else None)
        return self._named(record.channel)

    def _named(self, channel_id: int | None) -> str:
        channel = self._world.channels.find(channel_id) if channel_id is not None else None
        return f"#{channel.name}" if channel is not None else "a channel that is gone"


def _described(schedule: Schedule) -> str:
    plan = schedule.plan
    words = [plan.about, plan.without and f"without {plan.without}"]
    return ", ".join([f"{schedule.id}: {plan.time:%H:%M} {plan.zone}", *filter(None, words)])


def _why(cause: Cause | None) -> str:
    return told(cause, speech(SOURCE_LANGUAGE)) if cause is not None else ""


def _begun(day: dt.date, state: str, due: dt.datetime) -> tuple[Cell, Cell, Cell]:
    return f"{day:%a} {day.day} {day:%B %Y}", Word(state, _TONES.get(state, "")), Moment(due.timestamp())
