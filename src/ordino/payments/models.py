"""The tables of payments. Written only by this context's handlers, through the engine. No card data."""

from typing import get_args

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from ordino.payments.gateway import EventKind
from ordino.payments.lifecycle import REFUND

AMOUNTS = (
    "authorized_minor",
    "captured_minor",
    "refunded_minor",
    "voided_minor",
    "expired_minor",
    "disputed_minor",
    "capturable_minor",
    "authorize_pending_minor",
    "capture_pending_minor",
    "refund_pending_minor",
)
KINDS = get_args(EventKind)
OUTCOMES = ("requested", "succeeded", "failed", "unknown")


class Payment(models.Model):
    """One authorization and what follows it; the amounts are the fold of its events, in minor units of `currency`.

    A part of an authorization that went into another order is a payment there; `origin_id` names the one it began as, with
    which it shares the gateway's reference.
    """

    id = models.BigAutoField(primary_key=True)
    order_id = models.BigIntegerField()
    gateway = models.TextField()
    method = models.TextField()
    currency = models.CharField(max_length=3)
    gateway_reference = models.TextField(db_default="")
    token = models.TextField(db_default="")
    authorized_minor = models.BigIntegerField()
    captured_minor = models.BigIntegerField()
    refunded_minor = models.BigIntegerField()
    voided_minor = models.BigIntegerField()
    expired_minor = models.BigIntegerField()
    disputed_minor = models.BigIntegerField()
    capturable_minor = models.BigIntegerField()
    authorize_pending_minor = models.BigIntegerField()
    capture_pending_minor = models.BigIntegerField()
    refund_pending_minor = models.BigIntegerField()
    expires_at = models.DateTimeField(null=True)
    origin_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            CheckConstraint(
                condition=Q(captured_minor__lte=F("authorized_minor")), name="payments_payment_captured_authorized"
            ),
            CheckConstraint(
                condition=Q(refunded_minor__lte=F("captured_minor")), name="payments_payment_refunded_captured"
            ),
            CheckConstraint(
                condition=Q(authorized_minor__gte=F("captured_minor") + F("capturable_minor") + F("voided_minor")),
                name="payments_payment_parts_of_authorized",
            ),
            CheckConstraint(
                condition=Q(**{f"{amount}__gte": 0 for amount in AMOUNTS}), name="payments_payment_amounts_not_negative"
            ),
            UniqueConstraint(
                fields=("gateway", "gateway_reference"),
                condition=~Q(gateway_reference="") & Q(origin_id__isnull=True),
                name="payments_payment_gateway_reference",
            ),
        )
        indexes = (
            Index(
                fields=("gateway", "gateway_reference"),
                name="payments_payment_reference",
                condition=~Q(gateway_reference=""),
            ),
            Index(fields=("order_id",), name="payments_payment_order"),
            Index(
                fields=("expires_at",),
                name="payments_payment_expires",
                condition=Q(expires_at__isnull=False, capturable_minor__gt=0),
            ),
        )


class Event(models.Model):
    """What was asked of a gateway, and what it said; once each. Without a payment where none is known."""

    id = models.BigAutoField(primary_key=True)
    payment_id = models.BigIntegerField(null=True)
    gateway = models.TextField()
    event_id = models.TextField()
    kind = models.TextField()
    outcome = models.TextField()
    amount_minor = models.BigIntegerField()
    request_key = models.TextField()
    occurred_at = models.DateTimeField()
    gateway_reference = models.TextField(db_default="")
    reason = models.TextField(db_default="")
    reference = models.TextField(db_default="")
    expires_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            UniqueConstraint(fields=("gateway", "event_id"), name="payments_event_once"),
            CheckConstraint(condition=Q(kind__in=KINDS), name="payments_event_kind"),
            CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="payments_event_outcome"),
            CheckConstraint(condition=Q(amount_minor__gte=0), name="payments_event_amount_not_negative"),
        )
        indexes = (
            Index(fields=("payment_id",), name="payments_event_payment"),
            Index(fields=("request_key",), name="payments_event_requested", condition=Q(outcome="requested")),
            Index(
                fields=("gateway", "gateway_reference"),
                name="payments_event_unknown",
                condition=Q(payment_id__isnull=True),
            ),
        )


class Refund(models.Model):
    """Money on its way back to the customer, of one payment; `request_key` names the gateway's act."""

    id = models.BigAutoField(primary_key=True)
    order_id = models.BigIntegerField()
    payment_id = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    reason = models.TextField()
    reference = models.TextField()
    destination = models.TextField()
    state = models.TextField()
    request_key = models.TextField()
    created_by = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            UniqueConstraint(fields=("order_id", "reference", "payment_id"), name="payments_refund_once"),
            UniqueConstraint(fields=("request_key",), name="payments_refund_request_key"),
            CheckConstraint(condition=Q(state__in=REFUND.states), name="payments_refund_state"),
            CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_refund_amount_positive"),
            CheckConstraint(
                condition=Q(destination__in=["original", "store_credit", "exchange"]),
                name="payments_refund_destination",
            ),
        )
        indexes = (
            Index(
                fields=("created_at",),
                name="payments_refund_waiting",
                condition=Q(state__in=["proposed", "approved", "requested"]),
            ),
        )


class Coverage(models.Model):
    """Whether an order is covered, as it was said last; an order of which nothing was said has no row."""

    order_id = models.BigIntegerField(primary_key=True)
    covered = models.BooleanField()


class Policy(models.Model):
    """Above which amount refunds of a channel need approval; the row without a channel is for all others."""

    channel_id = models.BigIntegerField(null=True)
    approve_refunds_above_minor = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            UniqueConstraint(fields=("channel_id",), nulls_distinct=False, name="payments_policy_channel_once"),
            CheckConstraint(
                condition=Q(approve_refunds_above_minor__isnull=True) | Q(approve_refunds_above_minor__gte=0),
                name="payments_policy_not_negative",
            ),
        )
