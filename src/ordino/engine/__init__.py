"""How a command runs: the one write path, its transaction, journal, idempotency, followers and effects. Knows no order."""
