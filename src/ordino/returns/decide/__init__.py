"""What the returns context decides: pure functions over rows. No input or output, no clock."""
