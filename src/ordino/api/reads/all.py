"""Every read."""

from ordino.api.reads import feed, orders, others, stock
from ordino.api.reads.reading import Read

READS: tuple[Read, ...] = (*orders.READS, *stock.READS, *others.READS, *feed.READS)
