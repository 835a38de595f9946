"""The tables of quotes. Written only by this context's handlers, through the engine."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from ordino.quotes.lifecycle import LIVE_STATES, ORDERED, QUOTE, SENT


class Quote(models.Model):
    """Something offered to a customer; what is offered, and for how long, stands in its revisions."""

    channel_id = models.BigIntegerField()
    newest_revision = models.IntegerField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "quotes_quote"
        constraints = (CheckConstraint(condition=Q(newest_revision__gte=1), name="quotes_quote_newest_revision"),)


class Revision(models.Model):
    """One offer: `content` is the order as it will be placed, with its prices. It never changes.

    Of the revisions of a quote one is live, and only a live one can be accepted: so a quote is ordered once.
    """

    pk = models.CompositePrimaryKey("quote_id", "number")
    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.IntegerField()
    state = models.TextField()
    content = models.JSONField()
    customer_id = models.BigIntegerField(null=True)
    customer_name = models.TextField()
    total_minor = models.BigIntegerField()
    currency = models.TextField()
    valid_until = models.DateField()
    expires_at = models.DateTimeField()
    drafted_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    note = models.TextField(db_default="")
    order_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "quotes_revision"
        constraints = (
            CheckConstraint(condition=Q(state__in=QUOTE.states), name="quotes_revision_state"),
            CheckConstraint(condition=Q(number__gte=1), name="quotes_revision_number"),
            CheckConstraint(condition=Q(expires_at__gt=F("drafted_at")), name="quotes_revision_valid_when_drafted"),
            CheckConstraint(
                condition=Q(state=ORDERED, order_id__isnull=False) | (~Q(state=ORDERED) & Q(order_id__isnull=True)),
                name="quotes_revision_order_once_ordered",
            ),
            UniqueConstraint(fields=("quote",), condition=Q(state__in=LIVE_STATES), name="quotes_revision_one_live"),
            UniqueConstraint(fields=("order_id",), name="quotes_revision_order_of_one_quote"),
        )
        indexes = (
            Index(fields=("expires_at", "quote_id"), condition=Q(state=SENT), name="quotes_revision_due"),
            Index(fields=("customer_id", "-quote_id"), name="quotes_revision_customer"),
        )
