"""What is bought: suppliers and what they sell, purchase orders, receipts within a tolerance, their invoices by three-way match.

Owns what was agreed with suppliers. Does not own stock: what is expected and what comes in are inventory's, by the flows.
"""
