"""How much an event is worth telling, reckoned from the archive alone.

Nine signs, each compared within its year (years differ fortyfold in how many pages they have), are added up; an
event's importance is its rank in its year. Measured on famous days: see the README's figures.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.archive.postings import Floats, Ints, Postings, stable_order

# Days in which what follows an event counts as its echo, and what came before as old news.
_ECHO_DAYS = 30
# Words rarer than this (see Postings.rarities) can carry a sign; the rest are grammar and big countries.
_TELLING = 2.5
# Rarities of shared words that must come together before a later page counts as an anniversary of the event.
_SAME_MATTER = 10.0
_RARE = 4.0
_HIGHEST_SIGN = 4.0

_MILESTONES = frozenset(
    "first largest biggest deadliest worst record history historic historical world independence declares "
    "declare president pope nobel olympic olympics space nasa magnitude tsunami hurricane treaty 首次 "
    "第一 最大 历史 歷史 世界 独立 獨立 总统 總統 总理 總理 教宗 诺贝 諾貝 "
    "奥运 奧運 航天 海啸 海嘯 飓风 颶風".split()
)
_TURNS = frozenset(
    "earthquake magnitude tsunami crash crashes crashed kill kills killed killing die dies died death "
    "elected wins election elections bomb bombs bombing bombings attack attacks attacked resign resigns "
    "resigned resignation assassinated assassination first launch launches launched land lands explosion "
    "explodes hurricane invade invades invasion war independence declares declare nobel olympic olympics "
    "record collapse collapses sink sinks disaster massacre shot overthrow overthrown coup treaty "
    "announces largest world 地震 坠毁 墜毀 死亡 逝世 当选 當選 爆炸 袭击 襲擊 辞职 "
    "辭職 刺杀 刺殺 发射 發射 战争 戰爭 独立 獨立 政变 政變 选举 選舉".split()
)
_TOLL = re.compile(
    r"\b([\d,]{2,9})\b[^.]{0,40}?\b(?:people|dead|deaths|killed|die|casualties|passengers|victims)"
    r"|\bkill\w*\b[^.]{0,25}?\b([\d,]{2,9})\b"
    r"|(\d[\d,]{0,8})\s*人?(?:死|遇难|遇難|丧生|喪生|身亡)",
    re.IGNORECASE,
)
_COMMEMORATES = re.compile(
    r"anniversar|commemorat|\bmark(?:s|ed)? (?:one|two|\d+|the)\b|\byears? (?:after|since|ago)\b|memorial"
    r"|周年|週年|纪念|紀念",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TextSigns:
    """What a headline alone tells: words of turning points and milestones, the dead it counts, a look back."""

    turns: int
    milestones: int
    toll: int
    commemorates: bool


def text_signs(headline: str, tokens: Collection[str]) -> TextSigns:
    """The signs of one headline and its tokens."""
    words = set(tokens)
    return TextSigns(
        turns=min(4, len(words & _TURNS)),
        milestones=min(3, len(words & _MILESTONES)),
        toll=_toll(headline),
        commemorates=_COMMEMORATES.search(headline) is not None,
    )


def _toll(headline: str) -> int:
    """The largest number of dead a headline counts (at most 100,000); numbers that may be years do not count."""
    highest = 0
    if not any(map(str.isdigit, headline)):
        return highest
    for groups in _TOLL.findall(headline):
        digits = next((group for group in groups if group), "").replace(",", "")
        if digits and not 1900 < int(digits) < 2100:
            highest = max(highest, min(int(digits), 100_000))
    return highest


@dataclass(frozen=True, slots=True)
class Signs:
    """The text signs of all events and their numbers of sources, as arrays by event number."""

    turns: NDArray[np.int64]
    milestones: NDArray[np.int64]
    toll: NDArray[np.int64]
    commemorates: NDArray[np.bool_]
    sources: NDArray[np.int64]


def importance(days: Ints, words: Postings, contexts: Postings, signs: Signs) -> Floats:
    """Each event's importance, higher is more; comparable between years.

    ``days`` are proleptic Gregorian ordinals, ascending; ``words`` and ``contexts`` say what each event holds.
    """
    if not len(days):
        return np.zeros(0, np.float32)
    years, _ = _dates(days)
    word_echo = _Echo(days, words)
    context_echo = _Echo(days, contexts)
    values = [
        signs.sources,
        signs.turns,
        signs.milestones,
        signs.toll,
        _looked_back_at(days, words, signs.commemorates),
        word_echo.highest(word_echo.growth(), 3),
        word_echo.highest(word_echo.surprise(), 3),
        context_echo.highest(context_echo.surprise(), 1),
        context_echo.highest(context_echo.beginnings(), 3),
    ]
    total = np.zeros(len(days))
    for value in values:
        total += np.minimum(_within_year(np.asarray(value, np.float64), years), _HIGHEST_SIGN)
    return _rank_in_year(total, years)


class _Echo:
    """How often each event's words stand in pages around it, pair by pair in the order of ``postings.events``."""

    def __init__(self, days: Ints, postings: Postings) -> None:
        frequencies = postings.frequencies
        rarity = np.log1p(postings.event_count / (frequencies + 0.5))
        telling = np.repeat(rarity > _TELLING, frequencies)
        counts = np.where(rarity > _TELLING, frequencies, 0)
        word = np.repeat(np.arange(postings.word_count, dtype=np.int64), counts)
        self._event_count = postings.event_count
        self._events = postings.events[telling]
        self._weight = np.repeat(np.minimum(rarity, 7.0), counts)
        self._by_event = stable_order(self._events)
        self._sorted_events = self._events[self._by_event]
        self._first_pairs = np.flatnonzero(np.diff(self._sorted_events, prepend=-1))
        self._holders = self._sorted_events[self._first_pairs]
        self._pair_counts = np.diff(self._first_pairs, append=len(self._sorted_events))
        # One ascending key for word and day, so that counting a word's days is a binary search. Days fit 22 bits.
        self._key = (word << 23) + days[self._events]
        ends = np.cumsum(counts)
        start, end = np.repeat(ends - counts, counts), np.repeat(ends, counts)
        on_day, after_day = _runs(self._key)
        self._same = after_day - on_day
        self._ever_before = on_day - start
        self._ever_after = end - after_day
        self._after = np.searchsorted(self._key, self._key + _ECHO_DAYS, "right") - after_day
        self._before = on_day - np.searchsorted(self._key, self._key - _ECHO_DAYS, "left")

    def growth(self) -> NDArray[np.float64]:
        """How much more the word stands in pages after the day than before it, on a logarithmic scale."""
        return np.asarray(np.maximum(0, _log1p(self._after) - _log1p(self._before)) * self._weight)

    def surprise(self) -> NDArray[np.float64]:
        """The same as a difference, in units of what chance would give."""
        after = self._after + self._same
        return np.asarray(np.maximum(0, after - self._before) / np.sqrt(self._before + 1.5) * self._weight)

    def beginnings(self) -> NDArray[np.float64]:
        """How often the word stands later, where this day is (nearly) the first that has it."""
        return np.asarray((self._ever_before <= 1) * np.log1p(self._ever_after), np.float64)

    def highest(self, value: NDArray[np.float64], count: int) -> NDArray[np.float64]:
        """For every event the sum of its ``count`` highest values."""
        total = np.zeros(self._event_count)
        left = value[self._by_event]
        for _ in range(count if len(left) else 0):
            highest = np.maximum.reduceat(left, self._first_pairs)
            total[self._holders] += highest
            # What is added is taken away, once for each event.
            at = np.flatnonzero(left == np.repeat(highest, self._pair_counts))
            holders = self._sorted_events[at]
            left[at[np.diff(holders, prepend=-1) != 0]] = 0
        return total


def _log1p(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """ln(1 + count) of many small counts, each reckoned once."""
    return np.asarray(np.log1p(np.arange(counts.max(initial=0) + 1))[counts])


def _looked_back_at(days: Ints, words: Postings, commemorates: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How strongly later pages that commemorate something, on the same days of the year, share rare words."""
    rarity = words.rarities()
    years, day_of_year = _dates(days)
    by_day = np.argsort(day_of_year, kind="stable")
    starts = np.searchsorted(day_of_year[by_day], np.arange(1, 368))
    found = np.zeros(len(days))
    shared = np.zeros(len(days), np.float32)
    for event in np.flatnonzero(commemorates).tolist():
        held = words.words[words.held_by(event)]
        shared.fill(0)
        for word in held[rarity[held] > _RARE].tolist():
            shared[words.events[words.holding(word)]] += rarity[word]
        # The day itself and its neighbours; the year is a ring.
        near = {(int(day_of_year[event]) + step - 1) % 366 for step in (-1, 0, 1)}
        candidates = np.concatenate([by_day[starts[day] : starts[day + 1]] for day in near])
        earlier = candidates[(years[candidates] < years[event]) & (shared[candidates] > _SAME_MATTER)]
        found[earlier] += shared[earlier] - _SAME_MATTER
    return found


def _dates(days: Ints) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The year of every day, and the day of a leap year (1 to 366), so that a date has one number in every year."""
    distinct, place = np.unique(days, return_inverse=True)
    dates = [dt.date.fromordinal(day) for day in distinct.tolist()]
    years = np.array([date.year for date in dates], np.int64)
    days_of_year = np.array([date.replace(year=2000).timetuple().tm_yday for date in dates], np.int64)
    return years[place], days_of_year[place]


def _runs(ascending: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each of ascending values where those equal to it begin, and where they end."""
    begins = np.flatnonzero(np.diff(ascending, prepend=ascending[:1] - 1))
    lengths = np.diff(begins, append=len(ascending))
    return np.repeat(begins, lengths), np.repeat(begins + lengths, lengths)


def _within_year(value: NDArray[np.float64], years: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each value in standard deviations from its year's mean, after a logarithm."""
    scaled = np.log1p(np.maximum(value, 0))
    out = np.zeros(len(value))
    for year in np.unique(years):
        of_year = years == year
        part = scaled[of_year]
        out[of_year] = (part - part.mean()) / (part.std() + 1e-9)
    return out


def _rank_in_year(total: NDArray[np.float64], years: NDArray[np.int64]) -> Floats:
    """Minus the logarithm of the rank: the tenth of a year is about as well known as the tenth of another."""
    out = np.zeros(len(total), np.float32)
    for year in np.unique(years):
        of_year = np.flatnonzero(years == year)
        rank = np.empty(len(of_year))
        rank[np.argsort(-total[of_year], kind="stable")] = np.arange(len(of_year))
        out[of_year] = -np.log((rank + 10) / len(of_year) ** 0.1)
    return out
