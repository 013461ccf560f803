"""The courier's ports: who chooses what a digest tells, and who posts it on a platform."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bot.digest.failures import Cause
from bot.digest.schedule import LeapDay, Occurrence, Schedule


class Chosen(Protocol):
    """What one digest tells, chosen for a day. ``ids`` are its events'; with none there is nothing to say."""

    @property
    def ids(self) -> Sequence[str]:
        """The events' ids, in the order in which they are told."""


ChosenT = TypeVar("ChosenT", bound=Chosen)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a digest is to tell: ``size`` events of a local date, ``about`` and ``without`` words ("" for all, none).

    ``shown`` are ids of events that were shown there lately, to be told again only where there is too little else.
    ``language`` is the guild's ("" for none set), ``leap_day`` says whether 29 February counts with a day beside it.
    """

    day: dt.date
    about: str = ""
    without: str = ""
    size: int = 5
    shown: frozenset[str] = frozenset()
    language: str = ""
    leap_day: LeapDay = LeapDay.NEVER


Choose = Callable[[Wish], Awaitable[ChosenT]]
"""Gives what a digest tells. It is asked once for each delivery, so it remembers its choices; what it raises passes."""


@dataclass(frozen=True, slots=True)
class Parcel(Generic[ChosenT]):
    """One digest to post; ``plainest`` in the form that is taken wherever any is, after another was refused."""

    occurrence: Occurrence
    chosen: ChosenT
    plainest: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """Where an occurrence's message is, by ids; for a forum the channel is the post's own."""

    channel: int
    message: int


class Carrier(Protocol[ChosenT]):
    """Posts digests on one platform. Its methods raise the faults of bot.digest.failures; another error is a defect

    of the carrier and taken for Unknown. Each is given up after a minute, which raises CancelledError in it.
    """

    def share(self, processes: int) -> None:
        """So many processes, this one among them, deliver at present; together they keep to the platform's rate."""

    async def turn(self) -> None:
        """Wait until one more digest may be posted, by the platform's rate. Nothing has begun by then."""

    async def deliver(self, parcel: Parcel[ChosenT]) -> Posted:
        """Post it in ``parcel.occurrence.schedule.plan.channel``, with the occurrence's mark in it and as its nonce.

        Raises Refused, Passing and FormRefused only where it was certainly not posted; Unknown where it may have been.
        """

    async def find(self, occurrence: Occurrence, channel: int, since: dt.datetime) -> Posted | None:
        """The message of ours in ``channel`` that bears the occurrence's mark, none older than ``since`` by our clock.

        None only where it certainly is not there. Raises Refused, Passing and Unknown.
        """

    async def tell_paused(self, schedule: Schedule, cause: Cause) -> None:
        """Tell the guild once, where that is possible, that a schedule was paused and why."""
