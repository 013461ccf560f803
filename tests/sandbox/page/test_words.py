"""The page's own words: each sentence is there in every language, and a browser or a person chooses which."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import bot.sandbox.errors as errors
import bot.sandbox.page.page as page_module
from bot.sandbox.page import composing, traffic, trouble
from bot.sandbox.page.drawing import NOTES_SAID
from bot.sandbox.page.page import Seat
from bot.sandbox.page.panels import Panel
from bot.sandbox.page.words import ENGLISH, LANGUAGES, preferred, say_in, table
from bot.sandbox.people import reply
from tests.sandbox.tiny import TinyBot

from .conftest import Stage, Visitor, visiting

SANDBOX = Path(page_module.__file__).parents[1]
TEMPLATES = SANDBOX / "page" / "templates"
SPOKEN = {"say", "_say", "NotOfferedError", "NoAnswerError", "ToldError"}
OTHERS = [language for language in LANGUAGES if language != ENGLISH]


def of_templates() -> set[str]:
    texts = (path.read_text("utf-8") for path in TEMPLATES.iterdir())
    return {found for text in texts for found in re.findall(r'\bt\("([^"]+)"', text)}


def of_scripts() -> set[str]:
    texts = [path.read_text("utf-8") for path in page_module.STATIC.glob("*.js")]
    said = {found for text in texts for found in re.findall(r'\bsay\("([^"]+)"', text)}
    chosen = {one for text in texts for two in re.findall(r'\bsay\(\w+ \? "([^"]+)" : "([^"]+)"', text) for one in two}
    named = {
        one for text in texts for two in re.findall(r'\bsaid = [^;]*\? "([^"]+)" : "([^"]+)"', text) for one in two
    }
    return said | chosen | named


def of_code() -> set[str]:
    """The sentences that code hands to what says them, be it by way of a name set just before."""
    found: set[str] = set()
    for path in SANDBOX.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if name in SPOKEN and isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
        found |= set(_named(tree)) if path.parent.name in ("page", "people") else set()
    return found


def _named(tree: ast.Module) -> Iterator[str]:
    """The texts that are called `said`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from (node.value.value for one in node.targets if isinstance(one, ast.Name) and one.id == "said")


async def no_rows(language: str) -> list[list[str]]:
    return []


def of_tables() -> set[str]:
    """Sentences that stand in a table of the code, and Discord's refusals."""
    return {
        *(name for _, _, name in trouble.ROUTES.values()),
        *(name for _, name in trouble.PERMISSIONS.values()),
        *composing._TAKES.values(),
        composing.NOT_HERE,
        *NOTES_SAID.values(),
        traffic.GONE,
        traffic.HIDDEN,
        traffic.UNNAMED,
        Panel("", (), no_rows).nothing,
        reply.THINKING,
        reply.SILENT,
        reply.WITHOUT_REPLY,
        *(one.message for one in vars(errors).values() if isinstance(one, errors.Refusal)),
    }


def everything() -> set[str]:
    return of_templates() | of_scripts() | of_code() | of_tables()


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_there_in_every_language(language: str) -> None:
    known = table(language)
    assert sorted(everything() - set(known)) == []
    assert sorted(set(known) - everything()) == []
    assert [sentence for sentence, said in known.items() if not said.strip()] == []
    assert [sentence for sentence, said in known.items() if places(sentence) != places(said)] == []


def test_no_template_says_anything_by_itself() -> None:
    for path in TEMPLATES.iterdir():
        text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", path.read_text("utf-8"), flags=re.DOTALL)
        shown = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*[A-Za-z][^"]*)"', text)
        shown += re.findall(
            r"[A-Za-z]\w+", re.sub(r"<(?:svg|script|style).*?</\w+>|<[^>]*>", " ", text, flags=re.DOTALL)
        )
        assert shown == [], path.name


def test_no_script_says_anything_by_itself() -> None:
    prose = re.compile(r'"([A-Z][a-z]+ [^"]*|[^"]* [a-z]+\.)"')
    for path in page_module.STATIC.glob("*.js"):
        code = re.sub(r"//.*|/\*.*?\*/", "", path.read_text("utf-8"))
        loose = [found for found in prose.findall(code) if found not in of_scripts()]
        assert loose == [], path.name


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("zh-TW", "zh-CN"),
        ("de,en-GB;q=0.7,zh;q=0.3", ENGLISH),
        ("en;q=0.1,zh;q=0.9", "zh-CN"),
        ("de", ENGLISH),
        ("", ENGLISH),
        ("zh;q=x,*;q=", ENGLISH),
    ],
)
def test_the_browsers_language_is_taken(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


def test_what_stands_in_a_sentence_is_put_in() -> None:
    assert say_in("zh-CN")("{name} is typing…", name="{Ann}") == "{Ann} 正在输入…"
    assert say_in(ENGLISH)("Nothing {like} this") == "Nothing {like} this"


async def test_a_chinese_browser_has_a_chinese_client(bot: TinyBot, stage: Stage) -> None:
    async with visiting(stage, accepts="zh-CN,en;q=0.5") as visitor:
        assert (await visitor.ask("be"))["language"] == "zh-CN"
        await visitor.ask("open", channel=str(stage.channel.id))
        assert "私信" in (await visitor.push("side"))["html"]
        await visitor.ask("slash", words="panel", options={})
        assert stage.sandbox.world.interactions.newest().user.locale == "zh-CN"
        refused = await visitor.ask("slash", words="reload", options={})
        assert refused["error"] == "ann 在那里不能使用 /reload。"
        assert (await visitor.ask("press", message="1", custom="x"))["error"] == "那条消息已经不在了。"


async def test_a_language_is_chosen_for_a_person(bot: TinyBot, stage: Stage, visitor: Visitor) -> None:
    told = await visitor.ask("speak", language="zh-CN")
    assert (told["language"], told["tables"]["zh-CN"]["Send"]) == ("zh-CN", "发送")
    await visitor.ask("open", channel=str(stage.channel.id))
    await visitor.ask("slash", words="panel", options={})
    assert stage.sandbox.world.interactions.newest().user.locale == "zh-CN"
    assert (await visitor.ask("be", seat=str(stage.mod.user.id)))["language"] == ENGLISH
    assert (await visitor.ask("be", seat=str(stage.ann.user.id)))["language"] == "zh-CN"
    assert "xx" in (await visitor.ask("speak", language="xx"))["error"]


async def test_a_person_with_a_language_of_their_own_has_it(stage: Stage, visitor: Visitor) -> None:
    world = stage.sandbox.world
    wen, luc = world.add_user("wen", locale="zh-CN"), world.add_user("luc", locale="fr")
    stage.page.seats = (*stage.page.seats, Seat(wen, "member"), Seat(luc, "member"))
    assert (await visitor.ask("be", seat=str(wen.id)))["language"] == "zh-CN"
    assert (await visitor.ask("be", seat=str(luc.id)))["language"] == ENGLISH
