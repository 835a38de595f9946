"""With whom: customers, their addresses and contacts, credit terms, duplicates.

Owns no order and no balance; an order keeps its own snapshot of the customer and the addresses.
"""
