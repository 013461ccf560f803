"""The ban of an address that keeps asking for what it may not have.

Source: https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
"""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox.pace import Windows

INVALID = (401, 403, 429)
"""The answers that count."""
MOST = 10_000
SECONDS = 600.0


class Bans:
    """Counts invalid requests of a whole address; over `most` in ten minutes nothing is answered but a bare 429."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self.most = MOST
        self._windows = Windows(ticks)

    @property
    def count(self) -> int:
        """The invalid requests of the last ten minutes."""
        return self._windows.standing("", SECONDS)

    @property
    def banned(self) -> bool:
        """Whether the address is shut out."""
        return self.count >= self.most

    def note(self, status: int) -> None:
        """Counts an answer, if it is one that counts."""
        if status in INVALID:
            self._windows.count("", SECONDS)
