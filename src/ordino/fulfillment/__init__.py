"""From allocated units to packed packages: fulfillment orders, pick batches, bins, boxes, packages.

Owns what happens inside a location. Does not own stock (inventory) nor what leaves the house (delivery).
"""
