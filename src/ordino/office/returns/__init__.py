"""The returns desk: expected, received, inspected, refunded."""
