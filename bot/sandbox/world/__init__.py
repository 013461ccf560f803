"""The state of the loopback Discord: who there is, where they talk, what was said. Knows no network."""
