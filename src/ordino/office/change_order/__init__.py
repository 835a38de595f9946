"""Change an order that is placed: quantities, further lines, address, waived charges, as one change against its version."""
