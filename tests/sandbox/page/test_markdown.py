"""Markdown looks as Discord shows it, and nothing that people write becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.page.markdown import markdown, markdown_line
from bot.sandbox.page.names import Names
from bot.sandbox.page.words import ENGLISH, say_in
from bot.sandbox.world.world import World

WORLD = World(lambda: 1_500_000_000.0)
ANN = WORLD.add_user("ann")
GUILD = WORLD.add_guild("Newsroom", ANN)
CHANNEL = WORLD.add_channel(GUILD, "general")
ROLE = WORLD.add_role(GUILD, "mods")
NAMES = Names(WORLD, GUILD.id, say_in(ENGLISH))

VOID = {"br", "hr", "img", "input"}
TAGS = set("div br strong em u s span code pre a button time blockquote ul ol li h4".split())
ATTRIBUTES = set(
    "class href target rel title role tabindex aria-label type datetime start data-style data-language data-channel "
    "data-command".split()
)


def drawn(text: str) -> str:
    """The text's HTML without what every line has around it."""
    return str(markdown(text, NAMES)).replace('<div class="lines">', "").replace("</div>", "").strip()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**b** *i* _i_ __u__ ~~s~~", "<strong>b</strong> <em>i</em> <em>i</em> <u>u</u> <s>s</s>"),
        ("***both***", "<em><strong>both</strong></em>"),
        ("snake_case_name", "snake_case_name"),
        (r"\*not\* \# \||", r"*not* # ||"),
        ("`a*b*` ``a`b``", "<code>a*b*</code> <code>a`b</code>"),
        ("||**b**||", '<span class="spoiler" role="button" tabindex="0" aria-label="Spoiler"><span>'
         "<strong>b</strong></span></span>"),
        ("a\n\n\nb", "a<br>\n<br>\n<br>\nb"),
        ("# one\n## two\n### three\n#### four", '<h4 class="h1">one</h4>\n<h4 class="h2">two</h4>\n'
         '<h4 class="h3">three</h4>\n#### four'),
        ("-# small", '<div class="lines small">small'),
        ("-#small #big", "-#small #big"),
        ("> a\n> b\nc", "<blockquote>\na<br>\nb\n</blockquote>\nc"),
        (">>> a\nb\n\nc", "<blockquote>\na<br>\nb<br>\n<br>\nc\n</blockquote>"),
        (">not", "&gt;not"),
        ("- a\n- b\nafter", "<ul>\n<li>\na\n</li>\n<li>\nb\n</li>\n</ul>\nafter"),
        ("3. c\n4. d", '<ol start="3">\n<li>\nc\n</li>\n<li>\nd\n</li>\n</ol>'),
        ("```py\n# x\n\n- y\n```", '<pre tabindex="0" data-language="py"><code># x\n\n- y</code></pre>'),
        ("a ```b``` c", 'a <pre tabindex="0"><code>b</code></pre> c'),
        ("```open", "```open"),
        ("<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"),
        ("![x](https://a.org/x.png)", '!<a href="https://a.org/x.png" target="_blank" rel="noopener noreferrer '
         'nofollow" title="https://a.org/x.png">x</a>'),
        ("[x](javascript:alert)", "[x](javascript:alert)"),
        ("a | b | c\n---", "a | b | c<br>\n---"),
    ],
)  # fmt: skip
def test_text_looks_as_in_discord(text: str, html: str) -> None:
    assert drawn(text) == html


@pytest.mark.parametrize(
    ("text", "address", "rest"),
    [
        ("https://a.org/x_y_z.", "https://a.org/x_y_z", "."),
        ("(https://a.org/q)", "https://a.org/q", ")"),
        ("https://a.org/Q_(film)!", "https://a.org/Q_(film)", "!"),
        ("<https://a.org/?a=1&b=2>", "https://a.org/?a=1&amp;b=2", ""),
    ],
)
def test_a_bare_address_is_a_link(text: str, address: str, rest: str) -> None:
    html = drawn(text)
    assert f'<a href="{address}"' in html
    assert html.endswith(f">{address}</a>{rest}")


def test_mentions_have_names() -> None:
    text = f"<@{ANN.id}> <@!{ANN.id}> <@&{ROLE.id}> <#{CHANNEL.id}> <@1> <#1> </event about:12> @everyone"
    html = drawn(text)
    said = HTMLText()
    said.feed(html)
    assert said.text == "@Ann @Ann @mods #general @unknown-user #unknown /event about @everyone"
    assert f'data-channel="{CHANNEL.id}"' in html
    assert 'data-command="event about"' in html


def test_an_instant_carries_its_moment_and_style() -> None:
    assert 'datetime="2013-01-18T00:00:00+00:00" data-style="R"' in drawn("<t:1358467200:R>")
    assert 'data-style="f"' in drawn("<t:1358467200>")
    assert drawn("<t:9999999999999>") == "&lt;t:9999999999999&gt;"


def test_a_title_stays_on_its_line() -> None:
    assert markdown_line("# **a** ||b||", NAMES).startswith("# <strong>a</strong> <span")


class HTMLText(HTMLParser):
    """What stands in HTML: its text, its tags and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


MARKS = st.sampled_from(
    ["**", "*", "_", "__", "~~", "||", "`", "```", "\n", "> ", ">>> ", "# ", "-# ", "- ", "1. ", "[", "](", ")", "<",
     ">", "<@1>", "<t:1:R>", "</a:1>", "https://a.org", "javascript:", '"', "'", "&", "<script>", "\\", "@here", " "]
)  # fmt: skip


@given(st.lists(MARKS | st.text(max_size=5), max_size=40).map("".join))
def test_whatever_is_written_only_known_markup_comes_of_it(text: str) -> None:
    seen = HTMLText()
    seen.feed(str(markdown(text, NAMES)))
    seen.close()
    assert seen.tags <= TAGS
    assert seen.attributes <= ATTRIBUTES
    assert all(link.startswith(("http://", "https://", "discord://")) for link in seen.links)
    assert not seen.open


@given(st.text(alphabet="abc \n.,", max_size=200))
def test_plain_words_are_kept(text: str) -> None:
    seen = HTMLText()
    seen.feed(str(markdown(text, NAMES)))
    assert seen.text.split() == text.split()
