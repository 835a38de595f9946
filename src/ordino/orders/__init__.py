"""The commercial agreement: orders, their lines with quantities in buckets, prices frozen at placement, holds, changes.

Owns what a customer ordered, what it costs and how far each unit has come. Does not own stock (inventory), where goods come
from (sourcing), or money received (payments).
"""
