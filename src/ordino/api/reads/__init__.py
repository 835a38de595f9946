"""What may be read over HTTP: one declared read for each address, with the shape of its query and of its answer."""
