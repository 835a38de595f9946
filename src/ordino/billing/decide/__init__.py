"""Pure decisions: what a document says, what settles what. No input or output, no clock."""
