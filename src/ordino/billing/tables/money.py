"""Money that came in and went out, and what it settles."""

from django.db import models
from django.db.models import F, Q

from ordino.billing.tables.derived import generated


class Receipt(models.Model):
    """Money that came in for an order: allocated to its invoices, given back, or (`unallocated`) waiting for its next one.

    A refund that did not reach the customer comes in again without a capture.
    """

    id = models.BigAutoField(primary_key=True)
    order_id = models.BigIntegerField()
    customer_id = models.BigIntegerField(null=True)
    payment_id = models.BigIntegerField()
    capture_id = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField()
    allocated_minor = models.BigIntegerField(db_default=0)
    given_back_minor = models.BigIntegerField(db_default=0)
    unallocated_minor = generated(
        F("amount_minor") - F("allocated_minor") - F("given_back_minor"), models.BigIntegerField()
    )
    received_at = models.DateTimeField()

    class Meta:
        db_table = "billing_receipt"
        constraints = [
            models.UniqueConstraint(fields=["capture_id"], name="billing_receipt_capture_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, allocated_minor__gte=0, given_back_minor__gte=0)
                & Q(amount_minor__gte=F("allocated_minor") + F("given_back_minor")),
                name="billing_receipt_used_within_amount",
            ),
        ]
        indexes = [models.Index(fields=["order_id"], name="billing_receipt_order")]


class Payout(models.Model):
    """Money that went back for an order: it settles credit notes, gives back what was received beyond what is invoiced, or
    (`unsettled`) waits for the order's next credit note. A refund that began at the gateway has no `refund_id`.
    """

    id = models.BigAutoField(primary_key=True)
    order_id = models.BigIntegerField()
    refund_id = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField()
    settled_minor = models.BigIntegerField(db_default=0)
    given_back_minor = models.BigIntegerField(db_default=0)
    unsettled_minor = generated(
        F("amount_minor") - F("settled_minor") - F("given_back_minor"), models.BigIntegerField()
    )
    paid_at = models.DateTimeField()

    class Meta:
        db_table = "billing_payout"
        constraints = [
            models.UniqueConstraint(fields=["refund_id"], name="billing_payout_refund_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, settled_minor__gte=0, given_back_minor__gte=0)
                & Q(amount_minor__gte=F("settled_minor") + F("given_back_minor")),
                name="billing_payout_used_within_amount",
            ),
        ]
        indexes = [models.Index(fields=["order_id"], name="billing_payout_order")]


class Allocation(models.Model):
    """What of one thing settles another: a receipt an invoice, a credit note an invoice, a payout a credit note, a payout a
    receipt. Rows are only added.
    """

    id = models.BigAutoField(primary_key=True)
    order_id = models.BigIntegerField()
    receipt_id = models.BigIntegerField(null=True)
    payout_id = models.BigIntegerField(null=True)
    invoice_id = models.BigIntegerField(null=True)
    credit_note_id = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField()
    allocated_at = models.DateTimeField()

    class Meta:
        db_table = "billing_allocation"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="billing_allocation_positive"),
            models.CheckConstraint(
                condition=Q(receipt_id__isnull=False, invoice_id__isnull=False, payout_id=None, credit_note_id=None)
                | Q(credit_note_id__isnull=False, invoice_id__isnull=False, payout_id=None, receipt_id=None)
                | Q(payout_id__isnull=False, credit_note_id__isnull=False, receipt_id=None, invoice_id=None)
                | Q(payout_id__isnull=False, receipt_id__isnull=False, invoice_id=None, credit_note_id=None),
                name="billing_allocation_pair",
            ),
        ]
        indexes = [models.Index(fields=["order_id"], name="billing_allocation_order")]


class Transfer(models.Model):
    """A bank transfer of a customer, the orders it was given to, and what was sent back; what is left stands on the customer's
    account.
    """

    id = models.BigAutoField(primary_key=True)
    bank_reference = models.TextField()
    customer_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    given_minor = models.BigIntegerField(db_default=0)
    returned_minor = models.BigIntegerField(db_default=0)
    on_account_minor = generated(F("amount_minor") - F("given_minor") - F("returned_minor"), models.BigIntegerField())
    text = models.TextField(db_default="")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "billing_transfer"
        constraints = [
            models.UniqueConstraint(fields=["bank_reference"], name="billing_transfer_reference"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, given_minor__gte=0, returned_minor__gte=0)
                & Q(amount_minor__gte=F("given_minor") + F("returned_minor")),
                name="billing_transfer_given_within_amount",
            ),
        ]
        indexes = [
            models.Index(fields=["customer_id"], name="billing_transfer_customer"),
            models.Index(
                fields=["customer_id", "currency"],
                name="billing_transfer_on_account",
                condition=Q(amount_minor__gt=F("given_minor") + F("returned_minor")),
            ),
        ]


class TransferPart(models.Model):
    """What of a transfer went to an order."""

    pk = models.CompositePrimaryKey("transfer_id", "order_id")
    transfer_id = models.BigIntegerField()
    order_id = models.BigIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        db_table = "billing_transfer_part"
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="billing_transfer_part_positive")]
