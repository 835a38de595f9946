"""The money that customers give and get back: payments, their events, refunds, stored value.

Owns payments; their amounts are a fold over provider events. Does not own what is owed (billing). No card data, ever.
"""
