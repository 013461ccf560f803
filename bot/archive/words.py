"""Text as it is matched: folded letters, tokens in any script, and English word stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import Stemmer

from bot.archive.han import simplified

# Letters that carry no combining mark to take off, as people type them without the letter on their keyboard.
_SPELLED_OUT = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ə": "e"}
)
# Every apostrophe and dash that pages and keyboards produce, as one.
_PUNCTUATION = str.maketrans(dict.fromkeys("’‘ʻʼ`´′", "'") | dict.fromkeys("‐‑‒–—−", "-"))

# Scripts written without spaces: Thai, Lao, Myanmar, Khmer, kana and Han.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ABBREVIATION = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_RUN = re.compile(
    rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+(?:'[^\W_{_UNSPACED}]+)*(?:-[^\W_{_UNSPACED}]+(?:'[^\W_{_UNSPACED}]+)*)?"
)
_ASCII_RUN = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*(?:-[a-z0-9]+(?:'[a-z0-9]+)*)?")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")

# It would remember ten thousand words; those of questions are remembered below.
_stemmer = Stemmer.Stemmer("english", 0)


def fold(text: str) -> str:
    """``text`` as it is compared: lower case, no accents, one kind of apostrophe and dash, compatible forms as one.

    Traditional Chinese characters become simplified ones.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    folded = text.casefold().translate(_SPELLED_OUT).translate(_PUNCTUATION)
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return simplified(unicodedata.normalize("NFC", bare).casefold().translate(_PUNCTUATION))


def tokens(text: str) -> list[str]:
    """The tokens of ``text`` in order, as pages are indexed.

    "U.S." is one token, a possessive 's is dropped, a name with an apostrophe or a short prefix and a hyphen also
    gives its joined form ("O'Brien": obrien, brien; "al-Qaeda": al, qaeda, alqaeda). Scripts without spaces give
    every character and every pair of neighbours, so that a word of any length is found without a dictionary.
    """
    found: list[str] = []
    for run in _runs(text):
        if run.isalnum() and run.isascii():
            found.append(run)
        else:
            found.extend(_of_run(run))
    return found


def _runs(text: str) -> list[str]:
    folded = fold(text)
    if "." in folded:
        folded = _ABBREVIATION.sub(lambda match: match[0].replace(".", ""), folded)
    return (_ASCII_RUN if folded.isascii() else _RUN).findall(folded)


def _of_run(run: str) -> Iterator[str]:
    if _IS_UNSPACED.match(run):
        yield from run
        yield from (run[i : i + 2] for i in range(len(run) - 1))
    elif "'" in run or "-" in run:
        yield from _compound(run)
    else:
        yield run


def _compound(run: str) -> Iterator[str]:
    parts = run.split("-")
    for part in parts:
        pieces = part.removesuffix("'s").split("'")
        joined = "".join(pieces)
        yield joined
        if len(pieces) > 1:
            yield from (piece for piece in pieces if len(piece) >= 3)
    if len(parts) == 2 and len(parts[0]) <= 3:
        yield (parts[0] + parts[1]).replace("'", "")


def query_tokens(text: str) -> list[str]:
    """The tokens of a question, each once: as :func:`tokens`, but every word in one form and characters as pairs."""
    found: dict[str, None] = {}
    for run in _runs(text):
        if _IS_UNSPACED.match(run):
            pairs = [run[i : i + 2] for i in range(len(run) - 1)] or [run]
            found.update(dict.fromkeys(pairs))
        else:
            found.update(dict.fromkeys(part.removesuffix("'s").replace("'", "") for part in run.split("-")))
    found.pop("", None)
    return list(found)


def unspaced_runs(text: str) -> list[str]:
    """The stretches of ``text``, folded, that are written without spaces."""
    return [run for run in _runs(text) if _IS_UNSPACED.match(run)]


def is_unspaced(token: str) -> bool:
    """Whether a token comes from a script that is written without spaces."""
    return _IS_UNSPACED.match(token) is not None


@lru_cache(maxsize=4096)
def stem(token: str) -> str:
    """The English stem of one folded token ("bombings": "bomb"); other scripts and numbers stay as they are."""
    return str(_stemmer.stemWord(token)) if token.isascii() else token


def stems(words: Iterable[str]) -> list[str]:
    """The stems of many tokens at once, in order."""
    return [str(stemmed) for stemmed in _stemmer.stemWords(list(words))]
