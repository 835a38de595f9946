"""Pure decisions about prices: rows in, answers out; no input or output, no clock."""
