"""Events and how to find them. Knows no chat, no clock and no network."""
