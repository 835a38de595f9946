"""Pure decisions about webhooks: whether one may be as asked, and when a message is tried again."""
