"""Pages read and written: a page's bytes give its event and every problem found, an event gives its page."""

from __future__ import annotations

from dataclasses import dataclass

from bot.archive.event import Event, Finding, Problem
from bot.archive.front_matter import is_front_matter, read_front_matter, write_front_matter
from bot.archive.published import read_published

MAX_PAGE_BYTES = 1024 * 1024
MAX_LINE_CHARACTERS = 20_000
MAX_FINDINGS = 20
_DAY_LISTS = frozenset({"index.md", "readme.md"})


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds: its event, or None if it has none or is refused, and what is wrong with it."""

    event: Event | None
    findings: tuple[Finding, ...] = ()


def read_page(path: str, raw: bytes) -> Page:
    """Read the page at ``path`` (relative to the archive folder, "/" between parts) from its bytes.

    Both dialects and both languages are read. A list of a day's events ("index.md", "README.md" and any page that is
    one by its content) gives ``Page(None, ())``. A page that cannot be used gives no event and a finding that says
    why; one that can be used in part gives its event and what was left out, at most ``MAX_FINDINGS`` findings in all.
    Never raises, whatever the bytes are.
    """
    if path.rpartition("/")[2].lower() in _DAY_LISTS:
        return Page(None)
    text = _decode(path, raw)
    if isinstance(text, Finding):
        return Page(None, (text,))
    event, findings = read_front_matter(path, text) if is_front_matter(text) else read_published(path, text)
    return Page(event, findings[:MAX_FINDINGS])


def write_page(event: Event) -> str:
    """Give ``event`` as a page with front matter; reading it at the event's path gives an equal event.

    Encode it as UTF-8. The event's texts have to be as a reader gives them (see ``write_front_matter``).
    """
    return write_front_matter(event)


def _decode(path: str, raw: bytes) -> str | Finding:
    """Give the text of a page with "\\n" at the ends of its lines, or why it is no text a page could have."""
    if len(raw) > MAX_PAGE_BYTES:
        return Finding(Problem.TOO_LONG, path, 0, "The page is longer than 1 MiB. Shorten it, or move it elsewhere.")
    if b"\0" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        return Finding(Problem.NUL_BYTES, path, line, "The page holds NUL bytes. Save it again as plain UTF-8 text.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Finding(Problem.NOT_UTF8, path, line, "The page is not UTF-8 text. Save it again with that encoding.")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text or text.isspace():
        return Finding(Problem.EMPTY, path, 0, "The page is empty. Write the event into it, or remove it.")
    return _long_line(path, text) or text


def _long_line(path: str, text: str) -> Finding | None:
    """Give a finding for the first line nobody can have written by hand, if there is one."""
    if len(text) <= MAX_LINE_CHARACTERS:
        return None
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE_CHARACTERS:
            reason = f"The line has {len(line):,} characters; at most {MAX_LINE_CHARACTERS:,} are read. Break it up."
            return Finding(Problem.TOO_LONG, path, number, reason)
    return None
