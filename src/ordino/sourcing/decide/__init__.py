"""Pure decisions: rows in, a plan, a filling, a promise or a release out. No input or output, no clock."""
