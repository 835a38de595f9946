"""The queue of exceptions: by kind, those due first; assign and resolve."""
