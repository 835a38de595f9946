"""Purchasing: suppliers, purchase orders, what arrives of them, and what suppliers ask for it."""
