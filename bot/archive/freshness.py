"""How well an event reads years later: what was done outlasts what was said, planned or expected."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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
    abolishes abolished adopts assassinated becomes begins bans banned completes convicted crowned dedicated
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
        self._passing = _marked(snapshot, _PASSING)
        self._lasting = _marked(snapshot, _LASTING)

    def of(self, numbers: Sequence[int]) -> list[float]:
        """For each event more than 0 for what lasts, less for what passes; about 0.5 either way is much."""
        pairs, ends = self._words.held_by_each(np.asarray(numbers, np.intp))
        words = self._words.words[pairs]
        named = self._words.word_bits[pairs] & IN_HEADLINE > 0
        passing = _in_each(self._passing[words] & named, ends)
        lasting = _in_each(self._lasting[words] & named, ends)
        value: list[float] = (_LASTING_GAIN * lasting - _PASSING_LOSS * passing).tolist()
        return value


def _marked(snapshot: Snapshot, words: str) -> NDArray[np.bool_]:
    """Which of the archive's words are among these, as they stand: "will" is not "willing"."""
    marked = np.zeros(snapshot.contents.words.word_count, np.bool_)
    for word in words.split():
        number = snapshot.vocabulary.number(word)
        if number is not None:
            marked[number] = True
    return marked


def _in_each(found: NDArray[np.bool_], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many were found in each of some runs that end there; few are enough."""
    counts = np.diff(np.append(0, np.cumsum(found))[np.append(0, ends)])
    return np.asarray(np.minimum(counts, _MOST_WORDS), np.int64)
