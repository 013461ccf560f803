"""The dialect of hand-written pages: YAML front matter between "---" lines, then the summary. Read and written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

import frontmatter
import yaml

from bot.archive.cleaning import clean, tidy
from bot.archive.contexts import each_once, split_names
from bot.archive.dates import date_disagreement, possible_dates
from bot.archive.event import Event, Finding, Problem, Relation, Source
from bot.archive.links import host, page_path, web_address
from bot.archive.plain_yaml import Plain, PlainYaml
from bot.archive.topics import is_topic_only, split_topic

_OPENING = re.compile(r"\s*^-{3,}[ \t]*$", re.MULTILINE)
_CLOSING = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
_NOTHING = frozenset({"", "~", "null"})
_WIDEST = 2**31 - 1  # characters; the emitter must not fold a line, as a folded one could look like the end
Meta = dict[str, Plain]


def is_front_matter(text: str) -> bool:
    """Whether a page begins with a line of three or more dashes."""
    return _OPENING.match(text) is not None


def read_front_matter(path: str, text: str) -> tuple[Event | None, tuple[Finding, ...]]:
    """Give the event of a page with front matter and every problem found; no event if it has to be refused.

    ``date`` and ``title`` are needed; ``contexts``, ``sources``, ``image``, ``related`` and ``earlier`` are optional;
    the body is the summary. Never raises.
    """
    parsed = _parsed(path, text)
    if isinstance(parsed, Finding):
        return None, (parsed,)
    meta, summary = parsed
    findings: list[Finding] = []
    date = _date(path, text, meta, findings)
    if not _headline(meta):
        reason = "The front matter has no title. Add a line like: title: A sentence that tells what happened"
        findings.append(Finding(Problem.NO_HEADLINE, path, _line_of(text, "title"), reason))
        return None, tuple(findings)
    if date is None:
        return None, tuple(findings)
    event = _event(path, text, date, meta, summary, findings)
    if is_topic_only(event.headline, event.topic, event.contexts):
        reason = "The title is only a story's name. Write a sentence that tells what happened, or remove the page."
        findings.append(Finding(Problem.TOPIC_ONLY, path, _line_of(text, "title"), reason))
    return event, tuple(findings)


def _parsed(path: str, text: str) -> tuple[Meta, str] | Finding:
    """Give the front matter and the summary of a page, or why it cannot be read."""
    if len(_CLOSING.findall(text)) < 2:
        reason = 'The front matter has no end. Put a line of three dashes, "---", behind it.'
        return Finding(Problem.BAD_FRONT_MATTER, path, 1, reason)
    handler = PlainYaml()
    try:
        front, summary = handler.split(text.strip())
        meta = handler.load(front)
    except (yaml.YAMLError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", -1) + 1
        told = getattr(error, "problem", None) or str(error)
        reason = f"The front matter is not YAML ({told}). Correct it; text that holds a colon needs quotes."
        return Finding(Problem.BAD_FRONT_MATTER, path, line + text[: text.find("---")].count("\n"), reason)
    except TypeError:
        reason = "The front matter is no list of names and values. Write lines like: title: What happened"
        return Finding(Problem.BAD_FRONT_MATTER, path, 1, reason)
    return meta, summary.strip()


def _date(path: str, text: str, meta: Meta, findings: list[Finding]) -> dt.date | None:
    """Give the date, telling when it is missing, none of the calendar, one of two days, or not the path's."""
    written = _text(meta.get("date"))
    days = possible_dates(written)
    line = _line_of(text, "date")
    if len(days) == 1:
        findings.extend(date_disagreement(path, days[0], line))
        return days[0]
    reason = "The front matter has no date. Add a line like: date: 2013-01-18"
    if days:
        reason = f"The date {written[:40]!r} may be one of two days. Write it as {days[0]} or as {days[1]}."
    elif written:
        reason = f"The date {written[:40]!r} is no day of the calendar. Write it as year-month-day, like 2013-01-18."
    findings.append(Finding(Problem.NO_DATE, path, line, reason))
    return None


def _event(path: str, text: str, date: dt.date, meta: Meta, summary: str, findings: list[Finding]) -> Event:
    """Put the event together, telling of every source and relation that could not be read."""
    raw, headline = meta.get("raw_title"), _headline(meta)
    contexts = each_once(filter(None, map(tidy, _names(meta.get("contexts")))))
    topic, shown = split_topic(headline, contexts)
    if isinstance(given := meta.get("topic"), str):
        topic, shown = tidy(given), headline
    return Event(
        path=path,
        date=date,
        headline=shown,
        raw_headline=raw if isinstance(raw, str) else _text(meta.get("title")),
        topic=topic,
        summary=summary,
        contexts=contexts,
        sources=_sources(path, text, meta, findings),
        image=_image(path, text, meta, findings),
        related=_related(path, text, meta, findings),
        earlier=tuple(dict.fromkeys(found for item in _items(meta.get("earlier")) if (found := _path(item)))),
    )


def _sources(path: str, text: str, meta: Meta, findings: list[Finding]) -> tuple[Source, ...]:
    """Give each source once, by its address; one is a mapping of name and url, or an address alone."""
    sources: dict[str, Source] = {}
    line = _line_of(text, "sources")
    for item in _items(meta.get("sources")):
        told = item if isinstance(item, dict) else {"url": item}
        address = web_address(_text(told.get("url")))
        if address is None:
            reason = "A source has no web address and is left out. Write it with a name and a url: https://…"
            findings.append(Finding(Problem.BAD_SOURCE, path, line, reason))
        else:
            sources.setdefault(address, Source(tidy(_text(told.get("name"))) or host(address), address))
    return tuple(sources.values())


def _headline(meta: Meta) -> str:
    """Give the title fit for showing; one that was cleaned when it was written stands beside its raw line as it is."""
    title = _text(meta.get("title"))
    return tidy(title) if isinstance(meta.get("raw_title"), str) else clean(title).text


def _image(path: str, text: str, meta: Meta, findings: list[Finding]) -> str | None:
    """Give the picture's address, telling when what stands there is none."""
    written = meta.get("image")
    if written is None or (isinstance(written, str) and written.strip() in _NOTHING):
        return None
    address = web_address(_text(written))
    if address is None:
        reason = "The image is no web address and is left out. Write it like: image: https://…"
        findings.append(Finding(Problem.BAD_IMAGE, path, _line_of(text, "image"), reason))
    return address


def _related(path: str, text: str, meta: Meta, findings: list[Finding]) -> tuple[Relation, ...]:
    """Give each related page once, but never the page itself; one is a path, or a mapping with the path in it."""
    related: dict[str, Relation] = {}
    line = _line_of(text, "related")
    for item in _items(meta.get("related")):
        told = item if isinstance(item, dict) else {}
        target = _path(item)
        if target is None:
            reason = "A related page is left out: it is no path like news/2013/01/18/name.md. Correct it."
            findings.append(Finding(Problem.BAD_RELATION, path, line, reason))
        elif target != path:
            names = tuple(filter(None, map(tidy, _names(told.get("contexts")))))
            related.setdefault(target, Relation(target, tidy(_text(told.get("headline"))), names))
    return tuple(related.values())


def _path(item: Plain) -> str | None:
    return page_path(_text(item.get("path")) if isinstance(item, dict) else _text(item))


def _text(value: Plain | None) -> str:
    """Give a value that should be text; a list or mapping in its place counts as nothing written."""
    return value if isinstance(value, str) else ""


def _items(value: Plain | None) -> list[Plain]:
    """Give a value that should be a list; a single item may stand without one."""
    if isinstance(value, list):
        return value
    return [] if value is None or (isinstance(value, str) and value.strip() in _NOTHING) else [value]


def _names(value: Plain | None) -> Iterable[str]:
    """Give the names of a list, or of a text with commas between them."""
    if isinstance(value, str):
        return () if value.strip() in _NOTHING else split_names(tidy(value))
    return [_text(item) for item in _items(value)]


def _line_of(text: str, key: str) -> int:
    """Give the line a key of the front matter stands on, 0 if it is not there."""
    found = re.search(rf"^[\"']?{key}[\"']?\s*:", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def write_front_matter(event: Event) -> str:
    """Give the text of a page that tells ``event``: reading it at the event's path gives an equal event.

    That holds for every event whose texts are as a reader gives them: headline, names and paths on one line without
    spaces around them, contexts and relations each once, no spaces around the summary, "\\n" at the ends of its lines.
    """
    meta: dict[str, object] = {"date": event.date, "title": event.headline}
    if event.raw_headline != event.headline or clean(event.headline).text != event.headline:
        meta["raw_title"] = event.raw_headline
    if split_topic(event.headline, event.contexts) != (event.topic, event.headline):
        meta["topic"] = event.topic
    meta["contexts"] = list(event.contexts)
    meta["sources"] = [{"name": source.name, "url": source.url} for source in event.sources]
    meta["image"] = event.image
    meta["related"] = [_written(relation) for relation in event.related]
    meta["earlier"] = list(event.earlier)
    kept = {key: value for key, value in meta.items() if value not in (None, [])}
    post = frontmatter.Post(event.summary, PlainYaml(), **kept)
    return frontmatter.dumps(post, sort_keys=False, width=_WIDEST) + "\n"


def _written(relation: Relation) -> str | dict[str, object]:
    """Give a relation as its path alone, if there is no more to tell of it."""
    if not relation.headline and not relation.contexts:
        return relation.path
    told: dict[str, object] = {"path": relation.path, "headline": relation.headline}
    return told | {"contexts": list(relation.contexts)}
