"""A real history carried through the whole life of its orders, on a simulated calendar, and reconciled to the last digit."""
