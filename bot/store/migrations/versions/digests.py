"""Guilds, their schedules, the ledger, and what was shown."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "guilds",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("zone", sa.Text, nullable=False, server_default=""),
        sa.Column("language", sa.Text, nullable=False, server_default=""),
        sa.Column("departed", _INSTANT),
    )
    op.create_table(
        "schedules",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("guild", sa.BigInteger, sa.ForeignKey("guilds.id", ondelete="CASCADE"), nullable=False),
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("time", sa.Time, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("without", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("mention", sa.BigInteger),
        sa.Column("paused", sa.Text),
        sa.Column("created", _INSTANT, nullable=False),
        sa.Column("renewed", _INSTANT, nullable=False),
        sa.Column("next_day", sa.Date, nullable=False),
        sa.Column("next_due", _INSTANT),
        # An id is never given again: a message's mark is made from it.
        sqlite_autoincrement=True,
    )
    op.create_index("schedules_guild", "schedules", ["guild"])
    op.create_index("schedules_next_due", "schedules", ["next_due"])
    op.create_table(
        "occurrences",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("schedule", _ID, sa.ForeignKey("schedules.id", ondelete="CASCADE"), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("due", _INSTANT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("channel", sa.BigInteger),
        sa.Column("message", sa.BigInteger),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("cause", sa.Text),
        sa.Column("error", sa.Text, nullable=False, server_default=""),
        sa.Column("owner", sa.Text),
        sa.Column("ready", _INSTANT),
        sa.Column("planned", _INSTANT, nullable=False),
        sa.Column("claimed", _INSTANT),
        sa.Column("finished", _INSTANT),
        sa.UniqueConstraint("schedule", "day", name="occurrences_once"),
    )
    still_open = sa.text("ready IS NOT NULL")
    op.create_index("occurrences_ready", "occurrences", ["ready"], sqlite_where=still_open, postgresql_where=still_open)
    op.create_index("occurrences_day", "occurrences", ["day"])
    op.create_table(
        "shown",
        sa.Column("occurrence", _ID, sa.ForeignKey("occurrences.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("event", sa.Text, primary_key=True),
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
    )
    op.create_index("shown_channel_day", "shown", ["channel", "day"])
