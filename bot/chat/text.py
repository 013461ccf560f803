"""Text that others wrote, made safe for Discord: one line, nothing unseen, no Markdown, no mention, no link."""

from __future__ import annotations

import re

ELLIPSIS = "…"

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_HALF_CHARACTERS = re.compile(r"[\ud800-\udfff]")
# Zero-width signs, marks that turn the writing direction, blank letters, tags.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Some scripts and emoji need joiners inside; anywhere else they only hide.
_STRAY_JOINERS = re.compile(
    r"(?<![^\x00-\x7f\u200c\u200d\s])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f\u200c\u200d\s])"
)
_MARK = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILED_MARKS = re.compile(f"([{_MARK}]{{3}})[{_MARK}]+")
_ANY_MARK = re.compile(f"[{_MARK}\u200d\ufe0f]")

_MARKDOWN = re.compile(r"[\\*_~|`\[\]<>]")
_LINE_START = re.compile(r"^(?:[#+-]|(\d+)\.)")
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)")


def clean(text: str) -> str:
    """``text`` on one line, with single spaces, without what cannot be seen or turns the writing direction."""
    text = _CONTROLS.sub(" ", text)
    if not text.isascii():
        text = _HALF_CHARACTERS.sub("\ufffd", text)
        text = _STRAY_JOINERS.sub("", _UNSEEN.sub("", text))
        text = _PILED_MARKS.sub(r"\1", text)
    return " ".join(text.split())


def escape(text: str) -> str:
    """Clean text as Discord has to be given it to show it as it is: neither Markdown, nor a mention, nor a link."""
    text = _MARKDOWN.sub(r"\\\g<0>", text)
    text = _LINE_START.sub(lambda match: f"{match[1]}\\." if match[1] else f"\\{match[0]}", text)
    return _MENTION.sub("@\u200b", text).replace("://", "\\://")


def unescape(text: str) -> str:
    """The clean text that :func:`escape` was given."""
    return re.sub(r"\\(.)", r"\1", text.replace("\u200b", ""))


def cut(text: str, most: int) -> str:
    """Clean text of at most ``most`` characters (1 or more), cut at a word, with an ellipsis where it was longer."""
    if len(text) <= most:
        return text
    end = most - len(ELLIPSIS)
    space = text.rfind(" ", end // 2, end + 1)
    if space > 0:
        end = space
    while end > 0 and _ANY_MARK.match(text[end]):
        end -= 1
    return text[:end].rstrip(" ,;:.-–—(") + ELLIPSIS


def fit(text: str, most: int) -> str:
    """``text`` made clean, cut and escaped, so that what Discord is given has at most ``most`` characters (3 or more).

    Empty where nothing of it can be seen.
    """
    plain = clean(text)
    length = most
    while len(shown := escape(cut(plain, length))) > most:
        length = max(1, length - (len(shown) - most))
    return shown
