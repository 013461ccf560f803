"""What outlives a restart: guilds' settings, schedules and the ledger, in SQLite or PostgreSQL. Knows no Discord."""

FILE_NAME = "clio.db"
"""The database's file in Clio's home, where no other address is set."""
