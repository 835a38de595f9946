"""The tables of returns. Written only by this context's handlers, through the engine."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from ordino.returns.lifecycle import CANCELED, CLOSED, DECLINED, EXPIRED, RETURN

OPEN_STATES = tuple(state for state in RETURN.states if state not in (CLOSED, DECLINED, CANCELED, EXPIRED))


class Policy(models.Model):
    """The terms of a channel's returns; the row without a channel is for all others."""

    channel_id = models.BigIntegerField(null=True)
    window_days = models.IntegerField(null=True)
    expected_days = models.IntegerField()
    restocking_fee_percent = models.DecimalField(max_digits=9, decimal_places=6)
    shipping_paid_by = models.TextField()
    refund_shipping = models.BooleanField()
    not_returnable_skus = models.JSONField()
    not_returnable_categories = models.JSONField()
    approve_automatically = models.BooleanField()
    needs_inspection = models.BooleanField()
    refund_to = models.TextField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "returns_policy"
        constraints = (
            UniqueConstraint(fields=("channel_id",), nulls_distinct=False, name="returns_policy_channel_once"),
            CheckConstraint(
                condition=Q(window_days__isnull=True) | Q(window_days__gte=0), name="returns_policy_window_days"
            ),
            CheckConstraint(condition=Q(expected_days__gte=1), name="returns_policy_expected_days"),
            CheckConstraint(
                condition=Q(restocking_fee_percent__gte=0, restocking_fee_percent__lte=100),
                name="returns_policy_restocking_fee",
            ),
            CheckConstraint(
                condition=Q(shipping_paid_by__in=["customer", "merchant"]), name="returns_policy_shipping_paid_by"
            ),
            CheckConstraint(condition=Q(refund_to__in=["original", "store_credit"]), name="returns_policy_refund_to"),
        )


class Return(models.Model):
    """Permission to send goods back, under the terms of the day it was asked for. Of the order only the number is known."""

    order_id = models.BigIntegerField()
    state = models.TextField()
    requested_by = models.TextField()
    override_reason = models.TextField(db_default="")
    restocking_fee_percent = models.DecimalField(max_digits=9, decimal_places=6)
    shipping_paid_by = models.TextField()
    refund_shipping = models.BooleanField()
    needs_inspection = models.BooleanField()
    refund_to = models.TextField()
    expected_days = models.IntegerField()
    expected_until = models.DateTimeField()
    label_number = models.TextField(db_default="")
    tracking_number = models.TextField(db_default="")
    note = models.TextField(db_default="")
    requested_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "returns_return"
        constraints = (
            CheckConstraint(condition=Q(state__in=RETURN.states), name="returns_return_state"),
            CheckConstraint(
                condition=Q(state__in=OPEN_STATES, closed_at__isnull=True)
                | (~Q(state__in=OPEN_STATES) & Q(closed_at__isnull=False)),
                name="returns_return_closed_at",
            ),
            CheckConstraint(condition=Q(requested_by__in=["customer", "agent"]), name="returns_return_requested_by"),
        )
        indexes = (
            Index(fields=("order_id",), name="returns_return_order"),
            Index(fields=("state", "-requested_at", "-id"), name="returns_return_state_asked"),
            Index(
                fields=("expected_until",),
                name="returns_return_due",
                condition=Q(state__in=["requested", "approved", "in_transit", "partially_received"]),
            ),
        )


class Line(models.Model):
    """Units of an order line that come back: how many were approved, have come, went where, and were given money for."""

    pk = models.CompositePrimaryKey("return_id", "line_number")
    return_id = models.BigIntegerField()
    line_number = models.IntegerField()
    order_id = models.BigIntegerField()
    sku_id = models.BigIntegerField(null=True)
    sku = models.TextField()
    reason = models.TextField()
    comment = models.TextField(db_default="")
    quantity = models.BigIntegerField()
    expected = models.BigIntegerField(db_default=0)
    received = models.BigIntegerField(db_default=0)
    restocked = models.BigIntegerField(db_default=0)
    refurbished = models.BigIntegerField(db_default=0)
    scrapped = models.BigIntegerField(db_default=0)
    to_vendor = models.BigIntegerField(db_default=0)
    sent_back = models.BigIntegerField(db_default=0)
    accepted = models.BigIntegerField(db_default=0)
    refunded = models.BigIntegerField(db_default=0)
    replaced = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = "returns_line"
        constraints = (
            CheckConstraint(condition=Q(quantity__gt=0), name="returns_line_quantity_positive"),
            CheckConstraint(
                condition=Q(
                    expected__gte=0,
                    received__gte=0,
                    restocked__gte=0,
                    refurbished__gte=0,
                    scrapped__gte=0,
                    to_vendor__gte=0,
                    sent_back__gte=0,
                    accepted__gte=0,
                    refunded__gte=0,
                    replaced__gte=0,
                ),
                name="returns_line_not_negative",
            ),
            CheckConstraint(
                condition=Q(quantity__gte=F("expected") + F("received")), name="returns_line_received_within_approved"
            ),
            CheckConstraint(
                condition=Q(
                    received__gte=F("restocked") + F("refurbished") + F("scrapped") + F("to_vendor") + F("sent_back")
                ),
                name="returns_line_inspected_within_received",
            ),
            CheckConstraint(
                condition=Q(accepted__lte=F("restocked") + F("refurbished") + F("scrapped") + F("to_vendor")),
                name="returns_line_accepted_was_kept",
            ),
            CheckConstraint(
                condition=Q(replaced__lte=F("quantity"))
                & (Q(refunded=0) | Q(accepted__gte=F("refunded") + F("replaced"))),
                name="returns_line_refunded_within_accepted",
            ),
        )
        indexes = (Index(fields=("order_id", "line_number"), name="returns_line_order_line"),)


class Receipt(models.Model):
    """Units of a return line that came in at a location, and how many of them were inspected there."""

    pk = models.CompositePrimaryKey("return_id", "line_number", "location_id")
    return_id = models.BigIntegerField()
    line_number = models.IntegerField()
    location_id = models.BigIntegerField()
    received = models.BigIntegerField()
    inspected = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = "returns_receipt"
        constraints = (
            CheckConstraint(
                condition=Q(inspected__gte=0) & Q(received__gte=F("inspected")) & Q(received__gt=0),
                name="returns_receipt_inspected_within_received",
            ),
        )


class Refund(models.Model):
    """Money that was decided to go back for a return; never changed. refund = goods + charges − fee."""

    return_id = models.BigIntegerField()
    order_id = models.BigIntegerField()
    goods_minor = models.BigIntegerField()
    charges_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    refund_minor = models.BigIntegerField()
    refund_to = models.TextField()
    decided_by = models.TextField()
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "returns_refund"
        constraints = (
            CheckConstraint(
                condition=Q(refund_minor=F("goods_minor") + F("charges_minor") - F("fee_minor")),
                name="returns_refund_adds_up",
            ),
            CheckConstraint(
                condition=Q(fee_minor__gte=0) & Q(fee_minor__lte=F("goods_minor")) & Q(charges_minor__gte=0),
                name="returns_refund_fee_within_goods",
            ),
            CheckConstraint(
                condition=Q(refund_to__in=["original", "store_credit", "exchange"]), name="returns_refund_refund_to"
            ),
        )
        indexes = (
            Index(fields=("return_id",), name="returns_refund_return"),
            Index(fields=("order_id",), name="returns_refund_order"),
        )


class RefundLine(models.Model):
    """The units of an order line that a refund gives money for: `quantity` after the first `already`. No unit twice."""

    pk = models.CompositePrimaryKey("order_id", "line_number", "already")
    order_id = models.BigIntegerField()
    line_number = models.IntegerField()
    already = models.BigIntegerField()
    quantity = models.BigIntegerField()
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT)
    total_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()

    class Meta:
        db_table = "returns_refund_line"
        constraints = (
            CheckConstraint(condition=Q(quantity__gt=0, already__gte=0), name="returns_refund_line_quantity_positive"),
        )


class RefundCharge(models.Model):
    """A charge that was given back; the key says: once (R6)."""

    pk = models.CompositePrimaryKey("order_id", "charge_number")
    order_id = models.BigIntegerField()
    charge_number = models.IntegerField()
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT)
    total_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()

    class Meta:
        db_table = "returns_refund_charge"


class Exchange(models.Model):
    """Other goods instead of money: the credit of a return pays a new order, what is left of it goes back."""

    return_id = models.BigIntegerField(primary_key=True)
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, db_index=False)
    new_order_id = models.BigIntegerField(null=True)
    credit_minor = models.BigIntegerField()
    used_minor = models.BigIntegerField(null=True)

    class Meta:
        db_table = "returns_exchange"
        constraints = (
            CheckConstraint(
                condition=Q(new_order_id__isnull=True, used_minor__isnull=True)
                | Q(
                    new_order_id__isnull=False,
                    used_minor__isnull=False,
                    used_minor__gte=0,
                    used_minor__lte=F("credit_minor"),
                ),
                name="returns_exchange_used_within_credit",
            ),
        )
