"""What the quotes context decides: pure functions over rows. No input or output, no clock."""
