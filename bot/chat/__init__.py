"""Clio in Discord."""
