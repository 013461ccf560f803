"""What a reader sees of headlines that are full of markup and wrecks."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.cleaning import clean, tidy
from bot.archive.contexts import split_names
from bot.archive.folding import fold
from bot.archive.topics import is_topic_only, split_topic
from bot.archive.variants import choose_variants


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("  A dam   breaks. ", "A dam breaks."),
        ("Smith &amp; Sons say &quot;no&quot; &#39;again&#39;", "Smith & Sons say \"no\" 'again'"),
        ("It costs {{Nowrap|$600 million}}.", "It costs $600 million."),
        ("It costs {{nowrap|1={{small|$6}}}} a day", "It costs  a day".replace("  ", " ")),
        (
            "Burns 1,000&nbsp;mi<sup>2</sup> of CO<sub>2</sub>-rich wood<br/>today",
            "Burns 1,000 mi² of CO2-rich wood today",
        ),
        ("''The Ship'' sails", "The Ship sails"),
        ("'''''Bold''''' words", "Bold words"),
        ("The [[River Thames|Thames]] and the [[Seine]] rise", "The Thames and the Seine rise"),
        ("A prize[[", "A prize"),
        ("A law <!-- not yet --> passes<ref>a paper</ref><ref name=x />.", "A law passes."),
        ("A law<i> passes</i>, if 3 < 4", "A law passes, if 3 < 4"),
        ("One\tline\u200b only\x07", "One line only"),
        ("Half a link is [currently] kept", "Half a link is [currently] kept"),
    ],
)
def test_markup_goes_and_its_words_stay(raw: str, shown: str) -> None:
    assert clean(raw).text == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("A storm lands. [http:--www.example.org-a-1.html (Paper)] [http:--b.example-2 (B)]", "A storm lands."),
        (
            'A storm lands. [http://a.example/x?y=1 (A via "B")] It grows.[http://b.example (B)]date=October 2012',
            "A storm lands. It grows.",
        ),
        ("A storm lands. [http://a.example/x (A) ", "A storm lands."),
        ("A storm lands. [//wiki.example/w?title=x&y=2 (A)]", "A storm lands."),
        ("风暴登陆。[http:--a.example-1.html 日报][https:--b.example-2 晚报]date=十一月 2017 ", "风暴登陆。"),
        ("风暴登陆。[http:--a.example-1 日报]、[http:--b.example-2 晚报]date=2018年5月", "风暴登陆。"),
        ("风暴登陆。《[http:--a.example-1 日报]》、《[http:--b.example-2 晚报]》", "风暴登陆。"),
        ("文章《[http:--a.example-1 海的故事]》被禁。", "文章《海的故事》被禁。"),
        ("风暴登陆（[http:--a.example-1 日报]）。", "风暴登陆。"),
        ("风暴登陆。http:--a.example-b-1.html ", "风暴登陆。"),
        ("风暴登陆。:59:17+00:00", "风暴登陆。"),
        ("风暴登陆。 language = zh-hans | author = 王 | url = http:--a.example | title = 风暴", "风暴登陆。"),
        ("风暴登陆某岛（en", "风暴登陆某岛"),
        ("风暴登陆。{{cn}}", "风暴登陆。"),
        ("风暴登陆。[http:--a.example 日报]{{dead link ", "风暴登陆。"),
        ("{{ABC}}党获胜。", "ABC党获胜。"),
        ("A storm lands {{es icon}}", "A storm lands"),
        (" :Triggered by \\bx\\.example\\b on the local blacklist|bot=B|invisible=false}} ", ""),
    ],
)
def test_wrecks_are_cut_out_and_told(raw: str, shown: str) -> None:
    assert clean(raw) == (shown, True)


@pytest.mark.parametrize(
    "plain", ["AT&T buys a park.", "5 < 6", "A café opens.", "第一天。", "Kitchen", "x = 5 is solved"]
)
def test_a_sound_headline_is_not_called_a_wreck(plain: str) -> None:
    assert clean(plain) == (plain, False)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("会-{zh-hans:计算机; zh-hant:電腦;}-吗", "会计算机吗"),
        ("会-{zh-tw:電腦;zh-cn:电脑}-吗", "会电脑吗"),
        ("会-{zh:电脑;zh-tw:電腦}-吗", "会电脑吗"),
        ("会-{zh-tw:電腦;zh-hk:電腦}-吗", "会電腦吗"),
        ("程-{}-序", "程序"),
        ("-{朴}-女士", "朴女士"),
        ("-{H|zh-cn:甲;zh-tw:乙}-", "甲"),
        ("-{zh-hans:没有完", "-{zh-hans:没有完"),
    ],
)
def test_of_regional_words_the_mainland_form_is_shown(raw: str, shown: str) -> None:
    assert choose_variants(raw) == shown


@pytest.mark.parametrize(
    ("headline", "topic", "shown"),
    [
        (
            "Battle of Example:The army takes the town.",
            "Battle of Example",
            "Battle of Example: The army takes the town.",
        ),
        (
            "Example war (2012-present):10 soldiers die.",
            "Example war (2012-present)",
            "Example war (2012-present): 10 soldiers die.",
        ),
        ("Example war:Battle of B:The army wins.", "Example war", "Example war: Battle of B: The army wins."),
        ("Example war:", "Example war", "Example war"),
        ("2016年某国總統選舉：某人當選。", "2016年某国總統選舉", "2016年某国總統選舉：某人當選。"),
    ],
)
def test_a_storys_name_is_kept_apart(headline: str, topic: str, shown: str) -> None:
    assert split_topic(headline) == (topic, shown)


@pytest.mark.parametrize(
    "sentence",
    [
        "An earthquake strikes at 11:36 local time.",
        "The minister says: no tax will rise.",
        "Team A beats Team B 3:1 in the final.",
        "The ferry sinks. Officials blame one thing: rust.",
        "发言人表示：不会加税。",
        "甲队以4:0战胜乙队。",
        "http://example.org/a is blocked.",
    ],
)
def test_a_colon_inside_a_sentence_makes_no_story(sentence: str) -> None:
    assert split_topic(sentence) == ("", sentence)


def test_a_context_before_the_colon_is_always_a_storys_name() -> None:
    assert split_topic("Wins and losses: A team moves up.", ("Wins and Losses",))[0] == "Wins and losses"


@pytest.mark.parametrize(
    ("headline", "contexts", "alone"),
    [
        ("Hurricane Example (2008)", (), True),
        ("2010 Examplish general election", (), True),
        ("Hurricane Example", ("Hurricane example",), True),
        ("Hurricane Example lands.", ("Hurricane Example",), False),
        ("Voters protest in the 2010 Examplish general election", (), False),
        ("某国共产党第一次代表大会", ("某国共产党第一次代表大会",), True),
        ("某国举行选举", ("某国",), False),
    ],
)
def test_a_storys_name_alone_is_noticed(headline: str, contexts: tuple[str, ...], alone: bool) -> None:
    assert is_topic_only(headline, "", contexts) is alone


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Syrian Civil War", "Syrian civil war"),
        ("War (2012–present)", "War (2012-present)"),
        ("Concepción", "Concepcion"),
        ("Côte d’Ivoire", "Cote d'Ivoire"),
        ("Łódź", "Lodz"),
        (" New  York ", "new york"),
    ],
)
def test_names_of_one_thing_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_marks_that_make_another_letter_do_not_fold() -> None:
    assert fold("ガス") != fold("カス")


@given(st.text())
def test_cleaning_any_text_gives_one_tidy_line(text: str) -> None:
    shown = clean(text).text
    assert shown == tidy(shown)
    assert "\n" not in shown
    assert split_topic(shown)[1].strip() == split_topic(shown)[1]


@given(
    st.lists(
        st.sampled_from(["[http:", "]", "[[", "{{", "}}", "-{", "}-", "''", "<", ">", "|", " ", "a。", "date=", "《"])
    )
)
def test_cleaning_any_heap_of_wrecks_ends(pieces: list[str]) -> None:
    assert clean("".join(pieces)).text == tidy(clean("".join(pieces)).text)


_PIECES = [
    "[http:",
    "{{",
    "-{zh:",
    "<a",
    "[[",
    "'",
    "date=",
    "《[http:a ",
    " url = ",
    "<!--",
    "a:",
    "：",
    "[http:a] ",
    ", ",
    "(",
]


@pytest.mark.parametrize(
    "piece", [*_PIECES, "<ref>", "{{j|", "Triggered by }}", "战争：", "&amp", " ", "Jr. ", "2008, "]
)
def test_a_long_line_of_wrecks_is_cleaned_quickly(piece: str) -> None:
    """A pattern that backtracks needs minutes for this, and the bot would stand still."""
    start = time.process_time()
    for line in (piece * (20_000 // len(piece)), "[http:a]" + piece * (19_000 // len(piece)) + "]"):
        shown = clean(line).text
        assert isinstance(split_topic(shown)[1], str)
        assert is_topic_only(shown, "", (line,)) in (True, False)
        assert isinstance(split_names(line), tuple)
    assert time.process_time() - start < 2
