"""Decisions of delivery: rows in, rows or a problem out. Pure."""
