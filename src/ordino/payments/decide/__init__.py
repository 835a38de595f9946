"""Pure decisions about money: the fold over a payment's events, how amounts spread over payments, when an order is covered."""
