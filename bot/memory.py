"""How the C library keeps memory that is free: less of it, for a bot that idles most of the day.

Python's own small objects are not in question. Nothing happens where the C library is not glibc.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

# From glibc's malloc.h.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_KEPT = 64 * 1024
# From here on memory is the machine's again as soon as it is free; what a question needs for a moment is smaller. glibc
# would choose by what was free before.
_LARGE = 1024 * 1024


def keep_little() -> None:
    """Have one arena serve all threads, and free memory go back to the machine: some 8 MB of a bot's."""
    set_option = _known("mallopt")
    if set_option is not None:
        set_option(_ARENA_MAX, 1)
        set_option(_TRIM_THRESHOLD, _KEPT)
        set_option(_MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """Give the machine what is free now: also what lies between things in use, which does not go back by itself."""
    trim = _known("malloc_trim")
    if trim is not None:
        trim(0)


def _known(name: str) -> Callable[..., int] | None:
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
