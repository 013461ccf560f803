"""The tables. A change here goes with a migration in "migrations/versions"; a test holds the two together."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData()


class Instant(TypeDecorator[dt.datetime]):
    """A moment in time: aware in Python, in UTC wherever it is kept."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """What is written. Raises ValueError for a time that leaves open which moment it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone.")
        value = value.astimezone(dt.UTC)
        # SQLite has no type of its own for moments; without an offset they sort as text.
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """What is read."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


# Rows that are made here count upwards; SQLite does so only for plain integers.
_Id = BigInteger().with_variant(Integer, "sqlite")

guilds = Table(
    "guilds",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("zone", Text, nullable=False, server_default=""),
    Column("language", Text, nullable=False, server_default=""),
    Column("departed", Instant),
)

_OPEN = "ready IS NOT NULL"

schedules = Table(
    "schedules",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("guild", BigInteger, ForeignKey("guilds.id", ondelete="CASCADE"), nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("time", Time, nullable=False),
    Column("zone", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("without", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("mention", BigInteger),
    Column("paused", Text),
    Column("created", Instant, nullable=False),
    # When it was last made, changed or resumed: failures before that count no more.
    Column("renewed", Instant, nullable=False),
    # The local date that comes next, and the instant it is due at: null while nothing is to be posted.
    Column("next_day", Date, nullable=False),
    Column("next_due", Instant),
    Column("leap_day", Text, nullable=False, server_default=""),
    Index("schedules_guild", "guild"),
    Index("schedules_next_due", "next_due"),
    # An id is never given again: a message's mark is made from it.
    sqlite_autoincrement=True,
)

occurrences = Table(
    "occurrences",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("schedule", _Id, ForeignKey("schedules.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("due", Instant, nullable=False),
    Column("state", Text, nullable=False),
    # Where it is posted, or may have been.
    Column("channel", BigInteger),
    Column("message", BigInteger),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("cause", Text),
    Column("error", Text, nullable=False, server_default=""),
    Column("owner", Text),
    # From when on it may be claimed: its due instant, that of a next try, or the end of a lease. Null once it is over.
    Column("ready", Instant),
    Column("planned", Instant, nullable=False),
    Column("claimed", Instant),
    Column("finished", Instant),
    UniqueConstraint("schedule", "day", name="occurrences_once"),
    # The few that are not over: what is looked for at each wake. The migration says it of PostgreSQL too; here that
    # would load its dialect, 3 MB, for everybody.
    Index("occurrences_ready", "ready", sqlite_where=text(_OPEN)),
    Index("occurrences_day", "day"),
)

shown = Table(
    "shown",
    metadata,
    Column("occurrence", _Id, ForeignKey("occurrences.id", ondelete="CASCADE"), primary_key=True),
    Column("event", Text, primary_key=True),
    Column("channel", BigInteger, nullable=False),
    Column("day", Date, nullable=False),
    Index("shown_channel_day", "channel", "day"),
)
