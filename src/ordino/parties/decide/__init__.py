"""Pure decisions about people and places: input in, normalized values or problems out; no I/O, no clock."""
