"""A headline may begin with its story's name ("Battle of Konna: The Military of Mali …"), or be nothing but that."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from bot.archive.folding import fold

_LONGEST_TOPIC = 90  # characters; the longest story names of the English archive have about 80
_MOST_WORDS = 10
_SENTENCE_END = re.compile(r"[a-z0-9)]{3,}\. |\d\. |[!?;]|\.\.\.")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_OPENS_SENTENCE = re.compile(r"(?:In|On|At|After|During|Following|According|A|An|As|By|With|For|From)\b")
# The verbs news sentences turn on: a text with one of them is a sentence, no story's name.
_VERBS = """
    accepts accused accuses admits adopts agree agreed agrees allow allows announce announced announces appears
    approve approves are arrest arrested arrests arrive arrives asks attend attends attracts bans be beat beats
    become becomes been begin begins blame blames break breaks bring brings build buy buys called calls came can
    cancels captures carries carry celebrate celebrates claim claimed claims close closes collides come comes
    completes concede concedes condemn condemns confirm confirmed confirms continue continues convicts could
    crashes criticizes declare declared declares defeat defeated defeats denies deny deploys derails describes
    destroy destroys did die died dies discloses discover discovers do does downgrades dropped elect elects ends
    enter enters escape expected explode explodes fall falls fell file files find finds found gave gets gives
    goes had has have held hit hits hold holds identified include includes including infiltrates injure injures
    injuring is join joins kicks kill killed killing kills lands launches leads leave leaves left like lists
    lose loses lost made make makes marks may meet meets met might moves must name named names occurred
    occurring occurs offer offers open opens overturns passes pay plays pleads pledges promulgates prove publish
    published publishes reach reached reaches reawakens rebuffs receive receives recognizes refuse refuses
    reject rejects released releases remain remains remove removes reported resign resigns resume resumes
    returns reveal reveals rises ruled said say saying says seek seeks seize seizes sends sentenced sentences
    sets shoot shoots shot shuffle shuffles sign signs sink sinks spoken stabbed starts stated stops sues
    suffers suspend suspends swear sworn take taken takes tell tells threaten threatens told took upgrades urge
    urges vow vows wait warned warns was were will win winning wins withdraws won wounded writes
"""
_VERB_SET = frozenset(_VERBS.split())
_STORY_NAME = re.compile(
    r"(?:[A-Z][a-z]+ \d{1,2}, |\d{1,2} [A-Z][a-z]+ )?(?:19|20)\d\d(?:[-–]\d{2,4})? .*\b"
    r"(?:elections?|referendum|war|conflict|incident|protests?|crisis|attacks?|bombings?|riots?|insurgency|uprising"
    r"|revolution|disaster|earthquake|tsunami|floods?|explosions?|season|Olympics|coup)"
    r"|.*\b(?:elections?|referendum), (?:19|20)\d\d"
    r"|.*\((?:[A-Z][a-z]+ )?(?:19|20)\d\d(?:[-–](?:present|\d{2,4})?)?\)"
)
_CHINESE_STORY = re.compile(
    r"[^，。、！？；“”\"'《》「」\[\]{}]{2,24}(?:選舉|选举|大選|大选|戰爭|战争|內戰|内战|危機|危机|事件|衝突|冲突|疫情|問題|问题|爆炸|事故"
    r"|動亂|动乱|騷亂|骚乱|運動|运动|革命|公投|地震|颱風|台风|空難|空难|案|會議|会议|峰会|峰會|奧運會|奥运会|世界盃|世界杯|貿易戰|贸易战)"
)


def split_topic(headline: str, contexts: Collection[str] = ()) -> tuple[str, str]:
    """Give the story's name a cleaned headline begins with ("" if none), and the headline as it should be shown.

    "Battle of Konna:The Military …" gives ("Battle of Konna", "Battle of Konna: The Military …"). A name the page
    lists among its ``contexts`` is always taken for one; else what stands before the colon must read like a name, not
    like the first half of a sentence ("The minister says: …") or of a number ("at 7:30"). Never raises.
    """
    if ":" not in headline and "：" not in headline:
        return "", headline
    chinese = "：" in headline and (":" not in headline or headline.index("：") < headline.index(":"))
    name, colon, rest = headline.partition("：" if chinese else ":")
    name, rest = name.rstrip(), rest.lstrip()
    if not _is_name(name, rest, headline, contexts):
        return "", headline
    if not rest:
        return name, name
    return name, f"{name}{colon}{rest}" if chinese else f"{name}: {_spaced(rest)}"


def _spaced(rest: str) -> str:
    """Give what follows a story's name, with a space behind the colon of a second one ("Battle of B:The army …")."""
    name, colon, sentence = rest.partition(":")
    if not colon or not sentence or not _is_name(name, sentence, rest, ()):
        return rest
    return f"{name}: {sentence.lstrip()}"


@lru_cache(maxsize=16_384)
def show(headline: str) -> str:
    """Give a cleaned headline as it should be shown where its page's contexts are not known. Never raises."""
    return split_topic(headline)[1]


def _is_name(name: str, rest: str, headline: str, contexts: Collection[str]) -> bool:
    """Whether ``name``, which stands before a colon and ``rest``, is a story's name."""
    if not name or len(name) > _LONGEST_TOPIC:
        return False
    if name in contexts or (contexts and fold(name) in map(fold, contexts)):
        return True
    if _is_chinese(name):
        return bool(_CHINESE_STORY.fullmatch(name))
    if rest.startswith("//"):
        return False
    if name[-1].isdigit() and rest[:1].isdigit() and headline[len(name) + 1 : len(name) + 2] != " ":
        return False
    return not (_SENTENCE_END.search(name) or _says_something(name))


def _is_chinese(text: str) -> bool:
    """Whether ``text`` holds a Chinese character."""
    return not text.isascii() and any("\u3400" <= letter <= "\u9fff" for letter in text)


def _says_something(text: str) -> bool:
    """Whether ``text`` holds a verb or opens as sentences do."""
    return not _VERB_SET.isdisjoint(_WORD.findall(text)) or bool(_OPENS_SENTENCE.match(text))


def is_topic_only(headline: str, topic: str, contexts: Collection[str] = ()) -> bool:
    """Whether a cleaned headline is a story's name alone, with no sentence telling what happened."""
    if topic == headline:
        return True
    if len(headline) > _LONGEST_TOPIC or headline[-1:] in ".!?。！？":
        return False
    if fold(headline) in map(fold, contexts):
        return not _says_something(headline)
    if _is_chinese(headline):
        return headline[:4].isdigit() and bool(_CHINESE_STORY.fullmatch(headline))
    short = headline.count(" ") < _MOST_WORDS
    return short and bool(_STORY_NAME.fullmatch(headline)) and not _says_something(headline)
