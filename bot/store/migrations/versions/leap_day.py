"""When a schedule tells events of 29 February in years that have none."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Have the schedules there are go on without."""
    op.add_column("schedules", sa.Column("leap_day", sa.Text, nullable=False, server_default=""))
