"""Every read."""

from ordino.api.reads import (
    deliveries_and_money,
    documents,
    feed,
    jobs,
    offers_and_purchases,
    orders,
    others,
    stock,
    webhooks,
)
from ordino.api.reads.reading import Read

READS: tuple[Read, ...] = (
    *orders.READS,
    *stock.READS,
    *others.READS,
    *deliveries_and_money.READS,
    *documents.READS,
    *feed.READS,
    *jobs.READS,
    *webhooks.READS,
    *offers_and_purchases.READS,
)
