"""Who is told of what has happened: webhooks, what waits to be sent to each, and what could not be sent.

Owns no event (the journal does) and calls nobody (the courier in `adapters.webhooks` does).
"""
