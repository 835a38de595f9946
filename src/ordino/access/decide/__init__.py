"""Pure decisions about keys and scopes: commands in, problems or permissions out; no input or output, no clock."""
