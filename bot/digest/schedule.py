"""What is to be posted where and when, and what one posting of it is."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from calendar import isleap
from dataclasses import dataclass
from enum import StrEnum

from bot.digest.failures import Cause

DEADLINE = dt.timedelta(hours=6)
"""How long after its due instant an occurrence is still worth posting."""

SIZES = range(1, 11)
USUAL_SIZE = 5
MOST_IN_GUILD = 10


class LeapDay(StrEnum):
    """When events of 29 February are told in years that have none: never, or with one of the days beside it."""

    NEVER = ""
    BEFORE = "28-february"
    AFTER = "1-march"

    def is_told_on(self, day: dt.date) -> bool:
        """Whether the digest of a date holds events of 29 February, too."""
        beside = {LeapDay.BEFORE: (2, 28), LeapDay.AFTER: (3, 1)}
        return not isleap(day.year) and beside.get(self) == (day.month, day.day)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a moderator asks for. ``channel`` and ``mention`` (a role) are ids; ``time`` is local in ``zone`` (IANA).

    ``about`` and ``without`` are contexts or words ("" for all and none); ``size`` is 1 to 10 events.
    """

    channel: int
    time: dt.time
    zone: str
    about: str = ""
    without: str = ""
    size: int = USUAL_SIZE
    mention: int | None = None
    leap_day: LeapDay = LeapDay.NEVER

    def __post_init__(self) -> None:
        if self.size not in SIZES:
            raise ValueError(f"A digest holds {SIZES[0]} to {SIZES[-1]} events, not {self.size}.")
        if self.time.second or self.time.microsecond or self.time.tzinfo:
            raise ValueError(f"{self.time} is no local time in whole minutes.")


@dataclass(frozen=True, slots=True)
class Schedule:
    """A plan that is kept. ``paused`` says why nothing is posted; None while it runs. ``created`` is an instant."""

    id: int
    guild: int
    plan: Plan
    created: dt.datetime
    paused: Cause | None = None


class State(StrEnum):
    """What became of an occurrence. The last four are final."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    MISSED = "missed"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One schedule on one local date, due at an instant."""

    schedule: Schedule
    day: dt.date
    due: dt.datetime

    @property
    def deadline(self) -> dt.datetime:
        """From this instant on it is not posted any more."""
        return self.due + DEADLINE

    @property
    def mark(self) -> str:
        """What tells its message from every other: 20 letters and digits, the same whenever and wherever asked.

        It fits a Discord nonce (25 characters) and the custom id of a button (100).
        """
        names = f"{self.schedule.id} {self.schedule.created.timestamp():.6f} {self.day.isoformat()}"
        digest = hashlib.blake2b(names.encode(), digest_size=10).digest()
        return "clio" + base64.b32encode(digest).decode().lower()
