"""Scores of Clio's answers against questions with known answers; run with ``python -m tests.quality``."""
