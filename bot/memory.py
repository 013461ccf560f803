"""How the C library keeps memory that is free: less of it, for a bot that idles most of the day."""

from __future__ import annotations

import ctypes
import sys

# From glibc's malloc.h.
_TRIM_THRESHOLD, _ARENA_MAX = -1, -8
_KEPT = 64 * 1024


def keep_little() -> None:
    """Have one arena serve all threads, and free memory go back to the machine: some 8 MB of a bot's 150.

    Python's own small objects are not in question. Nothing happens where the C library knows no such call (it is
    glibc's).
    """
    if sys.platform != "linux":
        return
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_ARENA_MAX, 1)
        set_option(_TRIM_THRESHOLD, _KEPT)
