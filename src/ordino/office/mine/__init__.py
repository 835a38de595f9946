"""What is mine: orders that I own or watch, and notes that mention me."""
