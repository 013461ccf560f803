"""The dialect of the published archive: "### [date]", "# headline", a summary, and sections of numbered links."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from bot.archive.cleaning import clean
from bot.archive.contexts import each_once
from bot.archive.dates import date_disagreement, read_date
from bot.archive.event import Event, Finding, Problem, Relation, Source
from bot.archive.links import page_path, read_regular_relations, read_relation, read_source
from bot.archive.topics import is_topic_only, split_topic


class Section(Enum):
    """The parts of a page that begin with a "###" line; what is under any other such line is passed over."""

    SOURCES = auto()
    RELATED = auto()
    CHANGES = auto()


_NAMES = {
    Section.SOURCES: ("Source", "Sources", "信息来源"),
    Section.RELATED: ("Related", "有关"),
    Section.CHANGES: ("Changes",),
}
_TITLES = {
    f"{name}{colon}": section for section, names in _NAMES.items() for name in names for colon in ("", ":", "：")
}
_NOTHING = (0, "")
_DATE_LINE = re.compile(r"\[?\s*(\d{1,5}[-/.]\d{1,2}[-/.]\d{1,2})\s*(?:\]|$)")
_DAY_LIST = re.compile(
    r"^##\s*\[\d{4}-\d{1,2}-\d{1,2}\]|^##\s*\[[^\]]*\]\(/?(?:zh/)?news/[^)]*index\.md\)"
    r"|^###\s*\[.*\]\(/?(?:zh/)?news/\d{4}/\d{1,2}/\d{1,2}/(?!index\.md|README\.md)",
    re.MULTILINE,
)


@dataclass(slots=True)
class Parts:
    """A page taken apart. Numbers are those of lines, 1-based; a section is its text and its first line's number."""

    date: tuple[int, str] | None = None
    contexts: list[str] = field(default_factory=list)
    headline: tuple[int, str] | None = None
    body: list[str] = field(default_factory=list)
    sections: dict[Section, tuple[int, str]] = field(default_factory=dict)


def read_published(path: str, text: str) -> tuple[Event | None, tuple[Finding, ...]]:
    """Give the event of a page in the published dialect and every problem found; no event if it has to be refused.

    A page that lists a day's events gives (None, ()). Never raises.
    """
    parts = _divide(text)
    if parts.headline is None and _DAY_LIST.search(text):
        return None, ()
    if parts.headline is None and parts.date is None:
        reason = 'This is no event: there is neither a date nor a headline. Begin with "### [2013-01-18]" and "# …".'
        return None, (Finding(Problem.NO_DATE, path, 0, reason),)
    findings: list[Finding] = []
    date = _date(path, parts, findings)
    headline = _headline(path, parts, findings)
    if date is None or headline is None:
        return None, tuple(findings)
    event = _event(path, date, headline, parts, findings)
    if is_topic_only(event.headline, event.topic, event.contexts):
        reason = "The headline is only a story's name. Write a sentence that tells what happened, or remove the page."
        findings.append(Finding(Problem.TOPIC_ONLY, path, parts.headline[0] if parts.headline else 0, reason))
    return event, tuple(findings)


def _divide(text: str) -> Parts:
    """Take a page apart at its "### " lines, which is much cheaper than going through it line by line."""
    parts = Parts()
    number = 0
    for index, block in enumerate(f"\n{text}".split("\n### ")):
        title, _, rest = block.partition("\n")
        section = _TITLES.get(title.strip()) if index else None
        if section is not None:
            parts.sections.setdefault(section, (number + 1, rest))
        elif (index == 0 and block) or (index and parts.headline is None):
            if index and parts.date is None and _DATE_LINE.match(title):
                parts.date = number, title
            _take_head(parts, number + 1, rest)
        number += block.count("\n") + 1
    return parts


def _take_head(parts: Parts, number: int, text: str) -> None:
    """Find contexts, headline and summary in the lines before the first section."""
    for line in text.split("\n"):
        if line.startswith("#####"):
            parts.contexts.append(line[5:])
        elif line.startswith("#") and not line.startswith("##") and parts.headline is None:
            parts.headline = number, line[1:]
        elif parts.headline is not None:
            parts.body.append(line)
        number += 1


def _date(path: str, parts: Parts, findings: list[Finding]) -> dt.date | None:
    """Give the date of the page's header, telling when it is missing or not the path's."""
    number, line = parts.date or (0, "")
    found = _DATE_LINE.match(line)
    date = read_date(found[1]) if found else None
    if found is None:
        reason = 'There is no date. Begin the page with a line like "### [2013-01-18](/news/2013/01/18/index.md)".'
        findings.append(Finding(Problem.NO_DATE, path, 0, reason))
    elif date is None:
        reason = f"{found[1]} is no day of the calendar. Correct the date to year-month-day."
        findings.append(Finding(Problem.NO_DATE, path, number, reason))
    else:
        findings.extend(date_disagreement(path, date, number))
    return date


def _headline(path: str, parts: Parts, findings: list[Finding]) -> str | None:
    """Give the headline fit for showing, telling when there is none or when it had to be mended."""
    number, raw = parts.headline or (0, "")
    text, wrecked = clean(raw)
    if not text:
        reason = 'There is no headline. Add a line that begins with "# " and tells what happened.'
        if raw.strip():
            reason = 'Nothing is left of the headline but markup. Write what happened behind the "# ".'
        findings.append(Finding(Problem.NO_HEADLINE, path, number, reason))
        return None
    if wrecked:
        reason = "The headline held rests of links or templates; they are not shown. Take them out of the line."
        findings.append(Finding(Problem.WRECKED_HEADLINE, path, number, reason))
    return text


def _event(path: str, date: dt.date, headline: str, parts: Parts, findings: list[Finding]) -> Event:
    """Put the event together, telling of every source and relation that could not be read."""
    sources, image = _sources(path, *parts.sections.get(Section.SOURCES, _NOTHING), findings)
    related = _related(path, *parts.sections.get(Section.RELATED, _NOTHING), findings)
    first = [clean(name).text for name in parts.contexts]
    contexts = each_once([*first, *(name for relation in related for name in relation.contexts)])
    topic, shown = split_topic(headline, contexts)
    return Event(
        path=path,
        date=date,
        headline=shown,
        raw_headline=parts.headline[1] if parts.headline else headline,
        topic=topic,
        summary=_summary(parts.body),
        contexts=contexts,
        sources=sources,
        image=image,
        related=related,
        earlier=_earlier(path, *parts.sections.get(Section.CHANGES, _NOTHING)),
    )


def _summary(body: list[str]) -> str:
    """Join the lines of each paragraph, with an empty line between two paragraphs."""
    paragraphs: list[list[str]] = [[]]
    for line in body:
        if line and (text := clean(line).text):
            paragraphs[-1].append(text)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join(" ".join(lines) for lines in paragraphs if lines)


def _sources(path: str, number: int, text: str, findings: list[Finding]) -> tuple[tuple[Source, ...], str | None]:
    """Give each source once, by its address, and the first picture."""
    sources: dict[str, Source] = {}
    image: str | None = None
    for line_number, line in _lines(number, text):
        read = read_source(line)
        image = image or read.image
        if read.source is not None:
            sources.setdefault(read.source.url, read.source)
        elif read.is_source:
            reason = "The source has no web address and is left out. Write it as [name](https://…)."
            findings.append(Finding(Problem.BAD_SOURCE, path, line_number, reason))
    return tuple(sources.values()), image


def _related(path: str, number: int, text: str, findings: list[Finding]) -> tuple[Relation, ...]:
    """Give each related page once, but never the page itself."""
    regular = read_regular_relations(text)
    if regular is None:
        regular = []
        for line_number, line in _lines(number, text):
            relation = read_relation(line)
            if relation is not None:
                regular.append(relation)
                continue
            reason = "The line links to no page of the archive and is left out. Write it as [headline](/news/….md)."
            findings.append(Finding(Problem.BAD_RELATION, path, line_number, reason))
    related: dict[str, Relation] = {}
    for relation in regular:
        related.setdefault(relation.path, relation)
    related.pop(path, None)
    return tuple(related.values())


def _earlier(path: str, number: int, text: str) -> tuple[str, ...]:
    """Give the paths of the earlier wordings of this event, each once."""
    targets = (line.rpartition("](")[2].partition(")")[0] for _, line in _lines(number, text))
    paths = dict.fromkeys(found for target in targets if (found := page_path(target)) and found != path)
    return tuple(paths)


def _lines(number: int, text: str) -> Iterator[tuple[int, str]]:
    """Give the lines of ``text`` that are not blank, with their numbers; the first one's is ``number``."""
    for line_number, line in enumerate(text.split("\n"), number):
        if line and not line.isspace():
            yield line_number, line
