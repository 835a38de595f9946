"""Quotes: what is offered to customers, in revisions and for a time, and becomes an order once.

Owns quotes and their revisions. Prices are decided, and orders placed, by orders.
"""
