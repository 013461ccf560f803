"""Every sentence is said in every language, and a language's own dates, numbers and lists with it."""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from hypothesis import given
from hypothesis import strategies as st

from bot import speech as speaking
from bot.speech import Speech, choose_language, languages, speech
from bot.talk.grammar import language_of, understand
from bot.talk.requests import About, Help, OnThisDay, Open, Period, Random, Related, Request, Sources, Turn
from tests.languages import ROOT, NotLiteral, catalogue, is_said, renew, sentences

TODAY = dt.date(2015, 1, 18)
FILES = sorted(speaking.LOCALES.glob("*.po"))
_HAN = r"\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_language = pytest.mark.parametrize("language", languages())


@pytest.fixture(scope="module")
def spoken() -> Catalog:
    """The sentences in the code."""
    return sentences()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder that languages are read from instead of Clio's own."""
    monkeypatch.setattr(speaking, "LOCALES", tmp_path)
    speech.cache_clear()
    yield tmp_path
    speech.cache_clear()


def _ids(messages: Catalog) -> set[tuple[str, ...]]:
    return {_id(message) for message in messages if message.id}


def _id(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _forms(message: Message) -> tuple[str, ...]:
    said = message.string
    return (said,) if isinstance(said, str) else tuple(said)


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_english_and_chinese_are_spoken() -> None:
    assert {"en", "zh_Hans"} <= set(languages())


def test_english_stands_in_the_code() -> None:
    assert not (speaking.LOCALES / "en.po").exists()
    assert speech("en").say("Nothing was found about {words}.", words="x") == "Nothing was found about x."


@each_file
def test_every_sentence_has_an_entry_and_no_other_has(path: Path, spoken: Catalog) -> None:
    assert len(spoken) > 100
    told = catalogue(path)
    assert _ids(told) == _ids(spoken), "python -m tests.languages brings the catalogues up to date"
    assert not told.obsolete


@each_file
def test_every_sentence_is_translated(path: Path) -> None:
    told = catalogue(path)
    assert [_id(message) for message in told if message.fuzzy or not is_said(message)] == []
    assert told.num_plurals == Catalog(locale=path.stem).num_plurals
    assert {len(_forms(message)) for message in told if message.pluralizable} <= {told.num_plurals}


@each_file
def test_translations_have_the_same_blanks(path: Path) -> None:
    for message in catalogue(path):
        wanted = _blanks(_id(message)[-1])
        for form in _forms(message):
            # "one event" may do without its number where a form is for a single thing
            assert _blanks(form) in ((wanted, wanted - {"n"}) if len(_forms(message)) > 1 else (wanted,)), message.id


@each_file
def test_catalogues_are_written_as_the_tool_writes_them(path: Path, spoken: Catalog, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    renew(copy, spoken)
    assert copy.read_text("utf-8").splitlines() == path.read_text("utf-8").splitlines(), "run python -m tests.languages"


def test_chinese_is_written_with_its_own_punctuation() -> None:
    before, after = rf"(?<=[{_HAN}}}])", rf"(?=[{_HAN}{{]|$)"
    odd = re.compile(rf"{before}[,;:?!\"'()]{after}|{before}\.$|\.\.\.|{before} *- *{after}")
    for message in catalogue(speaking.LOCALES / "zh_Hans.po"):
        if message.id:
            assert [form for form in _forms(message) if odd.search(form)] == []


@pytest.mark.parametrize(
    "code",
    [
        "voice.say(name)",
        'voice.say(f"{name} was found")',
        'voice.say("It was " + name)',
        'voice.say("a" if name else "b")',
        'say("%s was found" % name)',
        "self._speech.say(*names)",
        "voice.say()",
        'voice.count("{n} event", many, 3)',
        'voice.count(one, "{n} events", 3)',
        "voice.count(one, many, 3)",
        "tell = voice.say\ntell(name)",
        "list(map(voice.say, names))",
        "locale_str(name)",
    ],
)
def test_a_sentence_built_at_run_time_is_refused(code: str, tmp_path: Path) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "built.py").write_text(f"\n{code}\n")
    with pytest.raises(NotLiteral, match=r"^bot/built\.py:2: "):
        sentences(tmp_path)


def test_what_is_handed_over_is_found_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "cogs").mkdir()
    (tmp_path / "cogs" / "words.py").write_text(
        'say, count = voice.say, voice.count\nsay("a"\n    " b")\nvoice.count("{n} c", "{n} d", len(x), e=1)\n'
        'locale_str("f")\nprint("g")\nx.count("h")\nx.count(b"i", 0, y)\nx.count("j", 1)\n'
    )
    assert _ids(sentences(tmp_path)) == {("a b",), ("{n} c", "{n} d"), ("f",)}


def test_catalogues_are_brought_up_to_date(folder: Path) -> None:
    path = folder / "zh_Hans.po"
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "kept"\nmsgstr "留"\n\n'
        'msgid "gone"\nmsgstr "去"\n\n#, fuzzy\nmsgid "guessed"\nmsgstr "猜"\n',
        encoding="utf-8",
    )
    wanted = Catalog()
    for message in ("kept", "guessed", "new", ("{n} one", "{n} many")):
        wanted.add(message)
    renew(path, wanted)
    told = catalogue(path)
    assert _ids(told) == _ids(wanted)
    assert {message.id for message in told if message.id and is_said(message)} == {"kept"}


def test_dates_numbers_and_lists_are_english() -> None:
    voice, day = speech("en"), dt.date(2013, 1, 18)
    assert (voice.date(day), voice.date(day, weekday=True)) == ("18 January 2013", "Friday, 18 January 2013")
    assert (voice.month_and_day(2, 29), voice.month(day), voice.year(2013)) == ("29 February", "January 2013", "2013")
    assert (voice.number(54321), voice.number(999)) == ("54,321", "999")
    assert voice.join(["Mali", "France", "Chad"]) == "Mali, France and Chad"
    assert voice.count("{n} event", "{n} events", 1) == "1 event"
    assert voice.count("{n} event", "{n} events", 1200) == "1,200 events"


def test_dates_numbers_and_lists_are_chinese() -> None:
    voice, day = speech("zh_Hans"), dt.date(2013, 1, 18)
    assert (voice.date(day), voice.date(day, weekday=True)) == ("2013年1月18日", "2013年1月18日星期五")
    assert (voice.month_and_day(2, 29), voice.month(day), voice.year(2013)) == ("2月29日", "2013年1月", "2013年")
    assert voice.number(54321) == "54,321"
    assert voice.join(["马里", "法国", "乍得"]) == "马里、法国和乍得"
    assert voice.count("{n} year ago", "{n} years ago", 1) == "1年前"
    assert voice.count("{n} more event", "{n} more events", 1200) == "还有1,200个事件"


GERMAN = """
msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "MMMM d"
msgstr "d. MMMM"

msgid "random"
msgstr "zufällig"

msgid "Nothing was found about {words}."
msgstr "Zu {words} wurde nichts gefunden."

msgid "{n} year ago"
msgid_plural "{n} years ago"
msgstr[0] "vor einem Jahr"
msgstr[1] "vor {n} Jahren"
"""


def test_a_further_language_is_one_file(folder: Path) -> None:
    (folder / "de.po").write_text(GERMAN, encoding="utf-8")
    assert languages() == ("en", "de")
    assert choose_language("de_AT.UTF-8") == "de"
    voice = speech("de-CH")
    assert voice.say("random") == "zufällig"
    assert voice.say("Nothing was found about {words}.", words="Konna") == "Zu Konna wurde nichts gefunden."
    assert voice.count("{n} year ago", "{n} years ago", 1) == "vor einem Jahr"
    assert voice.count("{n} year ago", "{n} years ago", 2000) == "vor 2.000 Jahren"
    assert (voice.date(dt.date(2013, 1, 18)), voice.month_and_day(1, 18)) == ("18. Januar 2013", "18. Januar")
    assert voice.join(["Mali", "Tschad", "Niger"]) == "Mali, Tschad und Niger"
    assert voice.say("not in the file") == "not in the file"


@each_language
def test_what_is_suggested_is_understood(language: str) -> None:
    say, shown = speech(language).say, Turn(About("x"), ("0123456789abcdef", "fedcba9876543210"))
    name = "加沙" if language.startswith("zh") else "Konna"
    suggested: dict[str, Request] = {
        say("on this day"): OnThisDay(1, 18),
        say("event about {words}", words=name): About(name),
        say("event about {words}", words="Kofi Annan"): About("Kofi Annan"),
        say("what happened in {year}", year="2013"): About("", Period.of_year(2013)),
        say("random"): Random(),
        say("help"): Help(),
        say("related"): Related(to="0123456789abcdef"),
        say("related to {words}", words=name): Related(words=name),
        say("related to {words}", words="fedcba9876543210"): Related(to="fedcba9876543210"),
        say("related to {words}", words="news/2013/01/18/a.md"): Related(to="news/2013/01/18/a.md"),
        say("sources"): Sources("0123456789abcdef"),
        say("more"): About("x", skip=2),
        "2": Open("fedcba9876543210"),
    }
    for words, request in suggested.items():
        assert understand(words, TODAY, shown) == request, words


@each_language
def test_every_day_suggested_is_understood(language: str) -> None:
    voice = speech(language)
    for day in (dt.date(2012, 1, 1) + dt.timedelta(n) for n in range(366)):
        words = voice.say("on this day {day}", day=voice.month_and_day(day.month, day.day))
        assert understand(words, TODAY) == OnThisDay(day.month, day.day)


def test_chinese_suggestions_are_taken_for_chinese() -> None:
    told = catalogue(speaking.LOCALES / "zh_Hans.po")
    for message in ("on this day", "random", "help", "related", "sources", "more", "what happened in {year}"):
        said = told.get(message)
        assert said is not None
        assert language_of(str(said.string)) == "zh_Hans"


@given(st.dates(), st.sampled_from(languages()))
def test_any_day_can_be_said(day: dt.date, language: str) -> None:
    voice: Speech = speech(language)
    for said in (voice.date(day), voice.date(day, weekday=True), voice.month(day), voice.year(day.year)):
        assert str(day.year) in said
    assert str(day.day) in voice.month_and_day(day.month, day.day)


def test_the_catalogues_come_with_the_package() -> None:
    assert FILES
    assert all(path.is_relative_to(ROOT / "bot") for path in FILES)


@pytest.mark.parametrize(
    ("words", "said"),
    [("Mali", "关于 Mali 的事件"), ("马里", "关于马里的事件"), ("A股", "关于 A股的事件"), ("2013", "关于2013的事件")],
)
def test_latin_names_stand_apart_in_a_chinese_sentence(words: str, said: str) -> None:
    assert speech("zh_Hans").say("event about {words}", words=words) == said
