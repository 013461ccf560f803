"""Rate limits: how many requests a route takes in a while, and the headers that say so.

Source: https://discord.com/developers/docs/topics/rate-limits
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.sandbox.pace import Windows

MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token", "interaction_token")
"""Path parameters that have a bucket of their own for each value."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`limit` requests in `per` seconds."""

    limit: int = 50
    per: float = 1.0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a bucket stands after one more request; `is_global` when it is the whole bot that exceeds."""

    rate: Rate
    bucket: str
    remaining: int
    reset_after: float
    exceeded: bool
    is_global: bool = False

    def headers(self, now: float) -> dict[str, str]:
        """The headers for the answer; `now` is seconds since 1970, UTC."""
        if self.is_global:
            return global_headers(self.reset_after)
        headers = {
            "X-RateLimit-Limit": str(self.rate.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": f"{now + self.reset_after:.3f}",
            "X-RateLimit-Reset-After": f"{self.reset_after:.3f}",
            "X-RateLimit-Bucket": self.bucket,
        }
        if self.exceeded:
            headers |= {"Retry-After": f"{self.reset_after:.3f}", "X-RateLimit-Scope": "user"}
        return headers


class Rates:
    """Counts requests by route and major parameter and, where that is asked for, those of a whole bot.

    `ticks` gives seconds that pass as in life, also where the world's clock stands still: clients sleep by them.
    """

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._rates: dict[tuple[str, str], Rate] = {}
        self._windows = Windows(ticks)
        self._global: Rate | None = None

    def set(self, method: str, route: str, limit: int, per: float) -> None:
        """Lets a route ("/channels/{channel_id}/messages") take `limit` requests in `per` seconds."""
        self._rates[method.upper(), route] = Rate(limit, per)

    def set_global(self, limit: int = 50, per: float = 1.0) -> None:
        """Lets each bot make `limit` requests in `per` seconds over all routes. Discord's rule; off until asked for."""
        self._global = Rate(limit, per)

    def take(self, method: str, route: str, params: Mapping[str, str], sender: str | None = None) -> Standing:
        """Counts one request; `sender` is the token that counts towards the whole bot's rate, None where none does."""
        if self._global is not None and sender is not None:
            count, left = self._windows.count(("global", sender), self._global.per)
            if count > self._global.limit:
                return Standing(self._global, "", 0, left, exceeded=True, is_global=True)
        rate = self._rates.get((method, route), Rate())
        bucket = hashlib.sha256(f"{method} {route}".encode()).hexdigest()[:32]
        key = (bucket, tuple(params[name] for name in MAJOR if name in params))
        count, left = self._windows.count(key, rate.per)
        return Standing(rate, bucket, max(0, rate.limit - count), left, exceeded=count > rate.limit)


def global_headers(reset_after: float) -> dict[str, str]:
    """The headers of a 429 that concerns the whole bot."""
    return {
        "Retry-After": f"{reset_after:.3f}",
        "X-RateLimit-Global": "true",
        "X-RateLimit-Scope": "global",
    }
