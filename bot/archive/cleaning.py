"""Headlines and summaries fit for showing: what markup, templates and broken links left in them is taken out."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from bot.archive.variants import choose_variants


class Cleaned(NamedTuple):
    """A text fit for showing, and whether rests of wiki text had to be cut out of it."""

    text: str
    wrecked: bool


# A text with none of these needs no more than its spaces put in order.
_SUSPECT = re.compile(r"[&<{}=\[\]+\x00-\x1f\x7f-\x9f\xad\u200b-\u202e\u2060-\u2069\u3000\ufeff]")
_SUSPECT_ASCII = re.compile(r"[&<{}=\[\]+\x00-\x1f\x7f]")

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->|<ref[^<>]*/>|<ref[^<>]*>[^<>]*</ref>", re.IGNORECASE)
_SUPERSCRIPT = re.compile(r"<sup>\s*([0-9]+)\s*</sup>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_QUOTES = re.compile(r"'{2,5}")
_BROKEN_BOLD = re.compile(r"\"'([^\"']+)\"'")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]?")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_LINK = r"\[(?:https?:|//)[^\[\]]*\]"
_SHUT_LINK = rf"[《（(]?{_LINK}[》）)]?"
_JOINED_LINKS = re.compile(rf"{_SHUT_LINK}(?:\s*[、,，;；/]?\s*{_SHUT_LINK})+")
_TITLED_LINK = re.compile(r"(?<=[《「“])\[(?:https?:|//)[^\s\[\]]*\s+([^\[\]]+)\](?=[》」”])")
_ANY_LINK = re.compile(_LINK)
_OPEN_LINK = re.compile(r"\[(?:https?:|//)[^\[\]]*$")
_LINK_END = re.compile(r":--[^\[\]]*(?:\]|$)")
_DATE_NOTE = re.compile(
    r"date=\s*(?:[一二三四五六七八九十]+月\s*\d{4}|\d{4}年\s*\d{1,2}月|[A-Z][a-z]+\s+\d{4}|\d{4}(?:-\d\d){0,2})?"
)
_CITATION = re.compile(r"\s(?:language|author|title|url|work|publisher|accessdate)\s*=\s*(?=\S*\s*\||http).*$")
_BARE_ADDRESS = re.compile(r"https?:[^\s\u3000-\u9fff\uff00-\uffef]*")
_STAMP = re.compile(r"(?:T?\d\d)?:\d\d:\d\d\+00:00")
_BLACKLIST_NOTE = re.compile(r":?Triggered by [^{}]*\}\}")
_KEPT_TEMPLATE = re.compile(r"\{\{\s*(?:nowrap|nobr|small|lang|j)\s*\|(?:[^{}|]*\|)*([^{}|]*)\}\}", re.IGNORECASE)
_INITIALS = re.compile(r"\{\{([A-Z]{2,8})\}\}")
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}")
_OPEN_TEMPLATE = re.compile(r"\{\{[^{}]*$|\}\}|\{\{")
_BROKEN_END = re.compile(r"(?<=[\u3400-\u9fff])\s*[（(]?\s*(?:en|fr|de|ja|ko|uk)$|\s*[（(《「]$|\s+thumb$")
_LONGEST_BROKEN_END = 12
_EMPTY_BRACKETS = re.compile(r"\s*(?:\(\s*\)|（\s*）|《\s*》|「\s*」|\[\s*\])")
_LOOSE_VARIANTS = re.compile(r"(?:;\s*zh-[a-z]+:[^{};]*)+;?\s*\}-|-\{|\}-")
_LOOSE_COMMA = re.compile(r"(?<=[。！？])\s*[，、]|\s+(?=[，。、；！？])|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_LOOSE_END = " 、，,;；"


def tidy(text: str) -> str:
    """Give ``text`` on one line, without control characters and with single spaces. Never raises."""
    if text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    return " ".join(_CONTROLS.sub("", text).split())


def clean(text: str) -> Cleaned:
    """Give ``text`` as a reader should see it, on one line.

    Entities are resolved, tags and wiki quotes dropped, of every ``-{…}-`` the mainland form is kept, and what broken
    links, templates and time stamps left behind is cut out (then ``wrecked`` is true). Never raises.
    """
    if not _is_suspect(text):
        return Cleaned(tidy(text), False)
    text = tidy(choose_variants(text))  # no pattern below has to cope with runs of spaces
    kept = _without_wrecks(text)
    wrecked = kept != text
    if wrecked:
        kept = _LOOSE_COMMA.sub("", _EMPTY_BRACKETS.sub("", tidy(kept))).rstrip(_LOOSE_END)
    return Cleaned(tidy(html.unescape(_without_markup(kept))), wrecked)


def _is_suspect(text: str) -> bool:
    """Whether ``text`` may hold more to clean than spaces."""
    if "''" in text or "\"'" in text or "http" in text or ":--" in text:
        return True
    if text.isascii():
        return _SUSPECT_ASCII.search(text) is not None
    return _SUSPECT.search(text) is not None or _BROKEN_END.search(text.rstrip()[-_LONGEST_BROKEN_END:]) is not None


def _without_wrecks(text: str) -> str:
    """Cut the rests of links, templates, citations and time stamps out of ``text``."""
    if "http" in text or "[//" in text or ":--" in text:
        text = _ANY_LINK.sub(" ", _TITLED_LINK.sub(r"\1", _JOINED_LINKS.sub(" ", text)))
        text = _LINK_END.sub("", _BARE_ADDRESS.sub(" ", _OPEN_LINK.sub("", _CITATION.sub("", text))))
    if "{{" in text or "}}" in text:
        text = _without_templates(text)
    if "=" in text or "+" in text:
        text = _CITATION.sub("", _STAMP.sub("", _DATE_NOTE.sub(" ", text)))
    if text.isascii():
        return text
    if "-{" in text or "}-" in text:
        text = _LOOSE_VARIANTS.sub("", text)
    return _BROKEN_END.sub("", text.rstrip())


def _without_templates(text: str) -> str:
    """Keep what a template only dresses ("{{Nowrap|$5}}"), cut every other one out, the half ones too."""
    text = _BLACKLIST_NOTE.sub("", text)
    text = _INITIALS.sub(r"\1", _KEPT_TEMPLATE.sub(r"\1", text))
    return _OPEN_TEMPLATE.sub("", _TEMPLATE.sub("", text))


def _without_markup(text: str) -> str:
    """Drop HTML tags, wiki quotes and wiki link brackets, keeping the words in them."""
    if "<" in text:
        text = _SUPERSCRIPT.sub(lambda found: found[1].translate(_RAISED), _COMMENT.sub("", text))
        text = _TAG.sub("", _BREAK.sub(" ", text))
    if "[[" in text or "]]" in text:
        text = _WIKI_LINK.sub(r"\1", text).replace("[[", "").replace("]]", "")
    if "''" in text or "\"'" in text:
        text = _QUOTES.sub("", _BROKEN_BOLD.sub(r"\1", text))
    return text
