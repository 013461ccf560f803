"""The parts of a message that fill whole lines: headings, small print, quotes; and the lines in between."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it.rules_block import StateBlock

_HEADING = re.compile(r"(#{1,3})[ \t]+(?=\S)(.*)")
_SUBTEXT = re.compile(r"-#[ \t]+(?=\S)(.*)")
_OTHER = re.compile(r"#{1,3}[ \t]+\S|-#[ \t]+\S|>(?:>>)?[ \t]|[-*][ \t]+\S|\d{1,9}\.[ \t]+\S")
_FENCE = "```"


def heading(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """`# `, `## ` or `### ` at the beginning of a line."""
    found = _HEADING.fullmatch(_text(state, line))
    if found is None:
        return False
    if not silent:
        _put(state, "heading", f"h{len(found[1])}", found[2], line)
    return True


def subtext(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """`-# ` at the beginning of a line: small print."""
    found = _SUBTEXT.fullmatch(_text(state, line))
    if found is None:
        return False
    if not silent:
        _put(state, "subtext", "div", found[1], line)
    return True


def quote(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """`> ` before each line, or `>>> ` before all that follows. A quote in a quote is text, as in Discord."""
    first = _text(state, line)
    if state.env.get("quoted") or not first.startswith(("> ", ">>> ")):
        return False
    if silent:
        return True
    after = line + 1
    if first.startswith(">>> "):
        after = end
        quoted = [first[4:], *(_text(state, one) for one in range(line + 1, end))]
    else:
        while after < end and _text(state, after).startswith("> "):
            after += 1
        quoted = [_text(state, one)[2:] for one in range(line, after)]
    state.push("blockquote_open", "blockquote", 1)
    state.env["quoted"] = True
    state.md.block.parse("\n".join(quoted), state.md, state.env, state.tokens)
    state.env["quoted"] = False
    state.push("blockquote_close", "blockquote", -1)
    state.line = after
    return True


def lines(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Lines of text up to what is none, empty ones in between kept; a block of code among them holds anything."""
    in_list = state.parentType == "list"
    taken: list[str] = []
    at = line
    while at < end:
        text = _text(state, at)
        if taken and (_OTHER.match(text) or (in_list and (not text or state.sCount[at] < state.blkIndent))):
            break
        if taken and _OTHER.match(text):
            break
        closing = _closing(state, at, end) if text.count(_FENCE) % 2 else at
        taken += [_text(state, one) for one in range(at, closing + 1)]
        at = closing + 1
    if silent:
        return True
    while taken and not taken[-1].strip():
        taken.pop()
    _put(state, "lines", "div", "\n".join(taken), line)
    state.line = at
    return True


def _closing(state: StateBlock, line: int, end: int) -> int:
    """The line that ends the block of code begun on `line`; `line` itself where none does."""
    return next((one for one in range(line + 1, end) if _FENCE in _text(state, one)), line)


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + min(state.tShift[line], state.blkIndent) : state.eMarks[line]]


def _put(state: StateBlock, name: str, tag: str, content: str, line: int) -> None:
    state.push(f"{name}_open", tag, 1)
    inline = state.push("inline", "", 0)
    inline.content, inline.children = content, []
    state.push(f"{name}_close", tag, -1)
    state.line = line + 1


RULES: dict[str, Callable[[StateBlock, int, int, bool], bool]] = {
    "headline": heading,
    "subtext": subtext,
    "quote": quote,
    "lines": lines,
}
