"""People in front of their Discord clients: what they can do there, and what they see come of it."""
