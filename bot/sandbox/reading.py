"""JSON that comes from outside, as values that can be kept and sent on."""

from __future__ import annotations

import json
import re
from typing import Any

_HALF = re.compile("[\ud800-\udfff]")


def read_json(text: str) -> Any:
    """The value of JSON; half a character (a surrogate without its other one) in it is U+FFFD. Raises ValueError.

    JSON can escape such halves, and a page cuts emoji in two; UTF-8, and so every file and socket, has no form for
    them.
    """
    value = json.loads(text)
    if "\\u" not in text:
        return value
    # Whole pairs have become one character by now.
    return json.loads(_HALF.sub("\ufffd", json.dumps(value, ensure_ascii=False)))
