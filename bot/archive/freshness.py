"""How well an event reads years later: what was done outlasts what was said, planned or expected."""

from __future__ import annotations

from collections.abc import Iterable

from bot.archive.postings import IN_HEADLINE
from bot.archive.snapshot import Snapshot

# Words are our own. Few of a sort are enough.
_PASSING = """
    accuses admits allegations allege alleged allegedly announces appeals asks calls claims comments condemns considers
    continues controversy criticises criticizes criticized demands denies discuss discusses expected expects expresses
    likely may might meeting meets nominate nominates officials opinion plans pledges poll predicts proposes refuses
    reportedly report reports respond rumours says said semifinal speculation statement states suggest suggests
    suspected survey talks threatens tomorrow tour training unconfirmed urges visit visits vows warns warning will
    表示 称 呼吁 警告 计划 预计 可能 要求 指责 访问 会见 会谈 声明 否认
"""
_LASTING = """
    abolishes abolished adopts assassinated becomes begins bans banned born completes convicted crowned dedicated
    defeats died dies discover discovered discovers elected ends established executed founded inaugurated independence
    independent introduces joins land lands launch launched launches legalizes legalises opens opened overthrown
    records released resigns retires reunited signed signs sinks sold successfully surrenders sworn unveils wins won
    成立 当选 独立 发射 发现 去世 逝世 签署 辞职 废除 开幕 获得 启用 宣誓
"""
_PASSING_LOSS, _LASTING_GAIN = 0.3, 0.4
_MOST_WORDS = 2


class Freshness:
    """Tells how well a snapshot's events read years later."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._words = snapshot.contents.words
        self._passing = _numbers(snapshot, _PASSING.split())
        self._lasting = _numbers(snapshot, _LASTING.split())

    def of(self, number: int) -> float:
        """More than 0 for what lasts, less for what passes; about 0.5 either way is much."""
        held = self._words.held_by(number)
        named = self._words.words[held][self._words.word_bits[held] & IN_HEADLINE > 0].tolist()
        passing = sum(1 for word in named if word in self._passing)
        lasting = sum(1 for word in named if word in self._lasting)
        return _LASTING_GAIN * min(_MOST_WORDS, lasting) - _PASSING_LOSS * min(_MOST_WORDS, passing)


def _numbers(snapshot: Snapshot, words: Iterable[str]) -> frozenset[int]:
    """The archive's numbers of words as they stand, inflected as little: "will" is not "willing"."""
    known = (snapshot.vocabulary.number(word) for word in words)
    return frozenset(number for number in known if number is not None)
