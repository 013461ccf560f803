"""Rate limits: how many requests a route takes in a while, and the headers that say so.

Source: https://discord.com/developers/docs/topics/rate-limits
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token", "interaction_token")
"""Path parameters that have a bucket of their own for each value."""

KEPT = 2_000
"""Buckets counted at a time; the oldest are forgotten first."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`limit` requests in `per` seconds."""

    limit: int = 50
    per: float = 1.0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a bucket stands after one more request."""

    rate: Rate
    bucket: str
    remaining: int
    reset_after: float
    exceeded: bool

    def headers(self, now: float) -> dict[str, str]:
        """The headers for the answer; `now` is seconds since 1970, UTC."""
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
    """Counts requests by route and major parameter, in windows that begin with a request.

    `ticks` gives seconds that pass as in life, also where the world's clock stands still: clients sleep by them.
    """

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._rates: dict[tuple[str, str], Rate] = {}
        self._windows: dict[tuple[str, tuple[str, ...]], tuple[float, int]] = {}

    def set(self, method: str, route: str, limit: int, per: float) -> None:
        """Lets a route ("/channels/{channel_id}/messages") take `limit` requests in `per` seconds."""
        self._rates[method.upper(), route] = Rate(limit, per)

    def take(self, method: str, route: str, params: Mapping[str, str]) -> Standing:
        """Counts one request."""
        rate = self._rates.get((method, route), Rate())
        bucket = hashlib.sha256(f"{method} {route}".encode()).hexdigest()[:32]
        key = (bucket, tuple(params[name] for name in MAJOR if name in params))
        now = self._ticks()
        begun, count = self._windows.get(key, (now, 0))
        if now - begun >= rate.per:
            begun, count = now, 0
        self._windows[key] = (begun, count + 1)
        self._forget()
        remaining = max(0, rate.limit - count - 1)
        return Standing(rate, bucket, remaining, begun + rate.per - now, count >= rate.limit)

    def _forget(self) -> None:
        """Drops the oldest windows: each interaction has a bucket of its own and never comes back to it."""
        while len(self._windows) > KEPT:
            del self._windows[next(iter(self._windows))]
