"""Where an order's units come from and when they arrive: plans and their reasons, backorder filling, promises.

Owns the promises and the sourcing rules. Does not own stock (`inventory` moves it) nor line buckets (`orders` moves them).
"""
