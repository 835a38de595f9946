"""Where a phone finds the screens that its bar has no room for."""
