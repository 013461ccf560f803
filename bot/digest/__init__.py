"""What is due, and what became of it. Knows no Discord."""
