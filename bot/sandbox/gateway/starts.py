"""How often sessions may be begun, and how much a socket may be told by a bot.

Source: https://discord.com/developers/docs/events/gateway#rate-limiting and .../gateway#session-start-limit-object
"""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox.errors import Json
from bot.sandbox.pace import Windows
from bot.sandbox.world.users import Application

IDENTIFY_SECONDS = 5.0
DAY_SECONDS = 86_400.0
STARTS_A_DAY = 1_000
MOST_SENT = 120
SENT_SECONDS = 60.0


class Starts:
    """Counts what bots send to the gateway.

    `paced` makes every bot keep to one identify in five seconds for each of its `max_concurrency` keys, as Discord
    does; it is off until asked for, so that tests need not wait. `ticks` gives seconds that pass as in life.
    """

    def __init__(self, ticks: Callable[[], float]) -> None:
        self.paced = False
        self.max_concurrency = 1
        self._windows = Windows(ticks)

    def may_identify(self, application: Application, shard: int) -> bool:
        """Counts an identify; False where it comes too soon after another, or as one too many of the day."""
        of_day, _ = self._windows.count(("day", application.id), DAY_SECONDS)
        key = ("identify", application.id, shard % self.max_concurrency)
        in_a_row, _ = self._windows.count(key, IDENTIFY_SECONDS)
        return not self.paced or (in_a_row <= 1 and of_day <= STARTS_A_DAY)

    def may_send(self, socket: int) -> bool:
        """Counts one payload of a bot's; False over 120 in a minute on the socket of that number."""
        return self._windows.count(("sent", socket), SENT_SECONDS)[0] <= MOST_SENT

    def json(self, application: Application) -> Json:
        """Discord's session start limit object."""
        begun = self._windows.standing(("day", application.id), DAY_SECONDS)
        return {
            "total": STARTS_A_DAY,
            "remaining": max(0, STARTS_A_DAY - begun),
            "reset_after": int(DAY_SECONDS * 1000),
            "max_concurrency": self.max_concurrency,
        }
