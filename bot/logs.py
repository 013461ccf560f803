"""Log lines that a person can follow, and in which the token never appears."""

from __future__ import annotations

import logging

from bot.settings import Settings

_FORM = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


class Discreet(logging.Formatter):
    """Writes lines without a secret, wherever it stands in them."""

    def __init__(self, secret: str) -> None:
        super().__init__(_FORM, "%Y-%m-%d %H:%M:%S")
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the exception below it."""
        line = super().format(record)
        return line.replace(self._secret, "[token]") if self._secret else line


def set_up_logs(settings: Settings) -> None:
    """Send the process's log lines to standard error, from the level that is set."""
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet(settings.token.get_secret_value().strip() if settings.token else ""))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    # Its debug lines hold the addresses that interactions are answered at, which are secrets too.
    logging.getLogger("discord").setLevel(max(logging.INFO, logging.getLogger().level))
