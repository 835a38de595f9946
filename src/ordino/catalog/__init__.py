"""What is sold: products, SKUs, barcodes, bundles, substitutes, price lists.

Owns no stock (inventory) and no order's price (orders keeps a snapshot).
"""
