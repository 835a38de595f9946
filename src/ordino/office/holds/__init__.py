"""The queue of open holds: by reason, those due first."""
