"""Every read."""

from ordino.api.reads import (
    changes,
    deliveries_and_money,
    documents,
    feed,
    fulfillment,
    jobs,
    offers_and_purchases,
    orders,
    others,
    returns,
    stock,
    webhooks,
)
from ordino.api.reads.reading import Read

READS: tuple[Read, ...] = (
    *orders.READS,
    *changes.READS,
    *stock.READS,
    *others.READS,
    *fulfillment.READS,
    *returns.READS,
    *deliveries_and_money.READS,
    *documents.READS,
    *feed.READS,
    *jobs.READS,
    *webhooks.READS,
    *offers_and_purchases.READS,
)
