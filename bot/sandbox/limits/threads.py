"""What threads and forum posts may be.

Source: https://discord.com/developers/docs/resources/channel#start-thread-in-forum-or-media-channel
"""

from __future__ import annotations

from bot.sandbox.limits.form import Field
from bot.sandbox.world.tags import MOST_TAGS

AUTO_ARCHIVE_MINUTES = (60, 1440, 4320, 10080)


def audit_thread(thread: Field) -> None:
    """Notes every problem of a new thread: name of 1 to 100 characters, one of four durations, five tags at most."""
    thread["name"].text(1, 100, required=True)
    audit_thread_edit(thread)


def audit_thread_edit(thread: Field) -> None:
    """Notes every problem of a change to a thread."""
    thread["name"].text(1, 100)
    thread["auto_archive_duration"].one_of(AUTO_ARCHIVE_MINUTES, required=False)
    thread["applied_tags"].listed(0, MOST_TAGS)
