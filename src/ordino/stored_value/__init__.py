"""Value that customers hold here: gift cards and store credit, moved by double entry, never below zero.

Owns accounts, reservations and movements. Does not own payments: it serves them through their port, as any gateway does.
"""
