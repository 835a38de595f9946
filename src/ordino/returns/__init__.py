"""Goods that come back: policy, return, receipt, inspection, what is refunded, exchanged or replaced.

Owns returns. What is refunded is decided apart from what is restocked.
"""
