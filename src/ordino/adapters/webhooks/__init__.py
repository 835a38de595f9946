"""How webhooks leave: to addresses that may be reached, within limits, signed, in order."""
