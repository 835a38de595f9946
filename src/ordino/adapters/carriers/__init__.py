"""Carriers outside: what they send, turned into commands."""
