"""Discord's Markdown as HTML: rules of our own on markdown-it.

Source: https://support.discord.com/hc/articles/210298617 and https://discord.com/developers/docs/reference#message-formatting
"""

from __future__ import annotations

from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from bot.sandbox.page import blocks, inlines
from bot.sandbox.page.names import Names

SCHEMES = ("http://", "https://", "discord://")
_BLOCKS = ("headline", "subtext", "quote", "list", "lines")
_INLINES = ("text", "newline", "escape", "pre", "backticks", "strikethrough", "emphasis", "link")


def markdown(text: str, names: Names) -> Markup:
    """A message's text as HTML; everything in it that is no Markdown is escaped."""
    return Markup(_parser().render(text, {"names": names}))


def markdown_line(text: str, names: Names) -> Markup:
    """A title as HTML: without headings, lists and quotes."""
    return Markup(_parser().renderInline(text, {"names": names}))


class _Html(RendererHTML):
    """What HTML each token becomes, where it is not what CommonMark makes of it."""

    def heading_open(self, tokens: list[Token], idx: int, *_: Any) -> str:
        # The page's own headings stand above those of messages.
        return f'<h4 class="{tokens[idx].tag}">'

    def heading_close(self, tokens: list[Token], idx: int, *_: Any) -> str:
        return "</h4>\n"

    def lines_open(self, tokens: list[Token], idx: int, *_: Any) -> str:
        return '<div class="lines">'

    def lines_close(self, tokens: list[Token], idx: int, *_: Any) -> str:
        return "</div>\n"

    def subtext_open(self, tokens: list[Token], idx: int, *_: Any) -> str:
        return '<div class="lines small">'

    def subtext_close(self, tokens: list[Token], idx: int, *_: Any) -> str:
        return "</div>\n"

    def strong_open(self, tokens: list[Token], idx: int, *_: Any) -> str:
        return "<u>" if tokens[idx].markup == "__" else "<strong>"

    def strong_close(self, tokens: list[Token], idx: int, *_: Any) -> str:
        return "</u>" if tokens[idx].markup == "__" else "</strong>"

    def link_open(self, tokens: list[Token], idx: int, *_: Any) -> str:
        href = escapeHtml(str(tokens[idx].attrs.get("href", "")))
        return f'<a href="{href}" target="_blank" rel="noopener noreferrer nofollow" title="{href}">'

    def spoiler_open(self, tokens: list[Token], idx: int, *_: Any) -> str:
        return '<span class="spoiler" role="button" tabindex="0" aria-label="Spoiler"><span>'

    def spoiler_close(self, tokens: list[Token], idx: int, *_: Any) -> str:
        return "</span></span>"

    def pre(self, tokens: list[Token], idx: int, *_: Any) -> str:
        token = tokens[idx]
        language = f' data-language="{escapeHtml(token.info)}"' if token.info else ""
        return f'<pre tabindex="0"{language}><code>{escapeHtml(token.content)}</code></pre>'

    def instant(self, tokens: list[Token], idx: int, *_: Any) -> str:
        token = tokens[idx]
        return (
            f'<time class="instant" datetime="{escapeHtml(token.info)}" data-style="{escapeHtml(token.markup)}">'
            f"{escapeHtml(token.content)}</time>"
        )

    def mention(self, tokens: list[Token], idx: int, *_: Any) -> str:
        token = tokens[idx]
        kind, target = token.info.partition(":")[::2]
        word = escapeHtml(token.content)
        if kind in ("channel", "command"):
            return f'<button type="button" class="mention" data-{kind}="{escapeHtml(target)}">{word}</button>'
        return f'<span class="mention">{word}</span>'

    def emoji(self, tokens: list[Token], idx: int, *_: Any) -> str:
        return f'<span class="emoji">{escapeHtml(tokens[idx].content)}</span>'


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return url.lower().startswith(SCHEMES)


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("zero", {"breaks": True}, renderer_cls=_Html)
    for name, block in blocks.RULES.items():
        # Lines of text end nothing: the list's own lines come after its first too.
        parser.block.ruler.before("paragraph", name, block, {"alt": [] if name == "lines" else ["list"]})
    parser.inline.ruler.at("text", inlines.text)
    for name, inline in inlines.RULES.items():
        parser.inline.ruler.before("backticks", name, inline)
    parser.block.ruler.enableOnly(list(_BLOCKS))
    parser.inline.ruler.enableOnly([*_INLINES, *inlines.RULES])
    parser.inline.ruler2.enable(["strikethrough", "emphasis"])
    return parser
