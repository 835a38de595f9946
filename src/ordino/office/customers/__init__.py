"""Customers: the list, and everything about one."""
