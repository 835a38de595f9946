"""A scan anywhere opens what was scanned."""
