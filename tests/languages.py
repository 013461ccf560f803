"""``python -m tests.languages``: bring every catalogue in bot/locale up to date with the sentences in the code.

New sentences then stand in each file without a translation, those that are gone are taken out; nothing is guessed.
tests/test_languages.py fails until every sentence is translated.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from bot import speech

ROOT = Path(__file__).resolve().parent.parent
SPOKEN = ("bot", "cogs")
"""The folders whose sentences people read."""
_SILENT = "bot/sandbox/"  # a Discord for tests; nothing it says is Clio's

KEYWORDS: dict[str, tuple[int, ...] | None] = {"say": None, "count": (1, 2), "locale_str": None}
"""What a sentence is handed to, and which of the arguments it is, as Babel writes it."""

_WIDTH = 120


class NotLiteral(Exception):
    """A sentence is put together at run time, so that no catalogue can hold it; the message names file and line."""


def sentences(root: Path = ROOT) -> Catalog:
    """Every sentence that the code under ``root`` hands to a language. Raises NotLiteral."""
    found = Catalog(charset="utf-8")
    for path in sorted(path for folder in SPOKEN for path in (root / folder).rglob("*.py")):
        place = path.relative_to(root).as_posix()
        if place.startswith(_SILENT):
            continue
        try:
            told = extract_from_file(extract_python, path, keywords=KEYWORDS)
        except NotLiteral as error:
            raise NotLiteral(f"{place}:{error}") from None
        for line, message, _, _ in told:
            found.add(message, locations=[(place, line)])
    return found


def extract_python(
    file: BinaryIO, keywords: Mapping[str, Any], comment_tags: Sequence[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, str | tuple[str, ...], list[str]]]:
    """The sentences of a Python file, as a Babel extraction method. Raises NotLiteral.

    Babel's own method passes over a sentence that is no literal, and stumbles over the ``count`` of bytes.
    """
    tree = ast.parse(file.read())
    named = {id(node) for node in _called(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "say" and id(node) not in named:
            raise NotLiteral(f"{node.lineno}: {ast.unparse(node)} goes by another name")
        if isinstance(node, ast.Call) and (keyword := _keyword(node)) is not None:
            said = [_literal(argument, node) for argument in node.args[: 2 if keyword == "count" else 1]]
            if not said:
                raise NotLiteral(f"{node.lineno}: {ast.unparse(node)}")
            yield node.lineno, keyword, tuple(said) if len(said) > 1 else said[0], []


def _called(tree: ast.AST) -> Iterator[ast.expr]:
    """What is called, and what is given the name "say" to be called by."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.func
        elif isinstance(node, ast.Assign):
            target = node.targets[0]
            pairs = [(target, node.value)]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(target.elts, node.value.elts, strict=False))
            yield from (value for name, value in pairs if isinstance(name, ast.Name) and name.id == "say")


def _keyword(call: ast.Call) -> str | None:
    """What a call hands a sentence to, if it does. The ``count`` of a text takes a place, a number, second."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", None)
    if name == "count":
        second = call.args[1] if len(call.args) > 2 else ast.Constant(0)
        return None if isinstance(second, ast.Constant) and not isinstance(second.value, str) else name
    return name if name in KEYWORDS else None


def _literal(argument: ast.expr, call: ast.Call) -> str:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    raise NotLiteral(f"{call.lineno}: {ast.unparse(call)}")


class _Steady(Catalog):
    """A catalogue whose header says nothing that changes with the day or with Babel."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The header's lines."""
        return [
            ("Project-Id-Version", "Clio"),
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]


def catalogue(path: Path) -> Catalog:
    """The catalogue in a .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def renew(path: Path, wanted: Catalog) -> None:
    """Write a .po file anew with just the sentences ``wanted``; those it did not have are left empty."""
    old = catalogue(path)
    new = _Steady(locale=path.stem, fuzzy=False, header_comment=old.header_comment)
    for message in wanted:
        if message.id:
            known = old.get(message.id)
            kept = known is not None and not known.fuzzy and known.pluralizable == message.pluralizable
            new.add(message.id, known.string if known and kept else "", locations=message.locations)
    with path.open("wb") as file:
        write_po(file, new, width=_WIDTH, include_lineno=False, sort_by_file=True)


def main() -> None:
    """Renew every catalogue."""
    wanted = sentences()
    for path in sorted(speech.LOCALES.glob("*.po")):
        renew(path, wanted)
        print(f"{path.name}: {sum(not said for said in map(is_said, catalogue(path)))} sentences to translate")


def is_said(message: Any) -> bool:
    """Whether a message of a catalogue has every form of its translation."""
    forms = message.string if message.pluralizable else (message.string,)
    return not message.id or all(forms)


if __name__ == "__main__":
    main()
