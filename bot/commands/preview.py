"""``clio digest preview``: exactly what would be posted on a date, on the terminal."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping

from bot.archive.index import IndexUnusable
from bot.commands.ask import write, write_json
from bot.commands.opening import Trouble, index_trouble, locale_language, open_archive, spoken, tell
from bot.digest.choice import Choices, Digest
from bot.digest.filters import LEAST_SIZE, MOST_SIZE, Filters, refusal
from bot.digest.schedule import LeapDay
from bot.settings import Settings
from bot.speech import speech
from bot.talk.as_json import answer_object, json_line


def preview(
    settings: Settings,
    day: dt.date | None,
    about: str = "",
    without: str = "",
    leap_day: str = "",
    *,
    size: int = 5,
    language: str = "",
    as_json: bool = False,
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Write the digest of a date (today unless given); 0, or 1 when the day has nothing that fits.

    Raises Trouble for a size out of bounds, for a language not spoken, for a day that ``leap_day`` cannot be and for
    ``about`` that matches nothing.
    """
    tongue = spoken(language) or settings.language or locale_language(environment)
    if not LEAST_SIZE <= size <= MOST_SIZE:
        raise Trouble(f"--size: a digest holds {LEAST_SIZE} to {MOST_SIZE} events, not {size}.", 2)
    if leap_day not in list(LeapDay):
        raise Trouble(f"--leap-day: choose {LeapDay.BEFORE} or {LeapDay.AFTER}, not {leap_day}.", 2)
    archive = open_archive(settings, dt.date.today(), quiet=as_json)
    day, filters = day or dt.date.today(), Filters(about, without, LeapDay(leap_day))
    try:
        if refused := refusal(archive, speech(tongue), about):
            raise Trouble(refused, 2)
        digest = Choices(archive).choose(day, filters, size, language=tongue)
    except IndexUnusable as error:
        tell(f"{error} It is built anew.")
        with index_trouble(archive):
            archive.reload(dt.date.today(), from_nothing=True)
            digest = Choices(archive).choose(day, filters, size, language=tongue)
    _show(digest, as_json)
    return 0 if digest.events else 1


def _show(digest: Digest, as_json: bool) -> None:
    if as_json:
        write_json(json_line(answer_object(digest.answer) | {"day": digest.day.isoformat(), "left": digest.left}))
    else:
        write(digest.answer)
