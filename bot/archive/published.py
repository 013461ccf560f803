"""The dialect of the published archive: "### [date]", "# headline", a summary, and sections of numbered links."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import Enum, auto

from bot.archive.cleaning import clean
from bot.archive.contexts import each_once
from bot.archive.dates import date_of_path, read_date
from bot.archive.event import Event, Finding, Problem, Relation, Source
from bot.archive.links import page_path, read_relation, read_source
from bot.archive.topics import is_topic_only, split_topic


class Section(Enum):
    """The parts of a page that begin with a "###" line; what is under any other such line is passed over."""

    SOURCES = auto()
    RELATED = auto()
    CHANGES = auto()
    OTHER = auto()


_TITLES = {
    "source": Section.SOURCES,
    "sources": Section.SOURCES,
    "信息来源": Section.SOURCES,
    "related": Section.RELATED,
    "有关": Section.RELATED,
    "changes": Section.CHANGES,
    "变更": Section.CHANGES,
}
_DATE_LINE = re.compile(r"###?\s*\[?\s*(\d{1,5}[-/.]\d{1,2}[-/.]\d{1,2})\s*(?:\]|$)")
_DAY_LIST = re.compile(r"##\s*\[|###\s*\[[^\]]*\]\(/?(?:zh/)?news/\d{4}/\d{1,2}/\d{1,2}/(?!index\.md|README\.md)")
# Lines of a section with none of these need no cleaning, which is most of them and most of the work.
_NEEDS_CLEANING = ("''", "&", "<", "{", "}", "http", "date=", "+00:00", " = ", "  ", "\t", "\"'", "[[", "]]", "[//", ":--")
_CHINESE_ENDING = re.compile(r"[\u3400-\u9fff]\s*[（(]?\s*(?:[a-z]{2}|thumb)?\s*\]\(|[\u0080-\u00a0\u00ad\u200b-\u202e\u3000]")


@dataclass(slots=True)
class Parts:
    """A page taken apart: every line with its number (1-based)."""

    dates: list[tuple[int, str]] = field(default_factory=list)
    contexts: list[str] = field(default_factory=list)
    headline: tuple[int, str] | None = None
    body: list[tuple[int, str]] = field(default_factory=list)
    sections: dict[Section, list[tuple[int, str]]] = field(default_factory=dict)
    is_day_list: bool = False


def read_published(path: str, text: str) -> tuple[Event | None, tuple[Finding, ...]]:
    """Give the event of a page in the published dialect and every problem found; no event if it has to be refused.

    A page that lists a day's events gives (None, ()). Never raises.
    """
    parts = _divide(text.split("\n"))
    if parts.headline is None and parts.is_day_list:
        return None, ()
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


def _divide(lines: list[str]) -> Parts:
    """Sort the lines of a page into its parts."""
    parts = Parts()
    current: list[tuple[int, str]] | None = None
    for number, line in enumerate(lines, 1):
        if not line:
            if current is None:
                parts.body.append((number, ""))
        elif line[0] == "#":
            title = _take_heading(parts, number, line)
            if title is not None:
                current = parts.sections.setdefault(title, [])
        elif current is not None:
            current.append((number, line))
        elif parts.headline is not None:
            parts.body.append((number, line))
    return parts


def _take_heading(parts: Parts, number: int, line: str) -> Section | None:
    """Put a "#" line where it belongs; give the section it opens, if it opens one."""
    if line.startswith("### "):
        if section := _TITLES.get(line[4:].strip().rstrip(":：").rstrip().casefold()):
            return section
        if parts.headline is None and _DATE_LINE.match(line):
            parts.dates.append((number, line))
            return None
        parts.is_day_list = parts.is_day_list or bool(_DAY_LIST.match(line))
        return Section.OTHER if parts.headline else None
    if line.startswith("#####"):
        parts.contexts.append(line.lstrip("#"))
    elif line.startswith("##"):
        parts.is_day_list = parts.is_day_list or bool(_DAY_LIST.match(line))
    elif parts.headline is None:
        parts.headline = number, line[1:]
    else:
        parts.body.append((number, line))
    return None


def _date(path: str, parts: Parts, findings: list[Finding]) -> dt.date | None:
    """Give the date of the page's header, telling when it is missing or not the path's."""
    number, line = parts.dates[0] if parts.dates else (0, "")
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


def date_disagreement(path: str, date: dt.date, line: int) -> list[Finding]:
    """Give a finding if ``path`` lies in the folder of another day than ``date``, else none."""
    expected = date_of_path(path)
    if expected is None or expected == date:
        return []
    reason = f"The page says {date} but lies in the folder of {expected}; {date} is used. Correct one of them."
    return [Finding(Problem.DATE_DISAGREES, path, line, reason)]


def _headline(path: str, parts: Parts, findings: list[Finding]) -> str | None:
    """Give the headline fit for showing, telling when there is none or when it had to be mended."""
    number, raw = parts.headline or (0, "")
    text, wrecked = clean(raw)
    if not text:
        reason = 'There is no headline. Add a line that begins with "# " and tells what happened.'
        if raw.strip():
            reason = "Nothing is left of the headline but markup. Write what happened behind the \"# \"."
        findings.append(Finding(Problem.NO_HEADLINE, path, number, reason))
        return None
    if wrecked:
        reason = "The headline held rests of links or templates; they are not shown. Take them out of the line."
        findings.append(Finding(Problem.WRECKED_HEADLINE, path, number, reason))
    return text


def _event(path: str, date: dt.date, headline: str, parts: Parts, findings: list[Finding]) -> Event:
    """Put the event together, telling of every source and relation that could not be read."""
    sources, image = _sources(path, parts.sections.get(Section.SOURCES, []), findings)
    related = _related(path, parts.sections.get(Section.RELATED, []), findings)
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
        earlier=_earlier(path, parts.sections.get(Section.CHANGES, [])),
    )


def _summary(body: list[tuple[int, str]]) -> str:
    """Join the lines of each paragraph, with an empty line between two paragraphs."""
    paragraphs: list[list[str]] = [[]]
    for _, line in body:
        if text := clean(line).text:
            paragraphs[-1].append(text)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join(" ".join(lines) for lines in paragraphs if lines)


def _sources(path: str, lines: list[tuple[int, str]], findings: list[Finding]) -> tuple[tuple[Source, ...], str | None]:
    """Give each source once, by its address, and the first picture."""
    sources: dict[str, Source] = {}
    image: str | None = None
    for number, line in lines:
        read = read_source(line)
        image = image or read.image
        if read.source is not None:
            sources.setdefault(read.source.url, read.source)
        elif read.is_source:
            reason = "The source has no web address and is left out. Write it as [name](https://…)."
            findings.append(Finding(Problem.BAD_SOURCE, path, number, reason))
    return tuple(sources.values()), image


def _related(path: str, lines: list[tuple[int, str]], findings: list[Finding]) -> tuple[Relation, ...]:
    """Give each related page once, but never the page itself."""
    related: dict[str, Relation] = {}
    for number, line in lines:
        relation = read_relation(line, tidied=not _needs_cleaning(line))
        if relation is None:
            if line.strip():
                reason = "The line links to no page of the archive and is left out. Write it as [headline](/news/….md)."
                findings.append(Finding(Problem.BAD_RELATION, path, number, reason))
        elif relation.path != path and relation.path not in related:
            related[relation.path] = relation
    return tuple(related.values())


def _needs_cleaning(line: str) -> bool:
    """Whether a line of links may hold markup, wrecks or odd spaces."""
    return any(mark in line for mark in _NEEDS_CLEANING) or (not line.isascii() and bool(_CHINESE_ENDING.search(line)))


def _earlier(path: str, lines: list[tuple[int, str]]) -> tuple[str, ...]:
    """Give the paths of the earlier wordings of this event, each once."""
    targets = (line.rpartition("](")[2].partition(")")[0] for _, line in lines)
    paths = dict.fromkeys(found for target in targets if (found := page_path(target)) and found != path)
    return tuple(paths)
