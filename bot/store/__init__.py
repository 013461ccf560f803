"""What outlives a restart: guilds' settings, schedules and the ledger, in SQLite or PostgreSQL. Knows no Discord."""
