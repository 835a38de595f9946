"""Pure decisions about places, transport and tax: rows in, answers out; no input or output, no clock."""
