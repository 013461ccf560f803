"""Which of a day's events later years looked back at, by pages of the same day that mark an anniversary."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.archive.snapshot import Snapshot
from bot.archive.stories import Stories

# How alike the page that looks back and the event must be; more where it does not say how many years have passed.
_ALIKE = 0.27
_ALIKE_UNSAID = 0.6

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_CARDINALS = "one two three four five six seven eight nine ten".split()
_HAN = "一二三四五六七八九十"
_NUMBER = "|".join((*_ORDINALS, *_CARDINALS))
_PASSED = re.compile(
    rf"\b({_NUMBER}|\d{{1,3}})(?:st|nd|rd|th)?[- ](?:years?[- ])?anniversary"
    rf"|\b({_NUMBER}|\d{{1,3}})[- ]years?\b"
    rf"|(\d{{1,3}}|[{_HAN}])\s*[周週]年",
    re.IGNORECASE,
)


def looked_back_at(snapshot: Snapshot, stories: Stories, numbers: Sequence[int]) -> dict[int, int]:
    """For those of a day's events (of any years) that a later year marked: the first year that did."""
    marked: dict[int, int] = {}
    commemorates = snapshot.contents.signs.commemorates
    for looking in sorted(number for number in numbers if commemorates[number]):
        year = snapshot.date(looking).year
        passed = years_passed(snapshot.entry(looking).event.headline)
        earlier = [
            number for number in numbers
            if not commemorates[number] and _may_be_meant(year - snapshot.date(number).year, passed)
        ]  # fmt: skip
        if not earlier:
            continue
        alike = stories.alike(looking, earlier)
        best = int(alike.argmax())
        if alike[best] >= (_ALIKE if passed else _ALIKE_UNSAID):
            marked.setdefault(earlier[best], year)
    return marked


def years_passed(headline: str) -> set[int]:
    """How many years a headline says have passed ("the fifth anniversary", "two years after"); empty without."""
    passed = set()
    for groups in _PASSED.findall(headline):
        said = next(group for group in groups if group).lower()
        for names in (_ORDINALS, _CARDINALS, list(_HAN)):
            if said in names:
                passed.add(names.index(said) + 1)
        if said.isdecimal():
            passed.add(int(said))
    return passed


def _may_be_meant(years: int, passed: set[int]) -> bool:
    return years > 0 and (not passed or years in passed)
