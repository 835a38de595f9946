"""The table of insight: sums that could be counted anew from the orders at any time, and are."""

from django.db import models
from django.db.models import CheckConstraint, Q


class SalesDay(models.Model):
    """What was ordered in a channel on a day (UTC), as it was placed: `value_minor` in minor units of the currency.

    `last_order_id` is the highest number that was counted: behind it the next count begins.
    """

    pk = models.CompositePrimaryKey("day", "channel_id", "currency")
    day = models.DateField()
    channel_id = models.BigIntegerField()
    currency = models.TextField()
    orders = models.BigIntegerField()
    value_minor = models.BigIntegerField()
    last_order_id = models.BigIntegerField()

    class Meta:
        db_table = "insight_sales_day"
        constraints = (CheckConstraint(condition=Q(orders__gt=0), name="insight_sales_day_orders_positive"),)
