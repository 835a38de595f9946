"""Quotes: what was offered to whom, until when, and what became of it."""
