"""Clio: an archive of news events, told on a terminal and in Discord."""
