"""Names made comparable: one thing is spelled in several ways, and all of them should meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ACCENTS = re.compile("[\u0300-\u036f]")
_LOOKALIKES = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2018\u2019\u201b\u02bc\u02bb`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e", '"'),
        "\u0131": "i",
        "\u0142": "l",
        "\u00f8": "o",
        "\u0111": "d",
        "\u00e6": "ae",
        "\u0153": "oe",
    }
)


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """Give ``name`` in the form names are compared in: without case, accents, kinds of dashes and extra spaces.

    "Syrian Civil War" and "Syrian civil war" fold alike, so do "2012–present" and "2012-present". Only the accents of
    Latin, Greek and Cyrillic letters go: in other scripts such marks make another letter. Never raises.
    """
    if name.isascii():
        return " ".join(name.lower().split())
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", name.casefold()))
    return " ".join(unicodedata.normalize("NFC", plain).translate(_LOOKALIKES).split())
