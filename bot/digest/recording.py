"""Recording what was sent: what came to be recorded while a transaction was under way goes into the next together."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digest.carrier import Posted
from bot.digest.claiming import Claim
from bot.digest.schedule import State
from bot.store.store import Store
from bot.store.tables import occurrences, shown


class NotRecorded(Exception):
    """What was posted could not be recorded; the message is the reason. It is looked for when its lease ends."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """What is to be recorded as sent; ``recorded`` ends when it is."""

    claim: Claim
    posted: Posted
    events: tuple[str, ...]
    at: dt.datetime
    recorded: asyncio.Future[None]


class Recorder:
    """Records what ``owner`` has sent. Belongs to one event loop."""

    def __init__(self, store: Store, owner: str) -> None:
        self._store = store
        self._owner = owner
        self._turn = asyncio.Lock()
        self._waiting: list[_Sent] = []

    async def sent(self, claim: Claim, posted: Posted, events: Sequence[str], now: dt.datetime) -> None:
        """Record where an occurrence was posted, and which events (ids) it showed. Raises NotRecorded."""
        sent = _Sent(claim, posted, tuple(dict.fromkeys(events)), now, asyncio.get_running_loop().create_future())
        self._waiting.append(sent)
        async with self._turn:
            if not sent.recorded.done():
                together, self._waiting = self._waiting, []
                await self._record(together)
        await sent.recorded

    async def _record(self, together: Sequence[_Sent]) -> None:
        try:
            async with self._store.writing() as connection:
                await self._record_in(connection, together)
        except BaseException as error:
            for sent in together:
                if not sent.recorded.done():
                    sent.recorded.set_exception(NotRecorded(type(error).__name__))
                    sent.recorded.exception()  # whoever gave up waiting need not fetch it
            raise
        for sent in together:
            if not sent.recorded.done():
                sent.recorded.set_result(None)

    async def _record_in(self, connection: AsyncConnection, together: Sequence[_Sent]) -> None:
        of_ids = {sent.claim.id: sent for sent in together}
        still = select(occurrences.c.id, occurrences.c.attempts).where(
            occurrences.c.id.in_(of_ids),
            occurrences.c.owner == self._owner,
            occurrences.c.state == State.SENDING.value,
        )
        found = (await connection.execute(still.with_for_update())).all()
        ours = [of_ids[id_] for id_, attempts in found if of_ids[id_].claim.attempts == attempts]
        if not ours:
            return
        values = {"state": State.SENT.value, "cause": None, "error": "", "ready": None, "owner": None}
        told: dict[str, Any] = {name: bindparam(f"its_{name}") for name in ("channel", "message", "finished")}
        change = update(occurrences).where(occurrences.c.id == bindparam("its_id")).values(**values, **told)
        places = [
            {"its_id": one.claim.id, "its_channel": one.posted.channel, "its_message": one.posted.message,
             "its_finished": one.at}
            for one in ours
        ]  # fmt: skip
        await connection.execute(change, places)
        rows = [row for one in ours for row in _shown_rows(one)]
        if rows:
            await connection.execute(self._store.insert_new(shown), rows)


def _shown_rows(sent: _Sent) -> list[dict[str, Any]]:
    occurrence = sent.claim.occurrence
    same = {"occurrence": sent.claim.id, "channel": occurrence.schedule.plan.channel, "day": occurrence.day}
    return [{**same, "event": event} for event in sent.events]
