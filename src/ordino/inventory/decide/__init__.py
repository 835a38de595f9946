"""Pure rules of stock: rows in, decisions out; no input or output, no clock."""
