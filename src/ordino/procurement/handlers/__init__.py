"""The handlers of procurement, one file a verb."""
