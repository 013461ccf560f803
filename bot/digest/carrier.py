"""The port to a platform: what the courier hands over to be posted, and what it asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bot.digest.failures import Cause
from bot.digest.schedule import Occurrence, Schedule


class Chosen(Protocol):
    """What one digest tells, chosen for a day. ``ids`` are its events'; with none there is nothing to say."""

    @property
    def ids(self) -> Sequence[str]:
        """The events' ids, in the order in which they are told."""


ChosenT = TypeVar("ChosenT", bound=Chosen)


@dataclass(frozen=True, slots=True)
class Parcel(Generic[ChosenT]):
    """One digest to post. ``language`` is the guild's ("" for none set).

    ``plainest`` asks for the form that is taken wherever any is, after another was refused.
    """

    occurrence: Occurrence
    chosen: ChosenT
    language: str = ""
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
