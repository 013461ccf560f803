"""Questions line by line: JSON for programs, plain text for pipes, whatever bytes come in."""

from __future__ import annotations

import io

import pytest

from bot.archive.archive import index_path
from bot.commands.ask import is_leaving, questions
from bot.talk.conversation import Conversation
from tests.small import Clio

_SHAPE = ["request", "events", "correction", "total", "text"]


def test_a_conversation_in_json_follows_on(clio: Clio) -> None:
    asked = b"event about Mali\nthe second one\nsources\nrelated\nand in 2014?\nevent about Brisbnae\n"
    listed, second, sources, related, later, corrected = clio("chat", "--json", stdin=asked).objects
    for told in (listed, second, sources, related, later, corrected):
        assert list(told) == _SHAPE
        assert told["text"]
    assert listed["request"]["kind"] == "about"
    assert second["events"][0]["id"] == listed["events"][1]["id"]
    assert sources["request"] == {"kind": "sources", "to": second["events"][0]["id"]}
    assert sources["events"][0]["sources"][0]["url"] in sources["text"]
    assert related["request"]["to"] == second["events"][0]["id"]
    assert later["request"]["period"] == {"first": "2014-01-01", "last": "2014-12-31"}
    assert corrected["correction"] == "brisbane"


def test_pages_are_opened_and_related_by_their_path(clio: Clio) -> None:
    asked = b"event news/2013/01/18/konna-retaken.md\nrelated to news/2013/01/18/konna-retaken.md\n"
    opened, related = clio("chat", "--json", stdin=asked).objects
    event = opened["events"][0]
    assert event["path"] == "news/2013/01/18/konna-retaken.md"
    assert event["image"] == "https://images.example.org/konna.jpg"
    assert event["sources"] == [
        {"name": "BBC", "url": "https://www.bbc.co.uk/konna"},
        {"name": "Bloomberg", "url": "https://www.bloomberg.com/konna"},
    ]
    assert related["events"][0]["path"] == "news/2013/01/10/konna-falls.md"
    assert related["events"][0]["reason"]


def test_every_line_has_its_answer_whatever_is_in_it(clio: Clio) -> None:
    lines = [
        b"",
        b"   ",
        b"\xff\xfe\x00\x1b[2J",
        b"\xed\xa0\x80",
        b"a" * 1_000_000,
        b"\x1b]0;x\x07",
        b"random\r",
        b"event",
    ]
    left = clio("chat", "--json", stdin=b"\n".join(lines))
    objects = left.objects
    assert left.code == 0
    assert len(objects) == len(lines)
    assert [told["request"]["kind"] for told in objects[:2]] == ["not-understood"] * 2
    assert objects[6]["request"]["kind"] == "random"
    assert not any("error" in told for told in objects)
    assert left.err == ""


def test_a_fault_of_ours_is_an_object_and_the_conversation_goes_on(clio: Clio, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Conversation.ask

    def faulty(self: Conversation, text: str) -> object:
        if text == "boom":
            raise RuntimeError("inside")
        return real(self, text)

    monkeypatch.setattr(Conversation, "ask", faulty)
    left = clio("chat", "--json", stdin=b"boom\nrandom\n")
    broken, random = left.objects
    assert list(broken) == [*_SHAPE, "error"]
    assert "RuntimeError" in broken["error"]
    assert random["total"] == 1
    assert "Traceback" not in left.err
    once = clio("ask", "--json", "boom")
    assert (once.code, once.objects) == (3, [broken])


def test_an_index_damaged_meanwhile_is_built_anew_and_the_question_answered(
    clio: Clio, monkeypatch: pytest.MonkeyPatch
) -> None:
    clio("ask", "random")
    path = index_path(clio.home, [clio.pages])
    real, spoilt = Conversation.ask, []

    def spoiling(self: Conversation, text: str) -> object:
        if not spoilt:
            spoilt.append(path.write_bytes(path.read_bytes()[:8192] + b"x" * (path.stat().st_size - 8192)))
        return real(self, text)

    monkeypatch.setattr(Conversation, "ask", spoiling)
    left = clio("chat", "--json", stdin=b"event about Konna\nevent about Gao\n")
    assert [told["total"] > 0 for told in left.objects] == [True, True]
    assert left.err.count("built anew") == 1


def test_an_index_that_cannot_be_built_anew_is_told_to_programs(clio: Clio, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.archive.archive import Archive
    from bot.archive.index import IndexUnusable

    def damaged(*arguments: object, **options: object) -> object:
        raise IndexUnusable("The index is damaged.")

    clio("ask", "random")
    monkeypatch.setattr(Conversation, "ask", damaged)
    assert "CLIO_HOME" in clio("chat", "--json", stdin=b"random\n").objects[0]["error"]
    monkeypatch.setattr(Archive, "reload", damaged)
    left = clio("ask", "random")
    assert left.code == 3
    assert left.err.endswith("set CLIO_HOME to a folder that can be written to.\n")


def test_lines_from_a_pipe_are_answered_plainly(clio: Clio) -> None:
    left = clio("chat", stdin=b"event about Brisbane\n\nsources\nquit\nrandom\n")
    assert left.code == 0
    assert "Tuesday, 18 January 2011\nFloods close the port of Brisbane" in left.out
    assert "1. ABC" not in left.out.split("Sources of:")[1]
    assert "ABC: https://www.abc.net.au/floods" in left.out
    assert "random" not in left.out
    assert "\x1b" not in left.out


def test_colours_are_written_to_a_pipe_on_demand(clio: Clio) -> None:
    clio.set("FORCE_COLOR", "1")
    assert "\x1b[" in clio("ask", "event about Konna").out


def test_a_first_start_is_silent_for_programs(clio: Clio) -> None:
    assert clio("ask", "--json", "random").err == ""


def test_questions_are_lines_of_text() -> None:
    given = io.BytesIO(b"\xef\xbb\xbfone\r\ntwo\n\n\xfffour\n" + b"x" * 200_000 + b"\nlast")
    one, two, empty, bad, long, last = questions(given)
    assert (one, two, empty, bad, last) == ("one", "two", "", "\ufffdfour", "last")
    assert len(long) < 100_000


@pytest.mark.parametrize(
    ("said", "leaves"),
    [
        ("quit", True),
        (" Exit. ", True),
        ("退出", True),
        ("quit smoking", False),
        ("bye", True),
        ("Good bye!", True),
        ("再见。", True),
        ("bye bye birdie", False),
        ("thanks", False),
    ],
)
def test_saying_goodbye(said: str, leaves: bool) -> None:
    assert is_leaving(said) is leaves
