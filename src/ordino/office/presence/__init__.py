"""Who else looks at an order now."""
