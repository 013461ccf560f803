"""What a question is about: the words left when those that only ask have been taken away."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from bot.talk import phrases
from bot.talk.line import Line

_HAN = re.compile(r"[\u4e00-\u9fff]")
_ASKING = re.compile(
    r"(?:tell|show|give|what|when|where|who|why|how|do|did|have|can|could|would|i|is there|are there|please|related|"
    r"similar|(?:anything|something|events?|news|stor(?:y|ies)|info\w*) (?:about|on|from|in|of|with))(?![a-z0-9])"
)
_HEADLINE_WORDS = 8
_HEADLINE_SIGNS = 20
_FRAME_WORDS = 9


def is_headline(line: Line) -> bool:
    """Whether the sentence looks like a pasted headline, in which no word is filler and no year a wish."""
    if line.folded.endswith("?") or _ASKING.match(line.folded):
        return False
    if _HAN.search(line.folded):
        return len(line.folded) >= _HEADLINE_SIGNS and _without_chinese_frame(line) is line
    first_letter = next(filter(str.isalpha, line.typed), "")
    return line.words >= _HEADLINE_WORDS and (first_letter.isupper() or line.folded.endswith("."))


def subject(line: Line) -> Line:
    """The words ``line`` asks about, as typed; empty when it only asks ("tell me about")."""
    line = line.trimmed()
    if is_headline(line):
        return line
    if _HAN.search(line.folded):
        line = _without_chinese_frame(line).trimmed()
    return _without_english_frame(line)


def is_framed(line: Line) -> bool:
    """Whether words that only ask stand in it."""
    return subject(line).folded != line.trimmed().folded


def says_nothing(line: Line) -> bool:
    """Whether ``line`` holds no content beside a date: "events", "what happened in"."""
    words = subject(line)
    return not words.has_content or phrases.NOUN_ALONE.fullmatch(words.folded) is not None


def without_lead(line: Line) -> Line:
    """``line`` without the preposition or article it begins with: "in Chad", "about the war"."""
    lead = phrases.TOPIC_LEAD.match(line.folded) or phrases.CHINESE_ABOUT.match(line.folded)
    lead = lead or phrases.CHINESE_AT.match(line.folded)
    return without_article(line.part(lead.end()) if lead else line)


def without_article(line: Line) -> Line:
    """``line`` without its leading article, unless what is left is too slight to look for: "the who"."""
    article = phrases.ARTICLE.match(line.folded)
    if article is None:
        return line
    rest = line.part(article.end())
    return line if phrases.HOLLOW.fullmatch(rest.folded) or not rest.has_content else rest


def _without_english_frame(line: Line) -> Line:
    frame = phrases.ENGLISH_FRAME.match(line.folded)
    end = max(frame.end() if frame else 0, _misspelt_frame(line.folded))
    if not end:
        return line
    rest = line.part(end)
    if not rest.has_content:
        return line if frame and frame["open"] else rest
    content = without_article(rest)
    tails = [phrases.ENGLISH_TAIL]
    if content is not rest:
        tails.append(phrases.STORY_TAIL)
    for pattern in tails:
        tail = pattern.search(content.folded)
        if tail:
            content = content.part(0, tail.start())
    return content


def _misspelt_frame(folded: str) -> int:
    """Where "evnt abuot" ends that begins ``folded``; 0 when it begins with something else."""
    if " a" not in folded:
        return 0
    end = 0
    for place, word in enumerate(folded.split(" ", _FRAME_WORDS)[:_FRAME_WORDS]):
        end += len(word) + (place > 0)
        if place and _is_slip_of(word, "about"):
            return end
        known = phrases.FILLERS.fullmatch(word)
        if not known and not any(_is_slip_of(word, filler) for filler in phrases.SLIPPED):
            return 0
    return 0


def _is_slip_of(word: str, meant: str) -> bool:
    return OSA.distance(word, meant, score_cutoff=1) <= 1


def _without_chinese_frame(line: Line) -> Line:
    """The same ``line`` when nothing in it asks."""
    happened = phrases.CHINESE_HAPPENED.search(line.folded)
    content = line.part(0, happened.start()) if happened else line
    ask = phrases.CHINESE_ASK.match(content.folded)
    start = ask.end() if ask else 0
    about = phrases.CHINESE_ABOUT.match(content.folded, start)
    start = about.end() if about else start
    if start:
        content = content.part(start)
    if happened or start:
        at = phrases.CHINESE_AT.match(content.folded)
        content = content.part(at.end()) if at else content
    tail = phrases.CHINESE_NOUN.search(content.folded) if start or "的" in content.folded[-6:] else None
    if tail and tail.start():
        content = content.part(0, tail.start())
    particle = phrases.PARTICLE.search(content.folded)
    return content.part(0, particle.start()) if particle else content
