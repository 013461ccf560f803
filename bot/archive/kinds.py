"""What kind of news events are, told from the words of their headlines and contexts.

War and disaster matter most, since a digest holds little of them: in doubt an event counts as such. The words are our
own; what they weigh was fitted on half of the pages whose section is known and measured on the other half: the README
says how often they are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np

from bot.archive.postings import IN_CONTEXT, IN_HEADLINE, IN_STORY
from bot.archive.snapshot import Snapshot
from bot.archive.words import query_tokens, stem


class Kind(StrEnum):
    """A kind of news. The first two are grim."""

    WAR = "war"
    DISASTER = "disaster"
    POLITICS = "politics"
    LAW = "law"
    BUSINESS = "business"
    SCIENCE = "science"
    ARTS = "arts"
    SPORT = "sport"
    OTHER = "other"

    @property
    def is_grim(self) -> bool:
        """Whether it is war or disaster."""
        return self in _GRIM


_GRIM = (Kind.WAR, Kind.DISASTER)
_CALM = (Kind.POLITICS, Kind.LAW, Kind.BUSINESS, Kind.SCIENCE, Kind.ARTS, Kind.SPORT)
# What speaks for war or disaster, and what against; an event is grim from so much on. Few words of a kind are enough.
_FOR = {Kind.WAR: 1.25, Kind.DISASTER: 2.0}
_FOR_WEAK, _FOR_CONTEXT, _FOR_DEADLY, _FOR_TOLL = 1.2, 0.9, 1.3, 1.4
_AGAINST = {
    Kind.POLITICS: 0.6, Kind.LAW: 1.2, Kind.BUSINESS: 1.2, Kind.SCIENCE: 0.5, Kind.ARTS: 0.7, Kind.SPORT: 1.7,
}  # fmt: skip
_AGAINST_CONTEXT = 0.8
_GRIM_FROM = 0.8
_SURELY_GRIM_FROM = 1.25
_MOST_WORDS = 2

# A word says its kind by itself (strong), or with others (weak).
_STRONG: dict[Kind, str] = {
    Kind.WAR: """
        airstrike airstrikes ambush ambushed artillery assassinate assassinated assassination attack attacks
        attacked attackers battle battles beheaded beheading bomb bombs bomber bombers bombing bombings bombed
        bombardment casualties ceasefire clash clashes combat conflict crossfire deploys detonate detonates
        explosives firefight genocide grenade grenades guerrilla guerrillas gunfire gunman gunmen hijack hijacked
        hijackers hostage hostages insurgent insurgents insurgency invade invades invaded invasion jihadist
        jihadists kidnap kidnapped kidnapping kidnappers massacre massacred militant militants militia militiamen
        mortar mortars mujahideen offensive paramilitary peacekeepers raid raids rebel rebels shelling shelled
        shootout siege skirmish sniper soldiers terror terrorism terrorist terrorists torture troops truce war
        warfare warplanes abducted abduct hezbollah hamas isil taliban qaeda alqaeda shabaab haram fatah intifada
        darfur 战争 内战 战斗 战役 空袭 袭击 炸弹 爆炸 恐怖 武装 叛军 叛乱 士兵 部队 军队 人质 绑架 停火 枪击 枪手
        暗杀 刺杀 屠杀 冲突 火箭 导弹 炮击 轰炸 入侵 塔利 基地 哈马 伊斯
    """,
    Kind.DISASTER: """
        accident avalanche avalanches blaze blizzard bushfire bushfires capsize capsizes capsized
        collision crash crashes crashed cyclone derail derails derailed derailment disaster drought drown drowned
        earthquake earthquakes epicenter erupt erupts eruption eruptions evacuate evacuated evacuation famine flood
        floods flooding flooded heatwave hurricane hurricanes landfall landslide landslides magnitude mudslide
        mudslides quake richter shipwreck sink sinks sank smog snowstorm spill stampede storm storms tornado
        tornadoes tropical tsunami typhoon volcano volcanic wildfire wildfires wreckage meltdown cholera 地震 海啸
        台风 飓风 洪水 水灾 火灾 大火 火山 坠毁 空难 车祸 事故 灾难 灾害 沉没 坍塌 塌方 泥石 暴雨 暴雪 龙卷 干旱
        饥荒 遇难 撞车 出轨 踩踏 矿难
    """,
    Kind.POLITICS: """
        ballot cabinet campaign candidate coalition congress constitution constitutional diplomatic elected election
        elections electoral embassy government governor inaugurated inauguration legislature mayor minister monarch
        negotiations opposition parliament parliamentary party poll polls premier presidency presidential referendum
        republic resignation resigns sanctions senate senator summit sworn treaty vote voters votes 选举 大选 总统
        总理 议会 国会 政府 公投 首相 内阁 条约 外交 峰会 部长 辞职 当选
    """,
    Kind.LAW: """
        acquitted appeal arrest arrested arrests attorney bail charged charges convict convicted conviction court
        courts custody extradited extradition fraud guilty indicted indictment jail jailed judge judges jury lawsuit
        murder pleads police prison prosecutor prosecutors robbery ruling sentence sentenced sues supreme trial
        tribunal verdict 法院 法庭 判处 逮捕 被捕 起诉 审判 检察 警方 死刑 判决
    """,
    Kind.BUSINESS: """
        airline airlines bailout bank banks bankruptcy billion budget business ceo companies company corporation
        currency deficit dollar economic economy euro exchange factory financial investors jobs market markets
        merger microsoft profit recession shares stock stocks strike tax trade unemployment acquires 公司 银行 经济
        股市 股票 市场 贸易 收购 破产 金融 亿元 货币
    """,
    Kind.SCIENCE: """
        asteroid astronaut astronauts astronomers cancer comet discover discovered discovers discovery dna eclipse
        flu fossil genome genetic health influenza lunar mars medical moon nasa orbit planet probe research
        researchers satellite science scientific scientists solar space spacecraft species telescope vaccine virus
        shuttle climate environmental physics physicist physicists particle particles proton protons hadron
        科学 卫星 航天 太空 火箭发 宇航 月球 火星 病毒 疫苗 研究 天文 化石 物种
    """,
    Kind.ARTS: """
        actor actress album art artist author award awards band bbc book broadcast celebrity cinema comedian concert
        director emmy exhibition festival film films grammy magazine movie museum music musical newspaper novel
        novelist oscar oscars painting poet premiere premieres prize singer song television theatre writer
        archbishop bishop cathedral church pope vatican wikipedia 电影 音乐 歌手 演员 导演 作家 小说 艺术 电视 奖项
        颁奖 博物 教宗 教皇 教堂 诺贝 导播
    """,
    Kind.SPORT: """
        athlete athletics baseball basketball bowl boxing champion champions championship championships coach
        cricket cup cyclist defeat defeats fifa football formula goal goals golf gymnast hockey innings league
        marathon match medal medals nascar nba nfl nhl olympic olympics playoff race racing rugby season soccer
        stadium swimmer swimming team tennis tournament uefa wimbledon win wins winner winning wrestler 足球 篮球
        奥运 冠军 比赛 联赛 世界杯 锦标 运动 网球 球队 金牌 决赛
    """,
}
_WEAK: dict[Kind, str] = {
    Kind.WAR: """
        aleppo armed army benghazi chechnya commander crimea curfew defence defense detained donetsk fighters
        fighting forces gaddafi gaza gunned iraq afghanistan kabul baghdad kandahar explode explodes exploded
        explosion explosions libya military navy nato occupied palestinian palestinians peace regime retaliation
        riot riots rioters rocket rockets separatist separatists somalia strikes suicide syria syrian uprising
        violence warship weapons withdraw withdraws yemen pirates pirate shoot shooting shot shots stabbed
        waziristan protesters drone tank tanks 军事 阵营 海军 空军 反对派 巴勒 叙利 伊拉 阿富 加沙 也门 利比 暴力
        骚乱 爆发 自杀
    """,
    Kind.DISASTER: """
        aircraft airliner airplane boat bridge building bus cargo coal coast collapse collapses collapsed crew
        damage destroyed emergency explosion explosions ferry fire fires flight gas helicopter hit hits km
        miner miners mine missing mph passenger passengers plane radiation rain rains relief rescue rescued rescuers
        river ship snow survivor survivors survive train trapped victims warning worst nuclear
        homeless aboard toll 飞机 客机 列车 轮船 煤矿 救援 失踪 伤亡 灾区 疏散
    """,
}
_DEADLY = """
    kill kills killed killing dead deadly fatal fatalities injure injured injures injuries
    injuring wound wounded wounds wounding casualty victims bodies toll slain
    丧生 受伤 身亡 死伤 罹难
"""


# What people call the kinds.
_NAMES: dict[Kind, str] = {
    Kind.WAR: "war wars conflict conflicts 战争 冲突",
    Kind.DISASTER: "disaster disasters catastrophe catastrophes 灾难 灾害",
    Kind.POLITICS: "politics political 政治",
    Kind.LAW: "law crime crimes justice 法律 犯罪 司法",
    Kind.BUSINESS: "business economy economics finance 商业 经济 财经",
    Kind.SCIENCE: "science sciences scientific 科学 科技",
    Kind.ARTS: "art arts culture 艺术 文化",
    Kind.SPORT: "sport sports 体育 运动",
}
# Bits of a word: its strong kind, then these.
_WEAK_BIT = 1 << len(Kind)
_DEADLY_BIT = 1 << (len(Kind) + 1)


@dataclass(frozen=True, slots=True)
class KindTold:
    """An event's kind, and how much speaks for war and disaster (below 0: against).

    ``is_named`` when its words say that kind itself; what only tells of the dead is of war, too, without saying so.
    """

    kind: Kind
    grimness: float
    is_named: bool

    @property
    def is_sure(self) -> bool:
        """Whether it is of its kind beyond doubt: not taken for grim by words that also stand elsewhere."""
        return not self.kind.is_grim or self.grimness >= _SURELY_GRIM_FROM

    @property
    def may_be_told(self) -> bool:
        """Whether people can be told that it is of its kind, and agree."""
        return self.is_sure and self.is_named


class Kinds:
    """Tells the kinds of a snapshot's events."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._contents = snapshot.contents
        self._marks = np.zeros(self._contents.words.word_count, np.uint16)
        for word, bit in _marked_words():
            self._marks[snapshot.vocabulary.same_stem(word)] |= np.uint16(bit)

    def of(self, number: int) -> KindTold:
        """The kind of the event of a number."""
        words = self._contents.words
        held = words.held_by(number)
        marks, bits = self._marks[words.words[held]], words.word_bits[held]
        named = bits & (IN_HEADLINE | IN_STORY) > 0
        headline, contexts = marks[named & (marks > 0)], marks[~named & (bits & IN_CONTEXT > 0) & (marks > 0)]
        return _told(headline.tolist(), contexts.tolist(), int(self._contents.signs.toll[number]) > 1)


def kinds_named(words: str) -> tuple[Kind, ...]:
    """The kinds that words name ("sports", "war and disaster"); none where any of the words names no kind."""
    named: list[Kind] = []
    for token in query_tokens(words):
        kinds = [kind for kind, names in _names().items() if token in names]
        if not kinds and token not in _JOINING:
            return ()
        named += kinds
    return tuple(dict.fromkeys(named))


def speaks_of_grim(words: str) -> bool:
    """Whether words are about war or disaster by themselves ("Battle of Konna", "earthquakes")."""
    if any(kind.is_grim for kind in kinds_named(words)):
        return True
    bits = _DEADLY_BIT | _bit(Kind.WAR) | _bit(Kind.DISASTER)
    grim = {word for word, bit in _marked_words() if bit & bits}
    return any(stem(token) in grim for token in query_tokens(words))


_JOINING = frozenset({"and", "or", "the", "news"})


@cache
def _names() -> dict[Kind, frozenset[str]]:
    return {kind: frozenset(names.split()) for kind, names in _NAMES.items()}


def _told(headline: list[int], contexts: list[int], deadly: bool) -> KindTold:
    """The kind told by the marks of the words in a headline, and of those in contexts alone."""
    strong = {kind: _count(headline, bit) for kind, bit in _bits().items()}
    nearby = {kind: _count(contexts, bit) for kind, bit in _bits().items()}
    weight = sum(_FOR[kind] * strong[kind] for kind in _GRIM)
    weight += _FOR_WEAK * _count(headline, _WEAK_BIT)
    weight += _FOR_CONTEXT * (any(nearby[kind] for kind in _GRIM) or _count(contexts, _WEAK_BIT) > 0)
    weight += _FOR_DEADLY * (_count(headline, _DEADLY_BIT) > 0) + _FOR_TOLL * deadly
    weight -= sum(_AGAINST[kind] for kind in _CALM if strong[kind])
    weight -= _AGAINST_CONTEXT * min(_MOST_WORDS, sum(nearby[kind] > 0 for kind in _CALM))
    grim = weight >= _GRIM_FROM
    best = max(_GRIM if grim else _CALM, key=lambda kind: 2 * strong[kind] + nearby[kind])
    named = strong[best] > 0 or nearby[best] > 0
    if not named:
        best = Kind.WAR if grim else Kind.OTHER
    return KindTold(best, weight, named)


def _count(marks: list[int], bit: int) -> int:
    return min(_MOST_WORDS, sum(1 for mark in marks if mark & bit))


@cache
def _bits() -> dict[Kind, int]:
    return {kind: _bit(kind) for kind in (*_GRIM, *_CALM)}


def _bit(kind: Kind) -> int:
    return 1 << list(Kind).index(kind)


@cache
def _marked_words() -> tuple[tuple[str, int], ...]:
    """Every word with its bit; what says a kind strongly does not say it weakly as well."""
    strong = [(word, _bit(kind)) for kind, words in _STRONG.items() for word in words.split()]
    grim = {stem(word) for kind in _GRIM for word in _STRONG[kind].split()}
    weak = [word for words in _WEAK.values() for word in words.split() if stem(word) not in grim]
    marked = [*strong, *((word, _WEAK_BIT) for word in weak), *((word, _DEADLY_BIT) for word in _DEADLY.split())]
    return tuple(dict.fromkeys((stem(word), bit) for word, bit in marked))
