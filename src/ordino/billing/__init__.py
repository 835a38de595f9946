"""Documents and what is owed: invoices, credit notes, receivables, receipts and what they are allocated to.

Owns immutable documents with gapless numbers. Does not own payments: it is told what came in and what went out.
"""
