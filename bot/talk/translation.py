"""Words of a question in the archive's other language: Chinese in English and English in Chinese, word by word.

No sentence is translated: names of countries and cities (Unicode's CLDR, by Babel) and everyday words of the news are
enough to find in an English archive what was asked in Chinese, and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale

from bot.archive.han import simplified
from bot.archive.words import fold, stem
from bot.talk.everyday_words import PAIRS

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[^\u3400-\u4dbf\u4e00-\u9fff]+")
_WORD = re.compile(r"[^\W_]+")
# What joins words and is no content: 马里的战争, 海地和智利的地震.
_JOINING = frozenset("的了在和与跟及对于之是年月日号里中上被着过或")
_JOINING_WORDS = frozenset(("the", "a", "an", "of", "in", "on", "at", "and", "to", "for", "with", "from", "by"))
_LONGEST = 12
_DOT = re.compile(r"(?<=[\u4e00-\u9fff]) ?[·・‧•] ?(?=[\u4e00-\u9fff])")
_MOST_WORDS = 4
_ASIDE = re.compile(r" ?\(.*?\)| SAR China$| ?[（(].*?[）)]")


@dataclass(frozen=True, slots=True)
class Translation:
    """A question's words in the other language, and those of it that are not known and left out."""

    words: str
    left_out: tuple[str, ...] = ()


def translated(text: str) -> Translation | None:
    """``text`` in English where it holds Chinese, in Chinese where it is English; None where most of it is not known.

    Digits and names in Latin letters within Chinese stay. Never raises.
    """
    return _to_english(_DOT.sub("", simplified(text))) if _HAN.search(text) else _to_chinese(text)


def _to_english(text: str) -> Translation | None:
    found: list[str] = []
    left_out: list[str] = []
    known = unknown = 0
    for run in _HAN_RUN.findall(text):
        if not _HAN.match(run):
            found += _WORD.findall(run)
            continue
        between = False  # whether the sign before was left out
        for word, english in _segments(run):
            lacking = not english and word not in _JOINING
            if english:
                found.append(english)
                known += len(word)
            elif lacking:
                unknown += 1
                left_out.append(left_out.pop() + word if between else word)
            between = lacking
    words = " ".join(dict.fromkeys(found))
    left_out = [word for word in left_out if len(word) > 1]  # a sign alone is hardly a word
    return Translation(words, tuple(left_out)) if known and known >= unknown else None


def _segments(run: str) -> Iterator[tuple[str, str]]:
    """The longest known words of a run of Chinese from its beginning on, with their English; else single signs."""
    lexicon = _english_of()
    place = 0
    while place < len(run):
        lengths = range(min(_LONGEST, len(run) - place), 0, -1)
        length = next((length for length in lengths if run[place : place + length] in lexicon), 1)
        word = run[place : place + length]
        yield word, lexicon.get(word, "")
        place += length


def _to_chinese(text: str) -> Translation | None:
    words = [word for word in _WORD.findall(fold(text)) if word not in _JOINING_WORDS]
    stems = [stem(word) for word in words]
    lexicon = _chinese_of()
    found: list[str] = []
    left_out: list[str] = []
    known = place = 0
    while place < len(stems):
        counts = range(min(_MOST_WORDS, len(stems) - place), 0, -1)
        count = next((count for count in counts if tuple(stems[place : place + count]) in lexicon), 0)
        if count:
            found.append(lexicon[tuple(stems[place : place + count])])
        else:
            left_out.append(words[place])
        known += count
        place += max(count, 1)
    enough = known and 2 * known >= len(words)
    return Translation(" ".join(dict.fromkeys(found)), tuple(left_out)) if enough else None


@cache
def _english_of() -> dict[str, str]:
    """Chinese words in simplified characters, with their English; our own words before those of the CLDR."""
    names = {simplified(chinese): english for chinese, english in _names()}
    return names | {chinese: english for several, english in PAIRS for chinese in several}


@cache
def _chinese_of() -> dict[tuple[str, ...], str]:
    """English phrases as stems of their words, with their Chinese; our own before those of the CLDR."""
    pairs = [*_names(), *((several[0], english) for several, english in PAIRS)]
    return {tuple(stem(word) for word in _WORD.findall(fold(english))): chinese for chinese, english in pairs}


def _names() -> Iterator[tuple[str, str]]:
    """Chinese and English names of countries, parts of the world and cities, those in simplified characters last."""
    english = Locale("en")
    for tag in ("zh_Hant", "zh_Hans"):
        chinese = Locale.parse(tag)
        for code, name in chinese.territories.items():
            if code in english.territories and code != "ZZ":
                yield _ASIDE.sub("", name), _ASIDE.sub("", english.territories[code])
        for zone, told in chinese.time_zones.items():
            city = told.get("city")
            if city:
                named = english.time_zones.get(zone, {}).get("city")
                yield city, named or zone.rpartition("/")[2].replace("_", " ")
