"""What colleagues tell each other about an order: notes with mentions, whose it is, who watches it.

Owns notes, owners and watchers of orders. Does not own the order: nothing here changes what becomes of it.
"""
