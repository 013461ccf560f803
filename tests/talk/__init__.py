"""Tests of what people say and what is understood."""
