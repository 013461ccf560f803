"""A problem of a page in a line or two: where it is, what it is, and what the reader of the page said about it."""

from __future__ import annotations

from bot.archive.event import Finding, Problem
from bot.chat.text import ELLIPSIS, escape, fit
from bot.speech import Speech

_PATH = 160
_REASON = 220


def finding_row(finding: Finding, refused: bool, voice: Speech) -> str:
    """A problem's page and line, whether the page is left out, and why; of at most 450 characters.

    The reason itself is in English, as whoever keeps the pages reads it on the terminal too.
    """
    place = fit(finding.path, _PATH) or ELLIPSIS
    if finding.line:
        place = voice.say("{page}, line {line}", page=place, line=finding.line)
    name = problem_name(finding.problem, voice)
    mark = voice.say("refused: {problem}", problem=name) if refused else voice.say("kept: {problem}", problem=name)
    return f"**{place}** · {escape(mark)}\n-# {fit(finding.reason, _REASON)}"


def problem_name(problem: Problem, voice: Speech) -> str:
    """What a problem is called."""
    say = voice.say
    names = {
        Problem.EMPTY: say("empty"),
        Problem.NOT_UTF8: say("not UTF-8"),
        Problem.NUL_BYTES: say("NUL bytes"),
        Problem.TOO_LONG: say("too long"),
        Problem.NO_DATE: say("no date"),
        Problem.NO_HEADLINE: say("no headline"),
        Problem.BAD_FRONT_MATTER: say("broken front matter"),
        Problem.UNREADABLE: say("unreadable"),
        Problem.VANISHED: say("gone"),
        Problem.OUTSIDE: say("outside the folder"),
        Problem.LINK_LOOP: say("a link in a circle"),
        Problem.FUTURE_DATE: say("a date to come"),
        Problem.HOAX: say("a made-up day"),
        Problem.COPIED_YEAR: say("copied from another year"),
        Problem.DATE_DISAGREES: say("dates that disagree"),
        Problem.TOPIC_ONLY: say("a story's name alone"),
        Problem.BAD_SOURCE: say("a source of no use"),
        Problem.BAD_IMAGE: say("an image of no use"),
        Problem.BAD_RELATION: say("a relation of no use"),
        Problem.WRECKED_HEADLINE: say("a wrecked headline"),
    }
    return names[problem]
