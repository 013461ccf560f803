"""How long to wait before the next try, with jitter, so that what failed together does not come back together."""

from __future__ import annotations

import datetime as dt
import random

from bot.digest.claiming import Claim
from bot.digest.failures import Fault, Passing, Refused, Unknown

_FIRST, _LONGEST = 5.0, 600.0
# By then a message that was on its way is there to be found, and the nonce still holds.
_TO_LOOK = 45.0
_FOR_PEOPLE = 1200.0
_JITTER = 0.25


def waiting(claim: Claim, fault: Fault, chance: random.Random) -> dt.timedelta:
    """The time until a claim is tried again after a fault: longer each time, and 20 minutes where people must act."""
    growing = min(_FIRST * 2.0 ** min(claim.attempts - 1, 10), _LONGEST)
    least = 0.0
    match fault:
        case Refused():
            seconds = _FOR_PEOPLE
        case Unknown():
            seconds = max(_TO_LOOK, growing)
        case Passing():
            seconds, least = growing, fault.wait
        case _:
            seconds = growing
    return dt.timedelta(seconds=least + seconds * chance.uniform(1 - _JITTER, 1 + _JITTER))
