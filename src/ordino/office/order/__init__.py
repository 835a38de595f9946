"""One order: where it is, what it needs, its units, its money, what happened; and what may be done with it."""
