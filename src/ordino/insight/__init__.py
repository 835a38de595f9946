"""What has been counted about days that are over, so that nobody waits for it."""
