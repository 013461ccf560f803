"""Carries due occurrences to where they belong: some at a time, again after a fault, until the deadline.

What was claimed by a process that is gone, or was answered by nothing, is looked for before it is posted again. Nothing
here waits: every next try is an instant in the ledger, so that a restart forgets none.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Generic

from bot.digest.carrier import Carrier, Choose, ChosenT, Parcel, Posted, Wish
from bot.digest.claiming import Claim
from bot.digest.failures import TOO_LATE, UNSETTLED, Cause, Fault, FormRefused, Passing, Refused, Unknown
from bot.digest.ledger import Ledger
from bot.digest.patience import waiting
from bot.digest.schedule import DEADLINE, Occurrence, Schedule, State

_log = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]
"""Gives the present instant, with its time zone."""

AT_ONCE = 48
"""How many deliveries run side by side, those that wait for their turn among them; each guild has one of them at most.

So many keep Discord's 50 requests a second busy even where each takes half a second.
"""

_CHOOSING, _CARRYING = 20.0, 60.0
"""Seconds that choosing, and each call of the carrier, may take."""

# A delivery is begun only when it ends well before the lease does, so that nobody else can have begun one.
_MARGIN = dt.timedelta(seconds=_CARRYING + 10)

_SHARED_ANEW = dt.timedelta(seconds=2)
_JUST_SENT = dt.timedelta(seconds=15)


def _unheard(occurrence: Occurrence, state: State, at: dt.datetime) -> None:
    pass


class Courier(Generic[ChosenT]):
    """Delivers what the ledger holds, by one carrier. Belongs to one event loop.

    ``wake_by``, which may be set, is called with an instant at which :meth:`wake` is wanted sooner than was said;
    ``ended`` with each occurrence that came to its end, how, and when.
    """

    def __init__(
        self,
        ledger: Ledger,
        carrier: Carrier[ChosenT],
        choose: Choose[ChosenT],
        clock: Clock,
        chance: random.Random | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        self._ledger = ledger
        self._carrier = carrier
        self._choose = choose
        self._clock = clock
        self._chance = chance or random.Random()
        self._at_once = at_once
        self._turn = asyncio.Lock()
        self._running: dict[asyncio.Task[None], Claim] = {}
        self._refilling: set[asyncio.Task[None]] = set()
        self._begun: set[int] = set()
        self._closing = False
        self._shared = dt.datetime.min.replace(tzinfo=dt.UTC)
        self.wake_by: Callable[[dt.datetime], None] = lambda instant: None
        self.ended: Callable[[Occurrence, State, dt.datetime], None] = _unheard

    async def wake(self) -> None:
        """Plan what has become due and begin to deliver; it does not wait for the deliveries.

        May be called at any time, also when nothing is due. Raises what the database raises; then nothing is lost,
        and the next call goes on.
        """
        more = True
        while more and not self._closing:
            async with self._turn:
                more = await self._ledger.plan(self._clock())
                await self._begin()

    async def next_wake(self) -> dt.datetime | None:
        """The instant at which :meth:`wake` is wanted next; None while there is nothing to wait for."""
        return await self._ledger.next_wake()

    async def idle(self) -> None:
        """Wait until no delivery is under way, and none can begin before the next wake."""
        while waited := [*self._running, *self._refilling]:
            await asyncio.wait(waited)

    async def tell_paused(self, schedule: Schedule, cause: Cause) -> None:
        """Have a schedule's guild told that it was paused and why; where that cannot be, the log says so."""
        try:
            async with asyncio.timeout(_CARRYING):
                await self._carrier.tell_paused(schedule, cause)
        except Exception as error:
            name = f"schedule {schedule.id} of guild {schedule.guild}"
            _log.info("Nobody could be told that %s is paused: %s", name, error or type(error).__name__)

    async def close(self, grace: float = 5.0) -> None:
        """Begin nothing more; give what is under way ``grace`` seconds to end, and the rest back to the ledger.

        Raises what the database raises; then leases end by themselves.
        """
        self._closing = True
        async with self._turn:
            left = dict(self._running)
        if left:
            await asyncio.wait(list(left), timeout=grace)
        for task, claim in left.items():
            if not task.done():
                begun = claim.begun_in is not None or claim.id in self._begun
                task.cancel()
                await asyncio.wait({task})
                await self._give_back(claim, begun)
        await self._ledger.release(self._clock())

    async def _give_back(self, claim: Claim, begun: bool) -> None:
        ready = self._clock() + (_JUST_SENT if begun else dt.timedelta())
        try:
            await self._ledger.again(claim, ready, "Clio was stopped.", begun=begun)
        except Exception:
            _log.exception("%s waits for the end of its lease", _name(claim))

    async def _begin(self) -> None:
        """Claim as much as there are hands free, and set to work."""
        while not self._closing and (free := self._at_once - len(self._running)) > 0:
            busy = {claim.occurrence.schedule.guild for claim in self._running.values()}
            claims = await self._ledger.claim(self._clock(), free, busy)
            if not claims:
                return
            try:
                await self._share()  # before the first of them takes its turn
            finally:
                for claim in claims:
                    task = asyncio.create_task(self._carry(claim))
                    self._running[task] = claim
                    task.add_done_callback(self._done)

    async def _share(self) -> None:
        """Leave the others who deliver their part of what the platform takes; looked at now and then."""
        if (now := self._clock()) - self._shared >= _SHARED_ANEW or now < self._shared:
            self._shared = now
            self._carrier.share(await self._ledger.others(now) + 1)

    def _done(self, task: asyncio.Task[None]) -> None:
        claim = self._running.pop(task)
        self._begun.discard(claim.id)
        # Several hands at a time: a claim for each would be a transaction for each.
        if self._at_once - len(self._running) >= max(1, self._at_once // 3):
            refilling = asyncio.create_task(self._refill())
            self._refilling.add(refilling)
            refilling.add_done_callback(self._refilling.discard)

    async def _refill(self) -> None:
        try:
            async with self._turn:
                await self._begin()
        except Exception:
            _log.exception("No more deliveries can be begun before the next wake")

    async def _carry(self, claim: Claim) -> None:
        """Bring one claim to an end, or give it back. A fault of the database leaves it to the end of its lease."""
        try:
            if claim.begun_in is None or not await self._is_settled(claim, claim.begun_in):
                await self._deliver(claim)
        except Exception:
            _log.exception("%s is left for later", _name(claim))

    async def _is_settled(self, claim: Claim, channel: int) -> bool:
        """Look for a message that may have been posted; whether there is no more to do now."""
        occurrence = claim.occurrence
        try:
            async with asyncio.timeout(_CARRYING):
                posted = await self._carrier.find(occurrence, channel, claim.planned)
        except Exception as error:
            await self._unsettled(claim, _fault(error))
            return True
        if posted is not None:
            await self._sent(claim, posted)
            return True
        if channel != occurrence.schedule.plan.channel:  # moved meanwhile: what is looked for next time is there
            await self._ledger.again(claim, self._clock(), claim.error, begun=False, cause=claim.cause)
            return True
        return False

    async def _unsettled(self, claim: Claim, fault: Fault) -> None:
        """Look again later, for as long as that makes sense."""
        now = self._clock()
        cause = fault.cause if isinstance(fault, Refused) else None
        if (cause and not cause.may_be_mended) or now >= claim.occurrence.deadline + DEADLINE:
            await self._failed(claim, cause, f"{UNSETTLED} {fault.detail}")
        else:
            ready = now + waiting(claim, fault, self._chance)
            await self._ledger.again(claim, ready, fault.detail, begun=True, cause=cause)
            self.wake_by(ready)

    async def _deliver(self, claim: Claim) -> None:
        if self._clock() >= claim.occurrence.deadline:
            await self._too_late(claim)
            return
        if not claim.running:
            await self._ledger.again(claim, self._clock(), claim.error, begun=False, cause=claim.cause)
            return
        try:
            async with asyncio.timeout(_CHOOSING):
                chosen = await self._chosen(claim)
        except Exception as error:
            _log.exception("Nothing could be chosen for %s", _name(claim))
            await self._again(claim, Passing(f"The events could not be chosen: {error or type(error).__name__}"))
            return
        if not chosen.ids:
            await self._ledger.empty(claim, self._clock())
            self._tell_end(claim, State.EMPTY)
            return
        try:
            posted = await self._post(claim, chosen)
        except Exception as error:
            await self._not_posted(claim, _fault(error))
        else:
            await self._sent(claim, posted, chosen.ids)

    async def _chosen(self, claim: Claim) -> ChosenT:
        plan, day = claim.occurrence.schedule.plan, claim.occurrence.day
        return await self._choose(
            Wish(day, plan.about, plan.without, plan.size, claim.shown, claim.language, plan.leap_day)
        )

    async def _post(self, claim: Claim, chosen: ChosenT) -> Posted:
        """Post it; in the plainest form where its own is not taken. Raises Fault and what else a carrier raises."""
        parcel = Parcel(claim.occurrence, chosen)
        try:
            return await self._handed_over(claim, parcel)
        except FormRefused as refused:
            _log.warning("%s is posted in the plainest form: %s", _name(claim), refused.detail)
        try:
            return await self._handed_over(claim, replace(parcel, plainest=True))
        except FormRefused as refused:
            raise Refused(Cause.FORM, refused.detail) from refused

    async def _handed_over(self, claim: Claim, parcel: Parcel[ChosenT]) -> Posted:
        await self._carrier.turn()
        if self._clock() + _MARGIN > claim.lease:
            raise Passing("The lease would have ended first.")
        self._begun.add(claim.id)
        try:
            async with asyncio.timeout(_CARRYING):
                return await self._carrier.deliver(parcel)
        except (Refused, Passing, FormRefused):
            self._begun.discard(claim.id)
            raise

    async def _not_posted(self, claim: Claim, fault: Fault) -> None:
        if isinstance(fault, Refused) and not fault.cause.may_be_mended:
            await self._failed(claim, fault.cause, fault.detail)
        else:
            await self._again(claim, fault)

    async def _again(self, claim: Claim, fault: Fault) -> None:
        """Try again later: at the deadline at the latest, to record that it is over."""
        begun = isinstance(fault, Unknown)
        ready = self._clock() + waiting(claim, fault, self._chance)
        ready = ready if begun else min(ready, claim.occurrence.deadline)
        cause = fault.cause if isinstance(fault, Refused) else None
        _log.info("%s is tried again at %s: %s", _name(claim), ready.isoformat(" ", "seconds"), fault.detail)
        await self._ledger.again(claim, ready, fault.detail, begun=begun, cause=cause)
        self.wake_by(ready)

    async def _too_late(self, claim: Claim) -> None:
        if claim.cause is not None:
            await self._failed(claim, claim.cause, claim.error)
        else:
            await self._ledger.missed(claim, claim.error or TOO_LATE, self._clock())
            self._tell_end(claim, State.MISSED)

    async def _sent(self, claim: Claim, posted: Posted, ids: Sequence[str] | None = None) -> None:
        if ids is None:  # it was found; what it shows was chosen by the same rules
            try:
                async with asyncio.timeout(_CHOOSING):
                    ids = (await self._chosen(claim)).ids
            except Exception:
                _log.exception("It is not known which events %s shows", _name(claim))
                ids = ()
        await self._ledger.sent(claim, posted, ids, self._clock())
        self._tell_end(claim, State.SENT)

    async def _failed(self, claim: Claim, cause: Cause | None, error: str) -> None:
        _log.warning("%s has failed: %s", _name(claim), error)
        paused = await self._ledger.failed(claim, cause, error, self._clock())
        self._tell_end(claim, State.FAILED)
        if paused and cause is not None:
            await self.tell_paused(claim.occurrence.schedule, cause)

    def _tell_end(self, claim: Claim, state: State) -> None:
        self.ended(claim.occurrence, state, self._clock())


def _fault(error: Exception) -> Fault:
    """What a carrier raised, as a fault; what is none of them leaves open whether it was posted."""
    if isinstance(error, Fault):
        return error
    if isinstance(error, TimeoutError):
        return Unknown("No answer came in time.")
    _log.error("The carrier failed", exc_info=error)
    return Unknown(f"{type(error).__name__}: {error}")


def _name(claim: Claim) -> str:
    schedule = claim.occurrence.schedule
    return f"The digest of {claim.occurrence.day} for schedule {schedule.id} of guild {schedule.guild}"
