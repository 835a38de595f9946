"""What follows what, readable as a story. A flow only turns events into commands; the contexts decide."""
