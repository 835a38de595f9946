"""Who issues documents, and when."""

from django.db import models
from django.db.models import F, Q


class Merchant(models.Model):
    """Who issues documents, as it stands on them. A change adds a row; documents keep the one they were issued under."""

    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    address = models.JSONField()
    vat_id = models.TextField(db_default="")
    registration = models.TextField(db_default="")
    email = models.TextField(db_default="")
    phone = models.TextField(db_default="")
    website = models.TextField(db_default="")
    bank_name = models.TextField(db_default="")
    iban = models.TextField(db_default="")
    bic = models.TextField(db_default="")
    language = models.TextField(db_default="en")
    time_zone = models.TextField(db_default="UTC")
    invoice_prefix = models.TextField(db_default="INV")
    credit_note_prefix = models.TextField(db_default="CN")
    set_at = models.DateTimeField()

    class Meta:
        db_table = "billing_merchant"
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="billing_merchant_named"),
            models.CheckConstraint(
                condition=~Q(invoice_prefix=F("credit_note_prefix")), name="billing_merchant_two_series"
            ),
        ]


class Rule(models.Model):
    """When a channel's or a customer's orders are invoiced; a customer's rule goes before that of the channel."""

    id = models.BigAutoField(primary_key=True)
    channel_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    invoice_per = models.TextField()

    class Meta:
        db_table = "billing_rule"
        constraints = [
            models.UniqueConstraint(
                fields=["channel_id", "customer_id"], name="billing_rule_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(invoice_per__in=["shipment", "order"]), name="billing_rule_invoice_per"),
            models.CheckConstraint(
                condition=Q(channel_id__isnull=False, customer_id=None) | Q(channel_id=None, customer_id__isnull=False),
                name="billing_rule_of_one",
            ),
        ]
