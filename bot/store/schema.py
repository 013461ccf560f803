"""Bringing a database's tables to the state this Clio knows, with Alembic's migrations, which come in the package."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, inspect, text

from bot.store.tables import metadata

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "2"
"""The last migration's revision. A test holds the two together."""

# Any number, the same in every Clio: who holds it migrates, and others wait.
_LOCK = 0x436C696F


class StoreNewer(Exception):
    """The database was written by a newer Clio; the message says what to do."""


def migrate(connection: Connection) -> None:
    """Run what migrations are wanting, in the connection's transaction. Raises StoreNewer, and then changes nothing."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if _revision(connection) == HEAD:
        return
    if connection.dialect.name == "sqlite" and not inspect(connection).get_table_names():
        _begin(connection)
        return
    # Alembic takes 12 MB and a tenth of a second to load, for nothing where there is nothing to migrate.
    from alembic import command
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    has = set(MigrationContext.configure(connection).get_current_heads())
    if has - known:
        raise StoreNewer(
            "The database was written by a newer Clio. Run that one, or give this one a database of its own "
            "(CLIO_DATABASE_URL or CLIO_HOME)."
        )
    command.upgrade(config, "head")


def _begin(connection: Connection) -> None:
    """Make the tables of a new file as all migrations together would (a test holds the two together)."""
    metadata.create_all(connection)
    version = Table("alembic_version", MetaData(), Column("version_num", String(32), nullable=False))
    version.append_constraint(PrimaryKeyConstraint("version_num", name="alembic_version_pkc"))
    version.create(connection)
    connection.execute(version.insert().values(version_num=HEAD))


def _revision(connection: Connection) -> str:
    """What a database was migrated to last, as Alembic keeps it; "" for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
