"""A new order taken at the phone or the counter: what it costs and when it arrives is shown while it is typed."""
