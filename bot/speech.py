"""Every sentence people read, in their language: gettext catalogues, and dates and numbers in the language's own form.

A further language is one file ``bot/locale/<tag>.po``; nothing is compiled beforehand. English is the source language
and stands in the code.
"""

from __future__ import annotations

import datetime as dt
import gettext
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LOCALES = Path(__file__).parent / "locale"
SOURCE_LANGUAGE = "en"

_HAN = re.compile("[\u4e00-\u9fff]")
_EDGE = re.compile("(?P<close>(?<=[\u4e00-\u9fff])\0(?=[A-Za-z])|(?<=[A-Za-z])\0(?=[\u4e00-\u9fff]))|\0")


@dataclass(frozen=True, slots=True)
class Speech:
    """One language's voice. ``language`` is a tag such as "en" or "zh_Hans"."""

    language: str
    locale: Locale
    catalogue: gettext.NullTranslations

    def say(self, message: str, /, **values: object) -> str:
        """``message`` in this language, with ``{names}`` filled in from ``values``."""
        return _filled(self.catalogue.gettext(message), values)

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The form of a message that goes with ``n`` things; ``{n}`` in it is the number in this language's form."""
        return _filled(self.catalogue.ngettext(one, many, n), {"n": self.number(n), **values})

    def date(self, day: dt.date, weekday: bool = False) -> str:
        """A date in words ("18 January 2013"), on demand with its weekday."""
        return format_date(day, format="full" if weekday else "long", locale=self.locale)

    def weekday(self, day: dt.date) -> str:
        """A day of the week, cut short ("Mon")."""
        return format_skeleton("E", day, locale=self.locale)

    def month_and_day(self, month: int, day: int) -> str:
        """A month and day without a year ("18 January")."""
        return format_skeleton("MMMMd", dt.date(2000, month, day), locale=self.locale)

    def month(self, day: dt.date) -> str:
        """A month of a year ("January 2013")."""
        return format_skeleton("yMMMM", day, locale=self.locale)

    def year(self, year: int) -> str:
        """A year in the language's form ("2013", "2013年")."""
        return format_skeleton("y", dt.date(year, 1, 1), locale=self.locale)

    def number(self, n: int) -> str:
        """A whole number with the language's grouping."""
        return format_decimal(n, locale=self.locale)

    def join(self, words: Sequence[str]) -> str:
        """A list in words ("Mali, France, and Chad")."""
        return format_list(list(words), locale=self.locale)


def _filled(sentence: str, values: Mapping[str, object]) -> str:
    """``sentence`` with its ``{names}`` filled in; between a Chinese character and a Latin name stands a space."""
    if not _HAN.search(sentence):
        return sentence.format(**values)
    return _EDGE.sub(
        lambda edge: " " if edge["close"] else "", sentence.format(**{name: f"\0{values[name]}\0" for name in values})
    )


def languages() -> tuple[str, ...]:
    """The tags of all languages Clio speaks, the source language first."""
    return _spoken_in(LOCALES)


@cache
def _spoken_in(folder: Path) -> tuple[str, ...]:
    # Looked for once: every answer asks, and a disk may take its time.
    return (SOURCE_LANGUAGE, *sorted(path.stem for path in folder.glob("*.po")))


def choose_language(wanted: str) -> str:
    """The language spoken here that is nearest to a tag such as "zh-CN", "zh_TW.UTF-8" or "en-GB"; else English."""
    name = wanted.split(".")[0].replace("-", "_")
    if name in languages():
        return name
    base = name.split("_")[0].lower()
    return next((tag for tag in languages() if tag.split("_")[0].lower() == base), SOURCE_LANGUAGE)


@cache
def speech(language: str) -> Speech:
    """The voice for a tag that :func:`choose_language` gives (any tag is taken, the nearest language is spoken)."""
    tag = choose_language(language)
    try:
        # English as the world writes it, with the day first, rather than as one country does.
        locale = Locale.parse("en_001" if tag == SOURCE_LANGUAGE else tag)
    except (UnknownLocaleError, ValueError):
        locale = Locale(SOURCE_LANGUAGE)
    path = LOCALES / f"{tag}.po"
    if tag == SOURCE_LANGUAGE or not path.exists():
        return Speech(tag, locale, gettext.NullTranslations())
    with path.open("rb") as file:
        catalogue = read_po(file, locale=tag)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Speech(tag, locale, gettext.GNUTranslations(compiled))
