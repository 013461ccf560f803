"""Log lines a person can follow: when, how bad, what. The token never appears in one."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO

HIDDEN = "[token]"
_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_TIME = "%Y-%m-%d %H:%M:%S"
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Libraries that tell far more than an operator wants; "discord" at its finest would write down people's messages.
_QUIETER = {"discord": logging.INFO} | dict.fromkeys(
    ("aiohttp", "aiosqlite", "alembic", "apscheduler", "sqlalchemy", "watchfiles"), logging.WARNING
)


class Redaction(logging.Filter):
    """Takes secrets out of every record that passes: of its message, its arguments, its traceback and its stack.

    It also keeps a message on one line, so that nobody's words can pass for a line of the log.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = tuple(sorted(filter(None, (secret.strip() for secret in secrets)), key=len, reverse=True))

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite ``record``; let it pass."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):  # arguments that do not fit their message
            message = f"{record.msg} {record.args}"
        record.msg, record.args = _CONTROLS.sub(_escaped, self.hide(message)), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_info = None
        record.exc_text = self.hide(record.exc_text) if record.exc_text else None
        record.stack_info = self.hide(record.stack_info) if record.stack_info else None
        return True

    def hide(self, text: str) -> str:
        """``text`` without the secrets."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


def set_up_logs(level: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Write records of ``level`` ("debug" to "error") and above to ``stream`` (standard error), without ``secrets``.

    What was set up before, by us or by a library, is replaced.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(logging.Formatter(_FORMAT, _TIME))
    handler.addFilter(Redaction(secrets))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name, least in _QUIETER.items():
        logging.getLogger(name).setLevel(max(least, root.level))
    logging.captureWarnings(True)


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
