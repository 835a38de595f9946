"""What is decided about purchases, from rows alone."""
