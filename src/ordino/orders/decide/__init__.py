"""What the orders context decides: pure functions over rows. No input or output, no clock."""
