"""Times of day as people write them: "9am", "21:30", "上午9点"."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from bot.speech import Speech

_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:\s*[:.h]\s*(?P<minute>[0-9]{2}))?(?:\s*:\s*00)?"
    r"\s*(?P<half>[ap]\.?\s?m\.?)?(?:\s*uhr|\s*o'?clock|h)?"
)
_FOUR_DIGITS = re.compile(r"(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?:\s*(?:h|hrs|hours))?")
_CHINESE = re.compile(
    r"(?P<half>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚)?\s*(?P<hour>[0-9]{1,2}|[零一二两三四五六七八九十]{1,3})\s*"
    r"(?:[点點时時]\s*(?:(?P<minute>[0-9]{1,2})\s*分?|(?P<thirty>半)|整)?|:\s*(?P<more>[0-9]{2}))"
)
_WORDS = {"noon": dt.time(12), "midday": dt.time(12), "midnight": dt.time(), "正午": dt.time(12), "午夜": dt.time()}
_AFTERNOON = frozenset(("中午", "下午", "傍晚", "晚上", "晚"))
_DIGITS = "零一二三四五六七八九"


class NoSuchTime(ValueError):
    """What was typed is no time of day."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def told(self, voice: Speech) -> str:
        """One sentence that says what to write instead."""
        return voice.say("{text} is no time of day; write it as 21:30 or 9pm.", text=self.text)


def read_time(text: str) -> dt.time:
    """The time of day that somebody typed, in whole minutes. Raises NoSuchTime, for "25:00" and "24:00" too."""
    typed = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    if typed in _WORDS:
        return _WORDS[typed]
    for pattern in (_CLOCK, _FOUR_DIGITS, _CHINESE):
        if found := pattern.fullmatch(typed):
            try:
                return _time(found)
            except ValueError:
                break
    raise NoSuchTime(" ".join(text.split())[:40])


def _time(found: re.Match[str]) -> dt.time:
    """The time in a match. Raises ValueError for one that no clock shows."""
    told = found.groupdict()
    hour, half = _number(told["hour"]), (told.get("half") or "").replace(".", "").replace(" ", "")
    minute = 30 if told.get("thirty") else int(told["minute"] or told.get("more") or 0)
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + 12 * (half == "pm")
    elif half in _AFTERNOON and 1 <= hour < 12 and (half != "中午" or hour < 3):
        hour += 12
    return dt.time(hour, minute)


def _number(text: str) -> int:
    """A number in digits or in Chinese, up to 99. Raises ValueError."""
    if text.isascii():
        return int(text)
    text = text.replace("两", "二")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.index(text)
    return 10 * (_DIGITS.index(tens) if tens else 1) + (_DIGITS.index(ones) if ones else 0)
