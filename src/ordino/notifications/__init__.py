"""What customers are told: a message for each occasion, once, in their language.

Owns messages and their templates. What happened is told by events; nothing here decides about orders.
"""
