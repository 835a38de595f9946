"""Pure rules of fulfillment: rows in, decisions out; no input or output, no clock."""
