"""Help teaches every form of question by an example that works."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.archive.archive import Archive
from bot.speech import languages, speech
from bot.talk.answer import Outcome
from bot.talk.answers import answer
from bot.talk.grammar import understand
from bot.talk.guide import Guide
from bot.talk.requests import (
    About,
    Help,
    OnThisDay,
    Open,
    Period,
    Random,
    Related,
    Request,
    Side,
    Sources,
    Status,
    Turn,
)
from tests.small import write_pages

_TODAY = dt.date(2015, 1, 18)
_SHOWN = Turn(About("Gao"), ("0123456789abcdef", "fedcba9876543210"))
each_language = pytest.mark.parametrize("language", languages())


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The small archive, open."""
    folder = tmp_path_factory.mktemp("small")
    archive = Archive(folder / "home", [write_pages(folder / "pages")])
    archive.open(_TODAY)
    return archive


@each_language
def test_every_example_is_understood_as_what_it_teaches(archive: Archive, language: str) -> None:
    lessons = Guide(archive, speech(language), _TODAY).lessons()
    examples = [line.replace("：", ": ").split(": ", 1)[1].split(" · ") for line in lessons]
    before = (None, None, None, _SHOWN, None)
    asked = [
        [understand(example, _TODAY, turn) for example in line] for line, turn in zip(examples, before, strict=True)
    ]
    year, name = Period.of_year(2014), asked[1][0].words  # type: ignore[union-attr]
    assert archive.about(name)[0].total
    wanted: list[list[Request]] = [
        [OnThisDay(1, 18), OnThisDay(1, 18, name), OnThisDay(1, 18), OnThisDay(1, 12, days=7)],
        [About(name), Related(words=name), Random()],
        [About("", year), About(name, year), About("", Period(dt.date(2014, 6, 1), dt.date(2014, 8, 31)))],
        [
            Open(_SHOWN.shown[1]),
            Related(to=_SHOWN.shown[0]),
            Related(to=_SHOWN.shown[0], side=Side.AFTER),
            Sources(_SHOWN.shown[0]),
            About("Gao", skip=2),
            About("Gao", Period.of_year(2013)),
        ],
        [Status(), Help()],
    ]
    assert asked == wanted


@each_language
def test_help_is_short_and_every_step_to_begin_with_is_answered(archive: Archive, language: str) -> None:
    given = answer(Help(), archive, speech(language), _TODAY)
    assert len(given.notes) <= 6
    assert max(map(len, given.notes)) <= 90
    for step in given.suggestions:
        asked = answer(understand(step, _TODAY), archive, speech(language), _TODAY)
        assert asked.outcome is Outcome.ANSWERED, step


@each_language
def test_an_empty_archive_says_so_to_every_question_that_looks_for_something(
    tmp_path_factory: pytest.TempPathFactory, language: str
) -> None:
    folder = tmp_path_factory.mktemp("empty")
    empty = Archive(folder / "home", [folder])
    empty.open(_TODAY)
    voice = speech(language)
    for request in (OnThisDay(1, 18), About("Konna"), About("", Period.of_year(2013)), Related(words="x"), Random()):
        given = answer(request, empty, voice, _TODAY)
        assert (given.outcome, given.title) == (Outcome.NOTHING, voice.say("The archive is empty."))
        assert given.request == request
    assert answer(Help(), empty, voice, _TODAY).outcome is Outcome.ANSWERED
    assert answer(Open("0123456789abcdef"), empty, voice, _TODAY).outcome is Outcome.NOTHING
